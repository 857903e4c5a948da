"""One draft with the whole shipped pack in a warm process: read, decided, reported; cold it is in `test_start`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from regelkoll.check import check, checker, read_case, review
from regelkoll.language import words
from regelkoll.reports import render
from regelkoll.rulefiles import load_rules

ROOT = Path(__file__).parent.parent
DATA = (ROOT / "cases" / "komplett" / "utkast.txt").read_bytes()
PACK = load_rules(ROOT / "rules")
DAY = date(2026, 11, 24)
TURNS = 9
READY = {"native": checker(PACK, "native"), "both": checker(PACK, "both")}
SYSTEMS = {
    "the draft read, nothing decided": lambda: read_case(DATA, "utkast.txt", PACK),
    "checked, native": lambda: check(READY["native"], DATA, "utkast.txt", DAY),
    "checked, both engines": lambda: check(READY["both"], DATA, "utkast.txt", DAY),
    "checked by both engines, the report written": lambda: render(
        (review(READY["both"], DATA, "utkast.txt", DAY),), "terminal", words("sv")
    ),
}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("turn", range(TURNS))
def test_case(benchmark, system: str, turn: int) -> None:
    benchmark.group = f"one case, {len(PACK.rules)} rules"
    benchmark.extra_info.update(system=system, turn=turn, units=1, unit="draft")
    benchmark.pedantic(SYSTEMS[system], rounds=3, iterations=1, warmup_rounds=1)
