"""Walks over a rule: its conditions, its operands, the facts and registers that it uses."""

from __future__ import annotations

from collections.abc import Iterator

from regelkoll.model import (
    Agrees,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Cover,
    Every,
    FactRef,
    LookUp,
    NoneOf,
    Not,
    Operand,
    Rule,
    Several,
    Some,
    Stated,
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
