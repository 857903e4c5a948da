"""The operator table: every comparison of the rule language, with the kinds that it takes and how it decides.

To add an operator is to add one decorated function: loading, hints, evaluation and wording read the table. A decider
gets exact or inexact values (never a `Missing`) and answers in Kleene's three values; both engines share it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal as OneOf
from typing import TypeAlias

import re2

from regelkoll.model import Kind, Truth, Value
from regelkoll.values import below, bounds, foreign, name_key, near, negate, same

Decider: TypeAlias = Callable[[Value, Value], Truth]
Takes: TypeAlias = OneOf["one", "many", "pair", "integer", "pattern"]

ORDERED = frozenset({Kind.INTEGER, Kind.AMOUNT, Kind.SHARE})
DATES = frozenset({Kind.DATE})
TEXTS = frozenset({Kind.TEXT})
SINGLE = frozenset(Kind) - {Kind.LIST}


@dataclass(frozen=True, slots=True)
class Operator:
    """`takes` is the shape of the right side: one value of the fact's kind, many (membership), a pair of ends,
    a whole number, or a pattern. For `many` and `pair` the engine combines `decide` over the items."""

    name: str
    kinds: frozenset[Kind]
    takes: Takes
    decide: Decider
    negated: bool = False


_TABLE: dict[str, Operator] = {}


def _operator(
    name: str, kinds: frozenset[Kind], takes: Takes = "one", negated: bool = False
) -> Callable[[Decider], Decider]:
    def enter(decide: Decider) -> Decider:
        _TABLE[name] = Operator(name, kinds, takes, decide, negated)
        return decide

    return enter


@_operator("is", SINGLE)
def _is(a: Value, b: Value) -> Truth:
    return same(a, b)


@_operator("is_not", SINGLE)
def _is_not(a: Value, b: Value) -> Truth:
    return negate(same(a, b))


@_operator("in", SINGLE, "many")
@_operator("not_in", SINGLE, "many", negated=True)
def _member(a: Value, b: Value) -> Truth:
    """Equality with one member; a near name is unknown ("menas …?"), never false."""
    truth = same(a, b)
    if truth is False and isinstance(a, str) and isinstance(b, str) and near(a, b):
        return None
    return truth


def _money(decide: Decider) -> Decider:
    return lambda a, b: None if foreign(a, b) else decide(a, b)


_BELOW = _money(below)
_operator("less_than", ORDERED)(_BELOW)
_operator("at_least", ORDERED)(lambda a, b: negate(_BELOW(a, b)))
_operator("more_than", ORDERED)(lambda a, b: _BELOW(b, a))
_operator("at_most", ORDERED)(lambda a, b: negate(_BELOW(b, a)))
_operator("before", DATES)(below)
_operator("on_or_after", DATES)(lambda a, b: negate(below(a, b)))
_operator("after", DATES)(lambda a, b: below(b, a))
_operator("on_or_before", DATES)(lambda a, b: negate(below(b, a)))


@_operator("between", ORDERED | DATES, "pair")
def _between(a: Value, b: Value) -> Truth:
    raise AssertionError("the engine decides `between` by at_least and at_most")


def _text(decide: Callable[[str, str], bool]) -> Decider:
    return lambda a, b: decide(a, b) if isinstance(a, str) and isinstance(b, str) else None


_operator("contains", TEXTS)(_text(lambda a, b: name_key(b) in name_key(a)))
_operator("starts_with", TEXTS)(_text(lambda a, b: name_key(a).startswith(name_key(b))))
_operator("ends_with", TEXTS)(_text(lambda a, b: name_key(a).endswith(name_key(b))))
_operator("spelt_as", TEXTS)(_text(lambda a, b: a == b))
_operator("similar_to", TEXTS)(_text(lambda a, b: name_key(a) == name_key(b) or near(a, b)))


@lru_cache(maxsize=512)
def pattern(expression: str) -> re2.Pattern[str] | None:
    """The expression compiled by a linear-time engine, `None` when it is not one that the engine takes."""
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(expression, options)
    except re2.error:
        return None


@_operator("matches", TEXTS, "pattern")
def _matches(a: Value, b: Value) -> Truth:
    if not isinstance(a, str) or not isinstance(b, str):
        return None
    compiled = pattern(b)
    return None if compiled is None else compiled.fullmatch(a) is not None


_WORD = re.compile(r"\w+")


def words_in(text: str) -> int:
    return len(_WORD.findall(text))


def _counted(count: Callable[[str], int], holds: Callable[[int, int], bool]) -> Decider:
    def decide(a: Value, b: Value) -> Truth:
        low, high = bounds(b)
        if not isinstance(a, str) or low is None or high is None:
            return None
        counted = count(a)
        found = {holds(counted, int(end)) for end in (low, high)}  # type: ignore[arg-type]
        return found.pop() if len(found) == 1 else None

    return decide


_operator("longer_than", TEXTS, "integer")(_counted(len, lambda a, b: a > b))
_operator("shorter_than", TEXTS, "integer")(_counted(len, lambda a, b: a < b))
_operator("words_at_least", TEXTS, "integer")(_counted(words_in, lambda a, b: a >= b))


@_operator("sums_to", frozenset({Kind.LIST}))
def _sums_to(a: Value, b: Value) -> Truth:
    """Decided on the sum, which the engine computes from the records' one amount field."""
    return None if foreign(a, b) else same(a, b)


OPERATORS: Mapping[str, Operator] = _TABLE
