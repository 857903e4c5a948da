"""Whole drafts end to end: each folder of cases/ has a draft and what is expected of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from regelkoll.check import check, checker, exit_code
from regelkoll.rulefiles import load_rules

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "cases").glob("*/expected.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_a_case_comes_out_as_expected(folder):
    expected = yaml.load((folder / "expected.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    (draft,) = folder.glob("utkast.*")
    report = check(checker(load_rules(ROOT / "rules")), draft.read_bytes(), draft.name, date(2026, 11, 24))
    assert {f.rule.id: f.outcome.value for f in report.findings} == expected["outcomes"]
    assert report.recommendation.value == expected["recommendation"]
    assert exit_code(report) == int(expected["exit"])
