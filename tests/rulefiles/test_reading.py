"""Slips in the reading profile and in `read:` are problems of the file, not surprises in a draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from regelkoll.rulefiles import RuleProblems, default_pack, load_rules
from regelkoll.rulefiles.load import read_pack

RULES = Path(__file__).resolve().parents[2] / "rules"
FILES = {p.relative_to(RULES).as_posix(): p.read_bytes() for p in RULES.rglob("*.yaml")}

SLIPS = {
    "unknown form": ("facts.yaml", "read: {title: yes}", "read: {titel: yes}", "key-missing", None),
    "unknown key": ("facts.yaml", "not_after: [av beloppet", "notafter: [av beloppet", "key-unknown", "not_after"),
    "unknown clause": (
        "facts.yaml",
        "{clause: decision, period: start",
        "{clause: decison, period: start",
        "value-choice",
        "decision",
    ),
    "unknown side": ("facts.yaml", "period: start", "period: strat", "value-choice", "start"),
    "unknown section": (
        "facts.yaml",
        "lines_of: Utdraget",
        "lines_of: Utdragen",
        "value-choice",
        "Utdraget skickas till",
    ),
    "unknown choice": ("facts.yaml", "      avslag: [avslår", "      avslagg: [avslår", "value-choice", "avslag"),
    "unknown register": (
        "facts.yaml",
        "known: {register: strategies,",
        "known: {register: strategis,",
        "register-unknown",
        "strategies",
    ),
    "bad pattern": ("facts.yaml", r"'(\d{8})'", r"'(\d{8}'", "pattern-bad", None),
    "profile key": ("reading.yaml", "negations:", "negation:", "key-unknown", "negations"),
    "clause's section": ("reading.yaml", "    section: Beslut\n", "    section: Besluta\n", "value-choice", "Beslut"),
    "bad frame": (
        "reading.yaml",
        "avslår ansökan från <applicant> om'",
        "avslår (ansökan från <applicant> om'",
        "pattern-bad",
        None,
    ),
    "frame's fact": (
        "reading.yaml",
        "avslår ansökan från <applicant> om'",
        "avslår ansökan från <aplicant> om'",
        "fact-unknown",
        "applicant",
    ),
    "text for a list": ("reading.yaml", "[inte, ej, icke, aldrig, varken]", "inte", "value-shape", None),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_a_problem(name):
    file, old, new, code, near = SLIPS[name]
    text = FILES[file].decode()
    assert old in text
    with pytest.raises(RuleProblems) as caught:
        read_pack({**FILES, file: text.replace(old, new).encode()})
    line = text[: text.index(old)].count("\n") + 1
    found = [(p.file, p.code, p.near) for p in caught.value.problems if abs(p.line - line) <= 3]
    assert (file, code, near) in found


def test_the_shipped_pack_has_none():
    assert read_pack(FILES).rules


def test_the_headings_register_follows_the_profile():
    pack = load_rules(default_pack())
    rows = {row.values["heading"]: set(row.values.get("variants") or ()) for row in pack.registers["headings"].rows}
    sections = {
        name: {v for v in variants if "*" not in v} - {name} for name, variants in pack.reading["sections"].items()
    }
    alike = {name: variants for name, variants in sections.items() if name not in pack.reading["unsure"]}
    assert {name: rows[name] for name in alike} == alike
    assert all(rows[name] == set() for name in pack.reading["unsure"])
