"""JSON Schemas of conditions and of facts' values: which operators a kind takes, what may stand to their right.

Facts of one kind without values of their own share their definitions, so that the schema stays small.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from regelkoll.model import FactType, FieldType, Kind, Register, RuleSet
from regelkoll.operators import OPERATORS, Operator
from regelkoll.tooling.schemawords import KEYS, KINDS, OPERATOR_WORDS

Schema: TypeAlias = dict[str, Any]
SCALAR: Schema = {"type": ["string", "number", "boolean"]}
MISSING: Schema = {"$ref": "#/$defs/missing"}
_UNSURE = ("readings", "from", "to")


def closed(properties: Mapping[str, Any], **more: Any) -> Schema:
    """An object with these properties and no others."""
    return {"type": "object", "properties": dict(properties), "additionalProperties": False, **more}


def conditions(ruleset: RuleSet) -> Schema:
    """The definitions `condition`, of tests, records and right sides; with the values of `values`."""
    defs: Schema = {"condition": _condition(ruleset.vocabulary, ""), "reference": _reference(ruleset)}
    defs["look_up"] = _look_up(ruleset)
    for name, fact in ruleset.vocabulary.items():
        _enter(defs, name, fact, ruleset)
        for field_name, field in fact.fields.items():
            _enter(defs, f"{name}.{field_name}", field, ruleset)
    return {**values(ruleset), **defs}


def _enter(defs: Schema, name: str, kind: FactType | FieldType, ruleset: RuleSet) -> None:
    shared = _shared(name, kind, ruleset)
    if f"test.{shared}" not in defs:
        defs[f"test.{shared}"] = _test(shared, kind, ruleset)
    if kind.kind is Kind.LIST:
        defs[f"record.{name}"] = _condition(kind.fields, f"{name}.")


def _shared(name: str, kind: FactType | FieldType, ruleset: RuleSet) -> str:
    """The name of a fact's definitions: its own where it has values of its own, else its kind's."""
    own = kind.kind in (Kind.LIST, Kind.CHOICE) or bool(_offered(kind, ruleset))
    return name if own else f"of_{kind.kind.value}"


def _condition(names: Mapping[str, FactType | FieldType], stem: str) -> Schema:
    own = f"record.{stem.rstrip('.')}" if stem else "condition"
    said = [n for n, kind in names.items() if not (isinstance(kind, FactType) and (kind.derive or kind.concluded))]
    parts = {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/{own}"}}
    words: Schema = {
        "all": {**parts, "description": KEYS["all"]},
        "any": {**parts, "description": KEYS["any"]},
        "not": {"$ref": f"#/$defs/{own}", "description": KEYS["not"]},
        "stated": {"enum": said, "description": KEYS["stated"]},
        "agrees": {"enum": said, "description": KEYS["agrees"]},
        "label": {**SCALAR, "description": KEYS["label"]},
    }
    return closed(words, minProperties=1)


def with_tests(defs: Schema, ruleset: RuleSet) -> Schema:
    """The definitions with each fact and field entered in the conditions that may speak of it."""
    for name, fact in ruleset.vocabulary.items():
        _speak(defs["condition"], name, name, fact, ruleset)
        for field_name, field in fact.fields.items():
            _speak(defs[f"record.{name}"], field_name, f"{name}.{field_name}", field, ruleset)
            for inner_name, inner in field.fields.items():
                record = defs[f"record.{name}.{field_name}"]
                record["properties"][inner_name] = {"$ref": f"#/$defs/test.of_{inner.kind.value}"}
    for kind in Kind:
        defs.setdefault(f"test.of_{kind.value}", {"type": "object"})
    return defs


def _speak(condition: Schema, key: str, name: str, kind: FactType | FieldType, ruleset: RuleSet) -> None:
    condition["properties"][key] = {
        "$ref": f"#/$defs/test.{_shared(name, kind, ruleset)}",
        "description": f"{kind.label} ({KINDS[kind.kind]})",
    }


def _test(name: str, kind: FactType | FieldType, ruleset: RuleSet) -> Schema:
    tests: Schema = {"label": {**SCALAR, "description": KEYS["label"]}}
    literal = dict(SCALAR) if name.startswith("of_") or kind.kind is Kind.LIST else {"$ref": f"#/$defs/value.{name}"}
    for operator in OPERATORS.values():
        if kind.kind in operator.kinds:
            tests[operator.name] = {**_right(operator, literal), "description": OPERATOR_WORDS[operator.name]}
    if kind.kind is Kind.LIST:
        for word in ("some", "every", "none"):
            tests[word] = {"$ref": f"#/$defs/record.{name}", "description": OPERATOR_WORDS[word]}
        by = {"by": {"enum": list(kind.fields)}}
        tests["cover"] = {**_look_up(ruleset, by), "description": OPERATOR_WORDS["cover"]}
    return closed(tests, minProperties=1)


def _right(operator: Operator, literal: Schema) -> Schema:
    one = {"anyOf": [literal if operator.takes in ("one", "many", "pair") else SCALAR, {"$ref": "#/$defs/reference"}]}
    if operator.takes == "pair":
        return {"type": "array", "minItems": 2, "maxItems": 2, "items": one}
    if operator.takes == "many":
        return {"anyOf": [{"type": "array", "minItems": 1, "items": one}, {"$ref": "#/$defs/look_up"}]}
    return one


def _reference(ruleset: RuleSet) -> Schema:
    facts = {"fact": {"enum": list(ruleset.vocabulary), "description": KEYS["fact"]}}
    found = [closed(facts, required=["fact"]), closed({"field": SCALAR}, required=["field"])]
    if ruleset.parameters:
        parameter = {"parameter": {"enum": list(ruleset.parameters), "description": KEYS["parameter"]}}
        found.append(closed(parameter, required=["parameter"]))
    return {"anyOf": [*found, {"$ref": "#/$defs/look_up"}]}


def _look_up(ruleset: RuleSet, more: Mapping[str, Any] | None = None) -> Schema:
    columns = sorted({column for register in ruleset.registers.values() for column in register.columns})
    asked = {
        "register": {"enum": list(ruleset.registers), "description": KEYS["register"]},
        "column": {"enum": columns, "description": KEYS["column"]},
        "where": {"type": "object", "description": KEYS["where"]},
        "on": {"enum": ["law_day", "any"], "description": KEYS["on_day"]},
    }
    return closed({**asked, **(more or {})}, required=["register", "column"])


# ── values ────────────────────────────────────────────────────────────────────────────────────────────────────────


def facts(ruleset: RuleSet) -> Schema:
    """A side of a case: facts and what may be written of each."""
    said = {
        name: {
            "$ref": f"#/$defs/fact.{_shared(name, fact, ruleset)}",
            "description": f"{fact.label} ({KINDS[fact.kind]})",
        }
        for name, fact in ruleset.vocabulary.items()
        if not fact.derive and not fact.concluded
    }
    return closed(said)


def values(ruleset: RuleSet) -> Schema:
    """The definitions of values (`value.<name>`) and of what a case may say of a fact (`fact.<name>`)."""
    lacks = {"missing": {"enum": ["not_stated", "unreadable", "conflicting"]}, "reason": SCALAR}
    defs: Schema = {"missing": closed(lacks, required=["missing"])}
    for name, fact in ruleset.vocabulary.items():
        for field_name, field in fact.fields.items():
            own = _shared(f"{name}.{field_name}", field, ruleset)
            defs.setdefault(f"value.{own}", _value(own, field, ruleset))
        own = _shared(name, fact, ruleset)
        defs.setdefault(f"value.{own}", _value(own, fact, ruleset))
        unsure = ("incomplete",) if fact.kind is Kind.LIST else _UNSURE
        others = [{"type": "object", "required": [key]} for key in unsure]
        defs.setdefault(f"fact.{own}", {"anyOf": [{"$ref": f"#/$defs/value.{own}"}, MISSING, *others]})
    return defs


def _value(name: str, kind: FactType | FieldType, ruleset: RuleSet) -> Schema:
    """What a value of the kind may be as written; names of a register are offered, and others may stand."""
    if kind.kind is Kind.LIST:
        fields = {key: _in_record(name, key, field, ruleset) for key, field in kind.fields.items()}
        return {"type": "array", "items": closed(fields)}
    if kind.kind is Kind.CHOICE:
        return {"enum": list(kind.values)}
    if kind.kind is Kind.YES_NO:
        return {"enum": ["ja", "nej", "yes", "no", True, False]}
    offered = _offered(kind, ruleset)
    return {"anyOf": [{"enum": offered}, SCALAR]} if offered else dict(SCALAR)


def _in_record(name: str, key: str, field: FieldType, ruleset: RuleSet) -> Schema:
    if field.kind is Kind.LIST:
        return {"type": ["array", "object"]}
    return {"anyOf": [{"$ref": f"#/$defs/value.{_shared(f'{name}.{key}', field, ruleset)}"}, {"type": "object"}]}


def _offered(kind: FactType | FieldType, ruleset: RuleSet) -> list[str]:
    """The names of the register that a fact takes its values from."""
    if kind.names is None or kind.names.register not in ruleset.registers:
        return []
    register: Register = ruleset.registers[kind.names.register]
    listed = (row.values.get(kind.names.column) for row in register.rows)
    return list(dict.fromkeys(value for value in listed if isinstance(value, str)))
