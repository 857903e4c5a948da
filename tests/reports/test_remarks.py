"""What is written back into a draft: every finding that fails or cannot be told, where it belongs, in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from builders import DRAFT, PLACE, fact, findings, leaf, report, rule

from regelkoll.language import words
from regelkoll.model import Amount, Finding, Location, Outcome, Reading, Report, Waiver
from regelkoll.reports.remarks import MOST_FURTHER, Remark, remarks

ENGLISH = words("en")


def told(**changes: object) -> tuple[Remark, ...]:
    return remarks(report(**changes), ENGLISH)


def failed(*places: Location, **changes: object) -> Finding:
    known = [fact("price", Amount(Fraction(n)), f"{n} kr", place) for n, place in enumerate(places, 1)]
    return Finding(rule("tak", "Beloppet ryms"), Outcome.FAILED, requirement=leaf(False, *known), **changes)  # type: ignore[arg-type]


def test_every_failed_and_untold_rule_is_named_once_at_least() -> None:
    text = "\n".join(f"{one.title}\n{one.text}" for one in told())
    wanted = {f.rule.id for f in findings() if f.outcome in (Outcome.FAILED, Outcome.CANNOT_TELL)}
    assert {identity for identity in wanted if f"[{identity}]" in text} == wanted
    assert not any(f"[{f.rule.id}]" in text for f in findings() if f.rule.id not in wanted)


def test_a_remark_says_what_is_wrong_then_what_applies_then_what_to_do() -> None:
    (one,) = told(findings=(failed(PLACE),))
    lines = one.text.split("\n")
    order = [
        lines.index(next(line for line in lines if line.startswith(start)))
        for start in ("Beloppet är", "The draft says", "Source:", "What to do:")
    ]
    assert order == sorted(order) and order[0] == 0
    assert (one.title, one.severity, one.start, one.end) == (
        "Stops: Beloppet ryms (in Swedish) [tak]",
        "stop",
        200,
        214,
    )


def test_what_has_no_place_is_in_one_remark_that_comes_first() -> None:
    outside = Location("uppgifter.yaml", line=3)
    first, *rest = told(findings=(failed(PLACE), failed(outside), failed(replace(PLACE, start=None, end=None))))
    assert (first.start, first.title) == (None, "2 notes without a place in the draft")
    assert first.text.count("Stops: Beloppet ryms (in Swedish) [tak]") == 2
    assert [one.start for one in rest] == [200]


def test_further_places_get_a_short_remark_up_to_a_few() -> None:
    places = [replace(PLACE, start=n, end=n + 4) for n in range(0, 100, 10)]
    first, *rest = told(findings=(failed(*places[: MOST_FURTHER + 3]),))
    assert (first.start, first.further) == (0, False)
    assert [(one.start, one.further) for one in rest] == [(n, True) for n in range(10, 10 * (MOST_FURTHER + 1), 10)]
    assert {one.title for one in rest} == {"See also: Stops: Beloppet ryms (in Swedish) [tak]"}


def test_a_waived_finding_says_so_and_stands_last() -> None:
    waiver = Waiver("tak", "*", "är prövat", "chef", date(2021, 1, 1))
    other = failed(PLACE)
    *_, last = told(findings=(failed(PLACE, waiver=waiver), other))
    assert (last.title, last.severity) == ("Waived: Beloppet ryms (in Swedish) [tak]", "waived")
    assert "är prövat" in last.text


def test_a_waived_finding_that_passed_is_not_written() -> None:
    waiver = Waiver("tak", "*", "är prövat", "chef", date(2021, 1, 1))
    assert told(findings=(replace(failed(PLACE), outcome=Outcome.PASSED, waiver=waiver),)) == ()


def test_a_quote_over_lines_stays_on_one_line() -> None:
    known = replace(fact("price", Amount(Fraction(1)), "x"), readings=(Reading(None, "ett\n\ntvå", PLACE),))
    one_finding = Finding(rule("tak", "Beloppet ryms"), Outcome.FAILED, requirement=leaf(False, known))
    (one,) = told(findings=(one_finding,))
    assert any("ett två" in line for line in one.text.split("\n"))


def test_a_draft_without_findings_gets_nothing() -> None:
    plain: Report = report(findings=())
    assert (plain.draft, remarks(plain, ENGLISH)) == (DRAFT, ())
