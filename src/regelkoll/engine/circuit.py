"""Trees of conditions decided together: the leaves' bits looked up by what they hang on, the rest by `Lanes`.

Equal atoms are one, decided once. What an atom said is remembered by the key of what it hangs on (`Reads`) and by the
stretch of days that the law day lies in, so that most cases decide no atom at all. What is remembered is bounded.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from regelkoll.engine.atoms import Atom, Env
from regelkoll.engine.lanes import Lanes
from regelkoll.engine.nodes import Leaf, Node, Quantifier
from regelkoll.engine.reads import Key, Source
from regelkoll.model import Fact, Missing, Record, Records, Truth, Why
from regelkoll.values import negate

REMEMBERED, STRETCHES = 1024, 64


@dataclass(frozen=True, slots=True)
class _Decided:
    """An atom with the bits that it sets, by truth."""

    atom: Atom
    true: int
    false: int
    unknown: int

    def bits(self, env: Env, record: Record | None) -> int:
        truth = self.atom.decide(env, record)
        return self.unknown if truth is None else self.true if truth else self.false


@dataclass(frozen=True, slots=True)
class _Group:
    """Atoms that hang on the same thing."""

    source: Source
    key: Key
    atoms: tuple[_Decided, ...]

    def bits(self, env: Env, record: Record | None) -> int:
        bits = 0
        for atom in self.atoms:
            bits |= atom.bits(env, record)
        return bits


@dataclass(frozen=True, slots=True)
class Over:
    """The quantifiers over one list, whose bodies are decided together once per record."""

    quantifiers: tuple[Quantifier, ...]
    bodies: Circuit
    masks: tuple[Mapping[Truth, int], ...]

    def bits(self, env: Env, record: Record | None, stretch: Hashable) -> int:
        known = self.quantifiers[0].records(env, record)
        if isinstance(known, Fact) and isinstance(known.value, Records):
            return self._shown(known.value, env, stretch)
        nowhere = isinstance(known, Missing) and known.why is Why.NOT_STATED
        bits = 0
        for quantifier, masks in zip(self.quantifiers, self.masks, strict=True):
            bits |= masks[False if nowhere and quantifier.op == "some" else None]
        return bits

    def _shown(self, records: Records, env: Env, stretch: Hashable) -> int:
        run, lanes = self.bodies.run, self.bodies.lanes
        some, every = 0, -1
        for item in records.items:
            decided = run(env, item, stretch)
            some |= decided
            every &= decided
        bits = 0
        for quantifier, masks in zip(self.quantifiers, self.masks, strict=True):
            body = quantifier.body
            if quantifier.op == "every":
                truth = lanes.gathered(some, every, body, "all")
                truth = None if truth is True and not records.complete else truth
            else:
                truth = lanes.gathered(some, every, body, "any")
                truth = None if truth is False and not records.complete else truth
                truth = negate(truth) if quantifier.op == "none" else truth
            bits |= masks[truth]
        return bits


_Remembered: TypeAlias = tuple[int, tuple[tuple[Source, list[tuple[Key, dict[Hashable, int], _Group]]], ...]]
"""The bits that the law day sets, and by source: each group's key, and by key the bits that its atoms set."""


class Circuit:
    """Trees laid out in `lanes` (which the circuit closes) and all that sets their leaves."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes
        lanes.close()
        leaves = [node for node in lanes.leaves if isinstance(node, Leaf)]
        self.groups, self.others = _grouped(leaves, lanes)
        self.overs = _overs([node for node in lanes.leaves if isinstance(node, Quantifier)], lanes)
        self._remembered: dict[Hashable, _Remembered] = {}

    def run(self, env: Env, record: Record | None, stretch: Hashable) -> int:
        """Every node's bits on a case, or on a record of one. `stretch` is equal for law days that are alike."""
        bits, sources = self._remembered.get(stretch) or self._opened(env, stretch)
        for source, groups in sources:
            given = env.facts if source == "facts" else _given(source, env, record)
            for key_of, remembered, group in groups:
                key = key_of(given)
                found = remembered.get(key)
                bits |= self._found(group, key, remembered, env, record) if found is None else found
        for atom in self.others:
            bits |= atom.bits(env, record)
        for over in self.overs:
            bits |= over.bits(env, record, stretch)
        return self.lanes.decided(bits)

    def truth(self, env: Env, record: Record | None, node: Node) -> Truth:
        """One node's truth, where nothing else of the case is wanted."""
        return self.lanes.truth(self.run(env, record, env.day), node)

    def forget(self) -> None:
        """Forgets what atoms said. Never needed: what is remembered changes no answer."""
        self._remembered.clear()
        for over in self.overs:
            over.bodies.forget()

    def _found(
        self, group: _Group, key: Hashable, remembered: dict[Hashable, int], env: Env, record: Record | None
    ) -> int:
        bits = group.bits(env, record)
        if key is not None:
            if len(remembered) >= REMEMBERED:
                remembered.clear()
            remembered[key] = bits
        return bits

    def _opened(self, env: Env, stretch: Hashable) -> _Remembered:
        if len(self._remembered) >= STRETCHES:
            self._remembered.clear()
        opened: dict[Source, list[tuple[Key, dict[Hashable, int], _Group]]] = {}
        dated = 0
        for group in self.groups:
            if group.source == "law day":
                dated |= group.bits(env, None)
            else:
                opened.setdefault(group.source, []).append((group.key, {}, group))
        return self._remembered.setdefault(stretch, (dated, tuple(opened.items())))


def _given(source: Source, env: Env, record: Record | None) -> object:
    """What the groups of a source (beside the case's facts) read their keys from."""
    if source == "record":
        return record or {}
    if source == "draft":
        return env.draft
    return env.conclusions if source == "conclusions" else (env.facts, record or {})


def circuit(roots: Iterable[Node]) -> Circuit:
    """A circuit of trees without more ado."""
    lanes = Lanes()
    for root in roots:
        lanes.place(root)
    return Circuit(lanes)


def _grouped(leaves: Sequence[Leaf], lanes: Lanes) -> tuple[tuple[_Group, ...], tuple[_Decided, ...]]:
    """Groups of atoms with a key, and the atoms without; equal atoms are one."""
    same: dict[Hashable, list[Leaf]] = {}
    for leaf in leaves:
        same.setdefault(leaf.atom.same, []).append(leaf)
    groups: dict[Hashable, list[tuple[Atom, _Decided]]] = {}
    others: list[_Decided] = []
    for alike in same.values():
        atom, masks = alike[0].atom, lanes.masks(alike)
        decided = _Decided(atom, masks[True], masks[False], masks[None])
        if atom.reads.group is None:
            others.append(decided)
        else:
            groups.setdefault(atom.reads.group, []).append((atom, decided))
    return tuple(_group(members) for members in groups.values()), tuple(others)


def _group(members: Sequence[tuple[Atom, _Decided]]) -> _Group:
    reads = members[0][0].reads
    assert reads.key is not None
    cuts = tuple(cut for atom, _ in members for cut in atom.reads.cuts)
    return _Group(reads.source, reads.key(cuts), tuple(decided for _, decided in members))


def _overs(quantifiers: Sequence[Quantifier], lanes: Lanes) -> tuple[Over, ...]:
    lists: dict[Hashable, list[Quantifier]] = {}
    for quantifier in quantifiers:
        lists.setdefault(quantifier.over, []).append(quantifier)
    return tuple(
        Over(tuple(over), circuit(q.body for q in over), tuple(lanes.masks([q]) for q in over))
        for over in lists.values()
    )
