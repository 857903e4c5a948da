"""The terminal report: golden files, order, and drafts that try to be obeyed."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from builders import DRAFT, FACTS, PLACE, fact, leaf, report, rule, run

from regelkoll.language import words
from regelkoll.model import Finding, Location, Outcome, Recommendation, Records, Texts
from regelkoll.reports import RENDERERS, render

GOLDEN = Path(__file__).parent / "golden"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def text(*reports: object, lang: str = "sv", **options: bool) -> str:
    return render(run(*reports), "terminal", words(lang), **options).decode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "lang", "verbose"),
    [("report.sv.txt", "sv", False), ("report.en.txt", "en", False), ("verbose.sv.txt", "sv", True)],
    ids=["swedish", "english", "verbose"],
)
def test_the_report_is_as_the_golden_file(name: str, lang: str, verbose: bool) -> None:
    found = render(run(report()), "terminal", words(lang), verbose=verbose)
    if os.environ.get("UPDATE_GOLDEN"):
        (GOLDEN / name).write_bytes(found)
    assert found.decode() == (GOLDEN / name).read_text(encoding="utf-8")


def test_the_sections_stand_in_order() -> None:
    shown = text(report())
    parts = ["Rätta först", "Stoppar (1)", "Varnar (1)", "Kunde inte avgöras", "För kännedom", "Uppfyllda"]
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("day_from", ["check_day", "unknown"])
def test_a_missing_decision_date_is_said_before_the_recommendation(day_from: str) -> None:
    shown = text(report(law_day_from=day_from))
    assert shown.index("eslutsdatum") < shown.index("Rätta först")


def test_one_engine_is_said() -> None:
    assert "Bara en motor" in text(report(engines=("native",)))
    assert "Bara en motor" not in text(report())


@pytest.mark.parametrize("recommendation", list(Recommendation))
def test_no_report_says_lawful(recommendation: Recommendation) -> None:
    assert "Den säger inte att beslutet är lagligt." in " ".join(text(report(recommendation=recommendation)).split())


def test_what_was_not_settled_is_grouped_by_the_fact_that_settles_most() -> None:
    shown = text(report())
    assert shown.index("Ange medelskälla: avgör 2 regler") < shown.index(
        "Skriv samma startdatum överallt: avgör 1 regel"
    )
    assert shown.count("[kalla-2]") == 1
    assert "rad 14, under Beslut" in shown
    assert "sidan 2, rad 30" in shown


HOSTILE = "[red]RÖTT[/red] \x1b[31m\x9b2J \u202eomvänt\u2066 \x00\x07 {price} \u2028rad\r\nny \udc80"


@pytest.mark.parametrize("color", [False, True], ids=["plain", "colour"])
def test_a_hostile_draft_is_printed_not_obeyed(color: bool) -> None:
    price = fact("price", "x" + HOSTILE, HOSTILE, replace(PLACE, section=HOSTILE))
    finding = Finding(rule("tak", "Tak"), Outcome.FAILED, requirement=leaf(False, price))
    hostile = report(draft=HOSTILE, findings=(finding,), facts={"price": price})
    shown = text(hostile, color=color, verbose=True)
    ours = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "\x1b[31m\x9b" not in shown
    assert not CONTROL.search(ours)
    assert "[red]RÖTT[/red] \\x1b[31m\\x9b2J \\u202eomvänt" in " ".join(ours.split("\n")[0].split())
    assert "{price}" in ours


def test_colours_come_only_when_asked_for_and_change_no_words() -> None:
    plain, coloured = text(report()), text(report(), color=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_keep_to_the_width(width: int) -> None:
    shown = render(run(report()), "terminal", words("sv"), width=width).decode()
    assert all(len(line) <= width for line in shown.splitlines() if " " in line.strip() and "https" not in line)


def test_a_rule_without_english_is_marked() -> None:
    assert "Beloppet ryms under taket (in Swedish)" in text(report(), lang="en")
    english = rule("tak", "Tak", texts={"sv": Texts("Tak"), "en": Texts("Ceiling", "Too much")})
    shown = text(report(findings=(Finding(english, Outcome.FAILED),)), lang="en")
    assert "Ceiling [tak]" in shown
    assert "(in Swedish)" not in shown


def test_several_drafts_are_counted_and_none_is_never_ready() -> None:
    shown = text(report(), report(recommendation=Recommendation.READY_TO_SIGN))
    assert shown.rstrip().endswith("2 utkast. Rätta först: 1, Klart att skrivas under: 1.")
    assert text() == "Inga utkast har kontrollerats.\n"


def test_a_fact_from_a_case_file_names_the_file() -> None:
    given = fact("part", FACTS["part"].value, "0,5", Location("ärende.yaml", line=3))  # type: ignore[union-attr]
    shown = text(report(facts={"part": given}), verbose=True)
    assert "ärende.yaml, rad 3" in shown


def test_every_format_gives_the_same_bytes_twice() -> None:
    for name in (name for name, one in RENDERERS.items() if not one.copy):
        assert render(run(report()), name, words("sv")) == render(run(report()), name, words("sv"))


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_an_empty_value_of_a_case_file_is_said_to_be_nothing(name):
    people = fact("people", Records(()), "", Location(DRAFT, line=7))
    failed = Finding(rule("tak", "Taket"), Outcome.FAILED, requirement=leaf(False, people))
    made = run(report(findings=(failed,), facts={"people": people}))
    told = " ".join(re.sub("<[^>]*>", "", render(made, name, words("en")).decode()).replace("\\", "").split())
    assert "nothing (line 7)" in told
    assert "“”" not in told
