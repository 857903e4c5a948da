"""Rules and cases that every system can express, from a seed: no unknowns, whole numbers, texts, truth values, and no
comparison of one fact with another.

A condition is ("all" | "any", parts) or ("compare", fact, operator, value); a quantifier is
("some" | "every" | "none", list, condition on a record). Dates are ordinal numbers here and dates in regelkoll's cases.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from regelkoll import model as m

AMOUNTS = ("amount", "own_share", "total_cost", "earlier_grants")
DATES = ("start", "end", "decided")
CHOICES = ("form", "area", "applicant")
FLAGS = ("signed", "gender_section")
VALUES = ("a", "b", "c", "d", "e")
FIRST = date(2020, 1, 1).toordinal()
FIELDS = ("cost", "kind", "share")


@dataclass(frozen=True)
class PlainRule:
    applies: tuple | None
    met: tuple


class Maker:
    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)

    def compare(self) -> tuple:
        """Two fifths amounts, a quarter each dates and choices, a tenth yes or no."""
        roll = self.r.random()
        if roll < 0.4:
            name = self.r.choice(AMOUNTS)
            return ("compare", name, self.r.choice(["<", "<=", ">", ">="]), self.r.randrange(1000) * 1000)
        if roll < 0.65:
            name = self.r.choice(DATES)
            return ("compare", name, self.r.choice(["<", "<=", ">", ">="]), FIRST + self.r.randrange(1000))
        if roll < 0.9:
            return ("compare", self.r.choice(CHOICES), self.r.choice(["==", "!="]), self.r.choice(VALUES))
        return ("compare", self.r.choice(FLAGS), "==", self.r.random() < 0.5)

    def joined(self) -> tuple:
        parts = [self.compare() for _ in range(self.r.randint(1, 3))]
        return parts[0] if len(parts) == 1 else (self.r.choice(["all", "any"]), parts)

    def rule(self) -> PlainRule:
        applies = ("compare", self.r.choice(CHOICES), "==", self.r.choice(VALUES)) if self.r.random() < 0.5 else None
        met = self.joined()
        if self.r.random() < 0.2:
            met = ("any", [met, self.compare()])
        return PlainRule(applies, met)

    def quantified(self) -> PlainRule:
        parts = []
        for _ in range(self.r.randint(1, 3)):
            field = self.r.choice(FIELDS)
            if field == "kind":
                parts.append(("compare", field, self.r.choice(["==", "!="]), self.r.choice(VALUES)))
            else:
                parts.append(("compare", field, self.r.choice(["<", "<=", ">", ">="]), self.r.randrange(1000)))
        body = parts[0] if len(parts) == 1 else (self.r.choice(["all", "any"]), parts)
        return PlainRule(None, (self.r.choice(["some", "every", "none"]), "costs", body))

    def case(self, records: int = 0) -> dict:
        r = self.r
        case: dict = {name: r.randrange(1000) * 1000 + r.choice([0, 0, 500]) for name in AMOUNTS}
        case |= {name: FIRST + r.randrange(1000) for name in DATES}
        case |= {name: r.choice(VALUES) for name in CHOICES}
        case |= {name: r.random() < 0.5 for name in FLAGS}
        if records:
            case["costs"] = [
                {"cost": r.randrange(1000), "kind": r.choice(VALUES), "share": r.randrange(1000)}
                for _ in range(records)
            ]
        return case


# ── the same in regelkoll's words ─────────────────────────────────────────────────────────────────────────────────

_RECORD = {
    "cost": m.FieldType("cost", m.Kind.AMOUNT, "cost"),
    "kind": m.FieldType("kind", m.Kind.CHOICE, "kind", VALUES),
    "share": m.FieldType("share", m.Kind.INTEGER, "share"),
}
VOCABULARY = {
    **{name: m.FactType(name, m.Kind.AMOUNT, name) for name in AMOUNTS},
    **{name: m.FactType(name, m.Kind.DATE, name) for name in DATES},
    **{name: m.FactType(name, m.Kind.CHOICE, name, VALUES) for name in CHOICES},
    **{name: m.FactType(name, m.Kind.YES_NO, name) for name in FLAGS},
    "costs": m.FactType("costs", m.Kind.LIST, "costs", fields=_RECORD),
}
_NUMBER = {"<": "less_than", "<=": "at_most", ">": "more_than", ">=": "at_least", "==": "is", "!=": "is_not"}
_DAY = {"<": "before", "<=": "on_or_before", ">": "after", ">=": "on_or_after"}
_TEXTS = {"sv": m.Texts("t", "m", "r")}


def value_of(kind: m.Kind, value: object) -> m.Exact:
    if kind is m.Kind.AMOUNT:
        return m.Amount(Fraction(value))
    if kind is m.Kind.INTEGER:
        return Fraction(value)
    return date.fromordinal(value) if kind is m.Kind.DATE else value


def condition_of(plain: tuple, fields: dict | None = None) -> m.Condition:
    match plain:
        case ("all", parts):
            return m.AllOf(tuple(condition_of(p, fields) for p in parts))
        case ("any", parts):
            return m.AnyOf(tuple(condition_of(p, fields) for p in parts))
        case ("some" | "every" | "none" as op, name, body):
            return {"some": m.Some, "every": m.Every, "none": m.NoneOf}[op](name, condition_of(body, _RECORD))
        case ("compare", name, op, value):
            kind = (fields or VOCABULARY)[name].kind
            operator = _DAY[op] if kind is m.Kind.DATE else _NUMBER[op]
            return m.Compare(name, operator, m.Literal(value_of(kind, value), str(value)), fields is not None)
    raise AssertionError(plain)


def ruleset_of(rules: list[PlainRule]) -> m.RuleSet:
    made = [
        m.Rule(
            f"r{index:04}", None, "x", _TEXTS, (m.Source("lag"),), (), m.Severity.WARNING, "text",
            condition_of(rule.applies) if rule.applies else None, condition_of(rule.met), (), None, "", (),
            m.Location("r", 1, 1),
        )
        for index, rule in enumerate(rules)
    ]  # fmt: skip
    return m.RuleSet(tuple(made), VOCABULARY, {}, {}, {}, (), {})


def facts_of(case: dict) -> dict[str, m.Known]:
    facts: dict[str, m.Known] = {}
    for name, value in case.items():
        if name == "costs":
            items = tuple({f: m.Fact(f, value_of(_RECORD[f].kind, v)) for f, v in record.items()} for record in value)
            facts[name] = m.Fact(name, m.Records(items))
        else:
            facts[name] = m.Fact(name, value_of(VOCABULARY[name].kind, value))
    return facts


def with_unknowns(facts: dict[str, m.Known], seed: int) -> dict[str, m.Known]:
    """The facts with a fifth missing and a tenth of the amounts and dates inexact."""
    r = random.Random(seed)
    changed: dict[str, m.Known] = {}
    for name, known in facts.items():
        roll = r.random()
        if roll < 0.2:
            changed[name] = m.Missing(name, r.choice(list(m.Why)))
        elif roll < 0.3 and name in AMOUNTS:
            changed[name] = m.Fact(name, m.Interval(known.value, m.Amount(known.value.value + 50_000)))
        else:
            changed[name] = known
    return changed
