"""The frame of a new rule: complete but for its texts, with an example for each outcome and each side of the border."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import yaml

from regelkoll.facts.literals import read_literal
from regelkoll.model import Amount, FactType, FieldType, Interval, Kind
from regelkoll.operators import OPERATORS
from regelkoll.values import as_written

STATED = "stated"
TODO = "SKRIV"
_SAMPLES: Mapping[Kind, str] = {
    Kind.AMOUNT: "100 000 kr",
    Kind.DATE: "2025-01-15",
    Kind.INTEGER: "10",
    Kind.SHARE: "50 %",
    Kind.TEXT: "Ett exempel",
    Kind.YES_NO: "ja",
}
_ORDER: Mapping[str, tuple[int, int]] = {
    "less_than": (-1, 0), "before": (-1, 0), "at_most": (0, 1), "on_or_before": (0, 1),
    "more_than": (1, 0), "after": (1, 0), "at_least": (0, -1), "on_or_after": (0, -1),
}  # fmt: skip
"""How far from the border the passing and the failing example stand, in the smallest steps of the kind."""
_WORDY: Mapping[str, Callable[[str], tuple[str, str]]] = {
    "is": lambda v: (v, f"{v} och något annat"),
    "is_not": lambda v: (f"{v} och något annat", v),
    "spelt_as": lambda v: (v, f"{v} och något annat"),
    "similar_to": lambda v: (v, "något helt annat"),
    "contains": lambda v: (f"före {v} efter", "något annat"),
    "starts_with": lambda v: (f"{v} efter", "något annat"),
    "ends_with": lambda v: (f"före {v}", "något annat"),
    "words_at_least": lambda v: ("ord " * int(v), "ord " * (int(v) - 1) or "–"),
    "longer_than": lambda v: ("x" * (int(v) + 1), "x" * int(v)),
    "shorter_than": lambda v: ("x" * (int(v) - 1), "x" * int(v)),
}


class _Written(yaml.SafeDumper):
    """Writes out what stands twice: rule files have no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class NoFrame(Exception):
    """The frame cannot be made; `code` says why: fact, operator, value."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Wish:
    """What the new rule is to be. `operator` is one of the fact's, or `stated`; `value` its right side as written."""

    id: str
    fact: FactType
    operator: str
    value: str
    title: str
    severity: str
    decides: str
    begins: date
    statute: str
    section: str
    url: str


def operators_for(fact: FactType) -> list[str]:
    """The operators that a frame can be made with for a fact."""
    if fact.derive or fact.concluded:
        return []
    framed = {*_ORDER, *_WORDY, "in", "not_in"}
    known = [name for name, operator in OPERATORS.items() if fact.kind in operator.kinds and name in framed]
    if fact.kind in (Kind.CHOICE, Kind.YES_NO):
        known = [name for name in known if name in ("is", "is_not", "in", "not_in")]
    return [STATED, *known]


def frame(wish: Wish) -> str:
    """The YAML of the rule file. Raises NoFrame."""
    if wish.operator not in operators_for(wish.fact):
        raise NoFrame("operator" if operators_for(wish.fact) else "fact")
    name = wish.fact.name
    demand, good, bad = _demand(wish)
    before = wish.begins - timedelta(1)
    examples: list[dict[str, Any]] = [
        {"name": "uppfyllt", "facts": {name: good}, "expect": "passed"},
        {"name": "inte uppfyllt", "facts": {} if bad is None else {name: bad}, "expect": "failed"},
        {"name": "går inte att läsa", "facts": {name: {"missing": "unreadable"}}, "expect": "cannot_tell"},
        {"name": "dagen före", "on": before.isoformat(), "facts": {name: good}, "expect": "inapplicable"},
    ]
    source = {"statute": wish.statute or f"{TODO}: lagen eller beslutet"}
    source |= {"section": wish.section or f"{TODO}: paragraf eller punkt", "url": wish.url or f"{TODO}: adressen"}
    head: dict[str, Any] = {
        "title": wish.title or f"{TODO}: vad regeln kräver, i en mening",
        "source": [source],
        "in_force": {"from": wish.begins.isoformat()},
        "severity": wish.severity,
        "decides": wish.decides,
        "requires": demand,
        "message": f"{TODO}: vad som är fel.",
        "remedy": f"{TODO}: vad man gör åt det.",
        "passed": f"{TODO}: vad som är rätt när regeln är uppfylld.",
        "why": f"{TODO}: skälen, och vad regeln inte ser.",
        "examples": examples,
    }
    return "".join(_written(key, value) for key, value in head.items())


def _written(key: str, value: Any) -> str:
    """A key with its value: what holds nothing but scalars stands on one line."""
    flow = None if isinstance(value, dict | list) else False
    style: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 110, "default_flow_style": flow}
    return str(yaml.dump({key: value}, Dumper=_Written, **style))


def _demand(wish: Wish) -> tuple[dict[str, Any], Any, Any]:
    """The condition, a value that meets it, and one that does not (None: nothing stated)."""
    fact, operator = wish.fact, wish.operator
    if operator == STATED:
        return {STATED: fact.name}, sample(fact), None
    if operator in ("in", "not_in"):
        items = [part.strip() for part in wish.value.split(",") if part.strip()]
        if not items or any(read_literal(fact.kind, item) is None for item in items):
            raise NoFrame("value")
        other = _other(fact, items)
        good, bad = (items[0], other) if operator == "in" else (other, items[0])
        return {fact.name: {operator: items}}, good, bad
    if operator in _ORDER:
        good, bad = (_moved(fact, wish.value, steps) for steps in _ORDER[operator])
        return {fact.name: {operator: wish.value}}, good, bad
    if fact.kind is not Kind.TEXT:
        other = _other(fact, [wish.value])
        good, bad = (wish.value, other) if operator == "is" else (other, wish.value)
        return {fact.name: {operator: wish.value}}, good, bad
    try:
        good, bad = _WORDY[operator](wish.value)
    except ValueError:
        raise NoFrame("value") from None
    return {fact.name: {operator: wish.value}}, good, bad


def _moved(fact: FactType, text: str, steps: int) -> str:
    """A literal moved by the smallest step of its kind: a day, one krona, one, one percentage point."""
    value = read_literal(fact.kind, text)
    if value is None or isinstance(value, Interval):
        raise NoFrame("value")
    match value:
        case date():
            moved: Any = value + timedelta(steps)
        case Amount():
            moved = Amount(value.value + steps, value.currency)
        case Fraction():
            moved = value + Fraction(steps, 100 if fact.kind is Kind.SHARE else 1)
        case _:
            raise NoFrame("value")
    return str(as_written(moved, fact.kind is Kind.SHARE))


def _other(fact: FactType, taken: list[str]) -> str:
    """A value that is none of those taken."""
    if fact.kind is Kind.CHOICE:
        left = [value for value in fact.values if value not in taken]
        if not left or any(value not in fact.values for value in taken):
            raise NoFrame("value")
        return left[0]
    if fact.kind is Kind.YES_NO:
        return "nej" if taken[0].casefold() in ("ja", "yes", "true") else "ja"
    return "något helt annat" if fact.kind is Kind.TEXT else _moved(fact, taken[-1], 1)


def sample(kind: FactType | FieldType) -> Any:
    """A value that a fact or field of this kind may have."""
    if kind.kind is Kind.CHOICE:
        return kind.values[0]
    if kind.kind is Kind.LIST:
        return [{name: sample(field) for name, field in kind.fields.items()}]
    return _SAMPLES[kind.kind]
