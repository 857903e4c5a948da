"""Problems that only follow from another: names of what stands in a file, or in an entry, that could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from regelkoll.model import Problem
from regelkoll.rulefiles.operands import Pack
from regelkoll.rulefiles.tree import Mapping as MapTree
from regelkoll.rulefiles.tree import Tree

_OF_FACTS = ("fact-unknown", "field-unknown", "fact-kind", "conclusion-unknown", "derive-input", "operator-kind")
FACTS, PARAMETERS = "facts.yaml", "parameters.yaml"


def consequent(
    problems: Iterable[Problem], contents: Mapping[str, bytes], trees: Mapping[str, Tree], pack: Pack
) -> list[Problem]:
    """The problems without those that mending another takes away."""
    facts = _unread(FACTS, trees, pack.vocabulary)
    parameters = _unread(PARAMETERS, trees, pack.parameters)
    stems = {f.rsplit("/", 1)[-1].removesuffix(".yaml") for f in contents if f.startswith("registers/")}
    registers = stems - pack.registers.keys()

    def follows(problem: Problem) -> bool:
        name = problem.details.get("name", "")
        match problem.code:
            case "register-unknown":
                return name in registers
            case "parameter-unknown":
                return PARAMETERS in contents and (parameters is None or name in parameters)
            case code if code in _OF_FACTS:
                return facts is None or (code == "fact-unknown" and name in facts)
        return False

    return [problem for problem in problems if not follows(problem)]


def _unread(file: str, trees: Mapping[str, Tree], read: Mapping[str, object]) -> set[str] | None:
    """The names of the entries that could not be read; `None` when the whole file could not."""
    tree = trees.get(file)
    return tree.entries.keys() - read.keys() if isinstance(tree, MapTree) else None
