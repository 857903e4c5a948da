"""The trace of a decision, built when wanted: each node's truth down to the facts, and what would settle an unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from regelkoll.engine.atoms import Env
from regelkoll.engine.native import truth_of
from regelkoll.engine.program import Compiled, Leaf, Node, Program, Quantifier
from regelkoll.model import Compare, Condition, Fact, Interval, Known, Missing, Record, Records, Trace


def trace_of(
    node: Node, condition: Condition, env: Env, record: Record | None = None, index: int | None = None
) -> Trace:
    """How a node came out, and its parts. `condition` is the node's own."""
    truth = truth_of(node)(env, record)
    match node:
        case Leaf(atom=atom):
            facts, notes = atom.explain(env, record)
            return Trace(condition, truth, (), facts, notes, index)
        case Quantifier(body=body):
            known = node.records(env, record)
            items = known.value.items if isinstance(known, Fact) and isinstance(known.value, Records) else ()
            inner = tuple(_inner(body, env, item, i) for i, item in enumerate(items))
            return Trace(condition, truth, inner, (known,), (), index)
        case _:
            return Trace(
                condition, truth, tuple(_inner(part, env, record, index) for part in node.parts), (), (), index
            )


def _inner(node: Node, env: Env, record: Record | None, index: int | None) -> Trace:
    assert node.condition is not None
    return trace_of(node, node.condition, env, record, index)


def settling(node: Node, env: Env, program: Program, record: Record | None = None) -> list[str]:
    """The facts of the case that would settle a node that is unknown, in the order that the rule names them."""
    if truth_of(node)(env, record) is not None:
        return []
    match node:
        case Leaf():
            return _settling_leaf(node, env, program, record)
        case Quantifier(body=body):
            known = node.records(env, record)
            if isinstance(known, Missing):
                return _names(known)
            items = known.value.items if isinstance(known.value, Records) else ()
            inner = [name for item in items for name in settling(body, env, program, item)]
            return _unique([known.name if n in _fields(program, known.name) else n for n in inner] or [known.name])
        case _:
            return _unique(name for part in node.parts for name in settling(part, env, program, record))


def _fields(program: Program, name: str) -> Mapping[str, object]:
    kind = program.vocabulary.get(name)
    return kind.fields if kind is not None else {}


def _settling_leaf(node: Leaf, env: Env, program: Program, record: Record | None) -> list[str]:
    condition = node.condition
    if condition is None:
        return [name for name, kind in program.vocabulary.items() if kind.law_day]
    if isinstance(condition, Compare) and _concluded(condition.fact, program):
        rules = [r for stratum in program.strata for fact, rules in stratum if fact == condition.fact for r in rules]
        return _settling_conclusion(rules, env, program)
    facts, _ = node.atom.explain(env, record)
    missing = [name for known in facts for name in _names(known)]
    return _unique(missing or [known.name for known in facts[:1]])


def _settling_conclusion(rules: Iterable[Compiled], env: Env, program: Program) -> list[str]:
    """What the classifications lack; when none is unknown, the facts that they look at."""
    rules = list(rules)
    unknown = _unique(name for rule in rules for name in settling(rule.met, env, program))
    return unknown or _unique(name for rule in rules for name in _leaves(rule.met, env))


def _leaves(node: Node, env: Env) -> list[str]:
    match node:
        case Leaf(atom=atom):
            return [known.name for known in atom.explain(env, None)[0]]
        case Quantifier():
            return [node.records(env, None).name]
        case _:
            return [name for part in node.parts for name in _leaves(part, env)]


def _concluded(name: str, program: Program) -> bool:
    kind = program.vocabulary.get(name)
    return kind is not None and kind.concluded


def _names(known: Known) -> list[str]:
    match known:
        case Missing(because=because, name=name):
            return list(because) or [name]
        case Fact(value=Interval(), name=name):
            return [name]
        case Fact(value=Records(complete=False), name=name):
            return [name]
        case Fact():
            return []
        case _:
            assert_never(known)


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
