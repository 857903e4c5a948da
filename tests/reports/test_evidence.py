"""What a finding rests on, and what would settle the rest."""

from __future__ import annotations

from builders import FACTS, PLACE, fact, leaf, report, rule, run

from regelkoll.language import words
from regelkoll.model import AllOf, Fact, Finding, Outcome, Reading, Records, Stated, Trace
from regelkoll.reports import render
from regelkoll.reports.evidence import evidence, gaps

ROWS = Records(({"name": Fact("name", "Åsa")},))


def quotes(finding: Finding) -> list[str]:
    return [item.reading.quote for item in evidence(finding)]


def joined(*parts: Trace, truth: bool | None = False) -> Trace:
    return Trace(AllOf(tuple(part.condition for part in parts)), truth, parts)


def test_only_what_made_it_fail_is_shown() -> None:
    trace = joined(leaf(True, fact("part", "x", "håller")), leaf(False, fact("price", "x", "brister")))
    assert quotes(Finding(rule("r", "R"), Outcome.FAILED, requirement=trace)) == ["brister"]


def test_what_is_false_below_not_is_shown_when_no_part_came_out_alike() -> None:
    trace = Trace(Stated("price"), False, (leaf(True, fact("price", "x", "står där")),))
    assert quotes(Finding(rule("r", "R"), Outcome.FAILED, requirement=trace)) == ["står där"]


def test_lists_are_evidence_and_each_place_stands_once() -> None:
    people = Fact(
        "people", ROWS, (Reading(ROWS, "Åsa", PLACE), Reading(ROWS, "Åsa", PLACE), Reading(ROWS, "Bo", PLACE))
    )
    finding = Finding(rule("r", "R"), Outcome.FAILED, requirement=joined(leaf(False, people), leaf(False, people)))
    assert quotes(finding) == ["Åsa", "Bo"]
    assert b"Bo" in render(run(report(findings=(finding,))), "json", words("sv"))


def test_many_places_are_cut_in_the_terminal_and_kept_in_the_data() -> None:
    many = Fact("people", ROWS, tuple(Reading(ROWS, f"plats {n}", PLACE) for n in range(9)))
    found = report(findings=(Finding(rule("r", "R"), Outcome.FAILED, requirement=leaf(False, many)),), facts={})
    assert "… och 3 ställen till." in render(run(found), "terminal", words("sv")).decode()
    assert "plats 8" in render(run(found), "json", words("sv")).decode()


def test_each_finding_stands_under_one_fact_and_the_busiest_comes_first() -> None:
    def untold(name: str, *settles: str) -> Finding:
        return Finding(rule(name, name), Outcome.CANNOT_TELL, settles=settles)

    found = gaps([untold("a", "x"), untold("b", "x", "y"), untold("c", "y", "x"), untold("d", "y"), untold("e")])
    assert [(gap.fact, [f.rule.id for f in gap.findings]) for gap in found] == [
        ("x", ["a", "b", "c"]),
        ("y", ["d"]),
        ("", ["e"]),
    ]


def test_a_passed_rule_has_no_gap() -> None:
    assert gaps([Finding(rule("a", "a"), Outcome.PASSED, requirement=leaf(True, FACTS["price"]))]) == ()
