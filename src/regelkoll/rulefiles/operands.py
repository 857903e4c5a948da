"""Operands: literals, references and register look-ups, every name and kind checked against the left side."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace

from regelkoll.engine.atoms import money_field
from regelkoll.facts.literals import read_literal
from regelkoll.model import (
    FactRef,
    FactType,
    FieldRef,
    FieldType,
    Kind,
    Literal,
    LookUp,
    Operand,
    Parameter,
    ParameterRef,
    Problem,
    Records,
    Register,
    Several,
    Vocabulary,
    Where,
)
from regelkoll.operators import OPERATORS, Operator, pattern
from regelkoll.rulefiles.problems import Add, closest
from regelkoll.rulefiles.tree import Mapping, Scalar, Sequence, Tree, plain

Fields = MappingOf[str, FieldType] | None
ALIKE = frozenset({Kind.TEXT, Kind.CHOICE})


@dataclass(frozen=True, slots=True)
class Pack:
    """What conditions may speak of."""

    vocabulary: Vocabulary
    registers: MappingOf[str, Register]
    parameters: MappingOf[str, Parameter]


@dataclass(frozen=True, slots=True)
class OperandReader:
    """Reads the operands of one file. Every method gives `None` after it added a problem."""

    pack: Pack
    file: str
    add: Add

    def problem(self, node: Tree, code: str, near: str | None = None, **details: str) -> None:
        self.add(Problem(self.file, node.line, node.column, code, details, near))

    def type_of(self, name: str, place: Tree, fields: Fields) -> FactType | FieldType | None:
        known: MappingOf[str, FactType | FieldType] = fields if fields is not None else self.pack.vocabulary
        if name not in known:
            code = "field-unknown" if fields is not None else "fact-unknown"
            self.problem(place, code, closest(name, known), name=name)
            return None
        return known[name]

    def right(
        self, name: str, kind: FactType | FieldType, operator: Operator, value: Tree, fields: Fields
    ) -> Operand | None:
        if operator.takes == "many":
            return self._many(name, kind, operator, value, fields)
        if operator.takes == "pair":
            if not isinstance(value, Sequence) or len(value.items) != 2:
                self.problem(value, "operand-shape", None, operator=operator.name, wanted="[a, b]")
                return None
            return self._listed(name, kind, value, fields)
        if kind.kind is Kind.LIST:
            money = money_field(kind)
            if money is None:
                self.problem(value, "fact-kind", name=name, kind=kind.kind.value)
                return None
            return self.operand(name, kind.fields[money], value, fields)
        if operator.takes == "integer":
            return self.operand(name, FieldType(name, Kind.INTEGER, name), value, fields)
        operand = self.operand(name, kind, value, fields)
        bad = [text for text in self._patterns(operand) if pattern(text) is None] if operator.takes == "pattern" else []
        for text in bad:
            self.problem(value, "pattern-bad", value=text)
        if bad:
            return None
        return operand

    def _patterns(self, operand: Operand | None) -> list[str]:
        """The expressions that an operand of `matches` may stand for."""
        if isinstance(operand, Literal):
            return [operand.text]
        if isinstance(operand, LookUp):
            rows = self.pack.registers[operand.register].rows
            return [str(row.values[operand.column]) for row in rows if operand.column in row.values]
        if isinstance(operand, ParameterRef):
            return [str(row.values.get("value", "")) for row in self.pack.parameters[operand.name].rows]
        return []

    def _many(
        self, name: str, kind: FactType | FieldType, operator: Operator, value: Tree, fields: Fields
    ) -> Operand | None:
        if isinstance(value, Sequence) and value.items:
            return self._listed(name, kind, value, fields)
        if isinstance(value, Mapping) and "register" in value.entries:
            return self.operand(name, kind, value, fields)
        self.problem(value, "operand-shape", None, operator=operator.name, wanted="[a, b] / {register: …}")
        return None

    def _listed(self, name: str, kind: FactType | FieldType, value: Sequence, fields: Fields) -> Operand | None:
        items = [self.operand(name, kind, item, fields) for item in value.items]
        whole = tuple(item for item in items if item is not None)
        return Several(whole) if len(whole) == len(items) else None

    def operand(self, name: str, kind: FactType | FieldType, value: Tree, fields: Fields) -> Operand | None:
        """One operand for a left side of this kind."""
        if isinstance(value, Scalar):
            return self.literal(name, kind, value)
        if not isinstance(value, Mapping):
            self.problem(value, "value-shape", got="a list", wanted="a value")
            return None
        if "register" in value.entries:
            look_up = self.look_up(value, fields)
            if look_up is None:
                return None
            return self._fitting(
                look_up, self.pack.registers[look_up.register].columns[look_up.column].kind, name, kind, value
            )
        return self._reference(name, kind, value, fields)

    def _reference(self, name: str, kind: FactType | FieldType, value: Mapping, fields: Fields) -> Operand | None:
        key, (_, node) = next(iter(value.entries.items()), ("", (None, value)))
        if len(value.entries) != 1 or key not in ("fact", "field", "parameter") or not isinstance(node, Scalar):
            near = closest(key, ("fact", "field", "parameter", "register"))
            self.problem(value, "key-unknown", near, key=", ".join(value.entries))
            return None
        if key == "parameter":
            if node.text not in self.pack.parameters:
                self.problem(node, "parameter-unknown", closest(node.text, self.pack.parameters), name=node.text)
                return None
            return self._fitting(ParameterRef(node.text), self.pack.parameters[node.text].kind, name, kind, node)
        if key == "field" and fields is None:
            self.problem(node, "field-unknown", name=node.text)
            return None
        other = self.type_of(node.text, node, fields if key == "field" else None)
        if other is None:
            return None
        reference: Operand = FieldRef(node.text) if key == "field" else FactRef(node.text)
        return self._fitting(reference, other.kind, name, kind, node)

    def _fitting(
        self, operand: Operand, got: Kind, name: str, kind: FactType | FieldType, place: Tree
    ) -> Operand | None:
        if fits(kind.kind, got):
            return operand
        self.problem(place, "operand-kind", None, got=got.value, fact=name, kind=kind.kind.value)
        return None

    def literal(self, name: str, kind: FactType | FieldType, value: Scalar) -> Literal | None:
        read = read_literal(kind.kind, value.text)
        if read is not None and kind.kind is Kind.CHOICE and value.text not in kind.values:
            choices = ", ".join(kind.values)
            self.problem(value, "value-choice", closest(value.text, kind.values), value=value.text, choices=choices)
            return None
        if read is None or isinstance(read, Records) or (isinstance(read, str) and not read):
            self.problem(value, "literal-bad", value=value.text, kind=kind.kind.value)
            return None
        return Literal(read, value.text)

    def look_up(self, value: Mapping, fields: Fields, allowed: tuple[str, ...] = ()) -> LookUp | None:
        known = ("register", "column", "where", "on", *allowed)
        for key, (place, _) in value.entries.items():
            if key not in known:
                self.problem(place, "key-unknown", closest(key, known), key=key)
                return None
        name, column, on = value.get("register"), value.get("column"), value.get("on")
        if not isinstance(name, Scalar) or not isinstance(column, Scalar):
            self.problem(value, "key-missing", key="register" if not isinstance(name, Scalar) else "column")
            return None
        register = self.pack.registers.get(name.text)
        if register is None:
            self.problem(name, "register-unknown", closest(name.text, self.pack.registers), name=name.text)
            return None
        if column.text not in register.columns:
            near = closest(column.text, register.columns)
            self.problem(column, "column-unknown", near, register=name.text, name=column.text)
            return None
        day = on.text if isinstance(on, Scalar) else "law_day"
        if day not in ("law_day", "any"):
            self.problem(on or value, "value-choice", value=day, choices="law_day, any")
            return None
        wheres = self._wheres(register, value.get("where"), fields)
        if wheres is None:
            return None
        return LookUp(name.text, column.text, wheres, "any" if day == "any" else "law_day")

    def _wheres(self, register: Register, tree: Tree | None, fields: Fields) -> tuple[Where, ...] | None:
        if tree is None:
            return ()
        if not isinstance(tree, Mapping):
            self.problem(tree, "value-shape", got=str(type(plain(tree)).__name__), wanted="column: value")
            return None
        wheres: list[Where | None] = []
        for key, (place, node) in tree.entries.items():
            column = register.columns.get(key)
            if column is None:
                near = closest(key, register.columns)
                self.problem(place, "column-unknown", near, register=register.name, name=key)
                wheres.append(None)
                continue
            wheres += self._where(key, column, node, fields)
        whole = tuple(where for where in wheres if where is not None)
        return whole if len(whole) == len(wheres) else None

    def _where(self, key: str, column: FieldType, node: Tree, fields: Fields) -> list[Where | None]:
        kind = replace(column, kind=Kind.TEXT) if column.kind is Kind.LIST else column
        references = ("fact", "field", "parameter", "register")
        if not isinstance(node, Mapping) or any(k in references for k in node.entries):
            operand = self.operand(key, kind, node, fields)
            return [Where(key, "is", operand) if operand is not None else None]
        found: list[Where | None] = []
        for name, (place, value) in node.entries.items():
            operator = OPERATORS.get(name)
            if operator is None or kind.kind not in operator.kinds:
                code = "operator-unknown" if operator is None else "operator-kind"
                choices = ", ".join(n for n, o in OPERATORS.items() if kind.kind in o.kinds)
                near = closest(name, OPERATORS) if operator is None else None
                self.problem(place, code, near, name=name, fact=key, kind=kind.kind.value, choices=choices)
                found.append(None)
                continue
            operand = self.right(key, kind, operator, value, fields)
            found.append(Where(key, name, operand) if operand is not None else None)
        return found


def fits(left: Kind, right: Kind) -> bool:
    return left is right or {left, right} == ALIKE
