"""Whole drafts with what is expected of them: a folder with a draft, maybe a case file, and `expected.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from regelkoll.check import Checker, check, exit_code
from regelkoll.model import Problem, Report
from regelkoll.rulefiles.tree import Mapping as MapTree
from regelkoll.rulefiles.tree import Scalar, parse

KEYS = ("today", "recommendation", "exit", "outcomes", "facts")


@dataclass(frozen=True, slots=True)
class CaseTest:
    """`today` is the day of the check; `facts` names the case file beside the draft, "" where there is none."""

    name: str
    today: date
    recommendation: str
    exit: str
    outcomes: Mapping[str, str]
    facts: str = ""


@dataclass(frozen=True, slots=True)
class CaseTried:
    """`wrong` holds what came out otherwise: (what, expected, got), in the expectation's order."""

    test: CaseTest
    report: Report
    wrong: tuple[tuple[str, str, str], ...]


def case_test(data: bytes, name: str, default_day: date) -> CaseTest | list[Problem]:
    """An expectation file as data, or its problems."""
    problems: list[Problem] = []
    tree = parse(data, name, problems.append)
    if tree is None or not isinstance(tree, MapTree):
        return problems or [Problem(name, 1, 1, "value-shape", {"got": "text", "wanted": "key: value"})]
    for key, (place, _) in tree.entries.items():
        if key not in KEYS:
            problems.append(Problem(name, place.line, place.column, "key-unknown", {"key": key}))
    outcomes = tree.get("outcomes")
    if not isinstance(outcomes, MapTree):
        problems.append(Problem(name, tree.line, tree.column, "key-missing", {"key": "outcomes"}))
    listed = outcomes.entries.items() if isinstance(outcomes, MapTree) else ()
    texts = {key: node.text for key in KEYS if isinstance(node := tree.get(key), Scalar)}
    day = default_day
    if "today" in texts:
        try:
            day = date.fromisoformat(texts["today"])
        except ValueError:
            given = tree.entries["today"][1]
            details = {"value": texts["today"], "kind": "date"}
            problems.append(Problem(name, given.line, given.column, "literal-bad", details))
    if problems:
        return problems
    expected = {rule: node.text for rule, (_, node) in listed if isinstance(node, Scalar)}
    return CaseTest(name, day, texts.get("recommendation", ""), texts.get("exit", ""), expected, texts.get("facts", ""))


def try_case(ready: Checker, test: CaseTest, draft: tuple[bytes, str], facts: tuple[bytes, str] | None) -> CaseTried:
    """The draft (bytes, name) checked and compared. Raises UnreadableDraft or CaseProblems."""
    report = check(ready, draft[0], draft[1], test.today, None, facts)
    got = {f.rule.id: f.outcome.value for f in report.findings if f.outcome.value != "inapplicable"}
    got |= {f.rule.id: f.outcome.value for f in report.findings if f.rule.id not in got}
    pairs: Sequence[tuple[str, str, str]] = [
        ("recommendation", test.recommendation, report.recommendation.value),
        ("exit", test.exit, str(exit_code(report))),
        *((rule, test.outcomes.get(rule, "?"), got.get(rule, "?")) for rule in sorted({*test.outcomes, *got})),
    ]
    return CaseTried(test, report, tuple(p for p in pairs if p[1] and p[1] != p[2]))
