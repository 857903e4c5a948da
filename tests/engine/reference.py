"""An independent evaluator, written from the rule language's page alone: a plain tree interpreter over conditions.

It shares nothing with the engines above the operators and the comparison of values: quantifiers, registers, exceptions,
classification and days are its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from regelkoll import model as m
from regelkoll.operators import OPERATORS
from regelkoll.values import name_key, near

U = None


def AND(*truths):
    return False if False in truths else U if U in truths else True


def OR(*truths):
    return True if True in truths else U if U in truths else False


def NOT(truth):
    return U if truth is U else not truth


class Reference:
    def __init__(self, ruleset: m.RuleSet, facts: Mapping, draft: Mapping, day) -> None:
        self.rules, self.facts, self.draft, self.day = ruleset, facts, draft, day
        self.concluded: dict[tuple[str, str], bool | None] = {}

    def run(self) -> tuple[list[m.Outcome], dict]:
        for stratum in self.rules.strata:
            for fact in stratum:
                self.conclude(fact)
        return [self.outcome(r) for r in self.rules.rules if r.concludes is None], self.concluded

    def conclude(self, fact: str) -> None:
        values = self.rules.vocabulary[fact].values
        c = {}
        for v in values:
            mine = [r for r in self.rules.rules if r.concludes == (fact, v)]
            c[v] = OR(False, *(AND(self.force(r.in_force), self.when(r)) for r in mine))
        for v in values:
            others = [c[w] for w in values if w != v]
            if c[v] is True and all(o is False for o in others):
                self.concluded[fact, v] = True
            elif c[v] is False and True in others:
                self.concluded[fact, v] = False
            else:
                self.concluded[fact, v] = U

    def when(self, rule: m.Rule):
        return True if rule.applies_when is None else self.truth(rule.applies_when, None)

    def outcome(self, rule: m.Rule) -> m.Outcome:
        a = AND(self.force(rule.in_force), self.when(rule))
        v = OR(self.truth(rule.requires, None), *(self.truth(e.when, None) for e in rule.unless))
        if a is False:
            return m.Outcome.INAPPLICABLE
        if a is True and v is True:
            return m.Outcome.PASSED
        if a is True and v is False:
            return m.Outcome.FAILED
        return m.Outcome.CANNOT_TELL

    def force(self, spans):
        """Day by day: in force on each of the days it may be, on none, or on some."""
        if not spans:
            return True
        if self.day is None:
            return U
        days = [self.day]
        if isinstance(self.day, m.Interval):
            days = [self.day.low + timedelta(n) for n in range((self.day.high - self.day.low).days + 1)]
        on = {any((s.first or date.min) <= d <= (s.last or date.max) for s in spans) for d in days}
        return on.pop() if len(on) == 1 else U

    # ── conditions ──

    def known(self, condition, record, draft=False):
        if condition.of_record:
            return record.get(condition.fact, m.Missing(condition.fact, m.Why.NOT_STATED))
        side = self.draft if draft else self.facts
        return side.get(condition.fact, m.Missing(condition.fact, m.Why.NOT_STATED))

    def truth(self, c, record):
        if isinstance(c, m.AllOf):
            return AND(*[self.truth(p, record) for p in c.parts])
        if isinstance(c, m.AnyOf):
            return OR(*[self.truth(p, record) for p in c.parts])
        if isinstance(c, m.Not):
            return NOT(self.truth(c.part, record))
        if isinstance(c, m.Stated):
            k = self.known(c, record, draft=True)
            if isinstance(k, m.Missing):
                return {"not_stated": False, "unreadable": U, "conflicting": True}[k.why]
            if isinstance(k.value, m.Records) and not k.value.items:
                return False if k.value.complete else U
            return True
        if isinstance(c, m.Agrees):
            k = self.known(c, record, draft=True)
            return True if isinstance(k, m.Fact) else False if k.why == "conflicting" else U
        if isinstance(c, m.Some | m.Every | m.NoneOf):
            return self.quantified(c, self.known(c, record))
        if isinstance(c, m.Cover):
            return self.cover(c, self.known(c, record), record)
        return self.compared(c, record)

    def quantified(self, c, k):
        if isinstance(k, m.Missing):
            return False if isinstance(c, m.Some) and k.why == "not_stated" else U
        truths = [self.truth(c.body, item) for item in k.value.items]
        whole = k.value.complete
        all_false = whole and all(t is False for t in truths)
        if isinstance(c, m.Some):
            return True if True in truths else False if all_false else U
        if isinstance(c, m.NoneOf):
            return False if True in truths else True if all_false else U
        return False if False in truths else True if whole and all(t is True for t in truths) else U

    def compared(self, c, record):
        if not c.of_record and self.rules.vocabulary[c.fact].concluded:
            wanted = c.operand.items if isinstance(c.operand, m.Several) else [c.operand]
            return OR(*[self.concluded[c.fact, w.value] for w in wanted])
        k = self.known(c, record)
        if isinstance(k, m.Missing):
            return U
        if c.operator in ("in", "not_in"):
            found = self.member(k.value, c.operand, record)
            return found if c.operator == "in" else NOT(found)
        if c.operator == "between":
            low, high = (self.single(o, record) for o in c.operand.items)
            if low is None or high is None:
                return U
            at_least, at_most = OPERATORS["at_least"].decide, OPERATORS["at_most"].decide
            return AND(at_least(k.value, low), at_most(k.value, high))
        value = k.value
        if c.operator == "sums_to":
            parts = [item.get("x") for item in value.items]
            if not value.complete or not all(isinstance(p, m.Fact) for p in parts):
                return U
            value = self.total([p.value for p in parts])
            if value is None:
                return U
        other = self.single(c.operand, record)
        return U if other is None else OPERATORS[c.operator].decide(value, other)

    def total(self, values):
        """The sum of amounts and sets of amounts; None with two currencies."""
        ends = [(v.low, v.high) if isinstance(v, m.Interval) else (v, v) for v in values]
        currencies = {e.currency for pair in ends for e in pair if e is not None}
        if len(currencies) > 1:
            return None
        currency = next(iter(currencies), "SEK")
        sides = []
        for side in zip(*ends, strict=True) if ends else ((), ()):
            sides.append(None if None in side else m.Amount(sum((e.value for e in side), Fraction(0)), currency))
        return sides[0] if sides[0] is not None and sides[0] == sides[1] else m.Interval(*sides)

    def member(self, value, operand, record):
        truths, grounded = [], True
        for o in operand.items if isinstance(operand, m.Several) else [operand]:
            rows, ok = self.rows(o, record)
            grounded = grounded and ok
            truths += [AND(match, U if v is None else self.equal(value, v)) for v, match in rows]
        found = OR(False, *truths)
        return U if found is False and not grounded else found

    def equal(self, a, b):
        if isinstance(a, str) and isinstance(b, str):
            spellings = {name_key(b)} | {
                name_key(v)
                for register in self.rules.registers.values()
                for row in register.rows
                if row.values.get("n") == b
                for v in row.values.get("also", ())
            }
            if name_key(a) in spellings:
                return True
            return U if any(near(a, s) for s in spellings) else False
        return OPERATORS["is"].decide(a, b)

    def single(self, operand, record):
        rows, grounded = self.rows(operand, record)
        sure = [v for v, match in rows if match is True]
        if not grounded or not sure or any(v is None for v, _ in rows):
            return None
        return sure[0] if all(OPERATORS["is"].decide(sure[0], v) is True for v, _ in rows) or len(rows) == 1 else None

    def rows(self, operand, record):
        """(value or unknown, whether it stands there), and whether a row is surely in force."""
        if isinstance(operand, m.Literal):
            return [(operand.value, True)], True
        if isinstance(operand, m.FieldRef):
            k = record.get(operand.name)
            return [(k.value if isinstance(k, m.Fact) else None, True if isinstance(k, m.Fact) else U)], True
        if isinstance(operand, m.FactRef):
            if self.rules.vocabulary[operand.name].concluded:
                choices = self.rules.vocabulary[operand.name].values
                true = [v for v in choices if self.concluded[operand.name, v] is True]
                return [(true[0] if true else None, True if true else U)], True
            k = self.facts[operand.name]
            return [(k.value if isinstance(k, m.Fact) else None, True if isinstance(k, m.Fact) else U)], True
        if isinstance(operand, m.ParameterRef):
            forces = [(r.values["value"], self.force(r.in_force)) for r in self.rules.parameters[operand.name].rows]
            return [(v, f) for v, f in forces if f is not False], any(f is True for _, f in forces)
        found, grounded = [], False
        for row in self.rules.registers[operand.register].rows:
            force = True if operand.on == "any" else self.force(row.in_force)
            grounded = grounded or force is True
            match = AND(force, *[self.where(w, row, record) for w in operand.where])
            if match is not False:
                found.append((row.values[operand.column], match))
        return found, grounded

    def where(self, where, row, record):
        other = self.single(where.operand, record)
        return U if other is None else OPERATORS[where.operator].decide(row.values[where.column], other)

    def cover(self, c, k, record):
        rows, _ = self.rows(c.demand, record)
        sure, possible = [v for v, t in rows if t is True], [v for v, t in rows if t is U]
        if not sure:
            return U
        if isinstance(k, m.Missing):
            return False if k.why == "not_stated" else U

        def met(v):
            fields = [item.get(c.by) for item in k.value.items]
            found = OR(False, *(self.equal(f.value, v) if isinstance(f, m.Fact) else U for f in fields))
            return U if found is False and not k.value.complete else found

        told = AND(*[met(v) for v in sure])
        return U if told is True and not all(met(v) is True for v in possible) else told
