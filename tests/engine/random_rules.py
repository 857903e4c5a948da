"""Random rule sets and cases, from a seed: every kind of condition, exceptions, classification, dated rows."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

from regelkoll import model as m

NAMES = ("Anna Berg", "Anna Borg", "Bo Ek", "Nämnden", "Nämden", "Styrelsen")
DAYS = tuple(date(2020, 1, 1 + n) for n in range(6))
SOURCE = (m.Source("lag"),)
TEXTS = {"sv": m.Texts("t", "m", "r")}
FIELDS = {
    "x": m.FieldType("x", m.Kind.AMOUNT, "x"),
    "n": m.FieldType("n", m.Kind.TEXT, "n", names=m.RegisterName("reg", "n")),
    "sub": m.FieldType("sub", m.Kind.LIST, "sub", fields={"y": m.FieldType("y", m.Kind.INTEGER, "y")}),
}
VOCABULARY = {
    "a1": m.FactType("a1", m.Kind.AMOUNT, "a1"),
    "a2": m.FactType("a2", m.Kind.AMOUNT, "a2"),
    "d1": m.FactType("d1", m.Kind.DATE, "d1"),
    "d2": m.FactType("d2", m.Kind.DATE, "d2"),
    "t1": m.FactType("t1", m.Kind.TEXT, "t1", names=m.RegisterName("reg", "n")),
    "c1": m.FactType("c1", m.Kind.CHOICE, "c1", ("ja", "nej", "kanske")),
    "l1": m.FactType("l1", m.Kind.LIST, "l1", fields=FIELDS),
    "k1": m.FactType("k1", m.Kind.CHOICE, "k1", ("p", "q"), concluded=True),
    "k2": m.FactType("k2", m.Kind.CHOICE, "k2", ("u", "v", "w"), concluded=True),
}


class Maker:
    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)

    def amount(self) -> m.Amount:
        whole = self.r.random() < 0.8
        return m.Amount(
            Fraction(self.r.randint(0, 4) if whole else self.r.randint(0, 8), 1 if whole else 2),
            "EUR" if self.r.random() < 0.05 else "SEK",
        )

    def spans(self) -> tuple[m.Span, ...]:
        if self.r.random() < 0.5:
            return ()
        first, last = sorted(self.r.sample(range(6), 2))
        return (m.Span(DAYS[first] if self.r.random() < 0.8 else None, DAYS[last] if self.r.random() < 0.6 else None),)

    # ── conditions ──

    def condition(self, depth: int, fields=None, concluded: tuple[str, ...] = ()) -> m.Condition:
        roll = self.r.random()
        if depth and roll < 0.45:
            parts = tuple(self.condition(depth - 1, fields, concluded) for _ in range(self.r.randint(1, 3)))
            return self.r.choice([m.AllOf(parts), m.AnyOf(parts), m.Not(parts[0])])
        if depth > 1 and roll < 0.5:
            wide = tuple(self.condition(0, fields, concluded) for _ in range(self.r.randint(11, 14)))
            return self.r.choice([m.AllOf(wide), m.AnyOf(wide)])
        return self.leaf(depth, fields, concluded)

    def leaf(self, depth: int, fields, concluded) -> m.Condition:
        if fields is not None:
            return self.of_record(depth, fields)
        kind = self.r.choice(["a", "a", "d", "t", "c", "stated", "agrees", "list", "list", "cover", "k"])
        if kind == "k" and concluded:
            name = self.r.choice(concluded)
            values = [m.Literal(v, v) for v in VOCABULARY[name].values]
            if self.r.random() < 0.6:
                return m.Compare(name, "is", self.r.choice(values))
            return m.Compare(name, "in", m.Several(tuple(self.r.sample(values, 2))))
        if kind == "d":
            operator = self.r.choice(["before", "after", "on_or_before", "on_or_after", "is"])
            operand = (
                m.Literal(self.r.choice([*DAYS, self.days()]), "dag") if self.r.random() < 0.7 else m.FactRef("d2")
            )
            return m.Compare("d1", operator, operand)
        if kind == "t":
            return self.text("t1", False)
        if kind == "c":
            values = tuple(m.Literal(v, v) for v in self.r.sample(["ja", "nej", "kanske"], 2))
            return self.r.choice([m.Compare("c1", "is_not", values[0]), m.Compare("c1", "not_in", m.Several(values))])
        if kind == "stated":
            return m.Stated(self.r.choice(["a1", "t1", "l1", "d1"]))
        if kind == "agrees":
            return m.Agrees(self.r.choice(["a1", "t1", "d1"]))
        if kind == "list":
            if self.r.random() < 0.15:
                return m.Compare("l1", "sums_to", m.Literal(self.amount(), "x"))
            body = self.condition(max(0, depth - 1), FIELDS)
            return self.r.choice([m.Some, m.Every, m.NoneOf])("l1", body)
        if kind == "cover":
            return m.Cover("l1", self.look_up(), "n")
        return self.number("a1", False)

    def of_record(self, depth: int, fields) -> m.Condition:
        if "y" in fields:
            operator = self.r.choice(["at_most", "is", "more_than"])
            return m.Compare("y", operator, m.Literal(Fraction(self.r.randint(0, 3)), "y"), True)
        kind = self.r.choice(["x", "n", "stated", "sub"])
        if kind == "sub" and depth >= 0:
            return self.r.choice([m.Some, m.Every, m.NoneOf])("sub", self.condition(0, FIELDS["sub"].fields), True)
        if kind == "n":
            return self.text("n", True)
        if kind == "stated":
            return m.Stated(self.r.choice(["x", "n"]), True)
        return self.number("x", True)

    def number(self, name: str, of_record: bool) -> m.Condition:
        def operand() -> m.Operand:
            literal = self.interval() if self.r.random() < 0.15 else self.amount()
            choices = [m.Literal(literal, "x"), m.FactRef("a2"), m.ParameterRef("p1")]
            return self.r.choice([*choices, m.FieldRef("x")] if of_record else choices)

        operator = self.r.choice(["is", "is_not", "less_than", "at_most", "more_than", "at_least", "between", "in"])
        if operator in ("between", "in"):
            return m.Compare(name, operator, m.Several((operand(), operand())), of_record)
        return m.Compare(name, operator, operand(), of_record)

    def text(self, name: str, of_record: bool) -> m.Condition:
        operator = self.r.choice(["in", "not_in", "spelt_as", "contains"])
        if operator in ("in", "not_in"):
            return m.Compare(name, operator, self.look_up(), of_record)
        return m.Compare(name, operator, m.Literal(self.r.choice(NAMES), "n"), of_record)

    def look_up(self) -> m.LookUp:
        operands: list[m.Operand] = [m.Literal(self.amount(), "x"), m.FactRef("a1")]
        where = (m.Where("lim", self.r.choice(["at_most", "is"]), self.r.choice(operands)),)
        return m.LookUp("reg", "n", where if self.r.random() < 0.6 else (), self.r.choice(["law_day", "any"]))

    # ── rule sets ──

    def rule(self, index: int, depth: int, concluded: tuple[str, ...]) -> m.Rule:
        applies = self.condition(1, None, concluded) if self.r.random() < 0.5 else None
        unless = tuple(m.Unless("u", SOURCE, self.condition(1, None, concluded)) for _ in range(self.r.randint(0, 2)))
        return self.made(f"r{index}", applies, self.condition(depth, None, concluded), unless, None)

    def made(self, name, applies, requires, unless, concludes) -> m.Rule:
        place = m.Location(name, 1, 1)
        severity = m.Severity.WARNING
        parts = (name, None, "x", TEXTS, SOURCE, self.spans(), severity, "text", applies, requires, unless, concludes)
        return m.Rule(*parts, "", (), place)

    def ruleset(self) -> m.RuleSet:
        rules = [self.rule(i, self.r.randint(0, 3), ("k1", "k2")) for i in range(self.r.randint(2, 6))]
        for fact, earlier in (("k1", ()), ("k2", ("k1",))):
            for i in range(self.r.randint(1, 4)):
                value = self.r.choice(VOCABULARY[fact].values)
                rules.append(self.made(f"{fact}-{i}", self.condition(1, None, earlier), None, (), (fact, value)))
        return m.RuleSet(
            tuple(rules), VOCABULARY, {"reg": self.register()}, {"p1": self.parameter()}, {}, (("k1",), ("k2",)), {}
        )

    def register(self) -> m.Register:
        columns = {
            "n": m.FieldType("n", m.Kind.TEXT, "n", variants="also"),
            "also": m.FieldType("also", m.Kind.LIST, "also"),
            "lim": m.FieldType("lim", m.Kind.AMOUNT, "lim"),
        }
        rows = []
        for name in self.r.sample(["Anna Berg", "Bo Ek", "Nämnden"], self.r.randint(1, 3)):
            also = ("Styrelsen",) if name == "Bo Ek" else ()
            rows.append(m.Row({"n": name, "also": also, "lim": self.amount()}, self.spans()))
        return m.Register("reg", "reg", ("n",), columns, tuple(rows))

    def parameter(self) -> m.Parameter:
        cut = self.r.randint(1, 4)
        rows = (
            m.Row({"value": self.amount()}, (m.Span(None, DAYS[cut]),)),
            m.Row({"value": self.amount()}, (m.Span(DAYS[cut + 1]),)),
        )
        return m.Parameter("p1", m.Kind.AMOUNT, "p1", rows[: self.r.randint(1, 2)])

    # ── cases ──

    def known(self, name: str, value, inexact=None, missing: float = 0.35) -> m.Known:
        roll = self.r.random()
        if roll < missing:
            return m.Missing(name, self.r.choice(list(m.Why)))
        return m.Fact(name, inexact if inexact is not None and roll > 0.85 else value)

    def interval(self) -> m.Interval:
        low, high = sorted(self.r.sample(range(5), 2))
        ends = (m.Amount(Fraction(low)), m.Amount(Fraction(high)))
        return m.Interval(ends[0] if self.r.random() < 0.8 else None, ends[1] if self.r.random() < 0.8 else None)

    def days(self) -> m.Interval:
        low, high = sorted(self.r.sample(range(6), 2))
        return m.Interval(DAYS[low], DAYS[high])

    def record(self) -> m.Record:
        record: dict[str, m.Known] = {}
        if self.r.random() < 0.9:
            record["x"] = self.known("x", self.amount(), self.interval(), 0.15)
        if self.r.random() < 0.9:
            record["n"] = self.known("n", self.r.choice(NAMES), None, 0.15)
        if self.r.random() < 0.8:
            items = tuple({"y": m.Fact("y", Fraction(self.r.randint(0, 3)))} for _ in range(self.r.randint(0, 2)))
            record["sub"] = self.known("sub", m.Records(items, self.r.random() < 0.8), None, 0.2)
        return record

    def case(self) -> m.Case:
        records = m.Records(tuple(self.record() for _ in range(self.r.randint(0, 3))), self.r.random() < 0.75)
        draft = {
            "a1": self.known("a1", self.amount(), self.interval()),
            "a2": self.known("a2", self.amount(), self.interval()),
            "d1": self.known("d1", self.r.choice(DAYS), self.days()),
            "d2": self.known("d2", self.r.choice(DAYS), self.days()),
            "t1": self.known("t1", self.r.choice(NAMES)),
            "c1": self.known("c1", self.r.choice(["ja", "nej", "kanske"])),
            "l1": self.known("l1", records, None, 0.2),
        }
        if not records.items and not records.complete:
            draft["l1"] = m.Missing("l1", m.Why.UNREADABLE)
        known = {"a1": m.Fact("a1", self.amount())} if self.r.random() < 0.15 else {}
        return m.Case("x", draft, known)

    def law_day(self):
        return self.r.choice([*DAYS, self.days(), None])

    def narrower(self, case: m.Case) -> m.Case | None:
        """The case with one unreadable fact told, or one inexact value narrowed; None when it has neither."""
        open_ = [
            n
            for n, k in case.draft.items()
            if n not in case.known and ((isinstance(k, m.Missing) and k.why is m.Why.UNREADABLE) or _inexact(k))
        ]
        if not open_:
            return None
        name = self.r.choice(open_)
        known = case.draft[name]
        if isinstance(known, m.Fact) and isinstance(known.value, m.Interval):
            ends = [e for e in (known.value.low, known.value.high) if e is not None]
            told: m.Known = m.Fact(name, self.r.choice(ends)) if ends else known
        else:
            fresh = self.case().draft[name]
            told = fresh if not _inexact(fresh) or name != "l1" else known
        return replace(case, draft={**case.draft, name: told})


def _inexact(known: m.Known) -> bool:
    return isinstance(known, m.Fact) and isinstance(known.value, m.Interval)
