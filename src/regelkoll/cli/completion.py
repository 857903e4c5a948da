"""`regelkoll completion SHELL`: the script that a shell reads to complete commands, flags and choices."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from regelkoll.language import Words

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_REGELKOLL_COMPLETE"


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    argument = click.Argument(["shell"], type=click.Choice(SHELLS))
    text = words("Print the script that lets a shell complete regelkoll's commands.")
    return click.Command("completion", params=[argument], callback=_completion, help=text)


def _completion(shell: str) -> int:
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(click.Command("regelkoll"), {}, "regelkoll", VARIABLE).source())
    return 0
