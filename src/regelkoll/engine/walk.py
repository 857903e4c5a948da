"""Walks over a rule: its conditions, its operands, the facts and registers that it uses, directly and behind facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from regelkoll.engine.derive import DERIVATIONS
from regelkoll.model import (
    Agrees,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Cover,
    Every,
    FactRef,
    FactType,
    LookUp,
    NoneOf,
    Not,
    Operand,
    Rule,
    Several,
    Some,
    Stated,
    Vocabulary,
)


def conditions_in(rule: Rule) -> Iterator[Condition]:
    """Every condition of a rule, outermost first."""
    roots = [rule.applies_when, rule.requires, *(e.when for e in rule.unless)]
    left = [c for c in roots if c is not None]
    while left:
        condition = left.pop(0)
        yield condition
        match condition:
            case AllOf(parts=parts) | AnyOf(parts=parts):
                left += parts
            case Not(part=part):
                left.append(part)
            case Some(body=body) | Every(body=body) | NoneOf(body=body):
                left.append(body)


def operands_in(rule: Rule) -> Iterator[Operand]:
    for condition in conditions_in(rule):
        left: list[Operand] = []
        if isinstance(condition, Compare):
            left.append(condition.operand)
        elif isinstance(condition, Cover):
            left.append(condition.demand)
        while left:
            operand = left.pop()
            yield operand
            if isinstance(operand, Several):
                left += operand.items
            elif isinstance(operand, LookUp):
                left += [where.operand for where in operand.where]


def registers_used(rule: Rule) -> set[str]:
    return {operand.register for operand in operands_in(rule) if isinstance(operand, LookUp)}


def facts_used(rule: Rule) -> set[str]:
    """The case's facts that a rule names, on either side (not the facts that derived ones need)."""
    used = {o.name for o in operands_in(rule) if isinstance(o, FactRef)}
    for condition in conditions_in(rule):
        match condition:
            case AllOf() | AnyOf() | Not():
                pass
            case Compare() | Stated() | Agrees() | Some() | Every() | NoneOf() | Cover():
                if not condition.of_record:
                    used.add(condition.fact)
    return used


def facts_behind(names: Iterable[str], vocabulary: Vocabulary) -> set[str]:
    """The facts with these names and all that they are computed from."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name in found or name not in vocabulary:
            continue
        found.add(name)
        derive = vocabulary[name].derive
        left += DERIVATIONS[derive.function].inputs(derive.arguments) if derive is not None else ()
    return found


def searched_register(fact: FactType) -> str | None:
    """The register whose words a text search looks for, `None` when it looks for something else."""
    words = (fact.find or {}).get("any_of")
    return str(words.get("register")) if isinstance(words, Mapping) else None


def registers_searched(rule: Rule, vocabulary: Vocabulary) -> set[str]:
    """The registers whose words are searched for by the facts that a rule uses."""
    facts = (vocabulary[name] for name in facts_behind(facts_used(rule), vocabulary))
    return {name for fact in facts if (name := searched_register(fact)) is not None}
