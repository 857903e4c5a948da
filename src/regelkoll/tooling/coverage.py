"""What no example reaches: outcomes, branches of conditions, sides of borders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from regelkoll.engine.walk import conditions_in
from regelkoll.language import N_, Words
from regelkoll.model import Condition, Every, NoneOf, Outcome, Rule, RuleSet, Some
from regelkoll.tooling.borders import Border, Side, borders
from regelkoll.tooling.examples import Tried, truths
from regelkoll.wording.conditions import sentence
from regelkoll.wording.shown import label_of

SIDES: dict[Side, str] = {"below": N_("below"), "on": N_("on"), "above": N_("above")}


@dataclass(frozen=True, slots=True)
class Covered:
    """One rule: what its examples could reach and what they did, and in words what is lacking."""

    rule: Rule
    outcomes: int
    outcomes_reached: int
    branches: int
    branches_reached: int
    sides: int
    sides_reached: int
    lacking: tuple[str, ...]


def possible(rule: Rule) -> tuple[Outcome, ...]:
    """The outcomes that a requirement can have: it is inapplicable only where something makes it so."""
    if rule.concludes is not None:
        return ()
    bounded = bool(rule.in_force) or rule.applies_when is not None
    return tuple(o for o in Outcome if bounded or o is not Outcome.INAPPLICABLE)


def covered(ruleset: RuleSet, tried: Iterable[Tried], words: Words) -> Iterator[Covered]:
    """Every rule that examples were tried of, in the pack's order."""
    by_id: dict[str, list[Tried]] = {}
    for one in tried:
        by_id.setdefault(one.rule.id, []).append(one)
    for rule in ruleset.rules:
        versions = by_id.get(rule.id, [])
        own = [one for one in versions if one.rule is rule]
        if own:
            yield _covered(ruleset, rule, own, versions, words)


def _covered(ruleset: RuleSet, rule: Rule, tried: Sequence[Tried], versions: Sequence[Tried], words: Words) -> Covered:
    outcomes = possible(rule)
    reached = {one.got for one in tried}
    lacking = [words("no example comes out as {outcome}", outcome=str(o)) for o in outcomes if o not in reached]
    branches = [] if rule.concludes else list(_branches(rule))
    found = truths(list(tried))
    missed = [(c, truth) for c in branches for truth in (True, False) if truth not in found.get(id(c), set())]
    for condition, truth in missed:
        text = _sentence(condition, rule, ruleset, words)
        true, false = (
            words("never true in any example: {text}", text=text),
            words("never false in any example: {text}", text=text),
        )
        lacking.append(true if truth else false)
    edges = list(borders(rule, ruleset, tried, versions))
    lacking += [text for edge in edges for text in border_in_words(edge, ruleset, words)]
    sides = sum(len(edge.lacking) for edge in edges)
    return Covered(
        rule,
        len(outcomes),
        len(reached & set(outcomes)),
        2 * len(branches),
        2 * len(branches) - len(missed),
        2 * len(edges),
        2 * len(edges) - sides,
        tuple(lacking),
    )


def _branches(rule: Rule) -> Iterator[Condition]:
    """The conditions that can come out either way for a rule: those inside a quantifier stand for its records."""
    yield from conditions_in(rule)


def _sentence(condition: Condition, rule: Rule, ruleset: RuleSet, words: Words) -> str:
    fields = next(
        (
            ruleset.vocabulary[outer.fact].fields
            for outer in conditions_in(rule)
            if isinstance(outer, Some | Every | NoneOf) and not outer.of_record and _holds(outer.body, condition)
        ),
        None,
    )
    return sentence(condition, ruleset, words, fields)


def _holds(outer: Condition, wanted: Condition) -> bool:
    if outer is wanted:
        return True
    inner = (*getattr(outer, "parts", ()), getattr(outer, "part", None), getattr(outer, "body", None))
    return any(_holds(one, wanted) for one in inner if one is not None)


def border_in_words(border: Border, ruleset: RuleSet, words: Words) -> Iterator[str]:
    """What is lacking at a border, a sentence a side."""
    for side in border.lacking:
        if not border.fact:
            yield (
                words("no example has a decision on {day}", day=border.text)
                if side == "on"
                else words("no example has a decision on the day before {day}", day=border.text)
                if side == "below"
                else words("no example has a decision on the day after {day}", day=border.text)
            )
            continue
        label = label_of(ruleset.vocabulary.get(border.fact), border.fact, words)
        yield words(
            "no example has {fact} {side} the border {value}", fact=label, side=words(SIDES[side]), value=border.text
        )
