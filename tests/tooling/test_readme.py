"""What rules/README.md teaches is so: its functions are all there are, and its samples load where they are pasted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from regelkoll.engine.derive import DERIVATIONS
from regelkoll.facts.anchors import spans
from regelkoll.rulefiles import RuleProblems
from regelkoll.rulefiles.load import read_pack
from regelkoll.rulefiles.packs import contents_of
from regelkoll.rulefiles.vocabulary import FORMS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "rules/README.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def sample(begins):
    return next(text for text in SAMPLES if text.startswith(begins))


def problems(**changed):
    files = {**contents_of(ROOT / "rules"), **changed}
    try:
        read_pack(files)
    except RuleProblems as error:
        return [(p.file, p.code) for p in error.problems]
    return []


def test_every_function_is_in_the_table():
    table = TEXT[TEXT.index("## Räkna fram") : TEXT.index("## Lägg till en textsökning")]
    taught = {
        name for row in table.splitlines() if row.startswith("| `") for name in row.split("|")[1].split("`")[1::2]
    }
    assert taught == set(DERIVATIONS) == set(FORMS)


@pytest.mark.parametrize("begins", ["contact_person:", "own_part:", "running_costs:"])
def test_a_fact_can_be_pasted(begins):
    facts = (ROOT / "rules/facts.yaml").read_text(encoding="utf-8")
    assert problems(**{"facts.yaml": (facts + sample(begins)).encode()}) == []


def test_a_row_can_be_pasted():
    rows = (ROOT / "rules/registers/signatory_roles.yaml").read_text(encoding="utf-8")
    pasted = rows + sample("  - decision_kind")
    assert problems(**{"registers/signatory_roles.yaml": pasted.encode()}) == []
    assert "regiondirektör" in pasted


def test_a_register_and_a_parameter_can_be_pasted():
    parameters = (ROOT / "rules/parameters.yaml").read_text(encoding="utf-8")
    new = {
        "registers/funders.yaml": sample("register: funders").encode(),
        "parameters.yaml": (parameters + sample("hour_value:")).encode(),
    }
    assert problems(**new) == []


def test_examples_are_yaml():
    assert len(yaml.safe_load(sample("examples:"))["examples"]) == 6


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("driftsbidraget", "bidrag", False),
        ("bidraget", "bidrag", False),
        ("löpande driften", "löpande drift*", True),
        ("löpande driftsbidrag", "löpande drift*", True),
        ("LÖPANDE\n drift", "löpande drift", True),
        ("löpan-\nde drift", "löpande drift", False),
        ("löpande och annan drift", "löpande … drift", True),
        ("löpande. Drift", "löpande … drift", False),
    ],
)
def test_words_match_as_is_taught(text, word, found):
    assert bool(spans(text, [word])) is found
