"""Kleene's logic in Horn clauses: a node is two propositions, *true* and *false*; what is not derived is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from regelkoll.engine.nodes import Branch, Leaf, Node, Quantifier
from regelkoll.engine.rete import Production, Proposition

WIDEST = 10


@dataclass(slots=True)
class Clauses:
    """One rule's productions while they are built. `leaves` and `quantifiers` are what the host decides and asserts:
    a leaf by its own node, a quantifier by the five nodes that follow it (see `Shows`)."""

    name: str
    productions: list[Production] = field(default_factory=list)
    leaves: list[tuple[int, Leaf]] = field(default_factory=list)
    quantifiers: list[tuple[Shows, Quantifier]] = field(default_factory=list)
    nodes: int = 0

    def new(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def says(self, node: int, truth: bool) -> Proposition:
        return self.name, 2 * node + truth

    def rule(self, gives: Proposition, *needs: Proposition) -> None:
        self.productions.append(Production(needs, gives))

    def node(self, node: Node) -> int:
        """The number of a node, its productions and those of its parts added."""
        if isinstance(node, Leaf):
            number = self.new()
            self.leaves.append((number, node))
            return number
        if isinstance(node, Quantifier):
            return self._quantifier(node)
        parts = [self.node(part) for part in node.parts]
        if node.op == "not":
            number = self.new()
            self.rule(self.says(number, True), self.says(parts[0], False))
            self.rule(self.says(number, False), self.says(parts[0], True))
            return number
        return self.joined(parts, node.op == "all")

    def joined(self, parts: Sequence[int], every: bool) -> int:
        """`all` of the parts, or with `every` False `any`: true and false change places."""
        if len(parts) > WIDEST:
            head = self.joined(parts[:WIDEST], every)
            return self.joined([head, *parts[WIDEST:]], every)
        number = self.new()
        self.rule(self.says(number, every), *(self.says(part, every) for part in parts))
        for part in parts:
            self.rule(self.says(number, not every), self.says(part, not every))
        return number

    def _quantifier(self, node: Quantifier) -> int:
        number = self.new()
        shows = Shows(*(self.new() for _ in range(5)))
        self.quantifiers.append((shows, node))
        true, false = self.says(number, True), self.says(number, False)
        if node.op == "every":
            self.rule(true, self.says(shows.all_true, True))
            self.rule(false, self.says(shows.some_false, True))
            return number
        some = node.op == "some"
        self.rule(true if some else false, self.says(shows.some_true, True))
        self.rule(false if some else true, self.says(shows.all_false, True))
        if some:
            self.rule(false, self.says(shows.none_there, True))
        return number


@dataclass(frozen=True, slots=True)
class Shows:
    """The nodes by which the host tells what a quantifier's records showed."""

    some_true: int
    some_false: int
    all_true: int
    all_false: int
    none_there: int


def size(root: Node) -> int:
    """The nodes of a tree, bodies of quantifiers included."""
    match root:
        case Branch(parts=parts):
            return 1 + sum(size(part) for part in parts)
        case Quantifier(body=body):
            return 6 + size(body)
        case _:
            return 1
