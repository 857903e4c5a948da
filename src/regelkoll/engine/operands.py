"""Operands: what stands on the right side, as candidates that surely or possibly stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from regelkoll.engine.days import in_force
from regelkoll.engine.names import PLAIN, Names, register_names
from regelkoll.model import (
    Exact,
    Fact,
    FactRef,
    FieldRef,
    FieldType,
    Kind,
    Known,
    Literal,
    LookUp,
    Missing,
    Note,
    Operand,
    ParameterRef,
    Record,
    Register,
    RegisterName,
    Row,
    RuleSet,
    Several,
    Truth,
    Value,
    Where,
    Why,
)
from regelkoll.operators import OPERATORS
from regelkoll.values import as_written, both, either, negate, same

if TYPE_CHECKING:
    from regelkoll.engine.atoms import Env


@dataclass(frozen=True, slots=True)
class Candidates:
    """The values that may stand on the right side: (value or unknown, whether it surely does, its register row).
    `grounded` is False where a register or parameter has no row surely in force on the day."""

    items: tuple[tuple[Value | None, Truth, Row | None], ...]
    grounded: bool = True


class Tables:
    """A rule set's registers, parameters and vocabulary, with each register's names made once."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.vocabulary, self.registers, self.parameters = ruleset.vocabulary, ruleset.registers, ruleset.parameters
        self._names = {
            (name, column): register_names(register, column)
            for name, register in ruleset.registers.items()
            for column, kind in register.columns.items()
            if kind.kind is Kind.TEXT
        }
        self._columns = {
            (name, column): _column(register, column)
            for name, register in ruleset.registers.items()
            for column in register.columns
        }

    def column(self, register: str, name: str) -> FieldType:
        """A register's column, its own variants being its names where it does not take them from elsewhere."""
        return self._columns[register, name]

    def names(self, which: RegisterName | None) -> Names:
        """The names of a register's column; without one, plain equality of names."""
        return PLAIN if which is None else self._names.get((which.register, which.column), PLAIN)


def fact_of(name: str, env: Env, tables: Tables) -> Known:
    """A fact as an operand; a concluded one has the value whose `is` is true, else it is missing."""
    kind = tables.vocabulary.get(name)
    if kind is not None and kind.concluded:
        for value in kind.values:
            if env.conclusions.get((name, value)) is True:
                return Fact(name, value)
        return Missing(name, Why.UNREADABLE)
    return env.facts.get(name) or Missing(name, Why.NOT_STATED)


def candidates(operand: Operand, env: Env, record: Record | None, tables: Tables) -> Candidates:
    match operand:
        case Literal(value=value):
            return Candidates(((value, True, None),))
        case FactRef(name=name):
            return _known(fact_of(name, env, tables))
        case FieldRef(name=name):
            return _known((record or {}).get(name))
        case ParameterRef(name=name):
            return _rows(tables.parameters[name].rows, "value", env)
        case LookUp():
            return _looked_up(operand, env, record, tables)
        case Several(items=items):
            found = [candidates(item, env, record, tables) for item in items]
            return Candidates(tuple(c for f in found for c in f.items), all(f.grounded for f in found))
        case _:
            assert_never(operand)


def _known(known: Known | None) -> Candidates:
    if isinstance(known, Fact):
        return Candidates(((known.value, True, None),))
    return Candidates(((None, None, None),))


def _rows(rows: Sequence[Row], column: str, env: Env) -> Candidates:
    forces = [(row, in_force(row.in_force, env.day)) for row in rows]
    items = tuple((_value(row, column), force, row) for row, force in forces if force is not False)
    return Candidates(items, any(force is True for _, force in forces))


def _value(row: Row, column: str) -> Value | None:
    value = row.values.get(column)
    return None if isinstance(value, tuple) else value


def _looked_up(look_up: LookUp, env: Env, record: Record | None, tables: Tables) -> Candidates:
    register = tables.registers[look_up.register]
    items: list[tuple[Value | None, Truth, Row | None]] = []
    grounded = False
    for row in register.rows:
        force = True if look_up.on == "any" else in_force(row.in_force, env.day)
        grounded = grounded or force is True
        if force is False or look_up.column not in row.values:
            continue
        wheres = (_where(w, row, tables.column(register.name, w.column), env, record, tables) for w in look_up.where)
        match = both((force, *wheres))
        if match is not False:
            items.append((_value(row, look_up.column), match, row))
    return Candidates(tuple(items), grounded)


def _column(register: Register, name: str) -> FieldType:
    column = register.columns[name]
    return column if column.names else replace(column, names=RegisterName(register.name, name))


def _where(where: Where, row: Row, column: FieldType, env: Env, record: Record | None, tables: Tables) -> Truth:
    """A row's demand: the column on the left. A row without a value in the column does not match."""
    left = row.values.get(where.column)
    if left is None:
        return False
    operator = OPERATORS[where.operator]
    found = candidates(where.operand, env, record, tables)
    if isinstance(left, tuple):
        return either(_compare(one, where.operator, found, column, where, tables) for one in left)
    if operator.takes == "many":
        truth = either(
            both((match, None if value is None else _decided(left, value, "is", column, where, tables)))
            for value, match, _ in found.items
        )
        return negate(truth) if operator.negated else truth
    return _compare(left, where.operator, found, column, where, tables)


def _compare(left: Exact, operator: str, found: Candidates, column: FieldType, where: Where, tables: Tables) -> Truth:
    value = one_value(found)
    return None if value is None else _decided(left, value, operator, column, where, tables)


def _decided(left: Exact, right: Value, operator: str, column: FieldType, where: Where, tables: Tables) -> Truth:
    if column.kind is Kind.TEXT and operator in ("is", "is_not") and isinstance(left, str) and isinstance(right, str):
        named = tables.names(column.names).same(left, right) or _as_fact(where.operand, tables).same(left, right)
        return named if operator == "is" else not named
    return OPERATORS[operator].decide(left, right)


def _as_fact(operand: Operand, tables: Tables) -> Names:
    """The names under which a fact on the right side is the same as another spelling."""
    kind = tables.vocabulary.get(operand.name) if isinstance(operand, FactRef) else None
    return tables.names(kind.names if kind else None)


def one_value(found: Candidates) -> Value | None:
    """The one value that stands there: a sure candidate, and no possible one with another value; else unknown."""
    sure = [value for value, match, _ in found.items if match is True]
    if not sure or any(value is None for value, _, __ in found.items):
        return None
    first = sure[0]
    agree = all(value is not None and first is not None and _equal(first, value) for value, _, __ in found.items)
    return first if agree and found.grounded else None


def _equal(a: Value, b: Value) -> bool:
    return a is b or same(a, b) is True


def demanded(
    look_up: LookUp, env: Env, record: Record | None, tables: Tables
) -> tuple[list[tuple[Value, Row]], list[tuple[Value, Row]]]:
    """The values that a register surely demands and those that it may demand, each with its row."""
    found = _looked_up(look_up, env, record, tables)
    sure = [(v, row) for v, match, row in found.items if match is True and v is not None and row is not None]
    possible = [(v, row) for v, match, row in found.items if match is None and v is not None and row is not None]
    return sure, possible


def operand_facts(operand: Operand, env: Env, record: Record | None) -> tuple[Known, ...]:
    """The facts that an operand reads, for the trace."""
    match operand:
        case FactRef(name=name):
            known = env.facts.get(name)
            return (known,) if known is not None else ()
        case FieldRef(name=name):
            field = (record or {}).get(name)
            return (field,) if field is not None else ()
        case Several(items=items):
            return tuple(f for item in items for f in operand_facts(item, env, record))
        case LookUp(where=wheres):
            return tuple(f for where in wheres for f in operand_facts(where.operand, env, record))
        case Literal() | ParameterRef():
            return ()
        case _:
            assert_never(operand)


def row_notes(operand: Operand, grounded: bool, env: Env, tables: Tables) -> tuple[Note, ...]:
    """The values of the parameters on the right side, each with its days and source, or that there is none; and the
    registers where no row was found (`grounded`: whether some row surely stands there)."""
    items = operand.items if isinstance(operand, Several) else (operand,)
    found: list[Note] = []
    for name in (item.name for item in items if isinstance(item, ParameterRef)):
        parameter = tables.parameters[name]
        rows = [row for row in parameter.rows if in_force(row.in_force, env.day) is not False]
        found += [Note("limit", f"{parameter.label}: {_limit(row, parameter.kind)}") for row in rows]
        if not rows:
            found.append(Note("no_limit", parameter.label))
    if not grounded:
        names = dict.fromkeys(item.register for item in items if isinstance(item, LookUp))
        found += [Note("no_row", tables.registers[name].label) for name in names]
    return tuple(found)


def _limit(row: Row, kind: Kind) -> str:
    value = row.values.get("value")
    text = "" if value is None or isinstance(value, tuple) else as_written(value, kind is Kind.SHARE)
    days = "; ".join(f"{span.first or ''}–{span.last or ''}" for span in row.in_force)
    source = [] if row.source is None else [row.source.statute, row.source.section]
    more = ", ".join(part for part in (days, *source) if part)
    return f"{text} ({more})" if more else text
