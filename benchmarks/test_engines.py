"""What one case costs, system by system, on the same rules and cases; interleaved, verdicts first found equal.

Every system gets its cases in its own form beforehand; what is timed is one judgement of each of the cases.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from datetime import date
from functools import cache

import mix
import peers
import plain
import pytest

from regelkoll import model as m
from regelkoll.engine.atoms import Env
from regelkoll.engine.durable import Durable
from regelkoll.engine.evaluate import Evaluator
from regelkoll.engine.native import Native
from regelkoll.engine.program import compile_program

TURNS, CASES = 5, 100
DAY = date(2020, 6, 1)
CODES = {m.Outcome.INAPPLICABLE: 0, m.Outcome.PASSED: 1, m.Outcome.FAILED: 2}
Judge = Callable[[], object]
NATIVE, OUTCOMES = "regelkoll native, outcomes with every truth recorded", "regelkoll native, outcomes only"
TRACED, FIRST = "regelkoll native, every finding with its trace built", "regelkoll native, nothing remembered"
DURABLE, BOTH = "regelkoll durable", "regelkoll both"
FLAT = [
    peers.compiled_python,
    peers.zen_expression,
    peers.json_schema,
    peers.cel,
    peers.clips,
    peers.durable_raw,
    peers.zen_table,
]
NESTED = [peers.compiled_python, peers.zen_expression, peers.json_schema, peers.cel]


def own(ruleset: m.RuleSet, cases: list[tuple[dict, dict, object]]) -> dict[str, tuple[Judge, int]]:
    """Our variants on cases (facts, draft's side, law day), and how many each judges: the slow ones the first 20."""
    program = compile_program(ruleset)
    native, durable = Native(program), Durable(program)
    alone, both = Evaluator(program, [native]), Evaluator(program, [native, durable])
    few = cases[:20]

    def forgetful() -> None:
        for facts, draft, day in cases:
            for circuit in (native.requirements, *(circuit for circuit, _ in native.strata)):
                circuit.forget()
            native.judge(Env(facts, draft, day, {}))

    def judged(evaluator: Evaluator) -> Judge:
        def run() -> None:
            for facts, draft, day in few:
                evaluator.evaluate(m.Case("c", draft), facts, day)

        return run

    def findings() -> None:
        for facts, draft, day in few:
            assert alone.evaluate(m.Case("c", draft), facts, day).findings

    for facts, draft, day in few:
        assert native.judge(Env(facts, draft, day, {})).outcomes == durable.judge(Env(facts, draft, day, {})).outcomes
    return {
        OUTCOMES: (lambda: [native.outcomes(Env(facts, draft, day, {})) for facts, draft, day in cases], len(cases)),
        NATIVE: (lambda: [native.judge(Env(facts, draft, day, {})) for facts, draft, day in cases], len(cases)),
        TRACED: (findings, len(few)),
        FIRST: (forgetful, len(cases)),
        DURABLE: (lambda: [durable.judge(Env(facts, draft, day, {})) for facts, draft, day in few], len(few)),
        BOTH: (judged(both), len(few)),
    }


def beside(rules: list[plain.PlainRule], cases: list[dict], makers: list) -> dict[str, tuple[Judge, int]]:
    """Ours and the peers', after every verdict was found equal to compiled Python's."""
    ruleset = plain.ruleset_of(rules)
    facts = [plain.facts_of(case) for case in cases]
    systems = own(ruleset, [(f, f, DAY) for f in facts])
    native = Native(compile_program(ruleset))
    ours = [[CODES[o] for o in native.judge(Env(f, f, DAY, {})).outcomes] for f in facts]
    assert {code for codes in ours for code in codes} >= {1, 2}
    for make in makers:
        peer = make(rules)
        prepared = [peer.prepare(case) for case in cases]
        told = [[int(code) for code in peer.judge(case)] for case in prepared]
        assert told == (ours if peer.full else [[c if c == 2 else 0 for c in codes] for codes in ours]), peer.name
        name = peer.name if peer.full else f"{peer.name} (only what failed)"
        systems[name] = (lambda judge=peer.judge, cases=prepared: [judge(case) for case in cases]), len(prepared)
    return systems


@cache
def group(name: str) -> dict[str, tuple[Judge, int]]:
    maker = plain.Maker(7)
    if name in ("60 rules", "1000 rules"):
        rules = [maker.rule() for _ in range(int(name.split()[0]))]
        return beside(rules, [maker.case() for _ in range(CASES)], FLAT)
    if name == "30 quantifiers over 200 records":
        rules = [maker.quantified() for _ in range(30)]
        return beside(rules, [maker.case(200) for _ in range(4)], NESTED)
    if name == "60 rules, facts unknown":
        rules = [maker.rule() for _ in range(60)]
        facts = [plain.with_unknowns(plain.facts_of(maker.case()), i) for i in range(CASES)]
        return own(plain.ruleset_of(rules), [(f, f, DAY) for f in facts])
    ruleset = mix.pack()
    made = mix.cases(ruleset, CASES)
    evaluator = Evaluator(compile_program(ruleset), [])
    days = [mix.LAW_DAYS[i % len(mix.LAW_DAYS)] for i in range(len(made))]
    prepared = [(evaluator.facts(c, day, day), c.draft, day) for c, day in zip(made, days, strict=True)]
    zen = peers.zen_table([plain.Maker(7).rule() for _ in range(60)])
    flat = [plain.Maker(9).case() for _ in range(CASES)]
    return {
        **own(ruleset, prepared),
        "regelkoll, facts resolved and derived": (
            lambda: [evaluator.facts(c, day, day) for c, day in zip(made, days, strict=True)],
            CASES,
        ),
        "(zen-engine, decision table of 60 rows, other rules)": (lambda: [zen.judge(c) for c in flat], CASES),
    }


GROUPS = (
    "60 rules",
    "1000 rules",
    "60 rules, facts unknown",
    "85 rules in the pack's mix",
    "30 quantifiers over 200 records",
)
PAIRS = [(name, system) for name in GROUPS for system in group(name)]


@pytest.mark.parametrize(("name", "system"), PAIRS, ids=[f"{n}-{s}" for n, s in PAIRS])
@pytest.mark.parametrize("turn", range(TURNS))
def test_a_case(benchmark, name: str, system: str, turn: int) -> None:
    run, cases = group(name)[system]
    benchmark.group = name
    benchmark.extra_info.update(system=system, turn=turn, units=cases, unit="case")
    rounds = 2 if system in (DURABLE, BOTH, TRACED) else 9
    benchmark.pedantic(run, rounds=rounds, iterations=1, warmup_rounds=rounds // 9)


def test_memory_does_not_grow_with_the_cases() -> None:
    """100 000 cases of 60 rules: what the process needs at the end is what it needed after 10 000."""
    maker = plain.Maker(3)
    native = Native(compile_program(plain.ruleset_of([maker.rule() for _ in range(60)])))
    needed = {}
    for index in range(1, 100_001):
        facts = plain.facts_of(maker.case())
        if index % 3 == 0:
            facts = plain.with_unknowns(facts, index)
        native.judge(Env(facts, facts, date.fromordinal(plain.FIRST + index % 3000), {}))
        if index in (10_000, 100_000):
            needed[index] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"\nmemory after 10 000 cases {needed[10_000] / 1024:.0f} MB, after 100 000 {needed[100_000] / 1024:.0f} MB")
    assert needed[100_000] < needed[10_000] * 1.02
