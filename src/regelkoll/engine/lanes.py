"""Trees of conditions laid out as bits of one integer, so that a few operations on it decide every tree at once.

A node owns one bit, and the same bit again `width` further up: the lower one says "surely true", the upper one
"possibly true". Unknown is the upper one alone. Since conjunction and disjunction work alike on both halves, one
formula serves; negation, which does not, is pushed to the leaves when the trees are laid out.

A branch's bit stands right above the bits of its parts, its *span*. Adding 1 to a span where all that is not a part is
filled with ones carries into the branch's bit exactly when every part is one; adding ones all over a span where all
that is not a part is zero carries exactly when some part is one. Spans of one level never overlap, so that one addition
decides every branch of the level.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal as OneOf

from regelkoll.engine.nodes import Branch, Leaf, Node, Quantifier
from regelkoll.model import Truth
from regelkoll.values import negate


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a node's truth stands: its bit, and whether the bit holds the negation."""

    bit: int
    flipped: bool


@dataclass(slots=True)
class _Level:
    """The masks of one level: the parts' bits, the ones that fill, what is added, the branches' bits."""

    parts: int = 0
    fill: int = 0
    add: int = 0
    bits: int = 0


@dataclass(slots=True)
class Lanes:
    """The layout while it is built, and, once `close` was called, what decides it."""

    spots: dict[Node, Spot] = field(default_factory=dict)
    leaves: list[Leaf | Quantifier] = field(default_factory=list)
    width: int = 0
    _levels: dict[int, _Level] = field(default_factory=dict)
    _closed: list[tuple[int, int, int, int]] = field(default_factory=list)

    def place(self, node: Node, flipped: bool = False) -> tuple[int, int]:
        """Lays out a tree; its bit and its level (0 for a leaf)."""
        if isinstance(node, Branch):
            bit, level = self._branch(node, flipped)
        else:
            self.leaves.append(node)
            bit, level = self._next(), 0
        self.spots[node] = Spot(bit, flipped)
        return bit, level

    def _branch(self, node: Branch, flipped: bool) -> tuple[int, int]:
        if node.op == "not":
            return self.place(node.parts[0], not flipped)
        if len(node.parts) == 1:
            return self.place(node.parts[0], flipped)
        start = self.width
        parts = [self.place(part, flipped) for part in node.parts]
        level = 1 + max(level for _, level in parts)
        every = (node.op == "all") is not flipped
        return self.guard(start, [bit for bit, _ in parts], "all" if every else "any", level), level

    def guard(self, start: int, parts: Iterable[int], op: OneOf["all", "any"], level: int) -> int:
        """A branch's own bit, above the span that begins at `start` and holds the parts' bits."""
        bit = self._next()
        own = sum(1 << part for part in parts)
        span = (1 << bit) - (1 << start)
        masks = self._levels.setdefault(level, _Level())
        masks.parts |= own
        masks.bits |= 1 << bit
        masks.add |= 1 << start if op == "all" else span
        masks.fill |= span & ~own if op == "all" else 0
        return bit

    def name(self, node: Node, bit: int) -> None:
        """Makes a bit a node's own, where the caller made the guard."""
        self.spots[node] = Spot(bit, False)

    def align(self, to: int) -> None:
        """Leaves bits unused up to a multiple."""
        self.width += -self.width % to

    def _next(self) -> int:
        self.width += 1
        return self.width - 1

    def close(self) -> None:
        """Ends the layout: the masks get their upper halves. Needed before `decided`, `masks` and `truth`."""
        self.align(8)
        self._closed = [
            (self.twice(m.parts), self.twice(m.fill), self.twice(m.add), self.twice(m.bits))
            for _, m in sorted(self._levels.items())
        ]

    def twice(self, mask: int) -> int:
        return mask | mask << self.width

    def decided(self, bits: int) -> int:
        """Every node's bits, from the leaves'."""
        for parts, fill, add, own in self._closed:
            bits |= (((bits & parts) | fill) + add) & own
        return bits

    def masks(self, nodes: Sequence[Node]) -> dict[Truth, int]:
        """The bits to set when all of these leaves have a truth, by truth."""
        spots = [self.spots[node] for node in nodes]
        straight = sum(1 << spot.bit for spot in spots if not spot.flipped)
        flipped = sum(1 << spot.bit for spot in spots if spot.flipped)
        return {
            True: self.twice(straight),
            False: self.twice(flipped),
            None: (straight | flipped) << self.width,
        }

    def truth(self, bits: int, node: Node) -> Truth:
        """A node's truth in decided bits."""
        spot = self.spots[node]
        truth = self._read(bits, spot.bit)
        return negate(truth) if spot.flipped else truth

    def gathered(self, some: int, every: int, node: Node, op: OneOf["all", "any"]) -> Truth:
        """Whether a node is true in all, or in any, of several runs: `some` is their bits or-ed, `every` and-ed."""
        spot = self.spots[node]
        if not spot.flipped:
            return self._read(every if op == "all" else some, spot.bit)
        return negate(self._read(some if op == "all" else every, spot.bit))

    def _read(self, bits: int, bit: int) -> Truth:
        if bits >> bit & 1:
            return True
        return None if bits >> bit + self.width & 1 else False
