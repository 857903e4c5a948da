"""Markdown tables of a run (`--benchmark-json`): medians over the turns, and each system's ratio to two others."""

from __future__ import annotations

import json
import statistics
import sys
from importlib.metadata import version
from pathlib import Path

LIBRARIES = (
    "zen-engine",
    "jsonschema-rs",
    "common-expression-language",
    "clipspy",
    "durable-rules",
    "pyyaml",
    "pydantic",
)
BASES = {
    "reading: Word": ("docx2python", "mammoth"),
    "reading: PDF": ("pdfplumber, words alone", "pypdfium2, text alone"),
    "reading: a folder": ("--jobs 1",),
    "rules": ("compiled Python", "zen-engine, compiled array"),
    "quantifiers": ("compiled Python", "zen-engine, compiled array"),
    "unknown": ("regelkoll native, outcomes with every truth recorded",),
    "mix": (
        "regelkoll native, outcomes with every truth recorded",
        "(zen-engine, decision table of 60 rows, other rules)",
    ),
    "loading": ("yaml.compose (libyaml)", "yaml.compose (Python)"),
    "one case": ("the draft read, nothing decided",),
    "page": ("regelkoll check",),
    "cold": ("python -c 'import click'", "python -c 'import click, yaml, pydantic'"),
}
ORDER = (
    "reading: Word",
    "reading: PDF",
    "reading: a folder",
    "cold",
    "page",
    "one case",
    "loading",
    "mix",
    "unknown",
    "quantifiers",
    "rules",
)


def medians(run: dict) -> dict[str, dict[str, float]]:
    """Seconds a unit, by group and system: the median over the turns of each turn's median."""
    turns: dict[tuple[str, str], list[float]] = {}
    for one in run["benchmarks"]:
        info = one["extra_info"]
        turns.setdefault((one["group"], info["system"]), []).append(one["stats"]["median"] / info["units"])
    groups: dict[str, dict[str, float]] = {}
    for (group, system), found in turns.items():
        groups.setdefault(group, {})[system] = statistics.median(found)
    return groups


def shown(seconds: float) -> str:
    for size, unit in ((1, "s"), (1e-3, "ms")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def table(group: str, systems: dict[str, float]) -> str:
    bases = [b for b in BASES[next(key for key in ORDER if key in group)] if b in systems]
    lines = [f"| {group} | median | " + " | ".join(f"× {b}" for b in bases) + " |", "|---" * (2 + len(bases)) + "|"]
    for system, seconds in sorted(systems.items(), key=lambda item: item[1]):
        ratios = " | ".join(f"{seconds / systems[b]:.3g}" for b in bases)
        lines.append(f"| {system} | {shown(seconds)} | {ratios} |")
    return "\n".join(lines)


def main(path: str) -> None:
    run = json.loads(Path(path).read_text(encoding="utf-8"))
    machine, commit = run["machine_info"], run["commit_info"]
    cpu = machine.get("cpu", {})
    print(
        f"{cpu.get('brand_raw')}, {cpu.get('count')} cores; Python {machine['python_version']}; {machine['system']}; "
    )
    print(f"commit {commit['id'][:10]}{' with changes' if commit['dirty'] else ''}; ")
    print(", ".join(f"{name} {version(name)}" for name in LIBRARIES) + ".\n")
    groups = medians(run)
    for group, systems in groups.items():
        print(table(group, systems) + "\n")
    names = ("regelkoll native, outcomes with every truth recorded", "compiled Python", "zen-engine, compiled array")
    for name in names:
        if {"60 rules", "1000 rules"} <= groups.keys() and name in groups["60 rules"]:
            print(f"1000 rules / 60 rules, {name}: {groups['1000 rules'][name] / groups['60 rules'][name]:.3g}")


if __name__ == "__main__":
    main(sys.argv[1])
