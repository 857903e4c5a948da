"""The schemas by name, and the folder that `regelkoll init` writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from regelkoll.model import RuleSet
from regelkoll.reports.schema import report_schema
from regelkoll.tooling.schemas import (
    case_schema,
    facts_schema,
    parameters_schema,
    register_schema,
    rule_schema,
    waivers_schema,
)

SCHEMAS = ("report", "rule", "facts", "register", "parameters", "case", "waivers")
FOLDER = ".regelkoll"
_MODELINE = "# yaml-language-server: $schema="


def schema_of(name: str, ruleset: RuleSet | None) -> dict[str, Any]:
    """The schema named; those of rules and cases speak of the pack."""
    match name:
        case "report":
            return report_schema()
        case "facts":
            return facts_schema()
        case "register":
            return register_schema()
        case "parameters":
            return parameters_schema()
    assert ruleset is not None
    return {"rule": rule_schema, "case": case_schema, "waivers": waivers_schema}[name](ruleset)


def start_folder() -> dict[str, bytes]:
    """The files of a folder to begin with, by their path; the schemas are not among them."""
    root = files("regelkoll.tooling") / "start"
    found: dict[str, bytes] = {}
    left = [(root, "")]
    while left:
        folder, stem = left.pop()
        for item in sorted(folder.iterdir(), key=lambda one: one.name):
            name = f"{stem}{item.name.replace('dot-', '.', 1) if item.name.startswith('dot-') else item.name}"
            if item.is_dir():
                left.append((item, f"{name}/"))
            else:
                found[name] = item.read_bytes()
    return dict(sorted(found.items()))


def schema_files(ruleset: RuleSet) -> Mapping[str, bytes]:
    """The schemas of a pack's files by their path in the folder."""
    return {
        f"{FOLDER}/{name}.schema.json": (
            json.dumps(schema_of(name, ruleset), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        ).encode()
        for name in SCHEMAS
        if name != "report"
    }
