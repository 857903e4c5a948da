"""A run of which rules were left out says so in every format, and nowhere that the draft is ready to sign."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from regelkoll.check import checker, review, selected
from regelkoll.cli import run as command
from regelkoll.language import words
from regelkoll.reports import RENDERERS, render
from regelkoll.reports.remarks import remarks
from regelkoll.rulefiles import default_pack, load_rules

DRAFT = Path(__file__).parents[2] / "cases/klart/utkast.txt"
PACK = load_rules(default_pack())
REQUIREMENTS = sum(rule.concludes is None for rule in PACK.rules)
TEXTS = [name for name, one in RENDERERS.items() if one.text and name not in ("json", "jsonl")]


def run(*ignored: str):
    ready = checker(selected(PACK, (), ignored), "native")
    return (review(ready, DRAFT.read_bytes(), "utkast.txt", date(2026, 11, 25)),)


NARROWED, WHOLE = run("beslutsdatum"), run()


@pytest.mark.parametrize("name", TEXTS)
def test_every_format_says_that_a_rule_was_left_out(name):
    told = " ".join(render(NARROWED, name, words("en")).decode().split())
    assert "1 rule of the pack was left out of this check" in told
    assert "Ready to sign" not in told
    assert "left out of this check" not in render(WHOLE, name, words("en")).decode()


def test_a_commented_copy_says_that_a_rule_was_left_out():
    told = [f"{one.title}\n{one.text}" for one in remarks(NARROWED[0].report, words("en"))]
    assert sum("1 rule of the pack was left out of this check" in one for one in told) == 1
    assert not any("left out" in one.text for one in remarks(WHOLE[0].report, words("en")))


def test_a_count_of_many_drafts_says_of_none_that_it_is_ready_to_sign():
    told = render((*NARROWED, *NARROWED), "terminal", words("en")).decode()
    assert "2 drafts. The rules that were tried are met: 2." in told
    assert "2 drafts. Ready to sign: 2." in render((*WHOLE, *WHOLE), "terminal", words("en")).decode()


def test_verifying_repeats_what_the_report_said(tmp_path, capsys):
    report = tmp_path / "report.json"
    assert (
        command(["--isolated", "check", str(DRAFT), "--ignore", "beslutsdatum", "--lang", "en", "-o", f"json:{report}"])
        == 0
    )
    capsys.readouterr()
    assert command(["--isolated", "verify", str(report), str(DRAFT), "--lang", "en"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "The rules that were tried are met." in told
    assert "Ready to sign" not in told


def test_the_data_count_what_was_left_out():
    ready = checker(selected(PACK, ("beslutsdatum",), ()), "native")
    report = review(ready, DRAFT.read_bytes(), "utkast.txt", date(2026, 11, 25)).report
    assert (report.left_out, len(report.findings)) == (REQUIREMENTS - 1, 1)
    assert WHOLE[0].report.left_out == 0
