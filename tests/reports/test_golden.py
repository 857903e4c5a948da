"""One rich run in every format, as files that a person can open; UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from richrun import rich_run

from regelkoll.language import words
from regelkoll.reports import render

GOLDEN = Path(__file__).parent / "golden"
FILES = {
    "rich.en.jsonl": "jsonl",
    "rich.en.md": "markdown",
    "rich.sv.md": "markdown",
    "rich.en.sarif": "sarif",
    "rich.en.junit.xml": "junit",
    "rich.sv.junit.xml": "junit",
    "rich.en.github.txt": "github",
    "rich.en.gitlab.json": "gitlab",
    "rich.en.csv": "csv",
    "rich.sv.csv": "csv",
}


@pytest.mark.parametrize("name", FILES)
def test_the_run_is_as_the_golden_file(name: str) -> None:
    found = render(rich_run(), FILES[name], words(name.split(".")[1]))
    if os.environ.get("UPDATE_GOLDEN"):
        (GOLDEN / name).write_bytes(found)
    assert found == (GOLDEN / name).read_bytes()
