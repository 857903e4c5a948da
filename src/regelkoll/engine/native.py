"""The native engine: all rules laid out as bits of one integer and decided together, in Kleene's three values."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from regelkoll.engine.atoms import Env
from regelkoll.engine.circuit import Circuit, circuit
from regelkoll.engine.days import calendar_of
from regelkoll.engine.lanes import Lanes
from regelkoll.engine.nodes import Node, Quantifier
from regelkoll.engine.program import Compiled, Program
from regelkoll.model import Outcome, Record, Truth
from regelkoll.values import either

_OUTCOMES = (Outcome.CANNOT_TELL, Outcome.PASSED, Outcome.FAILED, Outcome.FAILED, Outcome.INAPPLICABLE)
_UNUSED = b"\xff"
_LAST = 1 << 30
BYTE = 8


@dataclass(slots=True)
class Recorded:
    """Every node's truth in one case (or in one record of it), as the engine left it: nothing is decided anew but the
    bodies of quantifiers, when asked for."""

    env: Env
    stretch: Hashable
    runs: Sequence[tuple[Circuit, int]]

    def truth(self, node: Node) -> Truth:
        circuit, bits = next(run for run in self.runs if node in run[0].lanes.spots)
        return circuit.lanes.truth(bits, node)

    def within(self, quantifier: Quantifier, record: Record) -> Recorded:
        """The truths inside a quantifier's body, on one record of its list."""
        overs = (over for circuit, _ in self.runs for over in circuit.overs)
        bodies = next(over.bodies for over in overs if quantifier in over.quantifiers)
        return Recorded(self.env, self.stretch, ((bodies, bodies.run(self.env, record, self.stretch)),))


@dataclass(slots=True)
class Verdicts:
    """What an engine says of a case: an outcome per requirement, in the program's order, and `F is v` by (F, v).
    `recorded`: every node's truth, from an engine that keeps them."""

    outcomes: tuple[Outcome, ...]
    conclusions: Mapping[tuple[str, str], Truth]
    recorded: Recorded | None = None


class Native:
    """The engine. Reusable over cases; what it remembers between them changes no answer and is bounded."""

    name = "native"

    def __init__(self, program: Program) -> None:
        self.calendar = calendar_of(program.ruleset)
        self.strata = [
            (
                circuit(rule.met for _, rules in stratum for rule in rules),
                [(fact, _concluders(program, fact, rules)) for fact, rules in stratum],
            )
            for stratum in program.strata
        ]
        lanes = Lanes()
        bits = [_placed(compiled, lanes) for compiled in program.requirements]
        self.requirements = Circuit(lanes)
        self._met = sum(1 << bit for bit in bits)
        self._width, self._bytes = lanes.width, lanes.width // BYTE
        self._unused = (1 << lanes.width) - 1 & ~(self._met * 0xFF)

    def judge(self, env: Env) -> Verdicts:
        """Fills `env.conclusions` stratum by stratum, then decides every requirement."""
        recorded = self.record(env)
        return Verdicts(self._outcomes(recorded.runs[-1][1]), env.conclusions, recorded)

    def outcomes(self, env: Env) -> tuple[Outcome, ...]:
        """The outcomes alone. Fills `env.conclusions`."""
        return self._outcomes(self.record(env).runs[-1][1])

    def record(self, env: Env) -> Recorded:
        """Every node's truth on a case; the last run is the requirements'. Fills `env.conclusions`."""
        stretch = self.calendar.at(env.day)
        runs: list[tuple[Circuit, int]] = []
        for decided, facts in self.strata:
            bits = decided.run(env, None, stretch)
            runs.append((decided, bits))
            truth = decided.lanes.truth
            for fact, concluders in facts:
                told = [(value, either(truth(bits, node) for node in nodes)) for value, nodes in concluders]
                for value, is_value in is_truths(told).items():
                    env.conclusions[fact, value] = is_value
        runs.append((self.requirements, self.requirements.run(env, None, stretch)))
        return Recorded(env, stretch, runs)

    def _outcomes(self, bits: int) -> tuple[Outcome, ...]:
        """The table of the rule language's section 3, for all rules at once: a byte each, 1 passed, 2 failed,
        4 inapplicable, 0xFF in a byte that is no rule's."""
        met, width = self._met, self._width
        possible = bits >> width
        applies = bits >> 1 & met
        passed = applies & bits
        failed = applies & ~possible
        inapplicable = met & ~(possible >> 1)
        codes = passed | failed << 1 | inapplicable << 2 | self._unused
        told = codes.to_bytes(self._bytes, "little").translate(None, _UNUSED)
        return tuple([_OUTCOMES[code] for code in told])


def _placed(compiled: Compiled, lanes: Lanes) -> int:
    """Lays out a requirement so that its `met` begins a byte and its `applies` is the bit above; the byte's bit."""
    start = lanes.width
    applies = [lanes.place(part)[0] for part in compiled.applies.parts]
    inner = lanes.width
    met = [lanes.place(part) for part in compiled.met.parts]
    lanes.align(BYTE)
    bit = lanes.guard(inner, [part for part, _ in met], "any", 1 + max(level for _, level in met))
    lanes.name(compiled.met, bit)
    lanes.name(compiled.applies, lanes.guard(start, applies, "all", _LAST))
    return bit


def _concluders(program: Program, fact: str, rules: Sequence[Compiled]) -> list[tuple[str, tuple[Node, ...]]]:
    """For each choice of the fact, the nodes of the rules that conclude it: some of them in force and its when true."""
    choices = program.vocabulary[fact].values
    return [(value, tuple(r.met for r in rules if r.rule.concludes == (fact, value))) for value in choices]


def is_truths(concluded: Sequence[tuple[str, Truth]]) -> dict[str, Truth]:
    """`F is v` for each v: true if v alone is concluded, false if v surely is not and another is, else unknown."""
    result: dict[str, Truth] = {}
    for value, truth in concluded:
        others = [t for v, t in concluded if v != value]
        if truth is True and all(t is False for t in others):
            result[value] = True
        elif truth is False and any(t is True for t in others):
            result[value] = False
        else:
            result[value] = None
    return result
