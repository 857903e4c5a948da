"""The vocabulary's `find:`, checked when loaded: what is searched for, and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from regelkoll.facts.finders import FINDERS
from regelkoll.rulefiles.tree import Mapping, Tree

WHAT = ("any_of", "form", "pattern")
SCOPES = ("sections", "sentences_with", "clause")


class Checks(Protocol):
    """What a checker of reading instructions can look at; each adds the problems that it finds."""

    clauses: list[str]

    def problem(self, file: str, node: Tree, code: str, near: str | None = None, **details: str) -> None: ...
    def keys(self, file: str, node: Mapping, allowed: Iterable[str]) -> None: ...
    def listed(self, file: str, node: Tree | None) -> None: ...
    def one_of(self, file: str, node: Tree | None, choices: Iterable[str]) -> None: ...
    def pattern(self, file: str, node: Tree | None) -> None: ...
    def register(self, file: str, node: Tree) -> None: ...
    def each_section(self, file: str, node: Tree | None) -> None: ...


def check_search(checker: Checks, file: str, node: Mapping) -> None:
    """Adds every problem of one `find:`."""
    checker.keys(file, node, (*WHAT, "in", "negated"))
    words, scope = node.get("any_of"), node.get("in")
    if sum(node.get(key) is not None for key in WHAT) != 1:
        checker.problem(file, node, "key-missing", key=" | ".join(WHAT))
    if scope is None:
        checker.problem(file, node, "key-missing", key="in")
    checker.pattern(file, node.get("pattern"))
    checker.one_of(file, node.get("form"), FINDERS)
    if isinstance(words, Mapping):
        checker.register(file, words)
    else:
        checker.listed(file, words)
    checker.one_of(file, node.get("negated"), ("skip", "keep"))
    if not isinstance(scope, Mapping):
        checker.one_of(file, scope, ("whole", "everywhere"))
        return
    checker.keys(file, scope, SCOPES)
    checker.each_section(file, scope.get("sections"))
    checker.listed(file, scope.get("sentences_with"))
    checker.one_of(file, scope.get("clause"), checker.clauses)
