"""The tables of the rule language, row by row, on both engines."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from random_rules import VOCABULARY, Maker

from regelkoll import model as m
from regelkoll.engine.atoms import Env
from regelkoll.engine.days import in_force
from regelkoll.engine.durable import Durable, available
from regelkoll.engine.native import Native
from regelkoll.engine.program import compile_program
from regelkoll.engine.resolve import resolve

DAY = date(2020, 1, 3)
KR = [m.Amount(Fraction(n)) for n in range(5)]
REGISTER = m.Register(
    "reg",
    "reg",
    ("n",),
    {
        "n": m.FieldType("n", m.Kind.TEXT, "n", variants="also"),
        "also": m.FieldType("also", m.Kind.LIST, "also"),
        "lim": m.FieldType("lim", m.Kind.AMOUNT, "lim"),
    },
    (
        m.Row({"n": "Nämnden", "also": ("Styrelsen",), "lim": KR[1]}),
        m.Row({"n": "Anna Berg", "also": (), "lim": KR[3]}, (m.Span(date(2020, 1, 1), date(2020, 1, 5)),)),
    ),
)


def fact(name, value):
    return m.Fact(name, value)


def lost(name, why):
    return m.Missing(name, m.Why(why))


def records(*texts, complete=True):
    items = tuple({"n": fact("n", t)} if t else {"n": lost("n", "unreadable")} for t in texts)
    return fact("l1", m.Records(items, complete))


def outcome(condition, draft, day=DAY, applies=None, unless=(), spans=(), known=None):
    """The outcome that every engine gives a rule that requires the condition."""
    maker = Maker(0)
    made = maker.made("r", applies, condition, tuple(m.Unless("u", (m.Source("l"),), u) for u in unless), None)
    rule = m.Rule(*[getattr(made, f) if f != "in_force" else spans for f in m.Rule.__dataclass_fields__])
    ruleset = m.RuleSet((rule,), VOCABULARY, {"reg": REGISTER}, {}, {}, (("k1",), ("k2",)), {})
    program = compile_program(ruleset)
    facts = resolve(m.Case("x", draft, known or {}), VOCABULARY, ruleset.registers, day, DAY)
    engines = [Native(program), *([Durable(program)] if available() else [])]
    (said,) = {engine.judge(Env(facts, draft, day, {})).outcomes[0] for engine in engines}
    return said.value


def lit(value):
    return m.Literal(value, str(value))


IN = m.Compare("t1", "in", m.LookUp("reg", "n"))
SAME = m.Compare("t1", "is", lit("Nämnden"))
MORE = m.Compare("a1", "more_than", lit(KR[2]))
BODY = m.Compare("n", "is", lit("Bo Ek"), True)
COVER = m.Cover("l1", m.LookUp("reg", "n"), "n")
P, F, U, I = "passed", "failed", "cannot_tell", "inapplicable"  # noqa: E741

ROWS = [
    ("value holds", MORE, {"a1": fact("a1", KR[3])}, P),
    ("value does not", MORE, {"a1": fact("a1", KR[2])}, F),
    ("not stated", MORE, {}, U),
    ("set that holds", MORE, {"a1": fact("a1", m.Interval(KR[3], KR[4]))}, P),
    ("set that does not", MORE, {"a1": fact("a1", m.Interval(KR[0], KR[2]))}, F),
    ("set across the border", MORE, {"a1": fact("a1", m.Interval(KR[2], KR[3]))}, U),
    ("set without bounds", MORE, {"a1": fact("a1", m.Interval(None, None, KR[4]))}, U),
    ("another currency", MORE, {"a1": fact("a1", m.Amount(Fraction(9), "EUR"))}, U),
    *[
        (f"stated, {w}", m.Stated("a1"), {"a1": lost("a1", w)}, o)
        for w, o in (("not_stated", F), ("unreadable", U), ("conflicting", P))
    ],
    ("stated, a value", m.Stated("a1"), {"a1": fact("a1", KR[1])}, P),
    ("stated, a record", m.Stated("l1"), {"l1": records("Bo Ek", complete=False)}, P),
    ("stated, no record", m.Stated("l1"), {"l1": records()}, F),
    *[
        (f"agrees, {w}", m.Agrees("a1"), {"a1": lost("a1", w)}, o)
        for w, o in (("not_stated", U), ("unreadable", U), ("conflicting", F))
    ],
    ("some, one is", m.Some("l1", BODY), {"l1": records("Anna Berg", "Bo Ek")}, P),
    ("some, none is", m.Some("l1", BODY), {"l1": records("Anna Berg")}, F),
    ("some, none read is", m.Some("l1", BODY), {"l1": records("Anna Berg", complete=False)}, U),
    ("some, known empty", m.Some("l1", BODY), {"l1": records()}, F),
    ("some, not stated", m.Some("l1", BODY), {}, F),
    ("some, unreadable", m.Some("l1", BODY), {"l1": lost("l1", "unreadable")}, U),
    ("some, a field unreadable", m.Some("l1", BODY), {"l1": records("Anna Berg", "")}, U),
    ("every, all are", m.Every("l1", BODY), {"l1": records("Bo Ek", "BO EK")}, P),
    ("every, one is not", m.Every("l1", BODY), {"l1": records("Bo Ek", "Anna Berg", complete=False)}, F),
    ("every, all read are", m.Every("l1", BODY), {"l1": records("Bo Ek", complete=False)}, U),
    ("every, known empty", m.Every("l1", BODY), {"l1": records()}, P),
    ("every, not stated", m.Every("l1", BODY), {}, U),
    ("none, one is", m.NoneOf("l1", BODY), {"l1": records("Bo Ek", complete=False)}, F),
    ("none, none is", m.NoneOf("l1", BODY), {"l1": records("Anna Berg")}, P),
    ("none, known empty", m.NoneOf("l1", BODY), {"l1": records()}, P),
    ("none, not stated", m.NoneOf("l1", BODY), {}, U),
    ("not some, not stated", m.Not(m.Some("l1", BODY)), {}, P),
    ("member", IN, {"t1": fact("t1", "nämnden")}, P),
    ("a listed variant", IN, {"t1": fact("t1", "Styrelsen")}, P),
    ("a near name", IN, {"t1": fact("t1", "Nämden")}, U),
    ("no member", IN, {"t1": fact("t1", "Bo Ek")}, F),
    ("the same name", SAME, {"t1": fact("t1", "NÄMNDEN")}, P),
    ("nearly the same name", SAME, {"t1": fact("t1", "Nämden")}, F),
    ("cover, all met", COVER, {"l1": records("Anna Berg", "Styrelsen")}, P),
    ("cover, one not", COVER, {"l1": records("Anna Berg")}, F),
    ("cover, one near", COVER, {"l1": records("Anna Berg", "Nämden")}, U),
    ("cover, read in part", COVER, {"l1": records("Anna Berg", complete=False)}, U),
    ("cover, not stated", COVER, {}, F),
    ("cover, unreadable", COVER, {"l1": lost("l1", "unreadable")}, U),
]


@pytest.mark.parametrize(("condition", "draft", "said"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_a_condition(condition, draft, said):
    assert outcome(condition, draft) == said


YES, NO, OPEN = m.Stated("a1"), m.Stated("a2"), m.Stated("t1")
DRAFT = {"a1": fact("a1", KR[1]), "t1": lost("t1", "unreadable")}
TABLE = [
    ("applies, met", YES, YES, (), P), ("applies, not met", YES, NO, (), F), ("applies, unknown", YES, OPEN, (), U),
    ("does not apply", NO, YES, (), I), ("does not apply, unknown", NO, OPEN, (), I), ("unknown, met", OPEN, YES, (), U),
    ("unknown, not met", OPEN, NO, (), U), ("an exception", YES, NO, (YES,), P), ("no exception", YES, NO, (NO, NO), F),
    ("an exception unknown", YES, NO, (OPEN,), U), ("met beside an unknown exception", YES, YES, (OPEN,), P),
]  # fmt: skip


@pytest.mark.parametrize(("applies", "requires", "unless", "said"), [t[1:] for t in TABLE], ids=[t[0] for t in TABLE])
def test_the_outcome(applies, requires, unless, said):
    assert outcome(requires, DRAFT, applies=applies, unless=unless) == said


SPAN = (m.Span(date(2020, 1, 2), date(2020, 1, 4)),)
DAYS = [
    ("first day", date(2020, 1, 2), True), ("last day", date(2020, 1, 4), True), ("day before", date(2020, 1, 1), False),
    ("day after", date(2020, 1, 5), False), ("within", m.Interval(date(2020, 1, 2), date(2020, 1, 4)), True),
    ("across", m.Interval(date(2020, 1, 4), date(2020, 1, 5)), None), ("unknown", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("day", "truth"), [d[1:] for d in DAYS], ids=[d[0] for d in DAYS])
def test_in_force(day, truth):
    assert in_force(SPAN, day) is truth
    assert outcome(YES, DRAFT, day=day, spans=SPAN) == {True: P, False: I, None: U}[truth]


def test_a_known_value_stands_in_but_never_for_a_conflict():
    known = {"a1": fact("a1", KR[3])}
    assert outcome(MORE, {"a1": lost("a1", "unreadable")}, known=known) == P
    assert outcome(MORE, {"a1": lost("a1", "conflicting")}, known=known) == U
    assert outcome(MORE, {"a1": fact("a1", KR[4])}, known=known) == U
    assert outcome(m.Stated("a1"), {}, known=known) == F


def test_no_row_in_force_is_unknown():
    later = m.LookUp("reg", "n", (m.Where("lim", "is", lit(KR[3])),))
    assert outcome(m.Compare("t1", "in", later), {"t1": fact("t1", "Anna Berg")}, day=date(2021, 1, 1)) == F
    assert outcome(m.Cover("l1", later, "n"), {"l1": records("Anna Berg")}, day=date(2021, 1, 1)) == U
