"""Workflow commands, read by the grammar that GitHub documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from builders import FACTS, PLACE, fact, leaf, report, rule, run
from richrun import hostile, rich, rich_run, word

from regelkoll.language import words
from regelkoll.model import Finding, Location, Outcome, Severity
from regelkoll.reports import render


@dataclass(frozen=True)
class Command:
    name: str
    properties: dict[str, str]
    message: str


def read(text: str) -> list[Command]:
    """Every command of a log, as a runner reads it; each line must be one."""
    commands = []
    for line in text.split("\n")[:-1]:
        match = re.fullmatch(r"::([a-z-]+) ([^:]*)::(.*)", line)
        assert match, line
        given = dict(pair.split("=", 1) for pair in match[2].split(","))
        commands.append(Command(match[1], {k: _unsaid(v, True) for k, v in given.items()}, _unsaid(match[3], False)))
    return commands


def _unsaid(text: str, is_property: bool) -> str:
    signs = {"%0D": "\r", "%0A": "\n", **({"%3A": ":", "%2C": ","} if is_property else {}), "%25": "%"}
    return re.sub("|".join(signs), lambda found: signs[found.group()], text)


def commands(given: Any, lang: str = "en") -> list[Command]:
    return read(render(given, "github", words(lang)).decode())


def failed(name: str, severity: Severity = Severity.STOP, place: Location = PLACE, **changes: Any) -> Finding:
    price = fact("price", FACTS["price"].value, "350 000", place)  # type: ignore[union-attr]
    return Finding(rule(name, name, severity=severity), Outcome.FAILED, requirement=leaf(False, price), **changes)


def test_the_levels_follow_severity_and_doubt_is_no_error() -> None:
    named = {re.search(r"\[([\w-]+)\]", c.message)[1]: c.name for c in commands(run(rich())) if "[" in c.message}  # type: ignore[index]
    assert named == {
        "tak": "error", "oense": "error", "start": "warning", "andrad": "warning", "skal": "warning",
        "kalla-1": "warning", "kalla-2": "warning", "doma": "warning", "rad": "notice", "kand": "notice",
    }  # fmt: skip


def test_the_worst_come_first_over_all_drafts() -> None:
    told = commands(rich_run())
    order = ["error", "warning", "notice"]
    assert [c.name for c in told] == sorted((c.name for c in told), key=order.index)
    first = report(findings=(failed("mild", Severity.INFO),), draft="a.txt")
    second = report(findings=(failed("hard"),), draft="b.txt")
    assert [c.properties["title"].split(" ")[0] for c in commands(run(first, second))] == ["hard", "mild"]


def test_a_place_with_lines_is_pointed_at_and_one_without_is_not() -> None:
    text = commands(run(report(findings=(failed("tak"),))))[0].properties
    assert {k: text[k] for k in ("file", "line", "endLine", "col", "endColumn")} == {
        "file": "beslut.txt", "line": "12", "endLine": "12", "col": "5", "endColumn": "19",
    }  # fmt: skip
    assert commands(run(word()))[0].properties.keys() == {"file", "title"}


def test_a_place_over_several_lines_has_no_columns() -> None:
    place = Location("beslut.txt", line=3, column=2, end_line=5, start=10, end=90)
    told = commands(run(report(findings=(failed("tak", place=place),))))[0].properties
    assert {k: v for k, v in told.items() if k not in ("file", "title")} == {"line": "3", "endLine": "5"}


@pytest.mark.parametrize(
    "text", ["a%0Ab", "100 %", "a, b: c", "::error::x", "%25", "a%2Cfile=x", "]]> ${{ x }}"], ids=range(7)
)
def test_words_come_back_as_they_were(text: str) -> None:
    finding = failed("tak")
    texts = {"sv": rule("x", text).texts["sv"], "en": rule("x", text).texts["sv"]}
    changed = rule("tak", text, texts=texts)
    told = commands(
        run(report(findings=(Finding(changed, Outcome.FAILED, requirement=finding.requirement),), draft=text))
    )
    assert (told[0].properties["title"], told[0].properties["file"]) == (text, text)
    assert f"Rule: {text} [tak]" in told[0].message


@pytest.mark.parametrize("given", [run(hostile()), rich_run(), ()], ids=["hostile", "rich", "none"])
def test_every_line_is_a_command_of_ours(given: Any) -> None:
    assert {c.name for c in commands(given)} <= {"error", "warning", "notice"}


LIMITS = [
    ("twelve of a sort", {Severity.STOP: 12}, (10, 0, 1), "… and 2 more findings."),
    ("eleven notices", {Severity.INFO: 11}, (0, 0, 10), "… and 2 more findings."),
    ("ten of each", {Severity.STOP: 10, Severity.WARNING: 10, Severity.INFO: 10}, (10, 10, 10), ""),
    (
        "eleven of each",
        {Severity.STOP: 11, Severity.WARNING: 11, Severity.INFO: 11},
        (10, 10, 10),
        "… and 4 more findings.",
    ),
    ("one over", {Severity.WARNING: 11}, (0, 10, 1), "… and 1 more finding."),
]


@pytest.mark.parametrize(("given", "shown", "said"), [one[1:] for one in LIMITS], ids=[one[0] for one in LIMITS])
def test_no_more_than_github_shows_and_the_rest_is_counted(
    given: dict[Severity, int], shown: tuple[int, int, int], said: str
) -> None:
    findings = tuple(failed(f"{severity}-{n}", severity) for severity, count in given.items() for n in range(count))
    told = commands(run(report(findings=findings)))
    assert tuple(sum(c.name == name for c in told) for name in ("error", "warning", "notice")) == shown
    assert (told[-1].message if said else "") == said


def test_what_is_waived_or_met_is_not_annotated() -> None:
    messages = "".join(c.message for c in commands(run(rich())))
    assert not [name for name in ("[dispens]", "[ok]", "[delat]", "[gammal]") if name in messages]
