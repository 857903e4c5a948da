"""The trace of a decision, built when wanted from what was recorded, and what would settle an unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from regelkoll.engine.atoms import Env
from regelkoll.engine.native import Recorded
from regelkoll.engine.nodes import Leaf, Node, Quantifier
from regelkoll.engine.program import Compiled, Program
from regelkoll.model import Compare, Condition, Fact, Interval, Known, Missing, Record, Records, Trace


def trace_of(
    node: Node, condition: Condition, recorded: Recorded, record: Record | None = None, index: int | None = None
) -> Trace:
    """How a node came out, and its parts. `condition` is the node's own; `recorded` is the record's in a body."""
    truth, env = recorded.truth(node), recorded.env
    match node:
        case Leaf(atom=atom):
            facts, notes = atom.explain(env, record)
            return Trace(condition, truth, (), facts, notes, index)
        case Quantifier(body=body):
            known = node.records(env, record)
            items = known.value.items if isinstance(known, Fact) and isinstance(known.value, Records) else ()
            inner = tuple(_inner(body, recorded.within(node, item), item, i) for i, item in enumerate(items))
            return Trace(condition, truth, inner, (known,), (), index)
        case _:
            return Trace(
                condition, truth, tuple(_inner(part, recorded, record, index) for part in node.parts), (), (), index
            )


def _inner(node: Node, recorded: Recorded, record: Record | None, index: int | None) -> Trace:
    assert node.condition is not None
    return trace_of(node, node.condition, recorded, record, index)


def settling(node: Node, recorded: Recorded, program: Program, record: Record | None = None) -> list[str]:
    """The facts of the case that would settle a node that is unknown, in the order that the rule names them."""
    if recorded.truth(node) is not None:
        return []
    match node:
        case Leaf():
            return _settling_leaf(node, recorded, program, record)
        case Quantifier(body=body):
            known = node.records(recorded.env, record)
            if isinstance(known, Missing):
                return _names(known)
            items = known.value.items if isinstance(known.value, Records) else ()
            inner = [name for item in items for name in settling(body, recorded.within(node, item), program, item)]
            return _unique([known.name if n in _fields(program, known.name) else n for n in inner] or [known.name])
        case _:
            return _unique(name for part in node.parts for name in settling(part, recorded, program, record))


def _fields(program: Program, name: str) -> Mapping[str, object]:
    kind = program.vocabulary.get(name)
    return kind.fields if kind is not None else {}


def _settling_leaf(node: Leaf, recorded: Recorded, program: Program, record: Record | None) -> list[str]:
    condition = node.condition
    if condition is None:
        return [name for name, kind in program.vocabulary.items() if kind.law_day]
    if isinstance(condition, Compare) and _concluded(condition.fact, program):
        rules = [r for stratum in program.strata for fact, rules in stratum if fact == condition.fact for r in rules]
        return _settling_conclusion(rules, recorded, program)
    facts, notes = node.atom.explain(recorded.env, record)
    missing = [name for known in facts for name in _names(known)]
    if not missing and any(note.kind == "no_limit" for note in notes):
        return []  # nothing that the draft could say would settle it
    return _unique(missing or [known.name for known in facts[:1]])


def _settling_conclusion(rules: Iterable[Compiled], recorded: Recorded, program: Program) -> list[str]:
    """What the classifications lack; when none is unknown, the facts that they look at."""
    rules = list(rules)
    unknown = _unique(name for rule in rules for name in settling(rule.met, recorded, program))
    return unknown or _unique(name for rule in rules for name in _leaves(rule.met, recorded.env))


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
