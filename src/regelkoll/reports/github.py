"""Workflow commands of GitHub Actions: annotations on the drafts, worst first, within what GitHub shows.

GitHub shows at most ten errors, ten warnings and ten notices of a step. What is left out is counted in the last
notice. `file` is the draft's name as it was given, which should be from the repository's root.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regelkoll.language import Words
from regelkoll.model import Location, Outcome, Reason, Report, Reviewed, Run
from regelkoll.reports import Options
from regelkoll.reports.entries import LEVELS, NOT_CHECKED, Entry, entries, place_of, weight
from regelkoll.reports.escaping import plain_path
from regelkoll.reports.lines import visible
from regelkoll.reports.sheets import fault_text, narrowed_text

MOST = 10
COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation: `level` is error, warning or notice; `place` is empty where a draft has no lines."""

    level: str
    file: str
    title: str
    lines: tuple[str, ...]
    place: Location | None = None
    weight: tuple[int, int, int] = (0, 0, 0)


def render(run: Run, words: Words, options: Options) -> bytes:
    """One command a line. What is met, waived or does not apply is not annotated."""
    found = [note for item in run for note in (_checked(item.report, words) if isinstance(item, Reviewed) else ())]
    lost = [
        Note("error", item.draft, words(NOT_CHECKED), tuple(map(visible, item.said)))
        for item in run
        if not isinstance(item, Reviewed)
    ]
    return "".join(
        f"{line}\n" for line in _within([*lost, *sorted(found, key=lambda note: note.weight)], words)
    ).encode("utf-8", "backslashreplace")


def _within(notes: list[Note], words: Words) -> Iterator[str]:
    by_level = [[note for note in notes if note.level == level] for level in COMMANDS.values()]
    over = any(len(some) > MOST for some in by_level)
    room = (MOST, MOST, MOST - 1 if over else MOST)
    shown = [note for some, most in zip(by_level, room, strict=True) for note in some[:most]]
    yield from map(_command, shown)
    left = len(notes) - len(shown)
    if left:
        said = words.n("… and {count} more finding.", "… and {count} more findings.", left)
        yield f"::notice title=regelkoll::{_data(said)}"


def _checked(report: Report, words: Words) -> Iterator[Note]:
    yield from (_note(entry, report) for entry in entries(report, words) if entry.open)
    if report.left_out:
        yield Note("notice", report.draft, words("Narrowed check"), (narrowed_text(report, words),))
    for fault in report.waiver_faults:
        yield Note("warning", report.draft, words("Waivers to look at"), (visible(fault_text(fault, words)),))


def _note(entry: Entry, report: Report) -> Note:
    place = place_of(entry, report)
    return Note(
        _level(entry),
        report.draft,
        visible(entry.card.title),
        (entry.message, *entry.rest),
        place if place is not None and place.line is not None else None,
        weight(entry.finding),
    )


def _level(entry: Entry) -> str:
    """By severity; what could not be told is no error, unless the engines disagree, and what is old is a notice."""
    finding = entry.finding
    if finding.reason is Reason.ENGINES_DISAGREE:
        return "error"
    level = "note" if finding.old else LEVELS[finding.rule.severity]
    told = finding.outcome is not Outcome.CANNOT_TELL
    return COMMANDS[level if told or level != "error" else "warning"]


def _command(note: Note) -> str:
    named = {"file": plain_path(note.file), **_where(note.place), "title": note.title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in named.items())
    return f"::{note.level} {properties}::{_data(chr(10).join(note.lines))}"


def _where(place: Location | None) -> dict[str, str]:
    """Columns only where the place is on one line: GitHub takes no others."""
    if place is None or place.line is None:
        return {}
    last = max(place.line, place.end_line or place.line)
    where = {"line": str(place.line), "endLine": str(last)}
    if place.column is None or last != place.line:
        return where
    length = place.end - place.start if place.start is not None and place.end is not None else 0
    end = {"endColumn": str(place.column + length)} if length else {}
    return {**where, "col": str(place.column), **end}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
