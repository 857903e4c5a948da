"""`check --changed-since REF`: of what the paths name, the drafts that git cannot vouch for.

What decides for every draft (rules, settings, a file named with a flag) has everything checked when it is changed. A
draft is left out only when git follows or ignores it and says that it is as it was; one that was named itself and that
git does not follow is checked, and so is what lies outside the repository or comes from standard input.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

import click

from regelkoll.check import CASES
from regelkoll.cli.git import SECONDS, Changes, GitTrouble, changes_since, key
from regelkoll.cli.inputs import Found, Stop, passed_over
from regelkoll.cli.settings import FILE, SHARED_FILE, Settings
from regelkoll.language import N_, Words
from regelkoll.rulefiles import default_pack
from regelkoll.rulefiles.packs import is_pack_file

FILES = ("facts", "export", "waivers", "baseline")
"""The flags whose file decides for every draft."""
TROUBLE = {
    "missing": N_("git is not installed, and --changed-since needs it."),
    "not_here": N_("The working folder is not in a git repository, and --changed-since needs one."),
    "no_name": N_("'{ref}' is not the name of a commit."),
    "unknown": N_("git knows no commit '{ref}'."),
    "shallow": N_("The clone is shallow: it lacks the history back to '{ref}'."),
    "unrelated": N_("'{ref}' and HEAD have no commit in common."),
    "slow": N_("git did not answer within {seconds} seconds."),
    "failed": N_("git could not say what is changed: {why}"),
}
HINTS = {
    "unknown": N_("Check the name, or fetch it first."),
    "shallow": N_("Fetch all of it: fetch-depth: 0 (GitHub), GIT_DEPTH: 0 (GitLab), git fetch --unshallow."),
}


def changed_option(words: Words) -> click.Option:
    text = words("Only drafts that git says are changed since this commit.")
    return click.Option(["--changed-since"], metavar=words("REF"), help=text)


def narrowed(inputs: Found, given: Mapping[str, Any], words: Words) -> Found:
    """The inputs that are to be checked, all where the flag is not given; says on stderr which. Raises Stop(2)."""
    ref = given["changed_since"]
    if ref is None:
        return inputs
    try:
        changes = changes_since(ref, Path.cwd())
    except GitTrouble as error:
        said = words(TROUBLE[error.code], ref=_shown(ref), seconds=SECONDS, why=_shown(error.said))
        raise Stop(2, said, words(HINTS[error.code]) if error.code in HINTS else "") from None
    cause = next(_decisive(changes, given, click.get_current_context().find_object(Settings)), None)
    if cause is not None:
        said = words("{path} is changed since {ref} or not followed by git.", path=_shown(cause), ref=_shown(ref))
        everything = words("Everything is checked.")
        click.echo(f"{said} {everything}", err=True)
        return inputs
    beside = _beside(changes, inputs)
    left = [(name, path) for name, path in inputs.inputs if _in_doubt(name, path, changes, beside, given["paths"])]
    if left:
        count, whole = len(left), len(inputs.inputs)
        said = words("Changed since {ref}: {count} of {whole} drafts.", ref=_shown(ref), count=count, whole=whole)
    else:
        said = words("No draft is changed since {ref}. Nothing was checked.", ref=_shown(ref))
    click.echo(said, err=True)
    return replace(inputs, inputs=left)


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)


def _keys(path: Path) -> set[str]:
    """A file's own place and, of a link, also the place that it leads to."""
    whole = Path(os.path.abspath(path))
    return {key(whole.parent.resolve() / whole.name), key(whole.resolve())}


def _within(place: str, folder: str) -> bool:
    return place == folder or place.startswith(folder.rstrip(os.sep) + os.sep)


def _altered(place: str, changes: Changes) -> bool:
    """Whether the place is changed, or lies in a submodule, a link or a repository that is."""
    root = key(changes.root)
    while _within(place, root) and place != root:
        if place in changes.changed:
            return True
        place = os.path.dirname(place)
    return False


def _decisive(changes: Changes, given: Mapping[str, Any], settings: Settings | None) -> Iterator[str]:
    """What decides for every draft and is changed, as it is named."""
    for name in (given[flag] for flag in FILES if given.get(flag)):
        keys = _keys(Path(name))
        if any(_altered(place, changes) or place not in changes.followed for place in keys):
            yield name
    here = Path.cwd().resolve()
    files = [folder / name for folder in (here, *here.parents) for name in (FILE, SHARED_FILE)]
    if settings is not None and settings.path is not None:
        files.append(settings.path)
    folder = Path(given["rules"]) if given["rules"] else default_pack()
    for path in (*files, folder):
        if any(_altered(place, changes) for place in _keys(path)):
            yield str(path)
    for rules in {key(Path(os.path.abspath(folder))), key(folder.resolve())}:
        for place, name in changes.changed.items():
            if _within(place, rules) and is_pack_file(PurePath(place).relative_to(rules)):
                yield name


def _beside(changes: Changes, inputs: Found) -> set[str]:
    """What changed case files stand beside: the draft of the same name (without suffix), else their folder."""
    parts = [os.path.splitext(place) for _, path in inputs.inputs if path is not None for place in _keys(path)]
    drafts = {stem for stem, suffix in parts if suffix.lower() not in CASES}
    found = set()
    for place in changes.changed:
        stem, suffix = os.path.splitext(place)
        if suffix.lower() in CASES and _is_case(Path(place)):
            found.add(stem if stem in drafts else os.path.dirname(place))
    return found


def _is_case(path: Path) -> bool:
    """Also one that is deleted or cannot be read."""
    try:
        return passed_over(path, path.parent) is None
    except OSError:
        return True


def _in_doubt(name: str, path: Path | None, changes: Changes, beside: set[str], named: tuple[str, ...]) -> bool:
    if path is None:
        return True
    root = key(changes.root)
    for place in _keys(path):
        stem, suffix = os.path.splitext(place)
        if not _within(place, root) or _altered(place, changes):
            return True
        if name in named and place not in changes.followed:
            return True
        if suffix.lower() not in CASES and (stem in beside or os.path.dirname(place) in beside):
            return True
    return False
