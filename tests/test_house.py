"""The house's own rules: what the source may name, how large a module may be, that every rule can pass and fail."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from regelkoll.model import Outcome
from regelkoll.rulefiles import load_rules
from regelkoll.tooling.examples import try_examples

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
PACK = load_rules(ROOT / "rules")
# Names of facts that are also the words of the rule language or of the program itself.
SHARED = {"title", "sections", "amount", "project", "signatories"}


def test_the_source_names_no_rule_and_no_region():
    words = {rule.id for rule in PACK.rules if "-" in rule.id} | {"Värmland", "RUN/", "2003:596", "Nyps"}
    found = [(p.name, w) for p in SOURCES for w in words if w in p.read_text(encoding="utf-8")]
    assert found == []


def test_the_source_names_no_fact():
    names = {name for name in PACK.vocabulary if name not in SHARED}
    found = []
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        found += [(path.name, name) for name in names & texts]
    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_a_module_says_what_it_is_and_is_short(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert text.count("\n") <= 300


@pytest.mark.parametrize("folder", ["rules", "tests/second_pack"])
def test_examples_come_out_as_they_say(folder):
    wrong = [
        (t.rule.id, t.example.name, t.got) for t in try_examples(load_rules(ROOT / folder)) if t.got != t.example.expect
    ]
    assert wrong == []


def test_every_requirement_can_pass_and_fail():
    for rule in PACK.rules:
        if rule.concludes is None:
            assert {Outcome.PASSED, Outcome.FAILED, Outcome.CANNOT_TELL} <= {e.expect for e in rule.examples}


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_a_start_loads_nothing_heavy(argument):
    script = (
        "import sys; from regelkoll.cli import run\n"
        f"try:\n run([{argument!r}])\nfinally:\n"
        " print([m for m in ('yaml','pydantic','rich','rapidfuzz','re2') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr.strip().endswith("[]")


def test_no_registry_host_is_named():
    host = re.compile("py" + "pi\\.org|python" + "hosted")
    assert [p.name for p in SOURCES if host.search(p.read_text(encoding="utf-8"))] == []
