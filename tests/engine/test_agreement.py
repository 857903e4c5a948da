"""The two engines and an independent evaluator agree on random rules and facts; learning more changes nothing told."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_rules import Maker
from reference import Reference

from regelkoll.engine.atoms import Atoms, Env
from regelkoll.engine.circuit import circuit
from regelkoll.engine.durable import Durable
from regelkoll.engine.native import Native
from regelkoll.engine.nodes import Branch, Quantifier, node_of
from regelkoll.engine.program import compile_program
from regelkoll.engine.resolve import resolve
from regelkoll.engine.walk import conditions_in
from regelkoll.model import Agrees, AllOf, AnyOf, Fact, Missing, Not, Outcome, Stated

EXAMPLES = int(os.environ.get("REGELKOLL_EXAMPLES", "2000"))
TODAY = date(2020, 6, 1)
seeds = st.integers(min_value=0, max_value=2**48)
often = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def prepared(maker, ruleset, program):
    case, day = maker.case(), maker.law_day()
    return case, day, resolve(case, program.vocabulary, ruleset.registers, day, TODAY)


@pytest.mark.usefixtures("durable")
@often
@given(seeds)
def test_engines_and_reference_agree(seed):
    maker = Maker(seed)
    ruleset = maker.ruleset()
    program = compile_program(ruleset)
    native, durable = Native(program), Durable(program)
    for _ in range(4):
        case, day, facts = prepared(maker, ruleset, program)
        one = native.judge(Env(facts, case.draft, day, {}))
        other = durable.judge(Env(facts, case.draft, day, {}))
        outcomes, conclusions = Reference(ruleset, facts, case.draft, day).run()
        assert list(one.outcomes) == outcomes
        assert dict(one.conclusions) == conclusions
        assert other.outcomes == one.outcomes
        assert other.conclusions == one.conclusions


def nodes_with_records(node, recorded, record=None):
    """Every node that stands for a condition, with what was recorded of it and the record that it is about."""
    if node.condition is not None:
        yield node, recorded, record
    if isinstance(node, Branch):
        for part in node.parts:
            yield from nodes_with_records(part, recorded, record)
    if isinstance(node, Quantifier):
        known = node.records(recorded.env, record)
        for item in known.value.items if isinstance(known, Fact) else ():
            yield from nodes_with_records(node.body, recorded.within(node, item), item)


@often
@given(seeds)
def test_every_recorded_truth_is_the_reference_s(seed):
    maker = Maker(seed)
    ruleset = maker.ruleset()
    program = compile_program(ruleset)
    native = Native(program)
    for _ in range(8):
        case, day, facts = prepared(maker, ruleset, program)
        recorded = native.judge(Env(facts, case.draft, day, {})).recorded
        reference = Reference(ruleset, facts, case.draft, day)
        reference.run()
        for compiled in (*program.requirements, *(r for s in program.strata for _, rules in s for r in rules)):
            for root in (compiled.applies, compiled.met):
                for node, inner, record in nodes_with_records(root, recorded):
                    assert inner.truth(node) is reference.truth(node.condition, record)


TOLD = (Outcome.PASSED, Outcome.FAILED, Outcome.INAPPLICABLE)


@often
@given(seeds)
def test_learning_more_never_changes_what_was_told(seed):
    maker = Maker(seed)
    ruleset = maker.ruleset()
    program = compile_program(ruleset)
    native = Native(program)
    for _ in range(4):
        case, day, facts = prepared(maker, ruleset, program)
        wiser = maker.narrower(case)
        if wiser is None:
            continue
        before = native.judge(Env(facts, case.draft, day, {})).outcomes
        more = resolve(wiser, program.vocabulary, ruleset.registers, day, TODAY)
        after = native.judge(Env(more, wiser.draft, day, {})).outcomes
        for was, now in zip(before, after, strict=True):
            assert was not in TOLD or now is was


def test_random_rules_reach_every_outcome():
    seen = set()
    for seed in range(60):
        maker = Maker(seed)
        ruleset = maker.ruleset()
        program = compile_program(ruleset)
        case, day, facts = prepared(maker, ruleset, program)
        seen |= set(Native(program).judge(Env(facts, case.draft, day, {})).outcomes)
    assert seen == set(Outcome)


@pytest.mark.usefixtures("durable")
def test_nothing_is_left_of_a_case_in_the_next():
    maker = Maker(7)
    ruleset = maker.ruleset()
    program = compile_program(ruleset)
    durable = Durable(program)
    cases = [prepared(maker, ruleset, program) for _ in range(30)]
    first = [durable.judge(Env(facts, case.draft, day, {})).outcomes for case, day, facts in cases]
    again = [durable.judge(Env(facts, case.draft, day, {})).outcomes for case, day, facts in reversed(cases)]
    assert first == list(reversed(again))


def told_of(ruleset, name):
    """Whether a rule asks if the fact is stated or agrees, which learning a value may change."""
    asked = (c for rule in ruleset.rules for c in conditions_in(rule) if isinstance(c, Stated | Agrees))
    return any(c.fact == name and not c.of_record for c in asked)


@often
@given(seeds)
def test_a_value_for_what_was_not_stated_or_conflicting_changes_nothing_told(seed):
    maker = Maker(seed)
    ruleset = maker.ruleset()
    program = compile_program(ruleset)
    native = Native(program)
    for _ in range(4):
        case, day, facts = prepared(maker, ruleset, program)
        for name in ("a1", "a2", "d1", "t1", "c1"):
            known = case.draft[name]
            if not isinstance(known, Missing) or name in case.known or told_of(ruleset, name):
                continue
            fresh = maker.case().draft[name]
            if isinstance(fresh, Missing):
                continue
            wiser = replace(case, draft={**case.draft, name: fresh})
            before = native.judge(Env(facts, case.draft, day, {})).outcomes
            more = resolve(wiser, program.vocabulary, ruleset.registers, day, TODAY)
            after = native.judge(Env(more, wiser.draft, day, {})).outcomes
            assert all(was not in TOLD or now is was for was, now in zip(before, after, strict=True))


@often
@given(seeds)
def test_de_morgan_holds_with_unknowns(seed):
    maker = Maker(seed)
    ruleset = maker.ruleset()
    atoms = Atoms(ruleset)
    program = compile_program(ruleset)
    case, day, facts = prepared(maker, ruleset, program)
    env = Env(facts, case.draft, day, {})
    parts = tuple(maker.condition(1) for _ in range(3))
    one = node_of(Not(AllOf(parts)), atoms, None)
    other = node_of(AnyOf(tuple(Not(part) for part in parts)), atoms, None)
    both = circuit([one, other])
    bits = both.run(env, None, day)
    assert both.lanes.truth(bits, one) is both.lanes.truth(bits, other)
