"""waivers.yaml: findings accepted by a named role, every mistake at once at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from regelkoll.model import Condition, Location, Problem, RuleSet, Waiver, Waivers
from regelkoll.rulefiles.conditions import reader
from regelkoll.rulefiles.models import WaiverModel
from regelkoll.rulefiles.operands import Pack
from regelkoll.rulefiles.packs import digest
from regelkoll.rulefiles.problems import Add, RuleProblems, closest
from regelkoll.rulefiles.shape import kind_of, shaped
from regelkoll.rulefiles.tree import Mapping, Scalar, Sequence, Tree, parse
from regelkoll.values import name_key

KEY = "waivers"
FEWEST_WORDS = 3
_NARROW = re.compile(r"^[^*]*\d\d|[^*\d]\d\d[^*]*$|(?:\d[^\d]*){4}")


def read_waivers(data: bytes, file: str, ruleset: RuleSet) -> Waivers:
    """The waivers in a file for a pack. Raises `RuleProblems` with every problem of it."""
    problems: list[Problem] = []
    listed = _listed(data, file, ruleset, problems.append)
    if problems:
        raise RuleProblems(problems)
    return Waivers(tuple(listed), digest(data))


def _listed(data: bytes, file: str, ruleset: RuleSet, add: Add) -> list[Waiver]:
    tree = parse(data, file, add)
    if tree is None:
        return []
    listed = tree.get(KEY) if isinstance(tree, Mapping) else None
    if isinstance(tree, Mapping):
        for key, (place, _) in tree.entries.items():
            if key != KEY:
                add(Problem(file, place.line, place.column, "key-unknown", {"key": key}, closest(key, (KEY,))))
    if not isinstance(tree, Mapping) or listed is None:
        add(Problem(file, tree.line, tree.column, "key-missing", {"key": KEY}))
        return []
    if not isinstance(listed, Sequence):
        add(Problem(file, listed.line, listed.column, "value-shape", {"got": kind_of(listed), "wanted": "a list"}))
        return []
    if listed.items and not any(kind.diary for kind in ruleset.vocabulary.values()):
        add(Problem(file, listed.line, listed.column, "waiver-no-diary"))
    _once(listed.items, file, add)
    return [one for item in listed.items if (one := _waiver(item, file, ruleset, add)) is not None]


def _waiver(tree: Tree, file: str, ruleset: RuleSet, add: Add) -> Waiver | None:
    model = shaped(tree, WaiverModel, file, add)
    if not isinstance(tree, Mapping):
        return None
    _check_rule(tree.get("rule"), file, ruleset, add)
    _check_diary(tree.get("diary"), file, add)
    _check_reason(tree.get("reason"), file, add)
    until = _day(tree.get("until"), model is not None, file, add)
    limits = _limits(tree, file, ruleset, add)
    if model is None or until is None:
        return None
    place = Location(file, tree.line, tree.column)
    return Waiver(model.rule, model.diary, " ".join(model.reason.split()), model.approved_by, until, limits, place)


def _check_rule(node: Tree | None, file: str, ruleset: RuleSet, add: Add) -> None:
    """A rule that can have a finding: a classification has none."""
    name = node.text.strip() if isinstance(node, Scalar) else ""
    known = {rule.id for rule in ruleset.rules if rule.concludes is None}
    if node is None or not name or name in known:
        return
    if "*" in name:
        add(Problem(file, node.line, node.column, "waiver-every-rule", {"name": name}))
    else:
        add(Problem(file, node.line, node.column, "rule-unknown", {"name": name}, closest(name, known)))


def _check_diary(node: Tree | None, file: str, add: Add) -> None:
    """A diary number as it is, or a pattern that names a year or less: two digits in a row before the first star, or
    after the last with a sign before them, or four digits in all. Two digits anywhere may be any draft's."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if node is not None and "*" in text and _NARROW.search(text) is None:
        add(Problem(file, node.line, node.column, "waiver-wide", {"value": text}))
    elif node is not None and text and not name_key(text):
        add(Problem(file, node.line, node.column, "value-empty"))


def _check_reason(node: Tree | None, file: str, add: Add) -> None:
    text = node.text if isinstance(node, Scalar) else ""
    if node is not None and text.strip() and len(re.findall(r"\w{2,}", text)) < FEWEST_WORDS:
        add(Problem(file, node.line, node.column, "waiver-reason", {"count": str(FEWEST_WORDS)}))


def _day(node: Tree | None, shaped: bool, file: str, add: Add) -> date | None:
    """The last day. What is wrong with its form the shape has said, unless it took it."""
    text = node.text if isinstance(node, Scalar) else ""
    if node is None or not (shaped or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        add(Problem(file, node.line, node.column, "literal-bad", {"value": text, "kind": "date"}))
        return None


def _limits(tree: Mapping, file: str, ruleset: RuleSet, add: Add) -> Condition | None:
    node = tree.get("limits")
    if not isinstance(node, Mapping):
        return None
    pack = Pack(ruleset.vocabulary, ruleset.registers, ruleset.parameters)
    return reader(pack, file, add).condition(node)


def _once(items: Iterable[Tree], file: str, add: Add) -> None:
    """No rule is waived twice for one diary number; to prolong a waiver is to move its last day."""
    seen: dict[tuple[str, str], int] = {}
    for item in items:
        rule, diary = (item.get(key) if isinstance(item, Mapping) else None for key in ("rule", "diary"))
        if not isinstance(rule, Scalar) or not isinstance(diary, Scalar) or not name_key(diary.text):
            continue
        identity = (rule.text.strip(), "*".join(name_key(part) for part in diary.text.split("*")))
        if identity in seen:
            add(Problem(file, item.line, item.column, "waiver-twice", {"line": str(seen[identity])}))
        else:
            seen[identity] = item.line
