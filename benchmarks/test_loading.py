"""What it costs to load packs of 100 and of 1 000 rule files, beside yaml's bare reading of the same text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from regelkoll.engine.native import Native
from regelkoll.engine.program import compile_program
from regelkoll.rulefiles import load_rules
from regelkoll.rulefiles.load import read_pack

ROOT = Path(__file__).parent.parent / "rules"
TURNS = 5


@cache
def pack(count: int) -> dict[str, bytes]:
    """The shipped pack with its requirements again and again under new names: `count` files in all."""
    contents = {p.relative_to(ROOT).as_posix(): p.read_bytes() for p in sorted(ROOT.rglob("*.yaml"))}
    area = {name: data for name, data in contents.items() if "/" in name and not name.startswith("registers/")}
    again = {name: data for name, data in area.items() if b"\nconcludes:" not in data and b"\nid:" not in data}
    for index in range(count - len(contents)):
        name = sorted(again)[index % len(again)]
        contents[name.removesuffix(".yaml") + f"-nr{index // len(again)}.yaml"] = again[name]
    return contents


def compose(contents: dict[str, bytes]) -> None:
    for data in contents.values():
        yaml.compose(data, Loader=yaml.CSafeLoader)


def compose_in_python(contents: dict[str, bytes]) -> None:
    for data in contents.values():
        yaml.compose(data, Loader=yaml.SafeLoader)


def load(contents: dict[str, bytes]) -> None:
    Native(compile_program(read_pack(contents, "pack")))


SYSTEMS = {
    "yaml.compose (libyaml)": compose,
    "yaml.compose (Python)": compose_in_python,
    "regelkoll, read and validated": lambda contents: read_pack(contents, "pack"),
    "regelkoll, read, validated and compiled": load,
}


@pytest.mark.parametrize("system", [*SYSTEMS, "regelkoll, kept from before"])
@pytest.mark.parametrize("count", [100, 1000])
@pytest.mark.parametrize("turn", range(TURNS))
def test_load(benchmark, system: str, count: int, turn: int, tmp_path: Path) -> None:
    contents = pack(count)
    benchmark.group = f"loading {count} files"
    benchmark.extra_info.update(system=system, turn=turn, units=1, unit="pack")
    if system in SYSTEMS:
        benchmark.pedantic(lambda: SYSTEMS[system](contents), rounds=1, iterations=1, warmup_rounds=int(turn == 0))
        return
    for name, data in contents.items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    fresh = load_rules(tmp_path / "pack", tmp_path / "kept")
    assert load_rules(tmp_path / "pack", tmp_path / "kept") == fresh
    benchmark.pedantic(lambda: load_rules(tmp_path / "pack", tmp_path / "kept"), rounds=1, iterations=1)
