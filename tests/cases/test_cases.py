"""Whole drafts end to end: each folder of cases/ has a draft, maybe a case file, and what is expected of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from regelkoll.check import check, checker, exit_code
from regelkoll.rulefiles import load_rules

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "cases").glob("*/expected.yaml"))
EXPECTED = {f.name: yaml.load((f / "expected.yaml").read_text(encoding="utf-8"), yaml.BaseLoader) for f in FOLDERS}
# Drafts without a fault: no rule that stops or warns may fail or be left open.
COMPLETE = ("komplett", "komplett-2026", "egna-medel-2019")


@pytest.fixture(scope="module")
def ready():
    return checker(load_rules(ROOT / "rules"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_a_case_comes_out_as_expected(ready, folder):
    expected = EXPECTED[folder.name]
    (draft,) = folder.glob("utkast.*")
    facts = folder / expected["facts"] if "facts" in expected else None
    known = None if facts is None else (facts.read_bytes(), facts.name)
    report = check(ready, draft.read_bytes(), draft.name, date.fromisoformat(expected["today"]), None, known)
    assert {f.rule.id: f.outcome.value for f in report.findings} == expected["outcomes"]
    assert report.recommendation.value == expected["recommendation"]
    assert exit_code(report) == int(expected["exit"])


@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_draft_raises_no_false_alarm(name):
    assert EXPECTED[name]["recommendation"] == "ready_to_sign"


def test_the_cases_differ_in_year_format_and_kind():
    drafts = [next(f.glob("utkast.*")) for f in FOLDERS]
    assert Counter(draft.suffix for draft in drafts) >= Counter({".txt": 5, ".docx": 3, ".pdf": 3})
    assert len(FOLDERS) >= 12
