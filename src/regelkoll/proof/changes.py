"""What changed in a draft since it was checked, in words: what it says, and its passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from regelkoll.language import NP_, Words
from regelkoll.model import FactType, Known, Location, Records, Vocabulary
from regelkoll.proof.compared import Compared, Sameness
from regelkoll.proof.passages import Change, Gone, Stretch
from regelkoll.proof.values import FactChange, holds_passages, known_of, record_of
from regelkoll.reports.lines import Line
from regelkoll.reports.places import cut, place_text
from regelkoll.reports.sheets import FLAGS
from regelkoll.wording.shown import fact_label, show

Data: TypeAlias = Mapping[str, Any]

MOST = 20
"""So many of a kind are told in words; the data has them all."""
HEADS_GONE = NP_(
    "{count} line of the heads or feet of the pages is gone.",
    "{count} lines of the heads or feet of the pages are gone.",
)


def section(title: str, lines: Iterable[Line]) -> list[Line]:
    found = list(lines)
    return [Line(), Line(title, "title"), *found] if found else []


def listed(lines: Sequence[Line], words: Words) -> list[Line]:
    more = len(lines) - MOST
    if more <= 0:
        return list(lines)
    text = words.n("and {count} more; --format json has them all", "and {count} more; --format json has them all", more)
    return [*lines[:MOST], Line(text, "faint", 2)]


def fact_lines(found: Compared, report: Data, draft: str, vocabulary: Vocabulary, words: Words) -> list[Line]:
    if found.sameness is Sameness.SAVED_AGAIN:
        return []
    lines: list[Line] = []
    shown = [change for change in found.facts if not (found.text.changes and holds_passages(change))]
    for change in shown[:MOST]:
        lines += _fact(change, report["draft"], draft, vocabulary[change.name], words)
    lines += listed([Line()] * len(shown), words)[MOST:]
    return section(words("What the draft says"), lines)


def _fact(change: FactChange, then: str, now: str, kind: FactType, words: Words) -> Iterator[Line]:
    label = fact_label(change.name, {change.name: kind}, words)
    if change.gone or change.new:
        yield Line(f"{label}:", indent=2)
        yield from (Line(f"− {_record(one, kind, words)}", indent=4, hang=2) for one in change.gone)
        yield from (Line(f"+ {_record(one, kind, words)}", indent=4, hang=2) for one in change.new)
        return
    values = [_shown(fact, kind, change.name, words) for fact in (change.then, change.now)]
    yield Line(f"{label}: {values[0]} → {values[1]}", indent=2, hang=2)
    for sign, fact, draft in (("−", change.then, then), ("+", change.now, now)):
        for quote, place in list(dict.fromkeys(_quotes(fact, draft, words)))[:MOST]:
            yield Line(f"{sign} {quote}{place}", "faint", indent=4, hang=2)


def _shown(fact: Data | None, kind: FactType, name: str, words: Words) -> str:
    """The value in words; as the report has it where the rules in use know the fact as something else."""
    try:
        return cut(show(known_of(fact, kind, name), kind, words))
    except (ValueError, TypeError, KeyError, ArithmeticError):
        return cut(str((fact or {}).get("value")))


def _record(record: Data, kind: FactType, words: Words) -> str:
    try:
        known: dict[str, Known] = record_of(record, kind)
        return cut(show(Records((known,)), kind, words))
    except (ValueError, TypeError, KeyError, ArithmeticError):
        return cut(", ".join(str(value) for value in record.values()))


def _quotes(fact: Data | None, draft: str, words: Words) -> Iterator[tuple[str, str]]:
    readings = (fact or {}).get("readings") or ([fact] if fact and fact.get("quote") else [])
    for reading in readings:
        place = place_text(_location(reading.get("location")), draft, words)
        yield words("“{text}”", text=cut(reading["quote"])), f" ({place})" if place else ""


def _location(data: Data | None) -> Location | None:
    if data is None:
        return None
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    return Location(**fields)


def text_lines(found: Compared, draft: str, words: Words) -> list[Line]:
    text = found.text
    lines: list[Line] = []
    for change in text.changes[:MOST]:
        lines += _change(change, draft, words)
    lines += listed([Line()] * len(text.changes), words)[MOST:]
    moved = [Line("↔ " + words("moved: {text}", text=_stretch(s, draft, words)), indent=2, hang=2) for s in text.moved]
    heads = [Line(f"+ {_stretch(s, draft, words)}", indent=4, hang=2) for s in text.heads_new]
    lines += listed(moved, words)
    if heads:
        lines += [Line(words("New in the heads or feet of the pages:"), indent=2), *listed(heads, words)]
    if text.heads_gone:
        lines.append(Line(words.n(*HEADS_GONE, text.heads_gone), indent=2))
    if text.undone:
        lines.append(
            Line(
                words("The draft's tracked or struck out changes are not those that it had when it was checked."),
                indent=2,
            )
        )
    flags = [Line(words(FLAGS[flag]) if flag in FLAGS else flag, indent=2) for flag in found.flags_new]
    return section(words("The text"), [*lines, *flags])


def _change(change: Change, draft: str, words: Words) -> Iterator[Line]:
    if change.after:
        tail = change.after if len(change.after) <= 60 else "…" + change.after[-60:].partition(" ")[2]
        yield Line(words("After “{text}”:", text=tail), "faint", indent=2, hang=2)
    yield from (Line(f"− {_gone(one, words)}", indent=4, hang=2) for one in change.gone)
    yield from (Line(f"+ {_stretch(one, draft, words)}", indent=4, hang=2) for one in change.new)


def _gone(gone: Gone, words: Words) -> str:
    if gone.text is None:
        return words(
            "passage {number} of {whole}, whose words the report does not hold", number=gone.number, whole=gone.whole
        )
    return words("“{text}”", text=cut(gone.text))


def _stretch(stretch: Stretch, draft: str, words: Words) -> str:
    place = place_text(stretch.location, draft, words)
    quoted = words("“{text}”", text=cut(stretch.text))
    return f"{quoted} ({place})" if place else quoted
