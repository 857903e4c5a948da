"""Every rule that reads the draft's text passes once and fails once from a draft, through the reader.

`every_rule.yaml` lists for each rule how the complete draft is changed, and what the rule then says.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from regelkoll.check import check, checker
from regelkoll.rulefiles import load_rules

ROOT = Path(__file__).resolve().parents[2]
BASE = (ROOT / "cases/komplett/utkast.txt").read_text(encoding="utf-8")
PAIRS = yaml.load(Path(__file__).with_name("every_rule.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
PACK = load_rules(ROOT / "rules")
TODAY = date(2026, 11, 24)
# What the file itself shows and no text can: tried with Word and PDF files in tests/drafts.
FLAGS = {rule.id for rule in PACK.rules if rule.id.startswith("utkast-")}


@pytest.fixture(scope="module")
def ready():
    return checker(PACK)


def name(pair):
    return f"{pair['rule']}-{pair['expect']}"


@pytest.mark.parametrize("pair", PAIRS, ids=name)
def test_a_rule_decides_from_the_draft(ready, pair):
    text = BASE
    for old, new in pair.get("replace", ()):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    known = yaml.safe_dump({"known": pair["known"]}, allow_unicode=True).encode() if "known" in pair else None
    report = check(ready, text.encode(), "utkast.txt", TODAY, None, None if known is None else (known, "arende.yaml"))
    assert next(f.outcome.value for f in report.findings if f.rule.id == pair["rule"]) == pair["expect"]


@pytest.mark.parametrize("outcome", ["passed", "failed"])
def test_every_rule_that_reads_text_is_tried(outcome):
    tried = {pair["rule"] for pair in PAIRS if pair["expect"] == outcome}
    wanted = {rule.id for rule in PACK.rules if getattr(rule, "decides", "") == "text" and not rule.concludes}
    assert wanted - FLAGS - tried == set()
