"""Conditions and operands: trees to the closed union of `model`, every name, kind and literal checked."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace

from regelkoll.engine.atoms import money_field
from regelkoll.facts.literals import read_literal
from regelkoll.model import (
    Agrees,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Cover,
    Every,
    FactRef,
    FactType,
    FieldRef,
    FieldType,
    Kind,
    Literal,
    LookUp,
    NoneOf,
    Not,
    Operand,
    Parameter,
    ParameterRef,
    Problem,
    Records,
    Register,
    Several,
    Some,
    Stated,
    Vocabulary,
    Where,
)
from regelkoll.operators import OPERATORS, Operator, pattern
from regelkoll.rulefiles.problems import Add, closest
from regelkoll.rulefiles.tree import Mapping, Scalar, Sequence, Tree, plain

QUANTIFIERS: MappingOf[str, type[Some] | type[Every] | type[NoneOf]] = {"some": Some, "every": Every, "none": NoneOf}
Fields = MappingOf[str, FieldType] | None
ALIKE = frozenset({Kind.TEXT, Kind.CHOICE})


@dataclass(frozen=True, slots=True)
class Pack:
    """What conditions may speak of."""

    vocabulary: Vocabulary
    registers: MappingOf[str, Register]
    parameters: MappingOf[str, Parameter]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the conditions of one file. Every method gives `None` after it added a problem."""

    pack: Pack
    file: str
    add: Add

    def problem(self, node: Tree, code: str, near: str | None = None, **details: str) -> None:
        self.add(Problem(self.file, node.line, node.column, code, details, near))

    # ── conditions ────────────────────────────────────────────────────────────────────────────────────────────────

    def condition(self, tree: Tree | None, fields: Fields = None) -> Condition | None:
        """`fields` are the record's, in a quantifier's body."""
        if not isinstance(tree, Mapping):
            if tree is not None:
                empty = isinstance(tree, Scalar) and not tree.text
                details = {} if empty else {"got": "text", "wanted": "fact: {operator: value}"}
                self.problem(tree, "condition-empty" if empty else "value-shape", **details)
            return None
        parts: list[Condition | None] = []
        label = None
        for key, (place, node) in tree.entries.items():
            if key == "label":
                label = node.text if isinstance(node, Scalar) else None
            else:
                parts += self._entry(key, place, node, fields)
        if not parts:
            self.problem(tree, "condition-empty")
        whole = [part for part in parts if part is not None]
        if len(whole) != len(parts) or not whole:
            return None
        if len(whole) == 1:
            return replace(whole[0], label=label) if label else whole[0]
        return AllOf(tuple(whole), label)

    def _entry(self, key: str, place: Scalar, node: Tree, fields: Fields) -> list[Condition | None]:
        if key in ("all", "any"):
            return [self._several(key, node, fields)]
        if key == "not":
            inner = self.condition(node, fields)
            return [Not(inner) if inner is not None else None]
        if key in ("stated", "agrees"):
            return [self._of_draft(key, node, fields)]
        return self._about(key, place, node, fields)

    def _several(self, key: str, node: Tree, fields: Fields) -> Condition | None:
        if not isinstance(node, Sequence) or not node.items:
            empty = not isinstance(node, Mapping)
            details = {} if empty else {"got": "key: value", "wanted": "a list"}
            self.problem(node, "condition-empty" if empty else "value-shape", **details)
            return None
        parts = [self.condition(item, fields) for item in node.items]
        whole = tuple(part for part in parts if part is not None)
        if len(whole) != len(parts):
            return None
        return AllOf(whole) if key == "all" else AnyOf(whole)

    def _of_draft(self, key: str, node: Tree, fields: Fields) -> Condition | None:
        if not isinstance(node, Scalar):
            self.problem(node, "value-shape", got="a list", wanted="a fact")
            return None
        kind = self.type_of(node.text, node, fields)
        if kind is None:
            return None
        if isinstance(kind, FactType) and (kind.derive or kind.concluded):
            self.problem(node, "fact-not-read", name=node.text)
            return None
        return (Stated if key == "stated" else Agrees)(node.text, fields is not None)

    def type_of(self, name: str, place: Tree, fields: Fields) -> FactType | FieldType | None:
        known: MappingOf[str, FactType | FieldType] = fields if fields is not None else self.pack.vocabulary
        if name not in known:
            code = "field-unknown" if fields is not None else "fact-unknown"
            self.problem(place, code, closest(name, known), name=name)
            return None
        return known[name]

    def _about(self, name: str, place: Scalar, node: Tree, fields: Fields) -> list[Condition | None]:
        kind = self.type_of(name, place, fields)
        if not isinstance(node, Mapping) or not node.entries:
            got = "text" if isinstance(node, Scalar) else "a list"
            self.problem(node, "value-shape", got=got, wanted="{operator: value}")
            return [None]
        label = node.get("label")
        if kind is None:
            return [None]
        found: list[Condition | None] = []
        for key, (at, value) in node.entries.items():
            if key == "label":
                continue
            one = self._test(name, kind, key, at, value, fields)
            found.append(replace(one, label=label.text) if one is not None and isinstance(label, Scalar) else one)
        return found

    def _test(
        self, name: str, kind: FactType | FieldType, key: str, at: Scalar, value: Tree, fields: Fields
    ) -> Condition | None:
        of_record = fields is not None
        if key in QUANTIFIERS or key == "cover":
            if kind.kind is not Kind.LIST:
                self.problem(at, "fact-kind", name=name, kind=kind.kind.value)
                return None
            if key == "cover":
                return self._cover(name, kind, value, fields)
            body = self.condition(value, kind.fields)
            quantifier = QUANTIFIERS[key]
            return quantifier(name, body, of_record) if body is not None else None
        operator = OPERATORS.get(key)
        if operator is None:
            near = closest(key, [*OPERATORS, *QUANTIFIERS, "cover"])
            self.problem(at, "operator-unknown", near, name=key)
            return None
        if kind.kind not in operator.kinds:
            choices = ", ".join(n for n, o in OPERATORS.items() if kind.kind in o.kinds)
            self.problem(at, "operator-kind", None, name=key, fact=name, kind=kind.kind.value, choices=choices)
            return None
        if isinstance(kind, FactType) and kind.concluded:
            return self._concluded(kind, key, at, value)
        operand = self._right(name, kind, operator, value, fields)
        return Compare(name, key, operand, of_record) if operand is not None else None

    def _concluded(self, kind: FactType, key: str, at: Scalar, value: Tree) -> Condition | None:
        if key not in ("is", "in"):
            self.problem(at, "conclusion-operator")
            return None
        nodes = value.items if isinstance(value, Sequence) and key == "in" else [value]
        literals = [self._literal(kind.name, kind, node) if isinstance(node, Scalar) else None for node in nodes]
        for node in nodes:
            if not isinstance(node, Scalar):
                self.problem(node, "conclusion-operator")
        if not literals or not all(literals):
            return None
        whole = tuple(one for one in literals if one is not None)
        return Compare(kind.name, key, whole[0] if key == "is" else Several(whole))

    def _cover(self, name: str, kind: FactType | FieldType, value: Tree, fields: Fields) -> Condition | None:
        if not isinstance(value, Mapping):
            self.problem(value, "value-shape", got="text", wanted="register, column, by")
            return None
        by = value.get("by")
        if not isinstance(by, Scalar):
            self.problem(value, "key-missing", key="by")
            return None
        if by.text not in kind.fields:
            self.problem(by, "field-unknown", closest(by.text, kind.fields), name=by.text)
            return None
        demand = self._look_up(value, fields, allowed=("by",))
        if demand is None:
            return None
        column = self.pack.registers[demand.register].columns[demand.column]
        if not _fits(kind.fields[by.text].kind, column.kind):
            self.problem(by, "operand-kind", None, got=column.kind.value, fact=by.text, kind=kind.fields[by.text].kind)
            return None
        return Cover(name, demand, by.text, fields is not None)

    # ── operands ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _right(
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
        if operator.takes == "pattern" and isinstance(operand, Literal) and pattern(operand.text) is None:
            self.problem(value, "pattern-bad", value=operand.text)
            return None
        return operand

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
            return self._literal(name, kind, value)
        if not isinstance(value, Mapping):
            self.problem(value, "value-shape", got="a list", wanted="a value")
            return None
        if "register" in value.entries:
            look_up = self._look_up(value, fields)
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
        if _fits(kind.kind, got):
            return operand
        self.problem(place, "operand-kind", None, got=got.value, fact=name, kind=kind.kind.value)
        return None

    def _literal(self, name: str, kind: FactType | FieldType, value: Scalar) -> Literal | None:
        read = read_literal(kind.kind, value.text)
        if read is not None and kind.kind is Kind.CHOICE and value.text not in kind.values:
            choices = ", ".join(kind.values)
            self.problem(value, "value-choice", closest(value.text, kind.values), value=value.text, choices=choices)
            return None
        if read is None or isinstance(read, Records) or (isinstance(read, str) and not read):
            self.problem(value, "literal-bad", value=value.text, kind=kind.kind.value)
            return None
        return Literal(read, value.text)

    def _look_up(self, value: Mapping, fields: Fields, allowed: tuple[str, ...] = ()) -> LookUp | None:
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
            operand = self._right(key, kind, operator, value, fields)
            found.append(Where(key, name, operand) if operand is not None else None)
        return found


def _fits(left: Kind, right: Kind) -> bool:
    return left is right or {left, right} == ALIKE
