"""The durable engine: the same nodes as Horn productions in durable_rules.

The host decides atoms, runs quantifier bodies once per record, and carries conclusions from stratum to stratum; the
productions do the logic and the outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regelkoll.engine.atoms import Env
from regelkoll.engine.horn import Clauses
from regelkoll.engine.native import Verdicts
from regelkoll.engine.nodes import Node, Quantifier
from regelkoll.engine.program import Compiled, Program
from regelkoll.engine.rete import (
    MAX_PRODUCTIONS,
    MAX_PROPOSITIONS,
    EngineError,
    Proposition,
    Rete,
    available,
)
from regelkoll.model import Missing, Outcome, Record, Records, Truth, Why

__all__ = ["Durable", "EngineError", "available"]


class Tree:
    """One tree of nodes as clauses, with the trees of its quantifiers' bodies."""

    def __init__(self, name: str, root: Node) -> None:
        self.clauses = Clauses(name)
        self.root = self.clauses.node(root)
        self.bodies = [(shows, node, Packed([("b", node.body)])) for shows, node in self.clauses.quantifiers]

    def given(self, env: Env, record: Record | None) -> list[Proposition]:
        """What the host asserts of a case: the atoms that are told, and what the records showed."""
        says = self.clauses.says
        told = [(node, leaf.atom.decide(env, record)) for node, leaf in self.clauses.leaves]
        given = [says(node, truth) for node, truth in told if truth is not None]
        for shows, node, body in self.bodies:
            some_true, some_false, all_true, all_false, none_there = _shown(node, body, env, record)
            flags = (
                (shows.some_true, some_true),
                (shows.some_false, some_false),
                (shows.all_true, all_true),
                (shows.all_false, all_false),
                (shows.none_there, none_there),
            )
            given += [says(number, True) for number, holds in flags if holds]
        return given

    def truth(self, derived: Mapping[Proposition, str] | set[Proposition], node: int) -> Truth:
        true, false = (self.clauses.says(node, t) in derived for t in (True, False))
        if true and false:
            raise EngineError("a node is both true and false")
        return True if true else False if false else None


def _shown(node: Quantifier, body: Packed, env: Env, record: Record | None) -> tuple[bool, bool, bool, bool, bool]:
    """Some true, some false, all true, all false, none there."""
    known = node.records(env, record)
    if isinstance(known, Missing):
        return False, False, False, False, known.why is Why.NOT_STATED
    if not isinstance(known.value, Records):
        return False, False, False, False, False
    truths = [body.truths(env, item)[0] for item in known.value.items]
    complete = known.value.complete
    return (
        any(t is True for t in truths),
        any(t is False for t in truths),
        complete and all(t is True for t in truths),
        complete and all(t is False for t in truths),
        False,
    )


class Packed:
    """Trees packed into as few rulesets as the limits allow; gives the truth of each tree's root."""

    def __init__(self, roots: Iterable[tuple[str, Node]]) -> None:
        self.trees = [Tree(name, root) for name, root in roots]
        self.groups: list[tuple[list[Tree], Rete]] = []
        waiting: list[Tree] = []
        for tree in self.trees:
            if waiting and not _fits([*waiting, tree]):
                self._close(waiting)
                waiting = []
            waiting.append(tree)
        if waiting:
            self._close(waiting)

    def _close(self, trees: list[Tree]) -> None:
        productions = [p for tree in trees for p in tree.clauses.productions]
        if productions:
            self.groups.append((trees, Rete(productions)))
        else:
            self.groups.append((trees, Rete(())))

    def truths(self, env: Env, record: Record | None) -> list[Truth]:
        """The truth of each root, in the order given."""
        result: list[Truth] = []
        for trees, rete in self.groups:
            given = {p for tree in trees for p in tree.given(env, record)}
            derived = given | rete.derive(given).keys()
            _consistent(derived)
            result += [tree.truth(derived, tree.root) for tree in trees]
        return result


def _fits(trees: Sequence[Tree]) -> bool:
    productions = [p for tree in trees for p in tree.clauses.productions]
    propositions = {need for p in productions for need in p.needs}
    return len(productions) <= MAX_PRODUCTIONS and len(propositions) < MAX_PROPOSITIONS


def _consistent(derived: set[Proposition]) -> None:
    for name, value in derived:
        if value % 2 == 0 and (name, value + 1) in derived:
            raise EngineError("a node is both true and false")


@dataclass(frozen=True, slots=True)
class _Concluder:
    """The classifications of one fact: their conditions, and the ruleset from those to `F is v`."""

    fact: str
    values: tuple[str, ...]
    concluded: tuple[str, ...]
    conditions: Packed
    choices: Rete
    clauses: Clauses
    nodes: tuple[int, ...]
    is_nodes: tuple[int, ...]
    never: tuple[int, ...]

    def judge(self, env: Env) -> None:
        truths = self.conditions.truths(env, None)
        says = self.clauses.says
        given = {says(node, truth) for node, truth in zip(self.nodes, truths, strict=True) if truth is not None}
        given |= {says(node, False) for node in self.never}
        derived = given | self.choices.derive(given).keys()
        _consistent(derived)
        for value, node in zip(self.values, self.is_nodes, strict=True):
            true, false = says(node, True) in derived, says(node, False) in derived
            env.conclusions[self.fact, value] = True if true else False if false else None


def _concluder(fact: str, values: tuple[str, ...], rules: Sequence[Compiled]) -> _Concluder:
    clauses = Clauses("c")
    nodes = tuple(clauses.new() for _ in rules)
    concluded = tuple(rule.rule.concludes[1] if rule.rule.concludes else "" for rule in rules)
    c_nodes: list[int] = []
    never: list[int] = []
    for value in values:
        mine = [node for node, v in zip(nodes, concluded, strict=True) if v == value]
        if mine:
            c_nodes.append(clauses.joined(mine, every=False))
        else:
            c_nodes.append(clauses.new())
            never.append(c_nodes[-1])
    is_nodes = tuple(_is_node(clauses, c_nodes, index) for index in range(len(values)))
    conditions = Packed([(f"k{i}", rule.met) for i, rule in enumerate(rules)])
    choices = Rete(clauses.productions)
    return _Concluder(fact, values, concluded, conditions, choices, clauses, nodes, is_nodes, tuple(never))


def _is_node(clauses: Clauses, c_nodes: Sequence[int], index: int) -> int:
    """`F is v`: true if C_v and every other C_w is false; false if C_v is false and some C_w is true."""
    node, own = clauses.new(), c_nodes[index]
    others = [c for c in c_nodes if c != own]
    needs = [clauses.says(own, True), *(clauses.says(c, False) for c in others)]
    clauses.rule(clauses.says(node, True), *needs)
    for other in others:
        clauses.rule(clauses.says(node, False), clauses.says(own, False), clauses.says(other, True))
    return node


class Durable:
    """The engine. Reusable over cases, one at a time; holds no state between them."""

    name = "durable"

    def __init__(self, program: Program) -> None:
        self.strata = [
            [_concluder(fact, program.vocabulary[fact].values, rules) for fact, rules in stratum]
            for stratum in program.strata
        ]
        self.requirements = _Requirements(program.requirements)

    def judge(self, env: Env) -> Verdicts:
        """Fills `env.conclusions` stratum by stratum, then decides every requirement."""
        for stratum in self.strata:
            for concluder in stratum:
                concluder.judge(env)
        return Verdicts(self.requirements.outcomes(env), dict(env.conclusions))


class _Requirements:
    """Each rule whole in one ruleset: applicability, requirement with exceptions, the outcome's three productions."""

    def __init__(self, rules: Sequence[Compiled]) -> None:
        self.rules = [_RuleTrees(index, compiled) for index, compiled in enumerate(rules)]
        self.groups: list[tuple[list[_RuleTrees], Rete]] = []
        waiting: list[_RuleTrees] = []
        for rule in self.rules:
            if waiting and not _room([*waiting, rule]):
                self.groups.append((waiting, _rete(waiting)))
                waiting = []
            waiting.append(rule)
        if waiting:
            self.groups.append((waiting, _rete(waiting)))

    def outcomes(self, env: Env) -> tuple[Outcome, ...]:
        result: list[Outcome] = []
        for rules, rete in self.groups:
            given = {p for rule in rules for p in rule.tree.given(env, None)}
            derived = given | rete.derive(given).keys()
            _consistent(derived)
            result += [rule.outcome(derived) for rule in rules]
        return tuple(result)


class _RuleTrees:
    """A rule's clauses: both of its roots under one property name, and a node for each outcome."""

    def __init__(self, index: int, compiled: Compiled) -> None:
        self.tree = Tree(f"r{index}", compiled.applies)
        clauses = self.tree.clauses
        applies = self.tree.root
        met = clauses.node(compiled.met)
        self.tree.bodies = [(s, node, Packed([("b", node.body)])) for s, node in clauses.quantifiers]
        says = clauses.says
        self.outcomes = {o: clauses.new() for o in (Outcome.INAPPLICABLE, Outcome.PASSED, Outcome.FAILED)}
        clauses.rule(says(self.outcomes[Outcome.INAPPLICABLE], True), says(applies, False))
        clauses.rule(says(self.outcomes[Outcome.PASSED], True), says(applies, True), says(met, True))
        clauses.rule(says(self.outcomes[Outcome.FAILED], True), says(applies, True), says(met, False))

    def outcome(self, derived: set[Proposition]) -> Outcome:
        told = [o for o, node in self.outcomes.items() if self.tree.clauses.says(node, True) in derived]
        if len(told) > 1:
            raise EngineError("a rule has two outcomes")
        return told[0] if told else Outcome.CANNOT_TELL


def _room(rules: Sequence[_RuleTrees]) -> bool:
    return _fits([rule.tree for rule in rules])


def _rete(rules: Sequence[_RuleTrees]) -> Rete:
    return Rete([p for rule in rules for p in rule.tree.clauses.productions])
