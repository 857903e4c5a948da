"""A thin synchronous driver of durable_rules' C module, inside the subset that was measured to be safe.

One property name a rule, small integers as values, one live state at a time, a warm-up before anything else, the state
always deleted. Any return code or error that means a lost fact is an `EngineError`, never "nothing found".
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Proposition: TypeAlias = tuple[str, int]
"""A rule's property name and a value, 2·node + truth."""

MAX_PRODUCTIONS, MAX_PROPOSITIONS, MAX_TESTS = 200, 450, 12
_WARM = "w"


class EngineError(Exception):
    """durable_rules could not evaluate, or derived a contradiction: a bug, never an outcome."""


def available() -> bool:
    """Whether durable_rules can be imported here."""
    try:
        import durable_rules_engine
    except ImportError:
        return False
    return durable_rules_engine is not None


def fnv(text: str) -> int:
    """32-bit FNV-1a, the hash by which durable_rules tells names apart."""
    value = 2166136261
    for byte in text.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


@dataclass(frozen=True, slots=True)
class Production:
    """All of `needs` true gives `gives`."""

    needs: tuple[Proposition, ...]
    gives: Proposition


class Rete:
    """A ruleset in durable_rules. `derive` forgets everything between calls."""

    def __init__(self, productions: Sequence[Production]) -> None:
        import durable_rules_engine

        self.engine: Any = durable_rules_engine
        self.gives = {f"p{i}": production.gives for i, production in enumerate(productions)}
        self.used = frozenset(need for production in productions for need in production.needs)
        self._check(productions)
        self.text = json.dumps(_definition(productions))
        self._create()

    def _check(self, productions: Sequence[Production]) -> None:
        names = {_WARM, "id", "sid", "s", *(p for p, _ in self.used), *map(_id, self.used), *self.gives}
        if len({fnv(name) for name in names}) != len(names):
            raise EngineError("two names have the same hash")
        if len(productions) > MAX_PRODUCTIONS + 1 or len(self.used) >= MAX_PROPOSITIONS:
            raise EngineError("the ruleset is too large")
        if any(not 1 <= len(p.needs) <= MAX_TESTS for p in productions):
            raise EngineError("a production has too many or no tests")

    def _create(self) -> None:
        self.handle = self.engine.create_ruleset("regelkoll", self.text)
        self.free = weakref.finalize(self, self.engine.delete_ruleset, self.handle)
        self._run([{"id": "warm", "sid": "s", _WARM: 1}])
        self.engine.delete_state(self.handle, "s")

    def derive(self, given: Iterable[Proposition]) -> dict[Proposition, str]:
        """Everything that follows from the propositions, each with the production that first gave it."""
        proof: dict[Proposition, str] = {}
        known = set(given)
        fresh = sorted(known & self.used)
        begun = False
        try:
            while fresh:
                begun = True
                fired = self._run([{"id": _id(p), "sid": "s", p[0]: p[1]} for p in fresh])
                new = {self.gives[name]: name for name in sorted(fired) if self.gives[name] not in known}
                proof |= {p: name for p, name in new.items() if p not in proof}
                known |= new.keys()
                fresh = sorted(new.keys() & self.used)
        except self.engine.error as error:
            self._rebuild()
            raise EngineError(str(error)) from error
        if begun:
            self.engine.delete_state(self.handle, "s")
        return proof

    def _rebuild(self) -> None:
        self.free()
        self._create()

    def _run(self, facts: list[Mapping[str, object]]) -> list[str]:
        """Asserts the facts in one batch and runs what fires; the names of the productions that fired."""
        code, state = self.engine.assert_facts(self.handle, json.dumps(facts))
        if code not in (0, 1):
            self._rebuild()
            raise EngineError(f"assert_facts gave {code}")
        fired: list[str] = []
        result = self.engine.start_action_for_state(self.handle, state)
        message = result[1] if result else None
        while message:
            name = next(iter(json.loads(message)))
            if name != _WARM:
                fired.append(name)
            message = self.engine.complete_and_start_action(self.handle, state)
        return fired


def _id(proposition: Proposition) -> str:
    return f"{proposition[0]}.{proposition[1]}"


def _definition(productions: Sequence[Production]) -> dict[str, object]:
    rules: dict[str, object] = {_WARM: {"all": [{"a0": {_WARM: 1}}]}}
    for index, production in enumerate(productions):
        rules[f"p{index}"] = {"all": [{f"a{i}": {name: value}} for i, (name, value) in enumerate(production.needs)]}
    return rules
