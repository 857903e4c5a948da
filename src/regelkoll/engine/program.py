"""The program that both engines run: each rule's conditions as a tree of nodes whose leaves decide themselves.

A leaf is an atom: a comparison, a statement, a demand on a register. The atoms
come from the one operator table and are shared: that two engines agree is a statement about the logic above the leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal as OneOf
from typing import TypeAlias, assert_never

from regelkoll.engine.atoms import Atom, Atoms, Env
from regelkoll.engine.days import in_force
from regelkoll.model import (
    Agrees,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Cover,
    Every,
    FactType,
    FieldType,
    Known,
    NoneOf,
    Not,
    Record,
    Rule,
    RuleSet,
    Some,
    Stated,
    Truth,
)

RecordTruth: TypeAlias = Callable[[Env, Record | None], Truth]


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
    """`records` gives the list; `body` is decided once per record, with that record and the same environment."""

    op: OneOf["some", "every", "none"]
    records: Callable[[Env, Record | None], Known]
    body: Node
    condition: Condition | None = None


Node: TypeAlias = Leaf | Branch | Quantifier


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A rule as nodes. A requirement: outcome from `applies` and `met` (requires, or any exception). A classification:
    `met` alone, which is in force and `when` together; `applies` is the same node."""

    rule: Rule
    applies: Node
    met: Node


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A rule set compiled. `strata`: per stratum, per concluded fact, the classifications that conclude it."""

    ruleset: RuleSet
    vocabulary: Mapping[str, FactType]
    requirements: tuple[Compiled, ...]
    strata: tuple[tuple[tuple[str, tuple[Compiled, ...]], ...], ...] = field(default=())


def compile_program(ruleset: RuleSet) -> Program:
    atoms = Atoms(ruleset)
    requirements = tuple(_requirement(r, atoms) for r in ruleset.rules if r.concludes is None)
    strata = tuple(
        tuple(
            (fact, tuple(_classification(r, atoms) for r in ruleset.rules if r.concludes and r.concludes[0] == fact))
            for fact in stratum
        )
        for stratum in ruleset.strata
    )
    return Program(ruleset, _with_predicates(ruleset, atoms), requirements, strata)


def _in_force(rule: Rule) -> Leaf:
    spans = rule.in_force
    return Leaf(Atom(lambda env, _: in_force(spans, env.day), lambda env, _: ((), ())))


def _requirement(rule: Rule, atoms: Atoms) -> Compiled:
    applies: list[Node] = [_in_force(rule)]
    if rule.applies_when is not None:
        applies.append(node_of(rule.applies_when, atoms, None))
    assert rule.requires is not None
    met = [node_of(rule.requires, atoms, None)]
    met += [node_of(exception.when, atoms, None) for exception in rule.unless]
    return Compiled(rule, Branch("all", tuple(applies)), Branch("any", tuple(met)))


def _classification(rule: Rule, atoms: Atoms) -> Compiled:
    parts: list[Node] = [_in_force(rule)]
    if rule.applies_when is not None:
        parts.append(node_of(rule.applies_when, atoms, None))
    node = Branch("all", tuple(parts))
    return Compiled(rule, node, node)


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
    return Quantifier(op, atoms.getter(condition.fact, condition.of_record), body, condition)


def _with_predicates(ruleset: RuleSet, atoms: Atoms) -> Mapping[str, FactType]:
    """The vocabulary with every derivation's `where` as a predicate on a record."""
    from regelkoll.engine.native import truth_of

    vocabulary = dict(ruleset.vocabulary)
    for name, kind in vocabulary.items():
        where = kind.derive.arguments.get("where") if kind.derive else None
        if kind.derive is None or where is None:
            continue
        fields = vocabulary[str(kind.derive.arguments["of"])].fields
        decide = truth_of(node_of(where, atoms, fields))  # type: ignore[arg-type]
        nowhere = Env({}, {}, None, {})
        arguments = {**kind.derive.arguments, "where_predicate": lambda r, d=decide, e=nowhere: d(e, r)}
        vocabulary[name] = replace(kind, derive=replace(kind.derive, arguments=arguments))
    return vocabulary
