"""`regelkoll config show | path`: which settings are in force, and where they come from."""

from __future__ import annotations

import json
import os

import click

from regelkoll.cli.settings import KEYS, Settings
from regelkoll.language import Words


def command(words: Words) -> click.Command:
    """The group with its help in the language."""
    group = click.Group("config", help=words("Which settings are in force, and where they come from."))
    group.subcommand_metavar = words("COMMAND [ARGUMENTS]…")
    show = words("Every setting with its value and where it comes from.")
    group.add_command(click.Command("show", callback=lambda: _show(words), help=show))
    group.add_command(click.Command("path", callback=lambda: _path(words), help=words("The configuration file.")))
    return group


def _settings() -> Settings:
    found = click.get_current_context().find_object(Settings)
    return found or Settings()


def _show(words: Words) -> int:
    settings = _settings()
    for key, (_, commands) in KEYS.items():
        names = [f"REGELKOLL_{c}_{key}".upper().replace("-", "_") for c in commands] or ["REGELKOLL_LANG"]
        given = [name for name in names if name in os.environ]
        if given:
            for name in given:
                click.echo(f"{key} = {json.dumps(os.environ[name], ensure_ascii=False)}   # {name}")
        elif key in settings.values:
            click.echo(f"{key} = {json.dumps(settings.values[key], ensure_ascii=False)}   # {settings.path}")
        else:
            default = words("the default")
            click.echo(f"# {key}: {default}")
    return 0


def _path(words: Words) -> int:
    path = _settings().path
    click.echo(str(path) if path else words("Configuration: none found"))
    return 0 if path else 1
