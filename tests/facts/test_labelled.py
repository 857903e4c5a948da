"""What a page head says after its labels, and what looks like a head further down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from regelkoll.check import read_case
from regelkoll.model import Fact, Missing, Why
from regelkoll.rulefiles import default_pack, load_rules

PACK = load_rules(default_pack())
TEXT = (Path(__file__).parents[2] / "cases/klart/utkast.txt").read_text(encoding="utf-8")
OWN = "RUN/230031"


def known(amidst: str, fact: str = "diary_number", text: str = TEXT):
    """The fact of the draft with the lines put in before its third heading."""
    told = text.replace("\nÄrendebeskrivning\n", f"\n{amidst}\n\nÄrendebeskrivning\n", 1)
    assert told != text
    return read_case(told.encode(), "utkast.txt", PACK).draft[fact]


@pytest.mark.parametrize(
    "lines",
    [
        "Sida 2\nDiarienummer: RUN/230099",
        "2 (3)\nDiarienummer: RUN/230099",
        "Diarienummer: RUN/230099\nDatum: 2023-02-07",
        "Sid. 2 av 3\nDIARIENUMMER: RUN/230099",
        "**Diarienummer** RUN/230099\n2/3",
    ],
)
def test_another_number_in_a_head_further_down_is_contradictory(lines):
    assert isinstance(found := known(lines), Missing)
    assert found.why is Why.CONFLICTING


@pytest.mark.parametrize(
    "lines",
    [
        f"Sida 2\nDiarienummer: {OWN}",
        "Projektet bygger på ett tidigare beslut.\nDiarienummer: RUN/190001",
        "Ert diarienummer: A 12/34\nErt datum: 2023-01-02",
    ],
)
def test_the_same_number_words_among_labels_and_other_labels_are_no_doubt(lines):
    assert isinstance(found := known(lines), Fact)
    assert found.value == OWN


def test_what_only_looks_like_a_head_tells_nothing_by_itself():
    bare = TEXT.split("\n\n", 1)[1]
    assert isinstance(known("Sida 2\nDatum: 2023-02-07", "decision_date", bare), Missing)
    assert known("", "decision_date").value == date(2023, 2, 7)
