"""The schemas: the shipped files meet them, broken ones do not, and a real editor server says so at the right line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest
import yaml
from editor_client import Client, server

from regelkoll.rulefiles import load_rules
from regelkoll.tooling.editor import SCHEMAS, schema_files, schema_of, start_folder

ROOT = Path(__file__).resolve().parents[2]
PACKS = [ROOT / "rules", ROOT / "tests/second_pack"]
SHIPPED = {name: schema_of(name, load_rules(ROOT / "rules")) for name in SCHEMAS}


class Core(yaml.SafeLoader):
    """YAML 1.2's core scalars, as an editor reads them: no dates, no `yes`."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [
            (tag, form)
            for tag, form in forms
            if tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:null")
        ]
        for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def read(text):
    return yaml.load(text, Core)


def kind_of(path, folder):
    name = path.relative_to(folder).as_posix()
    if name in ("facts.yaml", "parameters.yaml"):
        return name.removesuffix(".yaml")
    if name in ("reading.yaml", "pack.yaml"):
        return None
    return "register" if name.startswith("registers/") else "rule"


def files():
    for folder in PACKS:
        for path in sorted(folder.rglob("*.yaml")):
            if "cases" not in path.parts and kind_of(path, folder):
                yield pytest.param(folder, path, id=f"{folder.name}/{path.relative_to(folder)}")


@pytest.mark.parametrize(("folder", "path"), list(files()))
def test_shipped_files_meet_their_schema(folder, path):
    schema = schema_of(kind_of(path, folder), load_rules(folder))
    jsonschema.Draft7Validator(schema).validate(read(path.read_text(encoding="utf-8")))


WAIVERS = """\
waivers:
  - {rule: period-inom-budgetar, diary: RUN/230117, reason: a b c, approved_by: d, until: 2026-12-31}
  - {rule: belopp, diary: RUN/23*, reason: a b c, approved_by: d, until: 2026-12-31, limits: {amount: {at_most: 5 kr}}}
"""


@pytest.mark.parametrize(
    ("old", "new", "valid"),
    [
        ("", "", True),
        ("belopp,", "belop,", False),
        ("until", "untl", False),
        ("2026-12-31", "31 december", False),
        ("{amount:", "{amunt:", False),
        ("at_most", "before", False),
        ("approved_by: d, ", "", False),
        ("waivers:", "waiver:", False),
    ],
)
def test_a_file_of_waivers_and_its_slips(old, new, valid):
    text = WAIVERS.replace(old, new, 1) if old else WAIVERS
    assert jsonschema.Draft7Validator(SHIPPED["waivers"]).is_valid(read(text)) is valid


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name):
    jsonschema.validators.validator_for(SHIPPED[name]).check_schema(SHIPPED[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schemas_are_fresh(name):
    assert json.loads((ROOT / f"schema/{name}.schema.json").read_text(encoding="utf-8")) == SHIPPED[name]


RULE = (ROOT / "rules/period/period-inom-budgetar.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("severity: warning", "severity: varning"),
        ("remedy:", "remdy:"),
        ("decision_kind: {is: bifall}", "decision_kind: {is: bifal}"),
        ("decision_kind: {is: bifall}", "decision_kind: {at_most: bifall}"),
        ("decision_kind: {is: bifall}", "decision_knd: {is: bifall}"),
        ("{fact: budget_year_start}", "{fact: budget_year_strat}"),
        ("stated: budget_proviso", "stated: budget_year"),
        ("expect: passed", "expect: pased"),
        ("amount: 450 000 kr", "amunt: 450 000 kr"),
        ("title: ", "titel: "),
    ],
)
def test_a_slip_is_not_valid(old, new):
    assert old in RULE
    jsonschema.Draft7Validator(SHIPPED["rule"]).validate(read(RULE))
    assert not jsonschema.Draft7Validator(SHIPPED["rule"]).is_valid(read(RULE.replace(old, new, 1)))


@pytest.fixture
def command():
    found = server()
    if found is None:
        if os.environ.get("REGELKOLL_CI"):
            pytest.fail("yaml-language-server is not installed")
        pytest.skip("yaml-language-server is not installed (npm install --prefix build/node yaml-language-server@1)")
    return found


@pytest.fixture
def folder(tmp_path):
    for name, data in start_folder().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for name, data in schema_files(load_rules(tmp_path / "regler")).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def placed(root):
    settings = json.loads((root / ".vscode/settings.json").read_text(encoding="utf-8"))
    return {(root / schema).as_uri(): files for schema, files in settings["yaml.schemas"].items()}


def test_a_real_editor_server(command, folder):
    rule = folder / "regler/beslut/belopp-anges.yaml"
    good = rule.read_text(encoding="utf-8")
    slips = folder / "regler/beslut/fel.yaml"
    wrong = (
        good.replace("remedy:", "remdy:")
        .replace("{more_than: 0 kr}", "{before: 0 kr}")
        .replace("severity: warning\n", "")
    )
    slips.write_text(wrong, encoding="utf-8")
    typing = folder / "regler/beslut/ny.yaml"
    asked = good.replace(
        "    - {stated: amount, label: ett belopp}\n",
        "    - \n    - stated: \n    - signatories: {some: {role: {is: }}}\n",
    )
    typing.write_text(asked, encoding="utf-8")
    where = {text: number for number, text in enumerate(asked.split("\n"))}
    with Client(command, placed(folder), folder) as client:
        assert client.open(rule) == []
        assert client.open(folder / "regler/facts.yaml") == []
        assert client.open(folder / "regler/registers/roller.yaml") == []
        found = {(d["range"]["start"]["line"], d["message"]) for d in client.open(slips)}
        lines = wrong.split("\n")
        assert any(lines[n].startswith("remdy:") and "remdy" in text for n, text in found)
        assert any("before" in lines[n] and "before" in text for n, text in found)
        assert any("severity" in text for _, text in found)
        client.open(typing)
        facts = client.offered(typing, where["    - "], 6)
        assert {"amount", "signatories", "all", "stated"} <= set(facts)
        assert {"amount", "decision_date"} <= set(client.offered(typing, where["    - stated: "], 14))
        column = "    - signatories: {some: {role: {is: "
        titles = client.offered(typing, where[f"{column}}}}}}}"], len(column))
        assert "enhetschef" in titles


@pytest.mark.parametrize(
    ("derive", "valid"),
    [
        ("{share: {of: amount, in: total_cost}}", True),
        ("{share: {part: amount, whole: total_cost}}", False),
        ("{ratio: {of: amount, in: total_cost}}", False),
        ("{year_of: decision_date}", True),
        ("{count: signatories}", False),
        ("{days_between: [a, b]}", True),
        ("{days_between: [a]}", False),
        ("{shift: {date: a, years: 1}}", True),
        ("{shift: {date: a}}", False),
    ],
)
def test_a_function_has_its_form_in_the_schema(derive, valid):
    text = f"x: {{kind: share, label: x, derive: {derive}}}"
    assert jsonschema.Draft7Validator(SHIPPED["facts"]).is_valid(read(text)) is valid
