"""Facts written by hand: in examples and in case files, with the file's line as their place."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from regelkoll.engine.names import PLAIN
from regelkoll.engine.resolve import from_readings
from regelkoll.facts.literals import read_literal
from regelkoll.model import (
    Case,
    Fact,
    FactType,
    FieldType,
    Interval,
    Kind,
    Known,
    Location,
    Missing,
    Origin,
    Problem,
    Reading,
    Record,
    Records,
    Value,
    Vocabulary,
    Why,
)
from regelkoll.rulefiles.problems import Add, closest
from regelkoll.rulefiles.tree import Mapping, Scalar, Sequence, Tree, parse

Type = FactType | FieldType


class _Side:
    """Reads one side of a case; gives `None` for a fact after its problem was added."""

    def __init__(self, vocabulary: Vocabulary, file: str, add: Add, origin: Origin) -> None:
        self.vocabulary, self.file, self.add, self.origin = vocabulary, file, add, origin

    def problem(self, node: Tree, code: str, near: str | None = None, **details: str) -> None:
        self.add(Problem(self.file, node.line, node.column, code, details, near))

    def facts(self, tree: Tree | None) -> dict[str, Known]:
        if tree is None or (isinstance(tree, Scalar) and not tree.text):
            return {}
        if not isinstance(tree, Mapping):
            self.problem(tree, "value-shape", got="text", wanted="fact: value")
            return {}
        facts: dict[str, Known] = {}
        for name, (key, node) in tree.entries.items():
            kind = self.vocabulary.get(name)
            if kind is None:
                self.problem(key, "fact-unknown", closest(name, self.vocabulary), name=name)
            elif kind.derive or kind.concluded:
                self.problem(key, "fact-not-read", name=name)
            elif (known := self.known(name, kind, node)) is not None:
                facts[name] = known
        return facts

    def known(self, name: str, kind: Type, node: Tree) -> Known | None:
        if isinstance(node, Mapping):
            return self._special(name, kind, node)
        value = self.value(name, kind, node)
        if value is None:
            return None
        if isinstance(value, Records) and not value.items and getattr(kind, "empty", "known") == "not_stated":
            return Missing(name, Why.NOT_STATED)
        return Fact(name, value, (self._reading(value, node),))

    def _reading(self, value: Value | None, node: Tree) -> Reading:
        quote = node.text if isinstance(node, Scalar) else ""
        return Reading(value, quote, Location(self.file, node.line, node.column), self.origin)

    def _special(self, name: str, kind: Type, node: Mapping) -> Known | None:
        keys = set(node.entries)
        if keys == {"missing"}:
            return self._missing(name, node.entries["missing"][1])
        if keys == {"readings"}:
            return self._readings(name, kind, node.entries["readings"][1])
        if keys == {"incomplete"} and kind.kind is Kind.LIST:
            records = self.value(name, kind, node.entries["incomplete"][1])
            if not isinstance(records, Records):
                return None
            if not records.items:
                return Missing(name, Why.UNREADABLE)
            return Fact(name, Records(records.items, complete=False), (self._reading(records, node),))
        if keys and keys <= {"from", "to", "shown"} and kind.kind in (Kind.DATE, Kind.AMOUNT, Kind.INTEGER, Kind.SHARE):
            return self._interval(name, kind, node)
        wanted = "missing | readings | incomplete | from, to"
        self.problem(node, "key-unknown", closest(next(iter(keys), ""), ("missing", "readings")), key=wanted)
        return None

    def _missing(self, name: str, node: Tree) -> Known | None:
        text = node.text if isinstance(node, Scalar) else ""
        if text not in list(Why):
            self.problem(node, "value-choice", closest(text, list(Why)), value=text, choices=", ".join(Why))
            return None
        return Missing(name, Why(text), "", (self._reading(None, node),) if text == "unreadable" else ())

    def _readings(self, name: str, kind: Type, node: Tree) -> Known | None:
        if not isinstance(node, Sequence) or not node.items:
            self.problem(node, "value-shape", got="text", wanted="a list")
            return None
        values = [(self._one(kind, item), item) for item in node.items]
        readings = tuple(self._reading(value, item) for value, item in values)
        whole = FactType(name, kind.kind, kind.label, kind.values)
        return from_readings(whole, readings, PLAIN)

    def _one(self, kind: Type, node: Tree) -> Value | None:
        if isinstance(node, Mapping) and set(node.entries) == {"missing"}:
            return None
        return self.value(kind.name, kind, node)

    def _interval(self, name: str, kind: Type, node: Mapping) -> Known | None:
        ends: dict[str, object] = {}
        for key in ("from", "to", "shown"):
            inner = node.get(key)
            if inner is not None:
                ends[key] = self.value(name, kind, inner)
                if ends[key] is None:
                    return None
        low, high = ends.get("from"), ends.get("to")
        if low is not None and high is not None and _after(low, high):
            self.problem(node, "span-reversed", None, first=str(low), last=str(high))
            return None
        value = Interval(low, high, ends.get("shown"))  # type: ignore[arg-type]
        return Fact(name, value, (self._reading(value, node),))

    def value(self, name: str, kind: Type, node: Tree) -> Value | None:
        if kind.kind is Kind.LIST:
            return self._records(kind, node)
        if not isinstance(node, Scalar):
            self.problem(node, "value-shape", got="a list", wanted=kind.kind.value)
            return None
        value = read_literal(kind.kind, node.text)
        if kind.kind is Kind.CHOICE and node.text not in kind.values:
            near, choices = closest(node.text, kind.values), ", ".join(kind.values)
            self.problem(node, "value-choice", near, value=node.text, choices=choices)
            return None
        if value is None or value == "":
            self.problem(node, "literal-bad", value=node.text, kind=kind.kind.value)
            return None
        return value

    def _records(self, kind: Type, node: Tree) -> Records | None:
        if not isinstance(node, Sequence):
            self.problem(node, "value-shape", got="text", wanted="a list")
            return None
        records = [self._record(kind, item) for item in node.items]
        if any(record is None for record in records):
            return None
        return Records(tuple(record for record in records if record is not None))

    def _record(self, kind: Type, node: Tree) -> Record | None:
        if not isinstance(node, Mapping):
            self.problem(node, "value-shape", got="text", wanted="field: value")
            return None
        record: dict[str, Known] = {}
        for name, (key, value) in node.entries.items():
            field = kind.fields.get(name)
            if field is None:
                self.problem(key, "field-unknown", closest(name, kind.fields), name=name)
                return None
            empty_text = field.kind is Kind.TEXT and isinstance(value, Scalar) and not value.text
            known = Fact(name, "", (self._reading("", value),)) if empty_text else self.known(name, field, value)
            if known is None:
                return None
            record[name] = known
        return record


def _after(low: object, high: object) -> bool:
    from regelkoll.values import below

    return below(high, low) is True  # type: ignore[arg-type]


def side_of(tree: Tree | None, vocabulary: Vocabulary, file: str, add: Add, origin: Origin) -> dict[str, Known]:
    """The facts of one side, by name."""
    return _Side(vocabulary, file, add, origin).facts(tree)


def case_of(data: bytes, name: str, vocabulary: Vocabulary, add: Add) -> Case | None:
    """A case file: `draft:` and `known:`. `None` after problems that leave nothing sure."""
    tree = parse(data, name, add)
    if tree is None:
        return None
    if not isinstance(tree, Mapping):
        add(Problem(name, tree.line, tree.column, "value-shape", {"got": "text", "wanted": "draft: / known:"}))
        return None
    allowed: MappingOf[str, str] = {"draft": "", "known": ""}
    for key, (place, _) in tree.entries.items():
        if key not in allowed:
            add(Problem(name, place.line, place.column, "key-unknown", {"key": key}, closest(key, allowed)))
    draft = side_of(tree.get("draft"), vocabulary, name, add, "draft")
    known = side_of(tree.get("known"), vocabulary, name, add, "known")
    return Case(name, draft, known)
