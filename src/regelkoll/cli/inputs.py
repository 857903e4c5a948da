"""What a command is given: files, folders and standard input, read in bounded memory."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import click

from regelkoll.check import CASES
from regelkoll.language import N_, Words
from regelkoll.model import Rule, RuleSet
from regelkoll.rulefiles import RuleProblems, default_pack, in_words, keep_folder, load_rules
from regelkoll.rulefiles.problems import closest
from regelkoll.wording import full_id

OWN = "regelkoll."
LIMIT = 20 * 1024 * 1024
DRAFTS = (".txt", ".md", ".docx", ".odt", ".pdf", ".rtf", ".doc", ".docm")


class Stop(click.ClickException):
    """Ends the command with this exit code after a sentence and a hint on stderr."""

    def __init__(self, code: int, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.code = code

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


@dataclass(slots=True)
class Found:
    """The inputs in order (name shown, path or None for stdin), and what was passed over in folders, by reason."""

    inputs: list[tuple[str, Path | None]] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)

    def skip(self, reason: str) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1


SKIPPED = {
    "lock": N_("Word's lock files: {count}"),
    "hidden": N_("hidden files: {count}"),
    "reviewed": N_("reviewed copies: {count}"),
    "report": N_("regelkoll's own reports: {count}"),
    "other": N_("files that are neither drafts nor cases: {count}"),
}


def found(paths: Iterable[str], stdin_name: str, words: Words) -> Found:
    """Every input that the paths name. Raises Stop(2) for a missing path and when nothing is left to check."""
    result = Found()
    for given in paths:
        path = Path(given)
        if given == "-":
            result.inputs.append((stdin_name, None))
        elif path.is_dir():
            _walk(path, result)
        elif path.is_file():
            result.inputs.append((given, path))
        else:
            raise Stop(2, words("There is no file '{path}'.", path=given), words("Check the name and the folder."))
    if not result.inputs:
        raise Stop(2, words("No drafts were found to check."), words("Name a draft or a folder that holds drafts."))
    return result


def _walk(folder: Path, result: Found) -> None:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        reason = passed_over(path, folder)
        if reason is None:
            result.inputs.append((path.as_posix(), path))
        else:
            result.skip(reason)


def passed_over(path: Path, folder: Path) -> str | None:
    """Why a file in a folder is passed over; `None` when it is to be checked."""
    if path.name.startswith("~$"):
        return "lock"
    if any(part.startswith(".") for part in path.relative_to(folder).parts):
        return "hidden"
    if path.stem.endswith("-granskad"):
        return "reviewed"
    suffix = path.suffix.lower()
    if suffix in DRAFTS:
        return None
    if suffix not in CASES:
        return "other"
    data = read_bytes(path)
    if suffix == ".json" and is_report(data):
        return "report"
    from regelkoll.rulefiles.tree import Mapping, parse  # YAML is not loaded for a draft

    tree = parse(data, path.name, lambda _: None)
    is_case = not isinstance(tree, Mapping) or bool({"draft", "known"} & tree.entries.keys())
    return None if is_case else "other"


def is_report(data: bytes) -> bool:
    """Whether the bytes are a report, or another file of findings, that this program wrote."""
    try:
        report = json.loads(data)
    except (ValueError, RecursionError):
        return False
    if isinstance(report, list):
        return all(isinstance(one, dict) and {"check_name", "fingerprint"} <= one.keys() for one in report)
    return isinstance(report, dict) and str(report.get("schema", "")).startswith(OWN)


def read_bytes(path: Path | None) -> bytes:
    """At most one byte over the limit, so that a reader can say that it is too large. `None` is standard input."""
    if path is None:
        return sys.stdin.buffer.read(LIMIT + 1)
    with path.open("rb") as file:
        return file.read(LIMIT + 1)


def rules_from(folder: str | None, words: Words) -> RuleSet:
    """The pack, the shipped one by default. Raises Stop(2) when there is none, Stop(3) with every problem of it."""
    path = Path(folder) if folder else default_pack()
    try:
        return load_rules(path, keep_folder())
    except FileNotFoundError:
        hint = words("Name the folder with --rules.")
        raise Stop(2, words("There are no rules in '{path}'.", path=str(path)), hint) from None
    except RuleProblems as error:
        only_empty = all(p.code in ("no-rules", "file-unreadable") for p in error.problems)
        if only_empty and not any(path.rglob("*.yaml")):
            hint = words("Name the folder with --rules.")
            raise Stop(2, words("There are no rules in '{path}'.", path=str(path)), hint) from None
        lines = [in_words(problem, words) for problem in error.problems]
        said = words.n(
            "{count} problem in the rules; nothing was checked.",
            "{count} problems in the rules; nothing was checked.",
            len(lines),
        )
        raise Stop(3, "\n".join([*lines, said])) from None


def version_named(ruleset: RuleSet, rule: str, words: Words) -> list[Rule]:
    """Every dated version of the rule with the id, oldest first; with `id.date` that one. Raises Stop(2) for none."""
    versions = [r for r in ruleset.rules if rule in (r.id, full_id(r))]
    versions.sort(key=lambda r: (r.in_force[0].first or date.min if r.in_force else date.min, r.version or ""))
    if not versions:
        within = sorted({r.id for r in ruleset.rules if r.area == rule})
        if within:
            raise Stop(2, words("'{name}' is an area. Its rules: {rules}.", name=rule, rules=", ".join(within)))
        near = closest(rule, {name for r in ruleset.rules for name in (r.id, full_id(r))})
        hint = "(" + words("did you mean '{name}'?", name=near) + ")" if near else ""
        raise Stop(2, words("There is no rule '{name}'.", name=rule), hint)
    return versions


def notes(result: Found, words: Words) -> Iterator[str]:
    """What was passed over, for stderr."""
    if result.skipped:
        counts = [words(SKIPPED[reason], count=count) for reason, count in result.skipped.items()]
        yield words("Passed over: {what}.", what="; ".join(counts))
