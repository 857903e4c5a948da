"""The program that both engines run: each rule's conditions as nodes, and the order in which conclusions are drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from regelkoll.engine.atoms import Atoms, Env, in_force_atom
from regelkoll.engine.circuit import circuit
from regelkoll.engine.nodes import Branch, Leaf, Node, node_of
from regelkoll.engine.walk import registers_searched
from regelkoll.model import FactType, Record, Rule, RuleSet, Truth


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A rule as nodes. A requirement: outcome from `applies` and `met` (requires, or any exception). A classification:
    `met` alone, which is in force and `when` together; `applies` is the same node. `assumed`: its facts are searched
    by the words of a register with rows that are not confirmed."""

    rule: Rule
    applies: Branch
    met: Branch
    assumed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A rule set compiled. `strata`: per stratum, per concluded fact, the classifications that conclude it."""

    ruleset: RuleSet
    vocabulary: Mapping[str, FactType]
    requirements: tuple[Compiled, ...]
    strata: tuple[tuple[tuple[str, tuple[Compiled, ...]], ...], ...] = field(default=())


def compile_program(ruleset: RuleSet) -> Program:
    atoms = Atoms(ruleset)
    requirements = tuple(_requirement(r, atoms, ruleset) for r in ruleset.rules if r.concludes is None)
    strata = tuple(
        tuple(
            (fact, tuple(_classification(r, atoms) for r in ruleset.rules if r.concludes and r.concludes[0] == fact))
            for fact in stratum
        )
        for stratum in ruleset.strata
    )
    return Program(ruleset, _with_predicates(ruleset, atoms), requirements, strata)


def _in_force(rule: Rule) -> Leaf:
    return Leaf(in_force_atom(rule.in_force))


def _requirement(rule: Rule, atoms: Atoms, ruleset: RuleSet) -> Compiled:
    applies: list[Node] = [_in_force(rule)]
    if rule.applies_when is not None:
        applies.append(node_of(rule.applies_when, atoms, None))
    assert rule.requires is not None
    met = [node_of(rule.requires, atoms, None)]
    met += [node_of(exception.when, atoms, None) for exception in rule.unless]
    searched = (ruleset.registers[name] for name in registers_searched(rule, ruleset.vocabulary))
    assumed = any(row.assumed for register in searched for row in register.rows)
    return Compiled(rule, Branch("all", tuple(applies)), Branch("any", tuple(met)), assumed)


def _classification(rule: Rule, atoms: Atoms) -> Compiled:
    parts: list[Node] = [_in_force(rule)]
    if rule.applies_when is not None:
        parts.append(node_of(rule.applies_when, atoms, None))
    node = Branch("all", tuple(parts))
    return Compiled(rule, node, node)


def _with_predicates(ruleset: RuleSet, atoms: Atoms) -> Mapping[str, FactType]:
    """The vocabulary with every derivation's `where` as a predicate on a record."""
    vocabulary = dict(ruleset.vocabulary)
    for name, kind in vocabulary.items():
        where = kind.derive.arguments.get("where") if kind.derive else None
        if kind.derive is None or where is None:
            continue
        fields = vocabulary[str(kind.derive.arguments["of"])].fields
        node = node_of(where, atoms, fields)  # type: ignore[arg-type]
        arguments = {**kind.derive.arguments, "where_predicate": _predicate(node)}
        vocabulary[name] = replace(kind, derive=replace(kind.derive, arguments=arguments))
    return vocabulary


def _predicate(node: Node) -> Callable[[Record], Truth]:
    """A condition on a record alone, whatever the case."""
    decided, nowhere = circuit([node]), Env({}, {}, None, {})
    return lambda record: decided.truth(nowhere, record, node)
