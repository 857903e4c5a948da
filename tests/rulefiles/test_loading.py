"""Broken files in, exact problems out: file, line, column, code and what may be meant. All at once, and nothing loads."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from regelkoll.language import words
from regelkoll.model import Amount, Case, Fact, FactType, Interval, Kind, Missing, Records, Why
from regelkoll.rulefiles import PROBLEMS, RuleProblems, in_words
from regelkoll.rulefiles.cases import case_of
from regelkoll.rulefiles.load import read_pack
from regelkoll.tooling.casefile import case_file

FACTS = """\
belopp: {kind: amount, label: belopp, by_hand: yes}
dag: {kind: date, label: dag, law_day: yes, by_hand: yes}
text: {kind: text, label: text, by_hand: yes}
slag: {kind: choice, label: slag, values: [bifall, avslag], by_hand: yes}
namn: {kind: list, label: namn, fields: {titel: {kind: text}, del: {kind: amount}}, by_hand: yes}
lag: {kind: choice, label: lag, values: [a, b], concluded: yes}
lag2: {kind: choice, label: lag2, values: [c], concluded: yes}
aret: {kind: integer, label: år, derive: {year_of: dag}}
"""
REGISTER = """\
register: roller
label: roller
key: [roll]
columns: {roll: {kind: text}, tak: {kind: amount}}
rows:
  - {roll: chef, tak: 10 kr, in_force: {from: 2020-01-01, to: 2020-12-31}}
  - {roll: strateg, tak: 5 kr, assumed: yes}
"""
PARAMETERS = "tak: {kind: amount, label: tak, rows: [{value: 5 kr}]}\n"
HEAD = """\
title: En regel
source: [{statute: Lagen}]
severity: warning
decides: text
"""
TAIL = """\
message: Fel.
remedy: Rätta.
why: Därför.
examples:
  - {name: a, facts: {belopp: 5 kr}, expect: passed}
  - {name: b, facts: {belopp: 0 kr}, expect: failed}
  - {name: c, expect: cannot_tell}
"""
RULE = HEAD + "requires: {belopp: {more_than: 0 kr}}\n" + TAIL
BASE = {"facts.yaml": FACTS, "registers/roller.yaml": REGISTER, "parameters.yaml": PARAMETERS, "x/regel.yaml": RULE}


def load(**changed):
    files = {**BASE, **{name.replace("__", "/") + ".yaml": text for name, text in changed.items()}}
    return read_pack({name: text if isinstance(text, bytes) else text.encode() for name, text in files.items()})


def problems(**changed):
    with pytest.raises(RuleProblems) as caught:
        load(**changed)
    return [(p.file, p.line, p.column, p.code, p.near) for p in caught.value.problems]


def rule(requires, head=HEAD, tail=TAIL):
    return {"x__regel": head + "requires: " + requires + "\n" + tail}


R = "x/regel.yaml"
CLASS = "title: K\nsource: [{statute: L}]\nconcludes: {%s}\nwhen: {%s}\nwhy: D\nexamples:\n"
CLASS += "  - {name: a, expect: {%s}}\n  - {name: b, expect: cannot_tell}\n"


def concluding(fact, value, when):
    return CLASS % (f"{fact}: {value}", when, f"{fact}: {value}")


def facts(old, new):
    assert old in FACTS
    return {"facts": FACTS.replace(old, new)}


TABLE = {
    "duplicate key": ({"x__regel": "title: a\n" + RULE}, [(R, 2, 1, "yaml-duplicate-key", None)]),
    "anchor": (rule("&a {belopp: {more_than: 0 kr}}"), [(R, 5, 11, "yaml-anchor", None)]),
    "tag": (rule("{belopp: {more_than: !!str 0 kr}}"), [(R, 5, 32, "yaml-tag", None)]),
    "syntax": ({"x__regel": RULE + "x: [\n"}, [(R, 14, 1, "yaml-syntax", None)]),
    "two documents": ({"x__regel": RULE + "---\na: b\n"}, [(R, 13, 1, "yaml-documents", None)]),
    "empty file": ({"x__regel": ""}, [(R, 1, 1, "yaml-empty", None)]),
    "deep": ({"x__regel": "a: " + "[" * 3000}, [(R, 1, 43, "yaml-deep", None)]),
    "large": ({"x__regel": "a" * 1_100_000}, [(R, 1, 1, "yaml-large", None)]),
    "not UTF-8": ({"x__regel": RULE.encode("cp1252")}, [(R, 7, 1, "file-unreadable", None)]),
    "file name": ({"x__Regel_1": RULE}, [("x/Regel_1.yaml", 1, 1, "file-name", None)]),
    "unknown key": ({"x__regel": RULE.replace("remedy:", "remdy:")}, [
        (R, 1, 1, "key-missing", None), (R, 7, 1, "key-unknown", "remedy")]),
    "unknown key inside": (
        {"x__regel": RULE.replace("{statute: Lagen}", "{statut: Lagen}")},
        [(R, 2, 10, "key-missing", None), (R, 2, 11, "key-unknown", "statute")],
    ),
    "bad choice": (
        {"x__regel": RULE.replace("severity: warning", "severity: warnin")},
        [(R, 3, 11, "value-choice", "warning")],
    ),
    "empty text": ({"x__regel": RULE.replace("message: Fel.", "message: ''")}, [(R, 6, 10, "value-empty", None)]),
    "shape": ({"x__regel": RULE.replace("[{statute: Lagen}]", "Lagen")}, [(R, 2, 9, "value-shape", None)]),
    "unknown fact": (rule("{belop: {more_than: 0 kr}}"), [(R, 5, 12, "fact-unknown", "belopp")]),
    "unknown field": (rule("{namn: {some: {titl: {is: x}}}}"), [(R, 5, 26, "field-unknown", "titel")]),
    "unknown operator": (rule("{belopp: {more_then: 0 kr}}"), [(R, 5, 21, "operator-unknown", "more_than")]),
    "operator of another kind": (rule("{belopp: {before: 2020-01-01}}"), [(R, 5, 21, "operator-kind", None)]),
    "bad literal": (rule("{belopp: {more_than: mycket}}"), [(R, 5, 32, "literal-bad", None)]),
    "bad choice literal": (rule("{slag: {is: bifal}}"), [(R, 5, 23, "value-choice", "bifall")]),
    "operand of another kind": (rule("{belopp: {more_than: {fact: dag}}}"), [(R, 5, 39, "operand-kind", None)]),
    "operand shape": (rule("{belopp: {between: 5 kr}}"), [(R, 5, 30, "operand-shape", None)]),
    "in without list": (rule("{slag: {in: bifall}}"), [(R, 5, 23, "operand-shape", None)]),
    "bad pattern": (rule("{text: {matches: '('}}"), [(R, 5, 28, "pattern-bad", None)]),
    "unknown register": (
        rule("{text: {in: {register: rolle, column: roll}}}"),
        [(R, 5, 34, "register-unknown", "roller")],
    ),
    "unknown column": (
        rule("{text: {in: {register: roller, column: rol}}}"),
        [(R, 5, 50, "column-unknown", "roll")],
    ),
    "unknown parameter": (rule("{belopp: {at_most: {parameter: tk}}}"), [(R, 5, 42, "parameter-unknown", "tak")]),
    "stated on a derived fact": (rule("{stated: aret}"), [(R, 5, 20, "fact-not-read", None)]),
    "empty condition": (rule("{all: []}"), [(R, 5, 17, "condition-empty", None)]),
    "quantifier on a text": (rule("{text: {some: {titel: {is: x}}}}"), [(R, 5, 19, "fact-kind", None)]),
    "reversed span": (
        {"x__regel": RULE + "in_force: {from: 2020-02-01, to: 2020-01-01}\n"},
        [(R, 10, 3, "example-missing", None), (R, 13, 11, "span-reversed", None)],
    ),
    "no such day": (
        {"x__regel": RULE + "in_force: {from: 2020-02-30}\n"},
        [(R, 10, 3, "example-missing", None), (R, 13, 18, "literal-bad", None)],
    ),
    "missing example": ({"x__regel": RULE.replace("expect: failed", "expect: passed")}, [(R, 10, 3, "example-missing", None)]),
    "bad expectation": (
        {"x__regel": RULE + "  - {name: d, expect: pased}\n"},
        [(R, 13, 23, "example-expect", "passed")],
    ),
    "stop on wording": (
        {"x__regel": RULE.replace("warning", "stop").replace("decides: text", "decides: wording")},
        [(R, 3, 11, "severity-cap", None)],
    ),
    "stop on an unverified source": (
        {"x__regel": RULE.replace("warning", "stop").replace("Lagen}", "Lagen, unverified: yes}")},
        [(R, 3, 11, "severity-cap", None)],
    ),
    "stop on an assumed row": (
        rule(
            "{any: [{belopp: {more_than: 0 kr}}, {text: {in: {register: roller, column: roll}}}]}",
            HEAD.replace("warning", "stop"),
        ),
        [(R, 3, 11, "severity-cap", None)],
    ),
    "two versions in force": (
        {"x__regel.2020-01-01": RULE},
        [("x/regel.yaml", 1, 1, "rule-versions", None)],
    ),
    "too large": (
        rule("{all: [" + ", ".join(["{belopp: {more_than: 0 kr}}"] * 100) + "]}"),
        [(R, 1, 1, "rule-large", None)],
    ),
    "rows overlap": (
        {"registers__roller": REGISTER + "  - {roll: Chef, tak: 1 kr, in_force: {from: 2020-12-31}}\n"},
        [("registers/roller.yaml", 8, 5, "row-overlap", None)],
    ),
    "row without its key": (
        {"registers__roller": REGISTER + "  - {tak: 1 kr}\n"},
        [("registers/roller.yaml", 8, 5, "row-key", None)],
    ),
    "conclusion that is none": (
        {"x__k": concluding("slag", "bifall", "text: {is: x}")},
        [("x/k.yaml", 3, 12, "conclusion-unknown", "lag")],
    ),
    "concluded fact compared otherwise": (rule("{lag: {is_not: a}}"), [(R, 5, 18, "conclusion-operator", None)]),
    "conclusions in a circle": (
        {"x__k": concluding("lag", "a", "lag2: {is: c}"), "x__l": concluding("lag2", "c", "lag: {is: a}")},
        [("x/k.yaml", 1, 1, "conclusion-cycle", None), ("x/l.yaml", 1, 1, "conclusion-cycle", None)],
    ),
    "derivation that is none": (facts("year_of: dag", "yar_of: dag"), [("facts.yaml", 8, 42, "derive-function", "year_of")]),
    "derived from a text": (facts("year_of: dag", "year_of: text"), [("facts.yaml", 8, 42, "derive-input", None)]),
    "reserved name": (facts("text: {kind: text", "all: {kind: text"), [("facts.yaml", 3, 1, "name-reserved", None)]),
    "two law days": (
        {"facts": FACTS + "dag2: {kind: date, label: d, law_day: yes, by_hand: yes}\n"},
        [("facts.yaml", 1, 1, "law-day", None)],
    ),
    "too many choices": (
        facts("values: [c]", "values: [" + ", ".join("abcdefghijklm") + "]"),
        [("facts.yaml", 7, 7, "choice-many", None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_broken_files_give_exactly_their_problems(name):
    changed, expected = TABLE[name]
    assert problems(**changed) == expected


def test_the_base_loads():
    ruleset = load()
    assert [rule.id for rule in ruleset.rules] == ["regel"]


def test_all_problems_of_all_files_come_at_once_in_order():
    broken = rule("{belop: {more_than: 0 kr}, dag: {befor: 2020-01-01}}")
    found = problems(**broken, registers__roller=REGISTER + "  - {tak: 1 kr}\n", facts=FACTS + "x: {kind: textt}\n")
    assert [(f, line, code) for f, line, _, code, __ in found] == [
        ("facts.yaml", 9, "key-missing"),
        ("facts.yaml", 9, "value-choice"),
        ("registers/roller.yaml", 8, "row-key"),
        (R, 5, "fact-unknown"),
        (R, 5, "operator-unknown"),
    ]


def test_a_pack_without_rules():
    with pytest.raises(RuleProblems) as caught:
        read_pack({"facts.yaml": FACTS.encode()})
    assert [p.code for p in caught.value.problems] == ["no-rules"]


@pytest.mark.parametrize("text", ["NO", "12:30", "01234", "1.10", "2020-01-01", "null", "0x1f"])
def test_scalars_stay_text(text):
    ruleset = load(**rule(f"{{any: [{{text: {{is: {text}}}}}, {{belopp: {{more_than: 0 kr}}}}]}}"))
    assert ruleset.rules[0].requires.parts[0].operand.value == text


def test_byte_order_mark_and_crlf_load_as_the_same():
    plain = load()
    windows = load(x__regel=b"\xef\xbb\xbf" + RULE.replace("\n", "\r\n").encode())
    assert windows.files == plain.files
    assert windows.rules == plain.rules


def test_a_problem_in_words():
    with pytest.raises(RuleProblems) as caught:
        load(**rule("{belop: {more_than: 0 kr}}"))
    problem = caught.value.problems[0]
    assert in_words(problem, words("en")) == (
        "x/regel.yaml:5:12: fact-unknown The fact 'belop' is not in facts.yaml. (did you mean 'belopp'?)"
    )
    assert in_words(problem, words("sv")).startswith("x/regel.yaml:5:12: fact-unknown ")
    assert "menade du 'belopp'?" in in_words(problem, words("sv"))


def test_every_code_used_has_a_message():
    used = {code for _, expected in TABLE.values() for *_, code, __ in expected}
    assert used <= PROBLEMS.keys()


CASE = b"""\
draft:
  belopp: 300 000 kr
  dag: {from: 2020-01-01, to: 2020-12-31}
  text: {readings: [Anna, Bo]}
  slag: {missing: unreadable}
  namn: {incomplete: [{titel: chef}]}
known:
  text: Anna
"""


def test_a_case_file_says_its_two_sides():
    found = []
    case = case_of(CASE, "fall.yaml", load().vocabulary, found.append)
    assert found == []
    assert case.draft["belopp"].value == Amount(300000)
    assert isinstance(case.draft["dag"].value, Interval)
    assert isinstance(case.draft["text"], Missing) and case.draft["text"].why is Why.CONFLICTING
    assert case.draft["slag"].why is Why.UNREADABLE
    assert isinstance(case.draft["namn"].value, Records) and not case.draft["namn"].value.complete
    assert isinstance(case.known["text"], Fact)
    assert case.draft["belopp"].readings[0].location.line == 2


def test_a_wrong_case_file_says_every_mistake():
    found = []
    text = b"draft:\n  belopp: mycket\n  dga: 2020-01-01\n  aret: 2020\n  lag: a\nknwon: {}\n"
    case_of(text, "fall.yaml", load().vocabulary, found.append)
    assert sorted((p.line, p.code, p.near) for p in found) == [
        (2, "literal-bad", None),
        (3, "fact-unknown", "dag"),
        (4, "fact-not-read", None),
        (5, "fact-not-read", None),
        (6, "key-unknown", "known"),
    ]


@pytest.mark.parametrize("value", [Fraction(1, 2), Fraction(409, 1000), Interval(Fraction(1, 4), Fraction(1, 2))])
def test_a_share_written_to_a_case_file_is_read_back(value):
    vocabulary = {"andel": FactType("andel", Kind.SHARE, "andel")}
    text = case_file(Case("x", {"andel": Fact("andel", value)}), vocabulary, words("sv"))
    found = []
    case = case_of(text.encode(), "fall.yaml", vocabulary, found.append)
    assert found == []
    assert case.draft["andel"].value == value


def test_ten_thousand_rules_load_in_bounded_memory():
    """Held by a child with half a gigabyte; how long it takes is not tested."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)); sys.path.insert(0, 'tests/rulefiles')\n"
        "from test_loading import BASE, RULE; from regelkoll.rulefiles.load import read_pack\n"
        "files = {name: text.encode() for name, text in BASE.items()}\n"
        "files |= {f'x/regel-{n}.yaml': RULE.encode() for n in range(10_000)}\n"
        "print(len(read_pack(files).rules))"
    )
    if sys.platform == "win32":
        pytest.skip("no resource limits here")
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.strip() == "10001", done.stderr[-500:]


def test_a_rule_file_of_almost_a_megabyte_loads():
    examples = "".join(f"  - {{name: e{n}, facts: {{belopp: {n} kr}}, expect: passed}}\n" for n in range(1, 17_100))
    text = RULE + examples
    assert 1_000_000 < len(text) < 1_048_576
    assert len(load(x__regel=text).rules[0].examples) == 17_102
