"""Conditions, messages and rules in plain words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from regelkoll.language import words
from regelkoll.model import (
    Agrees,
    AllOf,
    Amount,
    AnyOf,
    Compare,
    Condition,
    Cover,
    Every,
    Fact,
    FactRef,
    FactType,
    FieldRef,
    FieldType,
    Interval,
    Kind,
    Literal,
    Location,
    LookUp,
    Missing,
    NoneOf,
    Not,
    Parameter,
    ParameterRef,
    Records,
    Register,
    Rule,
    RuleSet,
    Several,
    Severity,
    Some,
    Source,
    Span,
    Stated,
    Texts,
    Trace,
    Unless,
    Where,
    Why,
)
from regelkoll.operators import OPERATORS
from regelkoll.wording import condition_in_words, explain_rule, fill, rule_texts, show, unmet
from regelkoll.wording.conditions import PHRASES

SV, EN = words("sv"), words("en")
NBSP = "\u00a0"
NAME, ROLE = FieldType("name", Kind.TEXT, "namn"), FieldType("role", Kind.TEXT, "befattning")
TYPE = FieldType("kind", Kind.CHOICE, "typ")
VOCABULARY = {
    "price": FactType("price", Kind.AMOUNT, "beviljat belopp", label_en="amount granted"),
    "part": FactType("part", Kind.SHARE, "andel"),
    "day": FactType("day", Kind.DATE, "startdatum"),
    "kind": FactType("kind", Kind.CHOICE, "beslutstyp", ("bifall", "avslag")),
    "people": FactType("people", Kind.LIST, "undertecknare", fields={"name": NAME, "role": ROLE}),
}
RULES = RuleSet(
    (),
    VOCABULARY,
    {"roles": Register("roles", "befogenheter", ("kind",), {"kind": TYPE, "role": ROLE}, ())},
    {"ceiling": Parameter("ceiling", Kind.AMOUNT, "beloppstak", ())},
    {},
    (),
    {},
)  # fmt: skip
PRICE = Compare("price", "at_most", Literal(Amount(Fraction(300000)), "300 000 kr"))
KIND = Compare("kind", "is", Literal("bifall", "bifall"))
LOOK = LookUp("roles", "role", (Where("kind", "is", FactRef("kind")),))

CONDITIONS: dict[str, tuple[Condition, list[str]]] = {
    "amount": (PRICE, [f"- beviljat belopp är högst 300{NBSP}000{NBSP}kronor"]),
    "share": (
        Compare("part", "at_least", Literal(Fraction(1, 2), "50 %")),
        [f"- andel är minst 50{NBSP}%"],
    ),
    "text is quoted": (KIND, ["- beslutstyp är ”bifall”"]),
    "between": (
        Compare("day", "between", Several((Literal(date(2020, 1, 1), ""), Literal(date(2020, 12, 31), "")))),
        ["- startdatum är mellan 2020-01-01 och 2020-12-31"],
    ),
    "parameter": (Compare("price", "less_than", ParameterRef("ceiling")), [
        "- beviljat belopp är mindre än beloppstak",
    ]),
    "all": (AllOf((KIND, PRICE)), [
        "- allt det här gäller:", "  - beslutstyp är ”bifall”",
        f"  - beviljat belopp är högst 300{NBSP}000{NBSP}kronor",
    ]),
    "any, labelled": (AnyOf((KIND,), "rätt typ"), [
        "- rätt typ:", "  - minst ett av det här gäller:", "    - beslutstyp är ”bifall”",
    ]),
    "not stated": (Not(Stated("day")), ["- utkastet anger inte startdatum"]),
    "not": (Not(KIND), ["- det här gäller inte:", "  - beslutstyp är ”bifall”"]),
    "agrees": (Agrees("day"), ["- utkastet anger samma startdatum överallt"]),
    "some": (
        Some("people", Compare("role", "is", FieldRef("name"), of_record=True)),
        ["- minst en i listan undertecknare:", "  - befattning är namn"],
    ),
    "every": (
        Every("people", Stated("role", of_record=True)),
        ["- varje post i listan undertecknare:", "  - utkastet anger befattning"],
    ),
    "none": (NoneOf("people", KIND), ["- ingen i listan undertecknare:", "  - beslutstyp är ”bifall”"]),
    "cover": (Cover("people", LOOK, "role"), [
        "- listan undertecknare innehåller, som befattning, varje värde av befattning i registret befogenheter"
        " där typ är beslutstyp",
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("condition", "expected"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_condition_in_words(condition: Condition, expected: list[str]) -> None:
    assert condition_in_words(condition, RULES, SV) == expected


def test_english_takes_english_labels() -> None:
    assert condition_in_words(PRICE, RULES, EN) == [f"- amount granted is at most 300{NBSP}000{NBSP}SEK"]


def test_every_operator_has_its_phrase() -> None:
    assert set(PHRASES) == set(OPERATORS)


PRICED = {"price": Fact("price", Amount(Fraction(5))), "day": Missing("day", Why.UNREADABLE)}
TEMPLATES = {
    "value": ("Beloppet {price}.", f"Beloppet 5{NBSP}kronor."),
    "unreadable": ("Dagen {day}.", "Dagen framgår inte."),
    "unknown name": ("{nothing}", "framgår inte"),
    "unmet": ("Saknas: {unmet}.", "Saknas: a; b."),
    "no place": ("{ price } {}", "{ price } {}"),
}


@pytest.mark.parametrize(("template", "expected"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_message_is_filled(template: str, expected: str) -> None:
    assert fill(template, PRICED, VOCABULARY, SV, ("a", "b")) == expected


def test_what_a_draft_says_is_not_filled_again() -> None:
    facts = {"kind": Fact("kind", "{price}"), **PRICED}
    assert fill("{kind}", facts, VOCABULARY, SV) == "{price}"


def test_values_are_shown() -> None:
    records = Records(({"name": Fact("name", "Åsa"), "role": Missing("role", Why.NOT_STATED)},), complete=False)
    assert show(records, VOCABULARY["people"], SV) == "Åsa (hela listan gick inte att läsa)"
    assert show(Records(()), VOCABULARY["people"], SV) == "inga"
    assert show(Missing("day", Why.CONFLICTING), VOCABULARY["day"], SV) == "är motsägande"
    assert show(Interval(date(2020, 1, 1), date(2020, 12, 31), date(2020, 1, 1)), Kind.DATE, SV).startswith(
        "2020-01-01 ("
    )


def stated(label: str | None, truth: bool | None) -> Trace:
    return Trace(Stated("day", label=label), truth)


def joined(kind: type[AllOf] | type[AnyOf], label: str | None, *parts: Trace, truth: bool = False) -> Trace:
    return Trace(kind(tuple(p.condition for p in parts), label), truth, parts)


UNMET = {
    "the false ones": (joined(AllOf, None, stated("a", False), stated("b", True), stated("c", False)), ("a", "c")),
    "the innermost": (joined(AllOf, "all", stated("a", False)), ("a",)),
    "its own when no part has one": (joined(AllOf, "all", stated(None, False)), ("all",)),
    "an any speaks for its parts": (joined(AnyOf, "any", stated("a", False), stated("b", False)), ("any",)),
    "not below what is true": (
        joined(AllOf, None, joined(AnyOf, None, stated("a", False), truth=True), stated("b", False)),
        ("b",),
    ),
    "not below not": (Trace(Not(Stated("day", label="x")), False, (stated("x", True),)), ("det här gäller inte",)),
    "words when nothing is labelled": (joined(AllOf, None, stated(None, False)), ("utkastet anger startdatum",)),
    "nothing unmet": (stated("a", True), ()),
    "unknown is not unmet": (stated("a", None), ()),
}


@pytest.mark.parametrize(("trace", "expected"), UNMET.values(), ids=UNMET)
def test_what_was_not_met(trace: Trace, expected: tuple[str, ...]) -> None:
    assert unmet(trace, VOCABULARY, SV) == expected


SOURCE = Source("Förordningen", "3 §", url="https://example.org", quote="Stöd får\n lämnas", unverified=True)
RULE = Rule(
    "tak", "2020-01-01", "pengar", {"sv": Texts("Beloppet ryms", "För högt.", "Sänk.")}, (SOURCE,),
    (Span(date(2020, 1, 1), None),), Severity.WARNING, "wording", KIND, PRICE,
    (Unless("dispens", (SOURCE,), Stated("day")),), None, "För att pengarna är slut.\n", (), Location("tak.yaml", 1),
)  # fmt: skip


def test_a_rule_is_explained() -> None:
    text = explain_rule(RULES, RULE, SV).text
    for part in (
        "Beloppet ryms [tak.2020-01-01]",
        "Vad den kräver\n  - beviljat belopp är högst",
        "Vilka utkast den gäller\n  - beslutstyp är ”bifall”",
        "Undantag\n  dispens:\n    - utkastet anger startdatum\n    Källa: Förordningen, 3 §",
        "Varnar: titta på det här",
        "Regeln ser bara ordalydelsen.",
        "https://example.org (källans text har inte lästs)",
        "\n    ”Stöd får lämnas”\n",
        "från och med 2020-01-01",
        "För att pengarna är slut.",
    ):
        assert part in text


def test_a_text_without_english_is_marked_and_an_empty_one_stays_empty() -> None:
    texts = rule_texts(RULE, EN)
    assert texts.title == "Beloppet ryms (in Swedish)"
    assert texts.passed == ""
    assert rule_texts(RULE, SV).title == "Beloppet ryms"
