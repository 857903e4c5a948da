"""Atoms: what a comparison, a statement or a demand on a register says of a case, and which facts it said it by."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from regelkoll.engine.days import Day, in_force
from regelkoll.engine.derive import total
from regelkoll.engine.names import PLAIN, Names
from regelkoll.engine.operands import Candidates, Tables, candidates, demanded, one_value, operand_facts, row_notes
from regelkoll.engine.reads import CASE, LAW_DAY, Reads, reads_compare, reads_conclusion, reads_said
from regelkoll.model import (
    Agrees,
    Amount,
    Compare,
    Condition,
    Cover,
    Fact,
    FactType,
    FieldType,
    Kind,
    Known,
    LookUp,
    Missing,
    Note,
    Operand,
    Record,
    Records,
    RegisterName,
    RuleSet,
    Several,
    Span,
    Stated,
    Truth,
    Value,
    Why,
)
from regelkoll.operators import OPERATORS, Decider
from regelkoll.values import as_written, both, either, negate


@dataclass(slots=True)
class Env:
    """What one engine sees of one case. `facts`: both sides joined and derived; `draft`: the draft's side alone;
    `conclusions`: `F is v` by (F, v), filled stratum by stratum by the engine that owns this environment."""

    facts: Mapping[str, Known]
    draft: Mapping[str, Known]
    day: Day
    conclusions: dict[tuple[str, str], Truth]


Decide: TypeAlias = Callable[[Env, Record | None], Truth]
Explain: TypeAlias = Callable[[Env, Record | None], tuple[tuple[Known, ...], tuple[Note, ...]]]


@dataclass(frozen=True, slots=True)
class Atom:
    """`decide` is used by both engines; `explain` gives the facts and notes of a decision, for the trace. `same` is
    equal for atoms that are the same question; `reads` says what the answer hangs on."""

    decide: Decide
    explain: Explain
    same: Hashable
    reads: Reads


def in_force_atom(spans: tuple[Span, ...]) -> Atom:
    """Whether a rule is in force on the law day."""
    return Atom(lambda env, _: in_force(spans, env.day), lambda env, _: ((), ()), ("in force", spans), LAW_DAY)


def _question(condition: Condition) -> Hashable:
    """A condition without its label."""
    return replace(condition, label=None)


def money_field(kind: FactType | FieldType) -> str | None:
    """The one amount field of a list's records, `None` when there is none or more than one."""
    fields = [name for name, field in kind.fields.items() if field.kind is Kind.AMOUNT]
    return fields[0] if len(fields) == 1 else None


def stated_truth(known: Known) -> Truth:
    if isinstance(known, Missing):
        return {Why.NOT_STATED: False, Why.UNREADABLE: None, Why.CONFLICTING: True}[known.why]
    if isinstance(known.value, Records) and not known.value.items:
        return False if known.value.complete else None
    return True


def agrees_truth(known: Known) -> Truth:
    if isinstance(known, Missing):
        return False if known.why is Why.CONFLICTING else None
    return True


class Atoms:
    """Builds the atoms of one rule set. Holds nothing but the rule set and its tables."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self.tables = Tables(ruleset)

    def type_of(self, name: str, fields: Mapping[str, FieldType] | None) -> FactType | FieldType:
        return fields[name] if fields is not None else self.ruleset.vocabulary[name]

    def getter(self, name: str, of_record: bool) -> Callable[[Env, Record | None], Known]:
        absent = Missing(name, Why.NOT_STATED)
        if of_record:
            return lambda _, record: (record or {}).get(name, absent)
        return lambda env, _: env.facts.get(name, absent)

    def _draft(self, name: str, of_record: bool) -> Callable[[Env, Record | None], Known]:
        absent = Missing(name, Why.NOT_STATED)
        if of_record:
            return self.getter(name, True)
        return lambda env, _: env.draft.get(name, absent)

    def stated(self, condition: Stated) -> Atom:
        get = self._draft(condition.fact, condition.of_record)
        return self._said(condition, get, stated_truth)

    def agrees(self, condition: Agrees) -> Atom:
        get = self._draft(condition.fact, condition.of_record)
        return self._said(condition, get, agrees_truth)

    def _said(
        self, condition: Stated | Agrees, get: Callable[[Env, Record | None], Known], truth: Callable[[Known], Truth]
    ) -> Atom:
        reads = reads_said(condition.fact, condition.of_record)
        return Atom(
            lambda env, record: truth(get(env, record)),
            lambda env, record: ((get(env, record),), ()),
            _question(condition),
            reads,
        )

    def compare(self, condition: Compare, fields: Mapping[str, FieldType] | None) -> Atom:
        kind = self.type_of(condition.fact, fields if condition.of_record else None)
        if isinstance(kind, FactType) and kind.concluded:
            return self._concluded(condition)
        get = self.getter(condition.fact, condition.of_record)
        judge = self._judge(condition, kind)
        operand, tables = condition.operand, self.tables
        money = money_field(kind) if kind.kind is Kind.LIST else None

        def decide(env: Env, record: Record | None) -> Truth:
            known = get(env, record)
            if isinstance(known, Missing):
                return None
            value = known.value if money is None else _summed(known.value, money)
            return None if value is None else judge(value, candidates(operand, env, record, tables))

        def explain(env: Env, record: Record | None) -> tuple[tuple[Known, ...], tuple[Note, ...]]:
            known = get(env, record)
            found = candidates(operand, env, record, tables)
            facts = (known, *operand_facts(operand, env, record))
            rows = row_notes(operand, found.grounded, env, tables)
            return facts, (*_notes(known, found, self._names(kind, operand)), *rows)

        return Atom(decide, explain, _question(condition), reads_compare(condition, kind, tables))

    def _concluded(self, condition: Compare) -> Atom:
        operand = condition.operand
        wanted = operand.items if isinstance(operand, Several) else (operand,)
        keys = [(condition.fact, str(getattr(w, "value", ""))) for w in wanted]

        def decide(env: Env, _: Record | None) -> Truth:
            return either(env.conclusions.get(key) for key in keys)

        reads = reads_conclusion(condition.fact, self.ruleset.vocabulary[condition.fact].values)
        return Atom(decide, lambda env, _: ((), ()), _question(condition), reads)

    def _names(self, kind: FactType | FieldType, operand: Operand) -> Names:
        names = kind.names
        if names is None and isinstance(operand, LookUp):
            names = RegisterName(operand.register, operand.column)
        return self.tables.names(names) if kind.kind is Kind.TEXT else PLAIN

    def _judge(self, condition: Compare, kind: FactType | FieldType) -> Callable[[Value, Candidates], Truth]:
        operator = OPERATORS[condition.operator]
        if operator.takes == "pair":
            return _between
        decide = self._decider(condition, kind)
        if operator.takes != "many":
            return lambda value, found: _with_one(decide, value, found)
        if operator.negated:
            return lambda value, found: negate(_member(decide, value, found))
        return lambda value, found: _member(decide, value, found)

    def _decider(self, condition: Compare, kind: FactType | FieldType) -> Decider:
        """The operator's own decider, with names and their variants where the kind is text."""
        name, names = condition.operator, self._names(kind, condition.operand)
        if kind.kind is Kind.CHOICE:
            return {"is_not": OPERATORS["is_not"]}.get(name, OPERATORS["is"]).decide
        if kind.kind is not Kind.TEXT or name not in ("is", "is_not", "in", "not_in"):
            return OPERATORS[name].decide
        if name in ("in", "not_in"):
            return lambda a, b: names.member(str(a), str(b))
        if name == "is":
            return lambda a, b: names.same(str(a), str(b))
        return lambda a, b: not names.same(str(a), str(b))

    def cover(self, condition: Cover, fields: Mapping[str, FieldType] | None) -> Atom:
        get = self.getter(condition.fact, condition.of_record)
        kind = self.type_of(condition.fact, fields if condition.of_record else None)
        field, tables, by = kind.fields[condition.by], self.tables, condition.by
        names = self._names(field, condition.demand)

        def met(wanted: Value, known: Known) -> Truth:
            records = known.value if isinstance(known, Fact) else None
            if not isinstance(records, Records):
                return False if isinstance(known, Missing) and known.why is Why.NOT_STATED else None
            found = either(_meets(record.get(by), wanted, names) for record in records.items)
            return None if found is False and not records.complete else found

        def decide(env: Env, record: Record | None) -> Truth:
            known = get(env, record)
            sure, possible = demanded(condition.demand, env, record, tables)
            if not sure:
                return None
            surely = both(met(value, known) for value, _ in sure)
            if surely is not True:
                return surely
            return True if all(met(value, known) is True for value, _ in possible) else None

        def explain(env: Env, record: Record | None) -> tuple[tuple[Known, ...], tuple[Note, ...]]:
            known = get(env, record)
            sure, possible = demanded(condition.demand, env, record, tables)
            notes = [Note("lacks", _written(v)) for v, _ in sure if met(v, known) is False]
            notes += [Note("near", _written(v)) for v, _ in (*sure, *possible) if met(v, known) is None]
            notes += [Note("assumed", _written(v)) for v, row in (*sure, *possible) if row.assumed]
            if not sure:
                notes.append(Note("no_row", condition.demand.register))
            return (known, *operand_facts(condition.demand, env, record)), tuple(dict.fromkeys(notes))

        return Atom(decide, explain, _question(condition), CASE)


def _meets(known: Known | None, wanted: Value, names: Names) -> Truth:
    if not isinstance(known, Fact):
        return None
    if isinstance(known.value, str) and isinstance(wanted, str):
        return names.member(known.value, wanted)
    return OPERATORS["is"].decide(known.value, wanted)


def _with_one(decide: Decider, value: Value, found: Candidates) -> Truth:
    operand = one_value(found)
    return None if operand is None else decide(value, operand)


def _member(decide: Decider, value: Value, found: Candidates) -> Truth:
    """Some candidate that surely stands there and equals; where no row is surely in force, at most unknown."""
    truth = either(both((match, None if wanted is None else decide(value, wanted))) for wanted, match, _ in found.items)
    return None if truth is False and not found.grounded else truth


def _between(value: Value, found: Candidates) -> Truth:
    if len(found.items) != 2 or not found.grounded:
        return None
    (low, low_match, _), (high, high_match, _) = found.items
    if low is None or high is None or low_match is not True or high_match is not True:
        return None
    if isinstance(value, Records | str):
        return None
    at_least, at_most = OPERATORS["at_least"].decide, OPERATORS["at_most"].decide
    return both((at_least(value, low), at_most(value, high)))


def _summed(value: Value, field: str) -> Value | None:
    """The sum of the records' field; `None` when the list is incomplete, one is missing or currencies differ."""
    if not isinstance(value, Records) or not value.complete:
        return None
    fields = [record.get(field) for record in value.items]
    if not all(isinstance(known, Fact) for known in fields):
        return None
    summed = total([known.value for known in fields if isinstance(known, Fact)])
    return Amount(Fraction(0)) if not fields else summed


def _written(value: Value | None) -> str:
    """A register's value as a case file writes it."""
    if value is None or isinstance(value, str | Records):
        return str(value or "")
    return as_written(value)


def _notes(known: Known, found: Candidates, names: Names) -> tuple[Note, ...]:
    notes = [Note("assumed", _written(v)) for v, _, row in found.items if row is not None and row.assumed]
    if isinstance(known, Fact) and isinstance(known.value, str):
        notes += [
            Note("near", v) for v, _, __ in found.items if isinstance(v, str) and names.member(known.value, v) is None
        ]
    return tuple(dict.fromkeys(notes))
