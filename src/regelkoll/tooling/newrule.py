"""The frame of a new rule: complete but for its texts, with an example for each outcome and each side of the border."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import yaml

from regelkoll.engine.derive import DERIVATIONS
from regelkoll.facts.literals import read_literal
from regelkoll.model import Amount, FactType, FieldType, Interval, Kind
from regelkoll.operators import OPERATORS
from regelkoll.values import as_written

STATED = "stated"
QUANTIFIERS = ("some", "every", "none")
TODO = "SKRIV"
_SAMPLES: Mapping[Kind, str] = {
    Kind.AMOUNT: "100 000 kr",
    Kind.DATE: "2025-01-15",
    Kind.INTEGER: "10",
    Kind.SHARE: "50 %",
    Kind.TEXT: "Ett exempel",
    Kind.YES_NO: "ja",
}
_WHOLE = Fraction(100_000)
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
    """The frame cannot be made; `code` says why: operator, value, record."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Wish:
    """What the new rule is to be. `operator` is one of the fact's; `value` its right side as written, or the name of a
    `parameter` whose value it then is. Without `begins` the rule has no days."""

    id: str
    fact: FactType
    operator: str
    value: str
    title: str
    severity: str
    decides: str
    begins: date | None
    statute: str
    section: str
    url: str
    parameter: str = ""


def operators_for(fact: FactType) -> list[str]:
    """The operators that a frame can be made with for a fact."""
    if fact.concluded:
        return ["is", "in"]
    if fact.kind is Kind.LIST:
        return [STATED, *QUANTIFIERS]
    framed = {*_ORDER, *_WORDY, "in", "not_in", "between", "matches"}
    known = [name for name, operator in OPERATORS.items() if fact.kind in operator.kinds and name in framed]
    if fact.kind in (Kind.CHOICE, Kind.YES_NO):
        known = [name for name in known if name in ("is", "is_not", "in", "not_in")]
    return known if fact.derive or by_hand(fact) else [STATED, *known]


def by_hand(fact: FactType) -> bool:
    """Whether no draft states the fact and nothing works it out."""
    return not (fact.read or fact.find or fact.derive or fact.concluded)


def frame(wish: Wish) -> str:
    """The YAML of the rule file. Raises NoFrame."""
    if wish.operator not in operators_for(wish.fact):
        raise NoFrame("operator")
    demand, good, bad = _demand(wish)
    source = {"statute": wish.statute or f"{TODO}: lagen eller beslutet"}
    source |= {"section": wish.section or f"{TODO}: paragraf eller punkt", "url": wish.url or f"{TODO}: adressen"}
    head: dict[str, Any] = {
        "title": wish.title or f"{TODO}: vad regeln kräver, i en mening",
        "source": [source],
        **({"in_force": {"from": wish.begins.isoformat()}} if wish.begins else {}),
        "severity": wish.severity,
        "decides": wish.decides,
        "requires": demand,
        "message": f"{TODO}: vad som är fel.",
        "remedy": f"{TODO}: vad man gör åt det.",
        "passed": f"{TODO}: vad som är rätt när regeln är uppfylld.",
        "why": f"{TODO}: skälen, och vad regeln inte ser.",
        "examples": _examples(wish, good, bad),
    }
    return "".join(_written(key, value) for key, value in head.items())


def _examples(wish: Wish, good: list[Any], bad: list[Any]) -> list[dict[str, Any]]:
    """An example for each value on either side, one that cannot be read, and the day before the rule's first."""
    unread = {"missing": "unreadable"}
    told = [("uppfyllt", value, "passed") for value in good] + [("inte uppfyllt", value, "failed") for value in bad]
    told.append(("går inte att läsa", unread, "cannot_tell"))
    examples: list[dict[str, Any]] = []
    for name, value, expect in told:
        number = sum(one["expect"] == expect for one in examples) + 1
        shown = name if number == 1 else f"{name}, {number}"
        side, todo = _side(wish.fact, value)
        named = f"{TODO}: {shown}, ange uppgifterna som {wish.fact.name} bygger på" if todo else shown
        examples.append({"name": named, **side, "expect": expect})
    if wish.begins is not None:
        before = {"name": "dagen före", "on": (wish.begins - timedelta(1)).isoformat()}
        examples.append({**before, **_side(wish.fact, good[0])[0], "expect": "inapplicable"})
    return examples


def _side(fact: FactType, value: Any) -> tuple[dict[str, Any], bool]:
    """A value on the side of the case where it stands, and whether the author must write it: what is computed or
    concluded is given by what it rests on."""
    if fact.concluded:
        return {"facts": {}}, True
    if fact.derive is None:
        return {"known" if by_hand(fact) else "facts": {} if value is None else {fact.name: value}}, False
    inputs = DERIVATIONS[fact.derive.function].inputs(fact.derive.arguments)
    if not isinstance(value, str):
        return {"facts": dict.fromkeys(inputs, value)}, False
    share = read_literal(Kind.SHARE, value) if fact.derive.function == "share" else None
    if isinstance(share, Fraction):
        return {"facts": {inputs[0]: f"{as_written(share * _WHOLE)} kr", inputs[1]: f"{as_written(_WHOLE)} kr"}}, False
    return {"facts": {}}, True


def _written(key: str, value: Any) -> str:
    """A key with its value: what holds nothing but scalars stands on one line."""
    flow = None if isinstance(value, dict | list) else False
    style: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 10_000, "default_flow_style": flow}
    return str(yaml.dump({key: value}, Dumper=_Written, **style))


def _demand(wish: Wish) -> tuple[dict[str, Any], list[Any], list[Any]]:
    """The condition, the values that meet it, and those that do not (None: nothing stated)."""
    fact, operator = wish.fact, wish.operator
    if operator == STATED:
        return {STATED: fact.name}, [sample(fact)], [None]
    if operator in QUANTIFIERS:
        body, good, bad = _records(wish)
        return {fact.name: {operator: body}}, good, bad
    operand: Any = {"parameter": wish.parameter} if wish.parameter else wish.value
    if operator in ("in", "not_in", "between"):
        operand = [part.strip() for part in wish.value.strip("[] ").split(",") if part.strip()]
    if fact.derive is not None and isinstance(operand, str) and read_literal(fact.kind, operand) is None:
        raise NoFrame("value")
    good, bad = _around(fact, operator, wish.value, operand)
    return {fact.name: {operator: operand}}, good, bad


def _around(fact: FactType, operator: str, value: str, operand: Any) -> tuple[list[Any], list[Any]]:
    """Values that meet a comparison and values that do not, as near the border as can be."""
    if fact.concluded:
        if any(item not in fact.values for item in (operand if isinstance(operand, list) else [operand])):
            raise NoFrame("value")
        return [""], [""]
    if operator == "between":
        if len(operand) != 2:
            raise NoFrame("value")
        return [_moved(fact, one, 0) for one in operand], [_moved(fact, operand[0], -1), _moved(fact, operand[1], 1)]
    if operator in ("in", "not_in"):
        if not operand or any(read_literal(fact.kind, item) is None for item in operand):
            raise NoFrame("value")
        listed, other = operand[0], _other(fact, operand)
        return ([listed], [other]) if operator == "in" else ([other], [listed])
    if operator in _ORDER:
        good, bad = (_moved(fact, value, steps) for steps in _ORDER[operator])
        return [good], [bad]
    if operator == "matches":
        return [f"{TODO}: en text som stämmer"], [f"{TODO}: en text som inte stämmer"]
    if fact.kind is not Kind.TEXT:
        other = _other(fact, [value])
        return ([value], [other]) if operator == "is" else ([other], [value])
    try:
        one, two = _WORDY[operator](value)
    except ValueError:
        raise NoFrame("value") from None
    return [one], [two]


def _records(wish: Wish) -> tuple[dict[str, Any], list[Any], list[Any]]:
    """The body on a record and lists that meet it or not. The value is `field = value`; without one, any record."""
    fact = wish.fact
    name, _, value = (part.strip() for part in wish.value.partition("="))
    texts = [field.name for field in fact.fields.values() if field.kind is Kind.TEXT]
    if not wish.value and wish.operator == "none" and fact.empty == "known" and texts:
        return {texts[0]: {"longer_than": "0"}}, [[]], [sample(fact)]
    field = fact.fields.get(name)
    if field is None or read_literal(field.kind, value) is None or (field.values and value not in field.values):
        raise NoFrame("record")
    meets, other = ([{**sample(fact)[0], name: one}] for one in (value, _other(field, [value])))
    return {name: {"is": value}}, *(([other], [meets]) if wish.operator == "none" else ([meets], [other]))


def _moved(fact: FactType | FieldType, text: str, steps: int) -> str:
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


def _other(fact: FactType | FieldType, taken: list[str]) -> str:
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
