"""YAML as a tree with positions: all scalars are text, duplicate keys, anchors, aliases and tags are problems.

Built from the parser's events without recursion, so that depth and size are bounded before anything is built.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from regelkoll.model import Problem
from regelkoll.rulefiles.mistakes import reason
from regelkoll.rulefiles.problems import Add

MAX_BYTES = 1_048_576
MAX_DEPTH = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scalar:
    text: str
    line: int
    column: int


@dataclass(slots=True)
class Sequence:
    line: int
    column: int
    items: list[Tree] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    line: int
    column: int
    entries: dict[str, tuple[Scalar, Tree]] = field(default_factory=dict)

    def get(self, key: str) -> Tree | None:
        entry = self.entries.get(key)
        return entry[1] if entry else None


Tree: TypeAlias = Scalar | Sequence | Mapping


def plain(tree: Tree) -> object:
    """The tree as nested dicts, lists and texts."""
    match tree:
        case Scalar(text=text):
            return text
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {key: plain(value) for key, (_, value) in entries.items()}


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


class _Builder:
    def __init__(self, file: str, add: Add) -> None:
        self.file, self.add = file, add
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []
        self.root: Tree | None = None
        self.ok = True

    def problem(self, event: yaml.Event, code: str, **details: str) -> None:
        line, column = _place(event)
        self.add(Problem(self.file, line, column, code, details))
        self.ok = False

    def put(self, node: Tree, event: yaml.Event) -> None:
        if not self.stack:
            if self.root is None:
                self.root = node
            return
        top = self.stack[-1]
        if isinstance(top, Sequence):
            top.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = self.key(node, event)
            return
        if key.text in top.entries:
            self.problem_at(key, "yaml-duplicate-key", key=key.text, line=str(top.entries[key.text][0].line))
        else:
            top.entries[key.text] = (key, node)
        self.keys[-1] = None

    def key(self, node: Tree, event: yaml.Event) -> Scalar:
        if isinstance(node, Scalar):
            if node.text == "<<":
                self.problem(event, "yaml-anchor")
            return node
        self.problem(event, "value-shape", got="a list or a mapping", wanted="a key")
        return Scalar("", node.line, node.column)

    def problem_at(self, node: Tree, code: str, **details: str) -> None:
        self.add(Problem(self.file, node.line, node.column, code, details))
        self.ok = False

    def open(self, node: Sequence | Mapping, event: yaml.Event) -> None:
        self.put(node, event)
        self.stack.append(node)
        self.keys.append(None)

    def take(self, event: yaml.Event) -> bool:
        """One event; False when reading must stop."""
        self.look_for_marks(event)
        line, column = _place(event)
        match event:
            case yaml.ScalarEvent():
                self.put(Scalar(event.value, line, column), event)
            case yaml.AliasEvent():
                self.put(Scalar("", line, column), event)
            case yaml.SequenceStartEvent():
                self.open(Sequence(line, column), event)
            case yaml.MappingStartEvent():
                self.open(Mapping(line, column), event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self.stack.pop()
                self.keys.pop()
            case yaml.DocumentStartEvent() if self.root is not None:
                self.problem(event, "yaml-documents")
                return False
        if len(self.stack) > MAX_DEPTH:
            self.problem(event, "yaml-deep", limit=str(MAX_DEPTH))
            return False
        return True

    def look_for_marks(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.problem(event, "yaml-anchor")
        tag = getattr(event, "tag", None)
        if tag and tag != "!" and not isinstance(event, yaml.DocumentStartEvent):
            self.problem(event, "yaml-tag", tag=str(tag))


def parse(data: bytes, file: str, add: Add) -> Tree | None:
    """The file as a tree; `None` when a problem was added that leaves nothing sure to go on with."""
    if len(data) > MAX_BYTES:
        add(Problem(file, 1, 1, "yaml-large", {"limit": "1 MiB"}))
        return None
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        add(Problem(file, line, 1, "file-unreadable", {"why": "UTF-8"}))
        return None
    builder = _Builder(file, add)
    try:
        if not _read(builder, text, _LOADER):
            return None
    except yaml.YAMLError as error:
        if "nesting depth" not in str(getattr(error, "problem", "")):
            _syntax(error, text, file, add)
            return None
        # libyaml looks ahead and may stop before it has told of the level at which we stop; PyYAML's own scanner tells.
        _read(_Builder(file, add), text, yaml.SafeLoader)
        return None
    if builder.root is None or (isinstance(builder.root, Scalar) and not builder.root.text):
        add(Problem(file, 1, 1, "yaml-empty"))
        return None
    return builder.root


def _read(builder: _Builder, text: str, loader: type) -> bool:
    """Whether all of the text was taken."""
    return all(builder.take(event) for event in yaml.parse(text, Loader=loader))


def _syntax(error: yaml.YAMLError, text: str, file: str, add: Add) -> None:
    context = getattr(error, "context", None) or ""
    quoted = "quoted scalar" in context
    marks = ("context_mark", "problem_mark") if quoted else ("problem_mark", "context_mark")
    mark = next((m for name in marks if (m := getattr(error, name, None)) is not None), None)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "?")
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    add(Problem(file, line, column, "yaml-syntax", {"why": reason(said, context, text.split("\n"), line - 1)}))
