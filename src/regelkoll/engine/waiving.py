"""Whether a waiver is in force for a finding, and what the waivers of a run come to on one draft. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal as OneOf
from typing import TypeAlias

from regelkoll.engine.atoms import Atoms, Env
from regelkoll.engine.circuit import circuit
from regelkoll.engine.days import Day
from regelkoll.engine.names import Names, names_of
from regelkoll.engine.nodes import node_of
from regelkoll.model import (
    Case,
    Condition,
    Fact,
    Finding,
    Known,
    Outcome,
    Reason,
    RuleSet,
    Truth,
    Waiver,
    WaiverFault,
)
from regelkoll.values import name_key

MOST_DAYS = 731
"""The longest that a waiver may last, counted from the day of the check: two years."""
WAIVABLE = (Outcome.FAILED, Outcome.CANNOT_TELL)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """One reading of the draft, as far as waivers ask of it. `diary` is the diary number, `None` where it is not
    stated, cannot be read or is said in different ways; `names` the register that its spellings are equal under."""

    ruleset: RuleSet
    facts: Mapping[str, Known]
    draft: Mapping[str, Known]
    law_day: Day
    conclusions: Mapping[tuple[str, str], Truth]
    diary: str | None
    names: Names

    def holds(self, condition: Condition) -> Truth:
        """How a condition comes out; unknown where an engine's answer is in doubt."""
        node = node_of(condition, Atoms(self.ruleset), None)
        env = Env(self.facts, self.draft, self.law_day, dict(self.conclusions))
        return circuit([node]).truth(env, None, node)


def circumstances(
    ruleset: RuleSet,
    case: Case,
    facts: Mapping[str, Known],
    law_day: Day,
    conclusions: Mapping[tuple[str, str], Truth],
) -> Circumstances:
    """`facts` are the case's as rules see them; of `conclusions` leave out those on which the engines differ."""
    diary, names = None, names_of(None, ruleset.registers)
    for name, kind in ruleset.vocabulary.items():
        known = facts.get(name)
        if kind.diary and isinstance(known, Fact) and isinstance(known.value, str) and name_key(known.value):
            diary, names = known.value, names_of(kind.names, ruleset.registers)
    return Circumstances(ruleset, facts, case.draft, law_day, conclusions, diary, names)


Standing: TypeAlias = OneOf["in_force", "elsewhere", "no_diary", "unmatched", "lapsed", "too_wide", "beyond"]
"""What a waiver is to a finding: in force, or why not. `elsewhere`: it is of another rule or another draft."""


def standing(waiver: Waiver, finding: Finding, readings: Sequence[Circumstances], day: date) -> Standing:
    """What the waiver is to the finding on the day of the check. `readings` are the draft's, one or, where it has
    undecided changes, two: the waiver must be in force in each. This is the only place where that is decided."""
    if waiver.rule != finding.rule.id:
        return "elsewhere"
    waivable = finding.outcome in WAIVABLE and finding.reason is not Reason.ENGINES_DISAGREE
    if any(reading.diary is None for reading in readings) or not readings:
        return "no_diary" if waivable else "elsewhere"
    named = [names_draft(waiver, reading) for reading in readings]
    if not all(named):
        return "no_diary" if waivable and any(named) else "elsewhere"
    if not waivable:
        useless = finding.reason is not Reason.ENGINES_DISAGREE and "*" not in waiver.diary and not lapsed(waiver, day)
        return "unmatched" if useless else "elsewhere"
    if lapsed(waiver, day):
        return "lapsed"
    if too_long(waiver, day):
        return "too_wide"
    limits = waiver.limits
    if limits is not None and not all(reading.holds(limits) is True for reading in readings):
        return "beyond"
    return "in_force"


def lapsed(waiver: Waiver, day: date, within: int = 0) -> bool:
    """Whether the waiver's last day, which counts, is past on the day or so many days later."""
    return (waiver.until - day).days < within


def too_long(waiver: Waiver, day: date) -> bool:
    """Whether the waiver lasts so long from the day that nobody would look at it again."""
    return (waiver.until - day).days > MOST_DAYS


def names_draft(waiver: Waiver, reading: Circumstances) -> bool:
    """Whether the waiver's diary number, or its pattern, is the draft's. Spellings are equal as the fact's own are."""
    if reading.diary is None:
        return False
    if "*" not in waiver.diary:
        return reading.names.same(waiver.diary, reading.diary)
    parts = [name_key(part) for part in waiver.diary.split("*")]
    return any(_fits(parts, form) for form in {name_key(reading.diary), *reading.names.forms(reading.diary)})


def _fits(parts: Sequence[str], text: str) -> bool:
    """Whether the text is the parts in their order with anything between them."""
    first, *middle, last = parts
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def waived(
    findings: Sequence[Finding], waivers: Iterable[Waiver], readings: Sequence[Circumstances], day: date
) -> tuple[tuple[Finding, ...], tuple[WaiverFault, ...]]:
    """The findings, each with the waiver in force for it (one that names the draft exactly before a pattern, else the
    first), and the waivers that do not count. A fault of a waiver whose finding another one waives is not told, but
    for `too_wide` and `unmatched`."""
    by_rule: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        by_rule.setdefault(waiver.rule, []).append(waiver)
    result: list[Finding] = []
    faults: list[WaiverFault] = []
    for finding in findings:
        told = [(w, standing(w, finding, readings, day)) for w in by_rule.get(finding.rule.id, ())]
        forces = sorted((w for w, s in told if s == "in_force"), key=lambda w: "*" in w.diary)
        result.append(replace(finding, waiver=forces[0]) if forces else finding)
        faults += _faults(told, bool(forces))
    return tuple(result), tuple(sorted(faults, key=_order))


def _faults(told: Iterable[tuple[Waiver, Standing]], in_force: bool) -> Iterator[WaiverFault]:
    unsaid = in_force
    for waiver, said in told:
        match said:
            case "unmatched" | "too_wide":
                yield WaiverFault(said, waiver)
            case "lapsed" | "beyond" if not in_force:
                yield WaiverFault(said, waiver)
            case "no_diary" if not unsaid:
                unsaid = True
                yield WaiverFault(said, waiver)


def _order(fault: WaiverFault) -> tuple[int, str, str]:
    place = fault.waiver.location
    return (place.line or 0) if place else 0, fault.waiver.rule, fault.waiver.diary
