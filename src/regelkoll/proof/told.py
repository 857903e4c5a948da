"""What a verification came to, in words: whether it is the text that was checked, what changed, what rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from regelkoll.language import N_, NP_, Words
from regelkoll.model import FactType, Known, Location, Recommendation, Records, Vocabulary
from regelkoll.proof.compared import Compared, RuleFiles, Sameness
from regelkoll.proof.passages import Change, Gone, Stretch
from regelkoll.proof.replayed import Differing, Replayed
from regelkoll.proof.resting import Resting
from regelkoll.proof.values import FactChange, known_of, record_of
from regelkoll.reports.cards import OUTCOMES
from regelkoll.reports.lines import Line, Style
from regelkoll.reports.places import cut, place_text
from regelkoll.reports.sheets import FLAGS, HEADLINES
from regelkoll.wording.shown import fact_label, show

Data: TypeAlias = Mapping[str, Any]

MOST = 20
"""So many of a kind are told in words; the data has them all."""
HEADINGS: Mapping[Sameness, tuple[str, str, Style]] = {
    Sameness.UNCHANGED: (N_("Unchanged"), N_("The draft is the very file that was checked."), "passed"),
    Sameness.SAVED_AGAIN: (
        N_("Saved again, same content"),
        N_("The file is another than the one that was checked. Its text is the same, letter by letter."),
        "passed",
    ),
    Sameness.REORDERED: (
        N_("Changed after the check: the order"),
        N_("The draft holds the same passages in another order. Look at what has moved."),
        "warning",
    ),
    Sameness.CHANGED: (
        N_("Changed after the check"),
        N_("The draft is not the text that was checked. The report does not hold for it."),
        "stop",
    ),
}
EDITED = N_("The report has been edited since it was written. What it says of the draft cannot be relied on.")
HEADS_GONE = NP_(
    "{count} line of the heads or feet of the pages is gone.",
    "{count} lines of the heads or feet of the pages are gone.",
)
REPEATED = NP_("{count} rule was tried again.", "{count} rules were tried again.")
UNTRIED = NP_("{count} rule in use was not tried then.", "{count} rules in use were not tried then.")
ALSO: Mapping[str, str] = {
    "outcome": N_("the outcome"),
    "severity": N_("the severity"),
    "reason": N_("the reason"),
    "exception": N_("the exception"),
    "assumed": N_("whether it rests on an assumption"),
    "settles": N_("the facts that would settle it"),
}


@dataclass(frozen=True, slots=True)
class Verified:
    """A draft beside a report. `whole`: the report is as it was written."""

    report: Data
    draft: str
    whole: bool
    compared: Compared
    replay: Replayed | None = None

    @property
    def held(self) -> bool:
        """Whether the report is whole, the draft the text that was checked, and the check, if repeated, the same."""
        same = self.compared.sameness in (Sameness.UNCHANGED, Sameness.SAVED_AGAIN)
        return self.whole and same and (self.replay is None or self.replay.same)


def told(verified: Verified, vocabulary: Vocabulary, words: Words) -> list[Line]:
    """The whole in lines."""
    found, report = verified.compared, verified.report
    heading, sentence, style = HEADINGS[found.sameness]
    said = [*([Line(words(EDITED), "stop"), Line()] if not verified.whole else [])]
    said += [Line(words(heading), style), Line(words(sentence))]
    name = words(HEADLINES[Recommendation(report["recommendation"])][0])
    checked = words("{draft} was checked on {day}: {name}.", draft=report["draft"], day=report["check_day"], name=name)
    said.append(Line(checked, "faint"))
    said += _facts(found, report, verified.draft, vocabulary, words)
    said += _text(found, verified.draft, words)
    said += _resting(found.resting, vocabulary, words)
    said += _notes(found, words)
    if verified.replay is not None:
        said += _replay(verified.replay, words)
    if found.sameness in (Sameness.CHANGED, Sameness.REORDERED):
        said += [
            Line(),
            Line(words("Check the draft again before you sign: regelkoll check {draft}", draft=verified.draft)),
        ]
    return said


def _section(title: str, lines: Iterable[Line]) -> list[Line]:
    found = list(lines)
    return [Line(), Line(title, "title"), *found] if found else []


def _cut(lines: Sequence[Line], words: Words) -> list[Line]:
    more = len(lines) - MOST
    if more <= 0:
        return list(lines)
    text = words.n("and {count} more; --format json has them all", "and {count} more; --format json has them all", more)
    return [*lines[:MOST], Line(text, "faint", 2)]


# ── what changed ──────────────────────────────────────────────────────────────────────────────────────────────────


def _facts(found: Compared, report: Data, draft: str, vocabulary: Vocabulary, words: Words) -> list[Line]:
    lines: list[Line] = []
    for change in found.facts[:MOST]:
        lines += _fact(change, report["draft"], draft, vocabulary[change.name], words)
    if found.facts[MOST:]:
        lines = [*lines, *_cut([Line()] * len(found.facts), words)[-1:]]
    return _section(words("What the draft says"), lines)


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


def _text(found: Compared, draft: str, words: Words) -> list[Line]:
    text = found.text
    lines: list[Line] = []
    for change in text.changes[:MOST]:
        lines += _change(change, draft, words)
    lines += _cut([Line()] * len(text.changes), words)[MOST:]
    moved = [Line("↔ " + words("moved: {text}", text=_stretch(s, draft, words)), indent=2, hang=2) for s in text.moved]
    heads = [Line(f"+ {_stretch(s, draft, words)}", indent=4, hang=2) for s in text.heads_new]
    lines += _cut(moved, words)
    if heads:
        lines += [Line(words("New in the heads or feet of the pages:"), indent=2), *_cut(heads, words)]
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
    return _section(words("The text"), [*lines, *flags])


def _change(change: Change, draft: str, words: Words) -> Iterator[Line]:
    if change.after:
        yield Line(words("After “…{text}”:", text=change.after[-60:]), "faint", indent=2, hang=2)
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


# ── what rests on it, and what to know ────────────────────────────────────────────────────────────────────────────


def _resting(found: Sequence[Resting], vocabulary: Vocabulary, words: Words) -> list[Line]:
    lines = []
    for one in found:
        then = words(OUTCOMES[one.then])
        now = then if one.now in (None, one.then) else f"{then} → {words(OUTCOMES[str(one.now)])}"
        labels = ", ".join(fact_label(name, vocabulary, words) for name in one.facts[:3])
        more = f", +{len(one.facts) - 3}" if len(one.facts) > 3 else ""
        why = f" ({labels}{more})" if labels else ""
        style: Style = "warning" if one.now not in (None, one.then) else "plain"
        lines.append(Line(f"• {one.title}: {now}{why}", style, indent=2, hang=2))
    return _section(words("Findings that rest on what changed"), lines)


def _notes(found: Compared, words: Words) -> list[Line]:
    lines = [*_rules(found.rules, words), *_program(found.program, words)]
    if found.read_otherwise:
        said = words("The words are the same, but facts are read from them otherwise than at the check.")
        lines.append(Line(said, indent=2, hang=2))
    if found.without_facts:
        said = words("The check had a case file beside the draft. Give it with --facts to compare what rests on it.")
        lines.append(Line(said, indent=2, hang=2))
    return _section(words("To know"), lines)


def _rules(rules: RuleFiles, words: Words) -> Iterator[Line]:
    if not rules:
        return
    yield Line(words("The rule files in use are not those of the check:"), indent=2, hang=2)
    kinds = (
        (N_("changed: {files}"), rules.changed),
        (N_("new: {files}"), rules.new),
        (N_("gone: {files}"), rules.gone),
    )
    for text, files in kinds:
        if files:
            more = f", +{len(files) - MOST}" if len(files) > MOST else ""
            yield Line(words(text, files=", ".join(files[:MOST]) + more), indent=4, hang=2)


def _program(program: tuple[str, str] | None, words: Words) -> Iterator[Line]:
    if program is not None:
        said = words(
            "The check was made by version {then} of the program; this is {now}.", then=program[0], now=program[1]
        )
        yield Line(said, indent=2, hang=2)


def _replay(replay: Replayed, words: Words) -> list[Line]:
    lines = [Line(words.n(*REPEATED, replay.count), indent=2)]
    if replay.same:
        lines.append(Line(words("Every rule came out as it did."), "passed", indent=2))
    if replay.recommendation is not None:
        then, now = (words(HEADLINES[Recommendation(name)][0]) for name in replay.recommendation)
        lines.append(Line(words("Recommendation: {then} → {now}", then=then, now=now), "warning", indent=2))
    if replay.law_day:
        lines.append(Line(words("The day whose rules are tried is another."), "warning", indent=2))
    if replay.engines is not None:
        then, now = (", ".join(names) for names in replay.engines)
        lines.append(Line(words("Engines: {then} → {now}", then=then, now=now), indent=2))
    if replay.untried:
        lines.append(Line(words.n(*UNTRIED, replay.untried), indent=2))
    return _section(
        words("The check repeated"), [*lines, *_cut([_differing(d, words) for d in replay.findings], words)]
    )


def _differing(one: Differing, words: Words) -> Line:
    then = words(OUTCOMES[str(one.then)])
    now = words("is not among the rules") if one.now is None else words(OUTCOMES[one.now])
    also = [words(ALSO[name]) for name in one.also if name != "outcome"]
    told = f"{then} → {now}" if then != now else then
    why = words("differs: {what}", what=", ".join(also)) if also else ""
    return Line(f"• {one.title}: {told}" + (f" ({why})" if why else ""), "warning", indent=2, hang=2)
