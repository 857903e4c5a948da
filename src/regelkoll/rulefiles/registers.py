"""Registers and parameters: trees to typed rows, with every problem at its place."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from regelkoll.engine.days import overlap
from regelkoll.facts.literals import read_literal
from regelkoll.model import Exact, FieldType, Interval, Kind, Location, Parameter, Problem, Register, Row, Source
from regelkoll.rulefiles.models import YES, ParameterModel, RegisterModel, SourceModel, SpanModel
from regelkoll.rulefiles.problems import Add, closest
from regelkoll.rulefiles.shape import shaped, source_of, spans_of
from regelkoll.rulefiles.tree import Mapping, Scalar, Sequence, Tree, plain
from regelkoll.rulefiles.vocabulary import field_of
from regelkoll.values import name_key


def register_of(tree: Tree, file: str, add: Add) -> Register | None:
    model = shaped(tree, RegisterModel, file, add)
    if model is None or not isinstance(tree, Mapping):
        return None
    columns = {name: field_of(name, field) for name, field in model.columns.items()}
    _check_columns(model, columns, tree, file, add)
    default = source_of(model.source) if model.source else None
    listed = tree.get("rows")
    nodes = listed.items if isinstance(listed, Sequence) else []
    rows = tuple(_row(node, columns, default, file, add) for node in nodes if isinstance(node, Mapping))
    _check_overlaps(rows, tuple(model.key), columns, file, add)
    return Register(model.register_, model.label, tuple(model.key), columns, rows)


def _check_columns(
    model: RegisterModel, columns: MappingOf[str, FieldType], tree: Mapping, file: str, add: Add
) -> None:
    wanted = [*model.key, *(c.variants for c in columns.values() if c.variants)]
    place = tree.get("key") or tree
    for name in wanted:
        if name not in columns:
            details = {"register": model.register_, "name": name}
            add(Problem(file, place.line, place.column, "column-unknown", details, closest(name, columns)))


def _row(node: Mapping, columns: MappingOf[str, FieldType], default: Source | None, file: str, add: Add) -> Row:
    values: dict[str, Exact | tuple[str, ...]] = {}
    for key, (place, value) in node.entries.items():
        if key in ("in_force", "source", "assumed"):
            continue
        column = columns.get(key)
        if column is None:
            near = closest(key, [*columns, "in_force", "source", "assumed"])
            add(Problem(file, place.line, place.column, "key-unknown", {"key": key}, near))
        elif (read := cell(column, value, file, add)) is not None:
            values[key] = read
    source_node, force = node.get("source"), node.get("in_force")
    source = shaped(source_node, SourceModel, file, add) if source_node is not None else None
    assumed = node.get("assumed")
    return Row(
        values,
        spans_of(_span_models(force, file, add), force, file, add),
        source_of(source) if source else default,
        isinstance(assumed, Scalar) and assumed.text in YES,
        Location(file, node.line, node.column),
    )


def _span_models(force: Tree | None, file: str, add: Add) -> list[SpanModel] | None:
    if force is None:
        return None
    nodes = force.items if isinstance(force, Sequence) else [force]
    return [model for node in nodes if (model := shaped(node, SpanModel, file, add)) is not None]


def cell(column: FieldType, value: Tree, file: str, add: Add) -> Exact | tuple[str, ...] | None:
    """A cell by its column's kind; a list column holds texts."""
    if column.kind is Kind.LIST:
        texts = plain(value)
        if isinstance(texts, list) and all(isinstance(t, str) for t in texts):
            return tuple(texts)
        add(Problem(file, value.line, value.column, "value-shape", {"got": "text", "wanted": "a list"}))
        return None
    read = read_literal(column.kind, value.text) if isinstance(value, Scalar) else None
    wrong_choice = bool(column.values) and isinstance(read, str) and read not in column.values
    if read is None or isinstance(read, Interval) or wrong_choice:
        text = value.text if isinstance(value, Scalar) else str(plain(value))
        details = {"value": text, "kind": column.kind.value}
        add(Problem(file, value.line, value.column, "literal-bad", details, closest(text, column.values)))
        return None
    return read


def _check_overlaps(
    rows: tuple[Row, ...], key: tuple[str, ...], columns: MappingOf[str, FieldType], file: str, add: Add
) -> None:
    seen: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        assert row.location is not None and row.location.line is not None
        line, column = row.location.line, row.location.column or 1
        for name in key:
            if name in columns and name not in row.values:
                add(Problem(file, line, column, "row-key", {"name": name}))
        identity = tuple(_identity(row.values.get(name)) for name in key)
        for other in seen.setdefault(identity, []):
            day = overlap(row.in_force, other.in_force)
            if day is not None and other.location is not None:
                details = {"line": str(other.location.line), "day": day.isoformat()}
                add(Problem(file, line, column, "row-overlap", details))
        seen[identity].append(row)


def _identity(value: object) -> object:
    return name_key(value) if isinstance(value, str) else value


def parameters_of(tree: Tree, file: str, add: Add) -> dict[str, Parameter]:
    parameters: dict[str, Parameter] = {}
    for name, (_, node) in tree.entries.items() if isinstance(tree, Mapping) else ():
        model = shaped(node, ParameterModel, file, add)
        listed = node.get("rows") if isinstance(node, Mapping) else None
        if model is None or not isinstance(listed, Sequence):
            continue
        column = FieldType("value", model.kind, model.label)
        rows = tuple(_row(row, {"value": column}, None, file, add) for row in listed.items if isinstance(row, Mapping))
        dated = tuple(Row({**r.values, "#": "x"}, r.in_force, location=r.location) for r in rows)
        _check_overlaps(dated, ("#",), {"#": column}, file, add)
        parameters[name] = Parameter(name, model.kind, model.label, rows)
    return parameters
