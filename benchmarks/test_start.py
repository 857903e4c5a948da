"""Whole processes from cold, interleaved with bare Python on the same machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DRAFT = str(ROOT / "cases" / "komplett" / "utkast.txt")
TURNS = 15
CHECK = [sys.executable, "-m", "regelkoll", "check", DRAFT]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import click'": [sys.executable, "-c", "import click"],
    "python -c 'import click, yaml, pydantic'": [sys.executable, "-c", "import click, yaml, pydantic"],
    "python -c 'import click, yaml; from pydantic import BaseModel'": [
        *(sys.executable, "-c", "import click, yaml; from pydantic import BaseModel"),
    ],
    "regelkoll --version": [sys.executable, "-m", "regelkoll", "--version"],
    "regelkoll check, pack kept": CHECK,
    "regelkoll check, pack read anew": CHECK,
}


@pytest.mark.parametrize("system", COMMANDS)
@pytest.mark.parametrize("turn", range(TURNS))
def test_start(benchmark, system: str, turn: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = tmp_path_factory.getbasetemp() / "kept"
    environment = {**os.environ, "REGELKOLL_CACHE": "off" if system.endswith("anew") else str(kept)}

    def run() -> int:
        done = subprocess.run(COMMANDS[system], env=environment, capture_output=True, timeout=60)
        return done.returncode

    if turn == 0:
        run()
    benchmark.group = "from cold"
    benchmark.extra_info.update(system=system, turn=turn, units=1, unit="process")
    assert benchmark.pedantic(run, rounds=1, iterations=1) in (0, 1)
