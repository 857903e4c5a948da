"""The JSON report against its published schema."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from builders import FACTS, INEXACT, VOCABULARY, fact, report, run

from regelkoll.check import checker, review
from regelkoll.language import words
from regelkoll.model import Amount, FactType, FieldType, Kind, Missing, Records, Report, Value, Why
from regelkoll.reports import render
from regelkoll.reports.data import value_data
from regelkoll.reports.schema import Whole, report_schema
from regelkoll.rulefiles import default_pack, load_rules

SCHEMA = Path(__file__).parents[2] / "schema" / "report.schema.json"


def loaded(*reports: Report, verbose: bool = False) -> Any:
    return json.loads(render(run(*reports), "json", words("sv"), verbose=verbose))


def test_the_published_schema_is_fresh() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == report_schema()


CASES = {
    "one": [report()],
    "two": [report(), report()],
    "none": [],
    "inexact day": [report(law_day=INEXACT, law_day_from="unknown")],
    "no day": [report(law_day=None)],
    "partial list": [
        report(facts={"people": fact("people", Records(({"name": Missing("name", Why.UNREADABLE)},), False), "x")})
    ],
}


@pytest.mark.parametrize("reports", CASES.values(), ids=CASES)
@pytest.mark.parametrize("verbose", [False, True])
def test_what_is_written_follows_the_schema(reports: list[Report], verbose: bool) -> None:
    data = loaded(*reports, verbose=verbose)
    jsonschema.Draft202012Validator(report_schema()).validate(data)
    Whole.model_validate_json(json.dumps(data))


def test_an_unknown_key_does_not_follow_the_schema() -> None:
    data = loaded(report()) | {"extra": 1}
    assert list(jsonschema.Draft202012Validator(report_schema()).iter_errors(data))


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (Amount(Fraction(300000)), Kind.AMOUNT, "300000"),
        (Amount(Fraction(1, 4)), Kind.AMOUNT, "0.25"),
        (Amount(Fraction(200000), "EUR"), Kind.AMOUNT, "200000 EUR"),
        (Amount(Fraction(100, 3)), Kind.AMOUNT, "100/3"),
        (Fraction(1, 2), Kind.SHARE, "0.5"),
        (Fraction(1), Kind.SHARE, "1"),
        (Fraction(7), Kind.INTEGER, 7),
        (True, Kind.YES_NO, True),
        (INEXACT, Kind.DATE, {"from": "2020-01-01", "to": "2020-12-31"}),
    ],
)
def test_values_are_exact_data(value: Value, kind: Kind, expected: object) -> None:
    found = value_data(value, FactType("x", kind, "x"))
    assert {k: found[k] for k in expected} == expected if isinstance(expected, dict) else found == expected  # type: ignore[call-overload,index]


def test_shares_in_records_are_told_from_whole_numbers() -> None:
    records = Records(({"part": fact("part", Fraction(1), "100 %")},))
    kind = FactType("parts", Kind.LIST, "delar", fields={"part": FieldType("part", Kind.SHARE, "andel")})
    assert value_data(records, kind) == [{"part": "1"}]


def test_facts_findings_and_places() -> None:
    data = loaded(report())
    assert data["facts"]["price"]["value"] == "350000"
    assert data["facts"]["price"]["location"] == {
        "source": "beslut.txt", "line": 12, "column": 5, "end_line": 12, "start": 200, "end": 214, "section": "Beslut",
    }  # fmt: skip
    assert data["facts"]["money"]["missing"] == "not_stated"
    assert [r["value"] for r in data["facts"]["starts"]["readings"]] == ["2020-01-01", "2021-01-01"]
    first, second = data["findings"][:2]
    assert first["message"] == "Beloppet är 350\u00a0000\u00a0kronor, men taket är lägre."
    assert [e["quote"] for e in first["evidence"]] == ["beviljar 350 000 kronor"]
    assert second["message"] == "Skälen saknas: vilken regel som styr."
    assert second["assumed"] is True


def test_the_same_report_gives_the_same_bytes_whatever_order_it_was_built_in() -> None:
    turned = replace(
        report(), facts=dict(reversed(list(FACTS.items()))), vocabulary=dict(reversed(list(VOCABULARY.items())))
    )
    assert render(run(report()), "json", words("sv")) == render(run(turned), "json", words("sv"))


def test_a_lone_surrogate_does_not_break_the_json() -> None:
    data = loaded(report(draft="a\udc80b", facts={"price": fact("price", "x", "\udcff\x1b")}))
    assert data["facts"]["price"]["quote"] == "\udcff\x1b"


DRAFTS = sorted((Path(__file__).parents[2] / "cases").glob("*/utkast.*"))
READY = checker(load_rules(default_pack()), "native")


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: f"{path.parent.name}{path.suffix}")
def test_the_report_on_a_whole_draft_follows_the_schema(path: Path) -> None:
    data = loaded(review(READY, path.read_bytes(), path.name, date(2026, 11, 24)).report)
    jsonschema.Draft202012Validator(report_schema()).validate(data)
    Whole.model_validate_json(json.dumps(data))
