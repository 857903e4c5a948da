"""`regelkoll init FOLDER`: a folder to begin with, or new schemas for an editor in one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from regelkoll.cli.inputs import Stop, rules_from
from regelkoll.cli.settings import found_settings
from regelkoll.language import Words
from regelkoll.rulefiles import load_rules
from regelkoll.tooling.editor import schema_files, start_folder

RULES = "regler"


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    params: list[click.Parameter] = [
        click.Argument(["folder"], metavar=words("FOLDER")),
        click.Option(["--schemas"], is_flag=True, help=words("Only write the editor's schemas anew.")),
    ]
    text = words("Write a folder to begin with: rules, a case, editor settings, CI.")
    return click.Command("init", params=params, callback=lambda **given: _init(words, **given), help=text)


def _init(words: Words, folder: str, schemas: bool) -> int:
    root = Path(folder)
    if schemas:
        rules = found_settings(root.resolve()).values.get("rules") or str(root / RULES)
        _write(root, schema_files(rules_from(str(rules), words)), words)
        return 0
    files = start_folder()
    there = [name for name in files if (root / name).exists()]
    if there:
        names = ", ".join(there[:5])
        hint = words("Nothing was written. Name another folder, or use --schemas.")
        raise Stop(2, words("Files are there already: {names}.", names=names), hint)
    _write(root, files, words)
    _write(root, schema_files(load_rules(root / RULES)), words)
    click.echo(words("Begin with: cd {folder} && regelkoll check cases/exempel/utkast.txt", folder=root.as_posix()))
    return 0


def _write(root: Path, files: Mapping[str, bytes], words: Words) -> None:
    for name, data in files.items():
        path = root / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            why = error.strerror or ""
            raise Stop(2, words("'{path}' cannot be written: {why}.", path=str(path), why=why)) from None
        click.echo(words("Written: {path}", path=path.as_posix()))
