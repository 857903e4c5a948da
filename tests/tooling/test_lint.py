"""Each piece of advice: a pack that earns it, at its line; the same pack mended earns none."""

from __future__ import annotations

import json

import pytest

from regelkoll.language import words
from regelkoll.rulefiles import RuleProblems
from regelkoll.rulefiles.load import read_pack
from regelkoll.tooling.advice import ADVICE
from regelkoll.tooling.editor import start_folder
from regelkoll.tooling.examples import try_examples
from regelkoll.tooling.lint import lint
from regelkoll.tooling.plainwords import faults
from regelkoll.tooling.problemlist import WRITERS, placed

START = {
    name.removeprefix("regler/"): data.decode() for name, data in start_folder().items() if name.startswith("regler/")
}
AMOUNT, ROLE, ROWS = "beslut/belopp-anges.yaml", "beslut/ratt-undertecknare.yaml", "registers/roller.yaml"
LAW = """
law:
  kind: choice
  label: lag
  values: [a, b]
  concluded: yes
source_of_money:
  kind: choice
  label: källa
  values: [stat, egna, bank]
  by_hand: yes
"""


def found(**changed):
    files = {name: text.encode() for name, text in {**START, **changed}.items()}
    pack = read_pack(files)
    return [(p.file, p.line, p.code) for p in lint(pack, files, words("en"))]


def edited(file, *pairs):
    text = START[file]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return {file: text}


def concluding(value, when):
    return f"""\
title: Slutsats {value}
source: [{{statute: L, url: "https://example.org"}}]
concludes: {{law: {value}}}
when: {when}
why: Därför.
examples:
  - {{name: ja, known: {{source_of_money: stat}}, facts: {{decision_date: 2024-01-01, amount: 5 kr}}, expect: {{law: {value}}}}}
  - {{name: oklart, facts: {{decision_date: 2024-01-01, amount: {{missing: unreadable}}}}, known: {{source_of_money: {{missing: unreadable}}}}, expect: cannot_tell}}
"""


def both(a, b):
    return {
        "facts.yaml": START["facts.yaml"] + LAW,
        "beslut/a.yaml": concluding("a", a),
        "beslut/b.yaml": concluding("b", b),
    }


def test_the_start_folder_is_clean():
    assert found() == []


SEARCH = """
running:
  kind: list
  label: ord om drift
  empty: known
  fields: {text: {kind: text, label: text}}
  find: {any_of: {register: ord, column: ord}, in: whole}
"""
WORDS = """\
register: ord
label: ord
key: [ord]
columns: {ord: {kind: text}}
rows:
  - {ord: drift}
"""
NO_RUNNING = """\
title: Ingen drift
source: [{statute: L, url: "https://example.org"}]
severity: warning
decides: text
requires: {running: {none: {text: {longer_than: 0}}}}
message: Drift.
remedy: Ta bort det.
why: Därför.
examples:
  - {name: a, facts: {decision_date: 2024-01-01, running: []}, expect: passed}
  - {name: b, facts: {decision_date: 2024-01-01, running: [{text: drift}]}, expect: failed}
  - {name: c, facts: {decision_date: 2024-01-01, running: {missing: unreadable}}, expect: cannot_tell}
"""


def searching(rows=WORDS, rule=NO_RUNNING):
    return {"facts.yaml": START["facts.yaml"] + SEARCH, "registers/ord.yaml": rows, "beslut/drift.yaml": rule}


TABLE = {
    "parameter-days": (
        {
            "parameters.yaml": "tak: {kind: amount, label: tak, rows: [{value: 5 kr, in_force: {from: 2024-02-01}}]}\n",
            **edited(AMOUNT, ("more_than: 0 kr", "more_than: {parameter: tak}")),
        },
        (AMOUNT, 8),
    ),
    "search-days": (
        searching(WORDS.replace("drift}", "drift, in_force: {from: 2023-01-01}}")),
        ("registers/ord.yaml", 6),
    ),
    "decides-text": (
        {
            "facts.yaml": START["facts.yaml"]
            + "whole: {kind: amount, label: hela, by_hand: yes}\n"
            + "part: {kind: share, label: andel, derive: {share: {of: amount, in: whole}}}\n",
            **edited(AMOUNT, ("    - {amount: {more", "    - {part: {at_most: 50 %}}\n    - {amount: {more")),
        },
        (AMOUNT, 7),
    ),
    "fact-unused": (
        {"facts.yaml": START["facts.yaml"] + "extra: {kind: text, label: extra, by_hand: yes}\n"},
        ("facts.yaml", 31),
    ),
    "register-unused": (
        {"registers/andra.yaml": START[ROWS].replace("register: roller", "register: andra")},
        ("registers/andra.yaml", 2),
    ),
    "parameter-unused": (
        {"parameters.yaml": "tak: {kind: amount, label: tak, rows: [{value: 5 kr}]}\n"},
        ("parameters.yaml", 1),
    ),
    "days-gap": (
        edited(
            ROWS, ("in_force: {from: 2024-01-01}", "in_force: [{from: 2024-01-01, to: 2024-06-30}, {from: 2024-07-02}]")
        ),
        (ROWS, 9),
    ),
    "border-example": (
        edited(AMOUNT, ("amount: 0 kr}, expect: failed", "amount: {missing: unreadable}}, expect: cannot_tell")),
        (AMOUNT, 17),
    ),
    "exception-open": (
        edited(
            AMOUNT,
            (
                "message:",
                "unless: [{label: u, source: {statute: L}, when: {signatories: {every: {name: {is: x}}}}}]\nmessage:",
            ),
        ),
        (AMOUNT, 12),
    ),
    "place-unknown": (edited(AMOUNT, ("{unmet}", "{unmet} {amunt}")), (AMOUNT, 12)),
    "place-empty": (edited(AMOUNT, ("{unmet}", "{amount} kronor")), (AMOUNT, 12)),
    "source-address": (edited(AMOUNT, (', url: "https://example.org/riktlinjer"', "")), (AMOUNT, 4)),
    "text-todo": (edited(AMOUNT, ("remedy: Skriv under", "remedy: SKRIV under")), (AMOUNT, 13)),
    "text-long": (edited(AMOUNT, ("remedy: Skriv", "remedy: Skriv " + "och " * 30)), (AMOUNT, 13)),
    "text-avoid": (edited(AMOUNT, ("remedy: Skriv", "remedy: Skriv ej")), (AMOUNT, 13)),
    "text-shout": (
        edited(AMOUNT, ("remedy: Skriv under rubriken Beslut hur mycket som beviljas.", "remedy: Skriv nu!")),
        (AMOUNT, 13),
    ),
    "same-condition": ({"beslut/en-till.yaml": START[AMOUNT]}, ("beslut/en-till.yaml", 8)),
    "conclusions-both": (both("{source_of_money: {is: stat}}", "{amount: {more_than: 0 kr}}"), ("beslut/b.yaml", 4)),
}


@pytest.mark.parametrize("code", TABLE)
def test_advice_stands_at_its_line(code):
    changed, (file, line) = TABLE[code]
    assert (file, line, code) in found(**changed)


def test_a_searched_register_without_days_is_let_be():
    assert found(**searching()) == []


def test_an_unconfirmed_word_caps_the_severity_and_is_told():
    assumed = WORDS.replace("drift}", "drift, assumed: yes}")
    files = {name: text.encode() for name, text in {**START, **searching(assumed)}.items()}
    assert [one.finding.assumed for one in try_examples(read_pack(files), "drift")] == [True, True, True]
    sure = {name: text.encode() for name, text in {**START, **searching()}.items()}
    assert [one.finding.assumed for one in try_examples(read_pack(sure), "drift")] == [False, False, False]
    stops = {**files, "beslut/drift.yaml": NO_RUNNING.replace("severity: warning", "severity: stop").encode()}
    with pytest.raises(RuleProblems) as caught:
        read_pack(stops)
    assert [(p.code, p.details["why"]) for p in caught.value.problems] == [("severity-cap", "assumed: yes")]


def test_rows_that_no_day_and_no_demand_reaches():
    facts = START["facts.yaml"].replace(", register: roller, column: titel", "")
    row = "  - titel: chef\n    in_force: {from: 2019-01-01, to: 2019-12-31}\n    source: {statute: L}\n"
    old = found(**{"facts.yaml": facts, ROWS: START[ROWS] + row})
    assert [one for one in old if one[0] == ROWS] == [(ROWS, 13, "row-days")]
    demand = edited(ROLE, ("column: titel}}", "column: titel, where: {titel: {is: enhetschef}}}}"))
    shut = found(
        **{
            "facts.yaml": facts,
            ROWS: START[ROWS] + row.replace("{from: 2019-01-01, to: 2019-12-31}", "{from: 2019-01-01}"),
            **demand,
        }
    )
    assert [one for one in shut if one[0] == ROWS] == [(ROWS, 13, "row-shut-out")]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("{source_of_money: {is: stat}}", "{source_of_money: {in: [egna, bank]}}"),
        ("{amount: {more_than: 10 kr}}", "{amount: {at_most: 10 kr}}"),
        ("{stated: amount}", "{not: {stated: amount}}"),
        ("{all: [{stated: signatories}, {source_of_money: {is: stat}}]}", "{source_of_money: {is: egna}}"),
    ],
)
def test_conclusions_that_exclude_each_other_are_let_be(a, b):
    files = both(a, b)
    pack = read_pack({name: text.encode() for name, text in {**START, **files}.items()})
    codes = {
        p.code for p in lint(pack, {name: text.encode() for name, text in {**START, **files}.items()}, words("en"))
    }
    assert "conclusions-both" not in codes


def test_a_comment_with_the_code_excuses():
    gap = edited(
        ROWS, ("in_force: {from: 2024-01-01}", "in_force: [{from: 2024-01-01, to: 2024-06-30}, {from: 2024-07-02}]")
    )
    assert "days-gap" in {code for _, _, code in found(**gap)}
    excused = {
        ROWS: gap[ROWS].replace(
            "  - titel: enhetschef", "  # lint: days-gap, ingen beslutade då\n  - titel: enhetschef"
        )
    }
    assert "days-gap" not in {code for _, _, code in found(**excused)}


def test_every_code_is_tried():
    assert set(ADVICE) == {*TABLE, "row-days", "row-shut-out"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Beloppet är högre än taket.", []),
        ("Det här är ej bra.", ["avoid"]),
        ("ejder och avseenden", []),
        ("Fel!", ["shout"]),
        ("Ord " * 26 + ".", ["long"]),
        ("Ord " * 20 + ". " + "Ord " * 20 + ".", []),
    ],
)
def test_plain_words(text, codes):
    assert [fault.code for fault in faults(text)] == codes


def test_each_format_says_the_same_advice():
    files = {name: text.encode() for name, text in {**START, **TABLE["text-avoid"][0]}.items()}
    problems = placed(lint(read_pack(files), files, words("sv")), "regler")
    texts = {name: write(problems, words("sv")) for name, write in WRITERS.items()}
    assert (
        texts["concise"] == "regler/beslut/belopp-anges.yaml:13:1: text-avoid 'ej' är inte klarspråk. Skriv 'inte'.\n"
    )
    assert json.loads(texts["json"])["problems"][0]["line"] == 13
    place = json.loads(texts["sarif"])["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "regler/beslut/belopp-anges.yaml"},
        "region": {"startLine": 13, "startColumn": 1},
    }
    assert texts["github"].startswith(
        "::warning file=regler/beslut/belopp-anges.yaml,line=13,col=1,title=text-avoid::'ej'"
    )
    assert "rad 13" in texts["text"]
