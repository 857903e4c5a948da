"""What a verification came to, in words: whether it is the text that was checked, what changed, what rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from regelkoll.language import N_, NP_, Words
from regelkoll.model import Recommendation, Vocabulary
from regelkoll.proof.changes import MOST, fact_lines, listed, section, text_lines
from regelkoll.proof.compared import Compared, RuleFiles, Sameness
from regelkoll.proof.replayed import Differing, Replayed
from regelkoll.proof.resting import Resting
from regelkoll.reports.cards import OUTCOMES
from regelkoll.reports.lines import Line, Style
from regelkoll.reports.sheets import headline
from regelkoll.wording.shown import fact_label

Data: TypeAlias = Mapping[str, Any]

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
    name = headline(Recommendation(report["recommendation"]), bool(report.get("left_out")), words)
    checked = words("{draft} was checked on {day}: {name}.", draft=report["draft"], day=report["check_day"], name=name)
    said.append(Line(checked, "faint"))
    said += fact_lines(found, report, verified.draft, vocabulary, words)
    said += text_lines(found, verified.draft, words)
    said += _resting(found.resting, vocabulary, words)
    said += _notes(found, vocabulary, words)
    if verified.replay is not None:
        said += _replay(verified.replay, bool(report.get("left_out")), words)
    if found.sameness in (Sameness.CHANGED, Sameness.REORDERED):
        said += [
            Line(),
            Line(words("Check the draft again before you sign: regelkoll check {draft}", draft=verified.draft)),
        ]
    return said


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
    return section(words("Findings that rest on what changed"), lines)


def _notes(found: Compared, vocabulary: Vocabulary, words: Words) -> list[Line]:
    lines = [*_rules(found.rules, words), *_program(found.program, words)]
    if found.cells:
        said = words(
            "Other cells of the tables are empty than when the draft was checked. See in which column each stands."
        )
        lines.append(Line(said, "warning", indent=2))
    if found.read_otherwise:
        names = ", ".join(fact_label(change.name, vocabulary, words) for change in found.facts[:MOST])
        said = words("The words are the same, but read otherwise than at the check is: {facts}.", facts=names)
        lines.append(Line(said, indent=2, hang=2))
    if found.text.unnumbered:
        said = words("The numbers before the items of lists were not compared: the checked file did not hold them.")
        lines.append(Line(said, indent=2, hang=2))
    if found.without_facts:
        said = words("The check had a case file beside the draft. Give it with --facts to compare what rests on it.")
        lines.append(Line(said, indent=2, hang=2))
    return section(words("To know"), lines)


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


def _replay(replay: Replayed, narrowed: bool, words: Words) -> list[Line]:
    lines = [Line(words.n(*REPEATED, replay.count), indent=2)]
    if replay.same:
        lines.append(Line(words("Every rule came out as it did."), "passed", indent=2))
    if replay.recommendation is not None:
        then, now = (headline(Recommendation(name), narrowed, words) for name in replay.recommendation)
        lines.append(Line(words("Recommendation: {then} → {now}", then=then, now=now), "warning", indent=2))
    if replay.law_day:
        lines.append(Line(words("The day whose rules are tried is another."), "warning", indent=2))
    if replay.engines is not None:
        then, now = (", ".join(names) for names in replay.engines)
        lines.append(Line(words("Engines: {then} → {now}", then=then, now=now), indent=2))
    if replay.untried:
        lines.append(Line(words.n(*UNTRIED, replay.untried), indent=2))
    return section(
        words("The check repeated"), [*lines, *listed([_differing(d, words) for d in replay.findings], words)]
    )


def _differing(one: Differing, words: Words) -> Line:
    then = words(OUTCOMES[str(one.then)])
    now = words("is not among the rules") if one.now is None else words(OUTCOMES[one.now])
    also = [words(ALSO[name]) for name in one.also if name != "outcome"]
    told = f"{then} → {now}" if then != now else then
    why = words("differs: {what}", what=", ".join(also)) if also else ""
    return Line(f"• {one.title}: {told}" + (f" ({why})" if why else ""), "warning", indent=2, hang=2)
