"""A tree held against a pydantic model: its errors become problems at the YAML position, with the near name."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as SequenceOf
from datetime import date
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from regelkoll.model import Problem, Source, Span
from regelkoll.rulefiles.models import YES, SourceModel, SpanModel
from regelkoll.rulefiles.problems import Add, closest
from regelkoll.rulefiles.tree import Mapping, Scalar, Sequence, Tree, plain

M = TypeVar("M", bound=BaseModel)


def shaped(tree: Tree, model: type[M], file: str, add: Add) -> M | None:
    """The tree as the model, or `None` after its problems were added."""
    if not isinstance(tree, Mapping):
        add(Problem(file, tree.line, tree.column, "value-shape", {"got": kind_of(tree), "wanted": "key: value"}))
        return None
    try:
        return model.model_validate(plain(tree))
    except ValidationError as error:
        seen: set[tuple[int, int, str, str]] = set()
        details = error.errors(include_url=False, include_input=False)
        for detail in (d for d in details if not _other_branch(d, details)):
            problem = _problem(detail, tree, model, file)
            one = (problem.line, problem.column, problem.code, problem.details.get("key", ""))
            if one not in seen:
                seen.add(one)
                add(problem)
        return None


def _other_branch(detail: ErrorDetails, details: SequenceOf[ErrorDetails]) -> bool:
    """Whether the error only says that a value is no list, where what it holds as one thing is faulted elsewhere."""
    path = detail["loc"]
    if not path or not str(path[-1]).startswith("list["):
        return False
    return any(other is not detail and other["loc"][: len(path) - 1] == path[:-1] for other in details)


def kind_of(tree: Tree) -> str:
    return {Scalar: "text", Sequence: "a list", Mapping: "key: value"}[type(tree)]


def at(tree: Tree, path: Iterable[object], key: bool = False) -> Tree:
    """The node that a path leads to (its key with `key`), as far as it leads."""
    node: Tree = tree
    keyed: Scalar | None = None
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            keyed, node = node.entries[step]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node, keyed = node.items[step], None
    return keyed if key and keyed is not None else node


def _problem(detail: ErrorDetails, tree: Tree, model: type[BaseModel], file: str) -> Problem:
    kind, path = detail["type"], detail["loc"]
    if kind == "missing":
        node = at(tree, path[:-1])
        return Problem(file, node.line, node.column, "key-missing", {"key": str(path[-1])})
    if kind == "extra_forbidden":
        node = at(tree, path, key=True)
        near = closest(str(path[-1]), _keys_near(model, path))
        return Problem(file, node.line, node.column, "key-unknown", {"key": str(path[-1])}, near)
    node = at(tree, path)
    if kind in ("literal_error", "enum"):
        value = node.text if isinstance(node, Scalar) else kind_of(node)
        choices = str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        near = closest(value, choices.split(", "))
        return Problem(file, node.line, node.column, "value-choice", {"value": value, "choices": choices}, near)
    if kind in ("string_too_short", "too_short"):
        return Problem(file, node.line, node.column, "value-empty")
    if kind == "string_pattern_mismatch":
        value = node.text if isinstance(node, Scalar) else kind_of(node)
        return Problem(file, node.line, node.column, "literal-bad", {"value": value, "kind": "date"})
    wanted = {"string_type": "text", "list_type": "a list", "dict_type": "key: value", "model_type": "key: value"}
    details = {"got": kind_of(node), "wanted": wanted.get(kind, "key: value")}
    return Problem(file, node.line, node.column, "value-shape", details)


def _keys_near(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """The keys of the model that the path's last step stands in, found by walking the annotations' models."""
    models = {model}
    for step in path[:-1]:
        inner: set[type[BaseModel]] = set()
        for one in models:
            for name, info in one.model_fields.items():
                if step in (name, info.alias):
                    inner |= _models_in(info.annotation)
        models = inner or models
    return [info.alias or name for one in models for name, info in one.model_fields.items()]


def _models_in(annotation: object) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    found: set[type[BaseModel]] = set()
    for part in getattr(annotation, "__args__", ()):
        found |= _models_in(part)
    return found


def source_of(model: SourceModel) -> Source:
    return Source(model.statute, model.section, model.wording, model.url, model.quote, model.unverified in YES)


def spans_of(given: SpanModel | list[SpanModel] | None, tree: Tree | None, file: str, add: Add) -> tuple[Span, ...]:
    """The spans of `in_force`; impossible days and spans that end before they begin are problems."""
    if given is None or tree is None:
        return ()
    models = given if isinstance(given, list) else [given]
    nodes = tree.items if isinstance(tree, Sequence) else [tree]
    spans = []
    for model, node in zip(models, nodes, strict=False):
        first, last = _day(model.first, node, "from", file, add), _day(model.last, node, "to", file, add)
        if first and last and last < first:
            details = {"first": first.isoformat(), "last": last.isoformat()}
            add(Problem(file, node.line, node.column, "span-reversed", details))
        spans.append(Span(first, last))
    return tuple(spans)


def _day(text: str | None, node: Tree, key: str, file: str, add: Add) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        place = node.get(key) if isinstance(node, Mapping) else node
        place = place or node
        add(Problem(file, place.line, place.column, "literal-bad", {"value": text, "kind": "date"}))
        return None
