"""Days in a pack: what no day reaches, and days between two versions on which nothing is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from regelkoll.engine.days import overlap
from regelkoll.engine.walk import operands_in, searched_register
from regelkoll.model import FactType, Literal, LookUp, ParameterRef, Problem, RegisterName, Row, Rule, Span
from regelkoll.operators import OPERATORS
from regelkoll.tooling.advice import Sheets

Placed: TypeAlias = tuple[Span, str, tuple[str | int, ...]]
"""A period, with the file and the path of what it stands in."""


def gaps(pack: Sheets) -> Iterator[Problem]:
    """Days between two versions of a rule, two rows of one key, or two values of a parameter, that none is for."""
    ruleset = pack.ruleset
    versions: dict[str, list[Placed]] = {}
    for rule in ruleset.rules:
        for span in rule.in_force or (Span(None, None),):
            versions.setdefault(rule.id, []).append((span, rule.location.source, ("in_force",)))
    for name, placed in versions.items():
        yield from _between(pack, name, placed)
    for register in ruleset.registers.values():
        rows: dict[tuple[object, ...], list[Placed]] = {}
        for row in register.rows:
            key: tuple[object, ...] = tuple(row.values.get(column) for column in register.key)
            place = (f"registers/{register.name}.yaml", ("rows", register.rows.index(row)))
            for span in row.in_force or (Span(None, None),):
                rows.setdefault(key, []).append((span, *place))
        for named, placed in rows.items():
            yield from _between(pack, ", ".join(map(str, named)), placed)
    for name, parameter in ruleset.parameters.items():
        listed = [(s, r) for r in parameter.rows for s in (r.in_force or (Span(None, None),))]
        yield from _between(
            pack, name, [(s, "parameters.yaml", (name, "rows", parameter.rows.index(r))) for s, r in listed]
        )


def _between(pack: Sheets, what: str, placed: Iterable[Placed]) -> Iterator[Problem]:
    ordered = sorted(placed, key=lambda one: one[0].first or date.min)
    latest: date | None = None
    for span, file, path in ordered:
        first = span.first or date.min
        if latest is not None and first > latest + timedelta(1):
            begun, ended = (latest + timedelta(1)).isoformat(), (first - timedelta(1)).isoformat()
            yield pack.advice("days-gap", file, *path, first=begun, last=ended, what=what)
        if span.last is None:
            return
        latest = span.last if latest is None else max(latest, span.last)


# ── rows that nothing reaches ─────────────────────────────────────────────────────────────────────────────────────


def unreachable(pack: Sheets) -> Iterator[Problem]:
    """Rows of registers that rules look up, on no day or with no demand of any rule."""
    named = {n.register for f in pack.ruleset.vocabulary.values() for n in _names(f) if n is not None}
    for register in pack.ruleset.registers.values():
        uses = [
            (rule, operand)
            for rule in pack.ruleset.rules
            for operand in operands_in(rule)
            if isinstance(operand, LookUp) and operand.register == register.name
        ]
        if not uses or register.name in named:
            continue
        for index, row in enumerate(register.rows):
            code = _unreached(row, uses)
            if code:
                yield pack.advice(code, f"registers/{register.name}.yaml", "rows", index)


def parameter_days(pack: Sheets) -> Iterator[Problem]:
    """Rules that are in force on days for which a parameter of theirs has no value."""
    for rule in pack.ruleset.rules:
        names = dict.fromkeys(o.name for o in operands_in(rule) if isinstance(o, ParameterRef))
        for parameter in (pack.ruleset.parameters[name] for name in names):
            spans = [span for row in parameter.rows for span in row.in_force]
            dated = all(row.in_force for row in parameter.rows)
            day = _uncovered(rule.in_force or (Span(),), spans) if dated else None
            if day is not None:
                details = {"name": parameter.name, "day": day.isoformat()}
                yield pack.advice("parameter-days", rule.location.source, "requires", **details)


def _uncovered(wanted: Iterable[Span], given: Iterable[Span]) -> date | None:
    """The first day (an open beginning: the day before the first given one) that is wanted and not given."""
    ordered = sorted((span.first or date.min, span.last or date.max) for span in given)
    for span in wanted:
        day = span.first or date.min
        for first, last in ordered:
            if first > day:
                break
            if last >= day:
                day = date.max if last == date.max else last + timedelta(1)
        if day != date.max and day <= (span.last or date.max):
            return ordered[0][0] - timedelta(1) if day == date.min else day
    return None


def searched_days(pack: Sheets) -> Iterator[Problem]:
    """Rows with days in a register whose words are searched for: a search takes them all, whatever the day."""
    searched = {name: fact.name for fact in pack.ruleset.vocabulary.values() if (name := searched_register(fact))}
    for register in pack.ruleset.registers.values():
        for index, row in enumerate(register.rows):
            if row.in_force and register.name in searched:
                file, fact = f"registers/{register.name}.yaml", searched[register.name]
                yield pack.advice("search-days", file, "rows", index, fact=fact)


def _names(fact: FactType) -> list[RegisterName | None]:
    return [fact.names, *(field.names for field in fact.fields.values())]


def _unreached(row: Row, uses: Sequence[tuple[Rule, LookUp]]) -> str:
    in_time = [
        (rule, look_up)
        for rule, look_up in uses
        if look_up.on == "any"
        or not row.in_force
        or not rule.in_force
        or overlap(row.in_force, rule.in_force) is not None
    ]
    if not in_time:
        return "row-days"
    return "" if any(_may_fit(row, look_up) for _, look_up in in_time) else "row-shut-out"


def _may_fit(row: Row, look_up: LookUp) -> bool:
    """Whether no literal demand of the look-up shuts the row out."""
    for where in look_up.where:
        value = row.values.get(where.column)
        if value is None or isinstance(value, tuple) or not isinstance(where.operand, Literal):
            continue
        if (
            OPERATORS[where.operator].takes == "one"
            and OPERATORS[where.operator].decide(value, where.operand.value) is False
        ):
            return False
    return look_up.column in row.values
