"""Conditions as a tree of nodes whose leaves decide themselves.

A leaf is an atom: a comparison, a statement, a demand on a register. The atoms
come from the one operator table and are shared: that two engines agree is a statement about the logic above the leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias, assert_never

from regelkoll.engine.atoms import Atom, Atoms, Env
from regelkoll.model import (
    Agrees,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Cover,
    Every,
    FieldType,
    Known,
    NoneOf,
    Not,
    Record,
    Some,
    Stated,
)


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """An atom. `condition` is None for "in force on the law day"."""

    atom: Atom
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    op: OneOf["all", "any", "not"]
    parts: tuple[Node, ...]
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Quantifier:
    """`records` gives the list, whose name (and whether it is a record's field) is `over`; `body` is decided once per
    record, with that record and the same environment."""

    op: OneOf["some", "every", "none"]
    over: tuple[str, bool]
    records: Callable[[Env, Record | None], Known]
    body: Node
    condition: Condition | None = None


Node: TypeAlias = Leaf | Branch | Quantifier


def node_of(condition: Condition, atoms: Atoms, fields: Mapping[str, FieldType] | None) -> Node:
    """The node of a condition; `fields` are the record's when the condition stands in a quantifier's body."""
    match condition:
        case AllOf(parts=parts):
            return Branch("all", tuple(node_of(p, atoms, fields) for p in parts), condition)
        case AnyOf(parts=parts):
            return Branch("any", tuple(node_of(p, atoms, fields) for p in parts), condition)
        case Not(part=part):
            return Branch("not", (node_of(part, atoms, fields),), condition)
        case Compare():
            return Leaf(atoms.compare(condition, fields), condition)
        case Stated():
            return Leaf(atoms.stated(condition), condition)
        case Agrees():
            return Leaf(atoms.agrees(condition), condition)
        case Cover():
            return Leaf(atoms.cover(condition, fields), condition)
        case Some():
            return _quantifier("some", condition, atoms, fields)
        case Every():
            return _quantifier("every", condition, atoms, fields)
        case NoneOf():
            return _quantifier("none", condition, atoms, fields)
        case _:
            assert_never(condition)


def _quantifier(
    op: OneOf["some", "every", "none"],
    condition: Some | Every | NoneOf,
    atoms: Atoms,
    fields: Mapping[str, FieldType] | None,
) -> Quantifier:
    inner = atoms.type_of(condition.fact, fields if condition.of_record else None).fields
    body = node_of(condition.body, atoms, inner)
    over = (condition.fact, condition.of_record)
    return Quantifier(op, over, atoms.getter(condition.fact, condition.of_record), body, condition)
