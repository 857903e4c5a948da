"""A file of waivers: broken ones give their exact problems, all at once; a right one loads whole."""

from __future__ import annotations

from datetime import date

import pytest
from test_loading import BASE, concluding, problems

from regelkoll.language import words
from regelkoll.model import Compare
from regelkoll.rulefiles import PROBLEMS, RuleProblems, in_words
from regelkoll.rulefiles.load import read_pack
from regelkoll.rulefiles.waivers import read_waivers

F = "waivers.yaml"
FACTS = BASE["facts.yaml"] + "nr: {kind: text, label: nr, diary: yes, by_hand: yes}\n"
FILES = BASE | {"facts.yaml": FACTS, "x/slutsats.yaml": concluding("lag", "a", "slag: {is: bifall}")}
PACK = read_pack({name: text.encode() for name, text in FILES.items()})
ONE = """\
waivers:
  - rule: regel
    diary: RUN/230117
    reason: Nämnden har redan sagt ja.
    approved_by: regional utvecklingsdirektör
    until: 2026-12-31
"""
OTHER = ONE.removeprefix("waivers:\n").replace("230117", "230118")


def found(text, pack=PACK):
    with pytest.raises(RuleProblems) as error:
        read_waivers(text if isinstance(text, bytes) else text.encode(), F, pack)
    assert {p.code for p in error.value.problems} <= PROBLEMS.keys()
    assert all(in_words(p, words(lang)) for p in error.value.problems for lang in ("sv", "en"))
    return [(p.line, p.column, p.code, p.near) for p in error.value.problems]


BROKEN = {
    "empty": ("", [(1, 1, "yaml-empty", None)]),
    "not UTF-8": (b"\xff\xfe", [(1, 1, "file-unreadable", None)]),
    "a list": (OTHER.replace("    ", "  ").replace("  - ", "- "), [(1, 1, "key-missing", None)]),
    "key misspelt": (ONE.replace("waivers", "waiver"), [(1, 1, "key-missing", None), (1, 1, "key-unknown", "waivers")]),
    "another key": (ONE + "version: 1\n", [(7, 1, "key-unknown", None)]),
    "no list": ("waivers: {rule: regel}\n", [(1, 10, "value-shape", None)]),
    "an entry that is a text": ("waivers: [regel]\n", [(1, 11, "value-shape", None)]),
    "unknown rule": (ONE.replace("regel\n", "regl\n"), [(2, 11, "rule-unknown", "regel")]),
    "every rule": (ONE.replace("rule: regel\n", "rule: '*'\n"), [(2, 11, "waiver-every-rule", None)]),
    "some rules": (ONE.replace("rule: regel\n", "rule: re*\n"), [(2, 11, "waiver-every-rule", None)]),
    "every draft": (ONE.replace("RUN/230117", "'*'"), [(3, 12, "waiver-wide", None)]),
    "every draft of a body": (ONE.replace("230117", "*"), [(3, 12, "waiver-wide", None)]),
    "every draft of ten years": (ONE.replace("230117", "2*"), [(3, 12, "waiver-wide", None)]),
    "every draft of ten years with a digit": (ONE.replace("230117", "2*0*"), [(3, 12, "waiver-wide", None)]),
    "a diary number of no letters": (ONE.replace("RUN/230117", "'-'"), [(3, 12, "value-empty", None)]),
    "no diary number": (ONE.replace("    diary: RUN/230117\n", ""), [(2, 5, "key-missing", None)]),
    "no reason": (ONE.replace("    reason: Nämnden har redan sagt ja.\n", ""), [(2, 5, "key-missing", None)]),
    "empty reason": (ONE.replace("Nämnden har redan sagt ja.", "''"), [(4, 13, "value-empty", None)]),
    "short reason": (ONE.replace("Nämnden har redan sagt ja.", "Ok då"), [(4, 13, "waiver-reason", None)]),
    "reason of dots": (ONE.replace("Nämnden har redan sagt ja.", ". . . ."), [(4, 13, "waiver-reason", None)]),
    "nobody": (ONE.replace("regional utvecklingsdirektör", "' '"), [(5, 18, "value-empty", None)]),
    "no last day": (ONE.replace("    until: 2026-12-31\n", ""), [(2, 5, "key-missing", None)]),
    "impossible day": (ONE.replace("2026-12-31", "2026-02-30"), [(6, 12, "literal-bad", None)]),
    "day in another form": (ONE.replace("2026-12-31", "31 december"), [(6, 12, "literal-bad", None)]),
    "day in other digits": (ONE.replace("2026-12-31", "２０２６-12-31"), [(6, 12, "literal-bad", None)]),
    "key misspelt within": (ONE.replace("until", "untl"), [(2, 5, "key-missing", None), (6, 5, "key-unknown", "until")]),
    "key twice": (ONE + "    until: 2027-12-31\n", [(7, 5, "yaml-duplicate-key", None)]),
    "same again": (ONE + OTHER.replace("RUN/230118", "run / 230117"), [(7, 5, "waiver-twice", None)]),
    "limits a text": (ONE + "    limits: belopp\n", [(7, 13, "value-shape", None)]),
    "limits empty": (ONE + "    limits: {}\n", [(7, 13, "condition-empty", None)]),
    "limits on an unknown fact": (ONE + "    limits: {belop: {at_most: 5 kr}}\n", [(7, 14, "fact-unknown", "belopp")]),
    "limits of a wrong kind": (ONE + "    limits: {belopp: {at_most: mycket}}\n", [(7, 32, "literal-bad", None)]),
    "limits with a wrong operator": (ONE + "    limits: {belopp: {before: 5 kr}}\n", [(7, 23, "operator-kind", None)]),
    "a classification": (ONE.replace("rule: regel\n", "rule: slutsats\n"), [(2, 11, "rule-unknown", None)]),
    "everything at once": (
        ONE.replace("regel\n", "regl\n").replace("2026-12-31", "2026-13-01")
        + OTHER.replace("RUN/230118", "'*'").replace("approved_by", "aproved_by"),
        [
            (2, 11, "rule-unknown", "regel"),
            (6, 12, "literal-bad", None),
            (7, 5, "key-missing", None),
            (8, 12, "waiver-wide", None),
            (10, 5, "key-unknown", "approved_by"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_gives_its_exact_problems(text, expected):
    assert found(text) == expected


def test_a_right_file_loads_whole_in_its_order():
    text = "\ufeff" + ONE + OTHER + "    limits: {belopp: {at_most: 300 kr}}\n"
    read = read_waivers(text.replace("\n", "\r\n").encode(), F, PACK)
    first, second = read.listed
    assert (first.rule, first.diary, first.until) == ("regel", "RUN/230117", date(2026, 12, 31))
    assert (first.reason, first.approved_by) == ("Nämnden har redan sagt ja.", "regional utvecklingsdirektör")
    assert (first.limits, first.location.line) == (None, 2)
    assert isinstance(second.limits, Compare)
    assert read.sha256 == read_waivers(text.encode(), F, PACK).sha256


def test_one_rule_may_be_waived_in_several_drafts_and_a_file_may_be_empty_of_waivers():
    assert len(read_waivers((ONE + OTHER).encode(), F, PACK).listed) == 2
    assert read_waivers(b"waivers: []\n", F, PACK).listed == ()


def test_a_pack_that_marks_no_diary_number_has_no_waivers():
    pack = read_pack({name: text.encode() for name, text in BASE.items()})
    assert found(ONE, pack) == [(2, 3, "waiver-no-diary", None)]
    assert read_waivers(b"waivers: []\n", F, pack).listed == ()


MARKS = {
    "two marked": FACTS + "nr2: {kind: text, label: nr, diary: yes, by_hand: yes}\n",
    "a date": BASE["facts.yaml"].replace("law_day: yes", "law_day: yes, diary: yes"),
    "a conclusion": BASE["facts.yaml"].replace("values: [c], ", "values: [c], diary: yes, "),
    "an amount": BASE["facts.yaml"] + "nr: {kind: amount, label: nr, diary: yes, by_hand: yes}\n",
}


@pytest.mark.parametrize("text", MARKS.values(), ids=MARKS.keys())
def test_the_diary_number_is_one_fact_of_kind_text(text):
    assert ("facts.yaml", 1, 1, "diary", None) in problems(facts=text)
