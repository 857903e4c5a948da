"""What a run is told to accept: the file of waivers and the baseline, read before anything is checked."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from regelkoll.cli.inputs import Stop, read_bytes
from regelkoll.language import N_, Words
from regelkoll.model import Problem, RuleSet, Waivers
from regelkoll.rulefiles import RuleProblems, in_words
from regelkoll.tooling.baseline import BadBaseline, Baseline, read_baseline

BAD = {
    "damaged": N_("'{path}' is no baseline, or it is damaged. Nothing was checked."),
    "schema": N_("'{path}' is a baseline of the form {schema}, which this version does not read. Nothing was checked."),
}


def waivers_option(words: Words) -> click.Option:
    return click.Option(["--waivers"], metavar=words("FILE"), help=words("A file with findings that are accepted."))


def baseline_option(words: Words) -> click.Option:
    text = words("A file with old findings that do not stop the gate.")
    return click.Option(["--baseline"], metavar=words("FILE"), help=text)


def waivers_from(path: str | None, ruleset: RuleSet, words: Words) -> Waivers | None:
    """The waivers in the file. `ruleset` is the whole pack, whatever rules are chosen. Raises Stop(2) when there is
    none, Stop(3) with every problem of it."""
    if path is None:
        return None
    from regelkoll.rulefiles.waivers import read_waivers  # YAML is not loaded without waivers

    data = _read(path, words)
    try:
        return read_waivers(data, path, ruleset)
    except RuleProblems as error:
        lines = [in_words(problem, words) for problem in error.problems]
        said = words.n(
            "{count} problem in the waivers; nothing was checked.",
            "{count} problems in the waivers; nothing was checked.",
            len(lines),
        )
        raise Stop(3, "\n".join([*lines, said])) from None


def waiver_problems(path: str | None, ruleset: RuleSet, words: Words) -> list[Problem]:
    """Every problem of the file of waivers. Raises Stop(2) when there is none."""
    if path is None:
        return []
    from regelkoll.rulefiles.waivers import read_waivers

    try:
        read_waivers(_read(path, words), path, ruleset)
    except RuleProblems as error:
        return error.problems
    return []


def baseline_from(path: str | None, words: Words) -> Baseline | None:
    """The old findings in the file. Raises Stop(2) for one that is missing or cannot be used."""
    if path is None:
        return None
    try:
        return read_baseline(_read(path, words))
    except BadBaseline as error:
        hint = words("Make it anew with: regelkoll baseline create --force {path} DRAFT…", path=path)
        raise Stop(2, words(BAD[error.code], path=path, schema=error.schema), hint) from None


def file_from(baseline: str) -> Callable[[str], str]:
    """How a baseline names a draft without a diary number: by its path from the baseline's folder, with `/`."""
    folder = Path(baseline).resolve().parent

    def name(draft: str) -> str:
        path = Path(draft)
        if not path.is_file():
            return draft
        try:
            return Path(os.path.relpath(path.resolve(), folder)).as_posix()
        except ValueError:
            return path.name

    return name


def _read(path: str, words: Words) -> bytes:
    if not Path(path).is_file():
        raise Stop(2, words("There is no file '{path}'.", path=path), words("Check the name and the folder."))
    try:
        return read_bytes(Path(path))
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(2, f"{path}: " + words("The file cannot be read: {why}.", why=why)) from None
