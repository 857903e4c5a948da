"""Conditions and operands: trees to the closed union of `model`, every name, kind and literal checked."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace

from regelkoll.model import (
    Agrees,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Cover,
    Every,
    FactType,
    FieldType,
    Kind,
    NoneOf,
    Not,
    Several,
    Some,
    Stated,
)
from regelkoll.operators import OPERATORS
from regelkoll.rulefiles.operands import Fields, OperandReader, Pack, fits
from regelkoll.rulefiles.problems import Add, closest
from regelkoll.rulefiles.tree import Mapping, Scalar, Sequence, Tree

QUANTIFIERS: MappingOf[str, type[Some] | type[Every] | type[NoneOf]] = {"some": Some, "every": Every, "none": NoneOf}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the conditions of one file. Every method gives `None` after it added a problem."""

    operands: OperandReader

    @property
    def pack(self) -> Pack:
        return self.operands.pack

    # ── conditions ────────────────────────────────────────────────────────────────────────────────────────────────

    def condition(self, tree: Tree | None, fields: Fields = None) -> Condition | None:
        """`fields` are the record's, in a quantifier's body."""
        if not isinstance(tree, Mapping):
            if tree is not None:
                empty = isinstance(tree, Scalar) and not tree.text
                details = {} if empty else {"got": "text", "wanted": "fact: {operator: value}"}
                self.operands.problem(tree, "condition-empty" if empty else "value-shape", **details)
            return None
        parts: list[Condition | None] = []
        label = None
        for key, (place, node) in tree.entries.items():
            if key == "label":
                label = node.text if isinstance(node, Scalar) else None
            else:
                parts += self._entry(key, place, node, fields)
        if not parts:
            self.operands.problem(tree, "condition-empty")
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
            self.operands.problem(node, "condition-empty" if empty else "value-shape", **details)
            return None
        parts = [self.condition(item, fields) for item in node.items]
        whole = tuple(part for part in parts if part is not None)
        if len(whole) != len(parts):
            return None
        return AllOf(whole) if key == "all" else AnyOf(whole)

    def _of_draft(self, key: str, node: Tree, fields: Fields) -> Condition | None:
        if not isinstance(node, Scalar):
            self.operands.problem(node, "value-shape", got="a list", wanted="a fact")
            return None
        kind = self.operands.type_of(node.text, node, fields)
        if kind is None:
            return None
        if isinstance(kind, FactType) and (kind.derive or kind.concluded):
            self.operands.problem(node, "fact-not-read", name=node.text)
            return None
        return (Stated if key == "stated" else Agrees)(node.text, fields is not None)

    def _about(self, name: str, place: Scalar, node: Tree, fields: Fields) -> list[Condition | None]:
        kind = self.operands.type_of(name, place, fields)
        if not isinstance(node, Mapping) or not node.entries:
            got = "text" if isinstance(node, Scalar) else "a list"
            self.operands.problem(node, "value-shape", got=got, wanted="{operator: value}")
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
                self.operands.problem(at, "fact-kind", name=name, kind=kind.kind.value)
                return None
            if key == "cover":
                return self._cover(name, kind, value, fields)
            body = self.condition(value, kind.fields)
            quantifier = QUANTIFIERS[key]
            return quantifier(name, body, of_record) if body is not None else None
        operator = OPERATORS.get(key)
        if operator is None:
            near = closest(key, [*OPERATORS, *QUANTIFIERS, "cover"])
            self.operands.problem(at, "operator-unknown", near, name=key)
            return None
        if kind.kind not in operator.kinds:
            choices = ", ".join(n for n, o in OPERATORS.items() if kind.kind in o.kinds)
            self.operands.problem(at, "operator-kind", None, name=key, fact=name, kind=kind.kind.value, choices=choices)
            return None
        if isinstance(kind, FactType) and kind.concluded:
            return self._concluded(kind, key, at, value)
        operand = self.operands.right(name, kind, operator, value, fields)
        return Compare(name, key, operand, of_record) if operand is not None else None

    def _concluded(self, kind: FactType, key: str, at: Scalar, value: Tree) -> Condition | None:
        if key not in ("is", "in"):
            self.operands.problem(at, "conclusion-operator")
            return None
        nodes = value.items if isinstance(value, Sequence) and key == "in" else [value]
        literals = [
            self.operands.literal(kind.name, kind, node) if isinstance(node, Scalar) else None for node in nodes
        ]
        for node in nodes:
            if not isinstance(node, Scalar):
                self.operands.problem(node, "conclusion-operator")
        if not literals or len(literals) != len(nodes) or not all(literals):
            return None
        whole = tuple(one for one in literals if one is not None)
        return Compare(kind.name, key, whole[0] if key == "is" else Several(whole))

    def _cover(self, name: str, kind: FactType | FieldType, value: Tree, fields: Fields) -> Condition | None:
        if not isinstance(value, Mapping):
            self.operands.problem(value, "value-shape", got="text", wanted="register, column, by")
            return None
        by = value.get("by")
        if not isinstance(by, Scalar):
            self.operands.problem(value, "key-missing", key="by")
            return None
        if by.text not in kind.fields:
            self.operands.problem(by, "field-unknown", closest(by.text, kind.fields), name=by.text)
            return None
        demand = self.operands.look_up(value, fields, allowed=("by",))
        if demand is None:
            return None
        column = self.pack.registers[demand.register].columns[demand.column]
        if not fits(kind.fields[by.text].kind, column.kind):
            self.operands.problem(
                by, "operand-kind", None, got=column.kind.value, fact=by.text, kind=kind.fields[by.text].kind
            )
            return None
        return Cover(name, demand, by.text, fields is not None)


def reader(pack: Pack, file: str, add: Add) -> Reader:
    """A reader of the conditions of one file."""
    return Reader(OperandReader(pack, file, add))
