"""The configuration: `regelkoll.toml` or `[tool.regelkoll]` in `pyproject.toml`, found upward from the working folder.

A flag goes before an environment variable (REGELKOLL_CHECK_RULES …), that before the file, and the file before the
default. Paths in the file are seen from the file's folder.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

FILE, SHARED_FILE, TABLE = "regelkoll.toml", "pyproject.toml", "regelkoll"
KEYS: Mapping[str, tuple[type, tuple[str, ...]]] = {
    "rules": (
        str,
        ("check", "facts", "explain", "rules", "lint", "test", "new", "doctor", "schema", "waivers", "baseline"),
    ),
    "cases": (str, ("test",)),
    "lang": (str, ()),
    "fail-on": (str, ("check",)),
    "allow-unknown": (bool, ("check",)),
    "select": (list, ("check",)),
    "ignore": (list, ("check",)),
    "engine": (str, ("check", "baseline")),
    "jobs": (int, ("check", "baseline")),
    "color": (str, ("check",)),
    "format": (str, ("check",)),
    "waivers": (str, ("check", "waivers", "baseline", "lint")),
    "baseline": (str, ("check",)),
}
"""Each key's type, and the commands whose flag of that name it sets."""
GROUPS = {"rules": ("list", "show", "doc"), "waivers": ("list",), "baseline": ("create", "update", "prune")}
"""The commands that are groups, and which of theirs take the group's flags."""
PATHS = ("rules", "cases", "waivers", "baseline")


class BadSettings(Exception):
    """The file cannot be used: `path`, `what` is the key or the parser's words, `near` the key that may be meant."""

    def __init__(self, code: str, path: Path, what: str, near: str | None = None) -> None:
        super().__init__(what)
        self.code, self.path, self.what, self.near = code, path, what, near


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says, keys as written; `path` is None where there is none."""

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def defaults(self) -> dict[str, dict[str, Any]]:
        """Flags by command, as click's `default_map` wants them."""
        found: dict[str, dict[str, Any]] = {}
        for key, value in self.values.items():
            for name in KEYS[key][1]:
                found.setdefault(name, {})[key.replace("-", "_")] = value
        return {name: dict.fromkeys(GROUPS[name], flags) if name in GROUPS else flags for name, flags in found.items()}


def asked(arguments: Sequence[str]) -> tuple[list[str], str | None, bool]:
    """The arguments without `--config FILE` and `--isolated` (anywhere before `--`), and what those say."""
    left: list[str] = []
    path, isolated = None, False
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            left += [argument, *rest]
        elif argument == "--isolated":
            isolated = True
        elif argument == "--config":
            path = next(rest, "")
        elif argument.startswith("--config="):
            path = argument.removeprefix("--config=")
        else:
            left.append(argument)
    return left, path, isolated


def found_settings(start: Path | None = None, given: str | None = None, isolated: bool = False) -> Settings:
    """The settings of the file given, else of the nearest upward. Raises BadSettings, FileNotFoundError."""
    if given is not None:
        path = Path(given)
        return _read(path, path.read_bytes())
    if isolated:
        return Settings()
    for folder in (start or Path.cwd(), *(start or Path.cwd()).parents):
        for name in (FILE, SHARED_FILE):
            path = folder / name
            if path.is_file():
                found = _read(path, path.read_bytes())
                if found.path is not None:
                    return found
    return Settings()


def _read(path: Path, data: bytes) -> Settings:
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if path.name == SHARED_FILE:
            return Settings()
        raise BadSettings("syntax", path, str(error)) from None
    if path.name == SHARED_FILE:
        table = table.get("tool", {}).get(TABLE)
        if not isinstance(table, dict):
            return Settings()
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1, cutoff=0.6)
            raise BadSettings("key", path, key, near[0] if near else None)
        wanted = KEYS[key][0]
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise BadSettings("value", path, key)
        values[key] = os.path.normpath(path.parent / str(value)) if key in PATHS else value
    return Settings(path, values)
