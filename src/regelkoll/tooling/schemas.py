"""JSON Schemas of the pack's files, for editors: fact names, operators and registers' values come from the pack.

An editor reads YAML scalars by its own rules (`5` is a number, `true` a truth value), so a scalar may be any of them.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from regelkoll.facts.finders import FINDERS
from regelkoll.model import RuleSet
from regelkoll.rulefiles.models import (
    ClassificationModel,
    FactModel,
    ParameterModel,
    RegisterModel,
    RuleModel,
    WaiversModel,
)
from regelkoll.rulefiles.reading import FORMS
from regelkoll.rulefiles.vocabulary import FORMS as DERIVE_FORMS
from regelkoll.tooling.schemaconditions import SCALAR, Schema, closed, conditions, facts, values, with_tests
from regelkoll.tooling.schemawords import KEYS

DRAFT = "http://json-schema.org/draft-07/schema#"
DAY: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}$",
    "patternErrorMessage": "Skriv dagen som ÅÅÅÅ-MM-DD.",
}


def rule_schema(ruleset: RuleSet) -> Schema:
    """Of a rule file: a requirement, or with `concludes` a classification."""
    requirement, classification = _model(RuleModel), _model(ClassificationModel)
    defs = {**requirement.pop("$defs"), **classification.pop("$defs"), **with_tests(conditions(ruleset), ruleset)}
    defs["ExampleModel"]["properties"] |= {
        "facts": {**facts(ruleset), "description": KEYS["facts"]},
        "known": {**facts(ruleset), "description": KEYS["known"]},
        "expect": {"description": KEYS["expect"]},
    }
    defs["UnlessModel"]["properties"]["when"] = {"$ref": "#/$defs/condition", "description": KEYS["when"]}
    for key in ("applies_when", "requires"):
        requirement["properties"][key] = {"$ref": "#/$defs/condition", "description": KEYS[key]}
    classification["properties"]["when"] = {"$ref": "#/$defs/condition", "description": KEYS["when"]}
    concluded = {name: {"enum": list(fact.values)} for name, fact in ruleset.vocabulary.items() if fact.concluded}
    classification["properties"]["concludes"] = {
        **closed(concluded, minProperties=1, maxProperties=1),
        "description": KEYS["concludes"],
    }
    outcomes = ["passed", "failed", "inapplicable", "cannot_tell"]
    requirement["properties"]["examples"] = {
        "type": "array",
        "minItems": 1,
        "description": KEYS["examples"],
        "items": {"allOf": [{"$ref": "#/$defs/ExampleModel"}, {"properties": {"expect": {"enum": outcomes}}}]},
    }
    return {
        **_head("En regel"),
        "defaultSnippets": [_snippet(ruleset)],
        "if": {"required": ["concludes"]},
        "then": classification,
        "else": requirement,
        "$defs": defs,
    }


def facts_schema() -> Schema:
    """Of `facts.yaml`."""
    fact = _model(FactModel)
    defs = fact.pop("$defs", {})
    forms: Schema = {form: {} for form in FORMS} | {key: {} for keys in FORMS.values() for key in keys}
    fact["properties"]["read"] = {**closed(forms), "description": KEYS["read"]}
    words = {
        "any_of": {},
        "form": {"enum": list(FINDERS)},
        "pattern": {},
        "in": {},
        "negated": {"enum": ["skip", "keep"]},
    }
    fact["properties"]["find"] = {**closed(words), "description": KEYS["find"]}
    fact["properties"]["derive"] = {**_derive(), "description": KEYS["derive"]}
    return {**_head("Uppgifterna"), **_each("Fact", fact, defs)}


def _derive() -> Schema:
    """One function with its arguments; the description of each says how it is written."""
    pair = {"type": "array", "items": SCALAR, "minItems": 2, "maxItems": 2}
    steps: Schema = dict.fromkeys(("years", "months", "days"), SCALAR)
    shapes: Schema = {
        "count": closed({"of": SCALAR, "where": {}}, required=["of"]),
        "only": closed({"of": SCALAR, "field": SCALAR}, required=["of", "field"]),
        "share": closed({"of": SCALAR, "in": SCALAR}, required=["of", "in"]),
        "shift": closed({"date": SCALAR, **steps}, required=["date"], minProperties=2),
        "capture": closed({"of": SCALAR, "pattern": SCALAR, "two_digit_year": {}}, required=["of", "pattern"]),
        "day": {"enum": ["law_day", "check_day"]},
        "first_of": {**pair, "minItems": 1, "maxItems": 99},
    }
    listed = closed({"of": SCALAR, "field": SCALAR, "where": {}}, required=["of", "field"])
    shapes |= dict.fromkeys(("sum", "min", "max"), listed)
    shapes |= dict.fromkeys(("days_between", "months_between", "gap"), pair)
    functions = {name: {**shapes.get(name, SCALAR), "description": form} for name, form in DERIVE_FORMS.items()}
    return closed(functions, minProperties=1, maxProperties=1)


def register_schema() -> Schema:
    """Of a register file."""
    register, span = _model(RegisterModel), {"$ref": "#/$defs/SpanModel"}
    register["properties"]["rows"] = {
        "type": "array",
        "description": KEYS["rows"],
        "items": {
            "type": "object",
            "properties": {
                "in_force": {"anyOf": [span, {"type": "array", "items": span}]},
                "source": {"$ref": "#/$defs/SourceModel"},
                "assumed": {"enum": ["yes", "no", "ja", "nej", True, False], "description": KEYS["assumed"]},
            },
        },
    }
    register["$defs"] = {**_model(RuleModel)["$defs"], **register.get("$defs", {})}
    return {**_head("Ett register"), **register}


def parameters_schema() -> Schema:
    """Of `parameters.yaml`."""
    parameter = _model(ParameterModel)
    return {**_head("Parametrarna"), **_each("Parameter", parameter, parameter.pop("$defs"))}


def case_schema(ruleset: RuleSet) -> Schema:
    """Of a case file."""
    sides = {
        "draft": {**facts(ruleset), "description": KEYS["draft"]},
        "known": {**facts(ruleset), "description": KEYS["known"]},
    }
    return {**_head("En ärendefil"), **closed(sides), "$defs": values(ruleset)}


def waivers_schema(ruleset: RuleSet) -> Schema:
    """Of a file of waivers; its rules are the pack's."""
    waivers = _model(WaiversModel)
    waivers["$defs"] |= with_tests(conditions(ruleset), ruleset)
    entry = waivers["$defs"]["WaiverModel"]["properties"]
    entry["rule"] = {"enum": sorted({r.id for r in ruleset.rules if r.concludes is None}), "description": KEYS["rule"]}
    entry["diary"] = {**SCALAR, "description": KEYS["waived_diary"]}
    entry["limits"] = {"$ref": "#/$defs/condition", "description": KEYS["limits"]}
    return {**_head("Undantagen"), **waivers}


# ── the shape of files ────────────────────────────────────────────────────────────────────────────────────────────


def _each(name: str, schema: Schema, defs: Schema) -> Schema:
    """An object in which every value is of the schema."""
    every = {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{name}"}}
    return {**every, "$defs": {**defs, name: schema}}


def _head(title: str) -> Schema:
    return {"$schema": DRAFT, "title": title}


def _model(model: type[BaseModel]) -> Schema:
    """A model's schema with our descriptions, scalars as an editor reads them, and no titles of Python's."""
    schema: Schema = _worded(model.model_json_schema(by_alias=True))
    schema.setdefault("$defs", {})
    return schema


def _worded(node: Any, key: str = "") -> Any:
    if isinstance(node, list):
        return [_worded(one) for one in node]
    if not isinstance(node, dict):
        return node
    if key in ("properties", "$defs"):
        return {name: _described(name, _worded(one), key) for name, one in node.items()}
    kept = {name: _worded(one, name) for name, one in node.items() if name not in ("title", "description", "default")}
    kept.pop("pattern", None)
    if node.get("type") == "string":
        if "pattern" in node:
            return dict(DAY)
        if "enum" not in node and "const" not in node:
            kept = {**SCALAR}
        elif set(node.get("enum", ())) >= {"yes", "no"}:
            kept = {"enum": [*node["enum"], True, False]}
    if isinstance(kept.get("anyOf"), list):
        kept["anyOf"] = [one for one in kept["anyOf"] if one != {"type": "null"}]
        if len(kept["anyOf"]) == 1:
            kept |= kept.pop("anyOf")[0]
    return kept


def _described(name: str, schema: Schema, under: str) -> Schema:
    return {**schema, "description": KEYS[name]} if under == "properties" and name in KEYS else schema


def _snippet(ruleset: RuleSet) -> Schema:
    fact = next((name for name, kind in ruleset.vocabulary.items() if not kind.derive and not kind.concluded), "")
    return {
        "label": "ny regel",
        "description": "En hel regel att fylla i",
        "body": {
            "title": "$1",
            "source": [{"statute": "$2", "section": "$3", "url": "$4"}],
            "in_force": {"from": "$5"},
            "severity": "warning",
            "decides": "text",
            "requires": {"stated": fact},
            "message": "$6",
            "remedy": "$7",
            "why": "$8",
            "examples": [{"name": "$9", "expect": "passed"}],
        },
    }
