"""The native engine: each rule compiled once to closures over the facts, in Kleene's three values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from regelkoll.engine.atoms import Env
from regelkoll.engine.program import Branch, Compiled, Leaf, Node, Program, Quantifier
from regelkoll.model import Known, Missing, Outcome, Record, Records, Truth, Why
from regelkoll.values import negate

Decide: TypeAlias = Callable[[Env, Record | None], Truth]
Judge: TypeAlias = Callable[[Env], Outcome]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What an engine says of a case: an outcome per requirement, in the program's order, and `F is v` by (F, v)."""

    outcomes: tuple[Outcome, ...]
    conclusions: Mapping[tuple[str, str], Truth]


def truth_of(node: Node) -> Decide:
    """The closure that decides a node."""
    match node:
        case Leaf(atom=atom):
            return atom.decide
        case Branch(op="not", parts=(part,)):
            inner = truth_of(part)
            return lambda env, record: negate(inner(env, record))
        case Branch(op="all", parts=parts):
            return _all([truth_of(p) for p in parts])
        case Branch(parts=parts):
            return _any([truth_of(p) for p in parts])
        case Quantifier():
            return _quantified(node)
        case _:
            assert_never(node)


def _all(parts: Sequence[Decide]) -> Decide:
    if len(parts) == 1:
        return parts[0]

    def decide(env: Env, record: Record | None) -> Truth:
        result: Truth = True
        for part in parts:
            truth = part(env, record)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return decide


def _any(parts: Sequence[Decide]) -> Decide:
    if len(parts) == 1:
        return parts[0]

    def decide(env: Env, record: Record | None) -> Truth:
        result: Truth = False
        for part in parts:
            truth = part(env, record)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result

    return decide


def _quantified(node: Quantifier) -> Decide:
    body, records = truth_of(node.body), node.records
    stop, op = node.op != "every", node.op

    def decide(env: Env, record: Record | None) -> Truth:
        known = records(env, record)
        if isinstance(known, Missing) or not isinstance(known.value, Records):
            return _without_records(op, known)
        result: Truth = (not stop) if known.value.complete else None
        for item in known.value.items:
            truth = body(env, item)
            if truth is stop:
                return negate(stop) if op == "none" else stop
            if truth is None:
                result = None
        return negate(result) if op == "none" else result

    return decide


def _without_records(op: str, known: Known) -> Truth:
    """A list that says nothing has no record: `some` is false; of `every` and `none` nothing was shown."""
    if op == "some" and isinstance(known, Missing) and known.why is Why.NOT_STATED:
        return False
    return None


def outcome(applies: Truth, met: Truth) -> Outcome:
    """The table of the rule language's section 3."""
    if applies is False:
        return Outcome.INAPPLICABLE
    if applies is None or met is None:
        return Outcome.CANNOT_TELL
    return Outcome.PASSED if met else Outcome.FAILED


class Native:
    """The engine. Reusable over cases; holds no state between them."""

    name = "native"

    def __init__(self, program: Program) -> None:
        self.strata = [
            [(fact, _concluders(program, fact, rules)) for fact, rules in stratum] for stratum in program.strata
        ]
        self.rules = [_judge(compiled) for compiled in program.requirements]

    def judge(self, env: Env) -> Verdicts:
        """Fills `env.conclusions` stratum by stratum, then decides every requirement."""
        for stratum in self.strata:
            for fact, concluders in stratum:
                for value, truth in is_truths([(v, decide(env, None)) for v, decide in concluders]).items():
                    env.conclusions[fact, value] = truth
        return Verdicts(tuple(rule(env) for rule in self.rules), dict(env.conclusions))


def _concluders(program: Program, fact: str, rules: Sequence[Compiled]) -> list[tuple[str, Decide]]:
    """For each choice of the fact, the closure of "some rule that concludes it is in force and its when is true"."""
    choices = program.vocabulary[fact].values
    concluders = []
    for value in choices:
        decides = [truth_of(r.met) for r in rules if r.rule.concludes == (fact, value)]
        concluders.append((value, _any(decides)))
    return concluders


def is_truths(concluded: Sequence[tuple[str, Truth]]) -> dict[str, Truth]:
    """`F is v` for each v: true if v alone is concluded, false if v surely is not and another is, else unknown."""
    result: dict[str, Truth] = {}
    for value, truth in concluded:
        others = [t for v, t in concluded if v != value]
        if truth is True and all(t is False for t in others):
            result[value] = True
        elif truth is False and any(t is True for t in others):
            result[value] = False
        else:
            result[value] = None
    return result


def _judge(compiled: Compiled) -> Judge:
    applies, met = truth_of(compiled.applies), truth_of(compiled.met)

    def judge(env: Env) -> Outcome:
        applicable = applies(env, None)
        if applicable is not True:
            return outcome(applicable, None)
        return outcome(True, met(env, None))

    return judge
