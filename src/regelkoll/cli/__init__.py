"""The command line. A command is imported when it is run: `--help` and `--version` load click, nothing heavier."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from regelkoll.language import DIRECTORY, DOMAIN, LANGUAGES, N_, words

COMMANDS = {
    "check": N_("Check drafts, case files or folders of them."),
    "facts": N_("Show what was read from a draft, and where."),
    "explain": N_("Explain a rule in plain words, with its source and dates."),
    "test": N_("Try the examples in the rule files."),
    "schema": N_("Print the JSON Schema of the report."),
}


def language_of(arguments: Sequence[str]) -> str:
    """The language asked for by `--lang`, else by REGELKOLL_LANG, else Swedish."""
    asked = os.environ.get("REGELKOLL_LANG", "sv")
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        elif argument == "--lang" and index + 1 < len(arguments):
            asked = arguments[index + 1]
    return asked if asked in LANGUAGES else "sv"


def run(arguments: Sequence[str]) -> int:
    """Runs one command; gives its exit code."""
    lang = language_of(arguments)
    if lang == "sv":
        gettext.bindtextdomain(DOMAIN, str(DIRECTORY))
        gettext.textdomain(DOMAIN)
        os.environ["LANGUAGE"] = "sv"
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    import click

    from regelkoll import __version__

    class Commands(click.Group):
        """Names its commands from the table above and imports one only when it is run."""

        def list_commands(self, ctx: click.Context) -> list[str]:
            return list(COMMANDS)

        def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
            if name not in COMMANDS:
                return None
            command: click.Command = import_module(f"regelkoll.cli.{name}").command(words(lang))
            command.options_metavar = words(lang)(N_("[OPTIONS]"))
            return command

        def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
            say = words(lang)
            with formatter.section(say("Commands")):
                formatter.write_dl([(name, say(text)) for name, text in COMMANDS.items()])

    group = Commands(
        "regelkoll",
        help=words(lang)(N_("Checks draft decisions against rules before they are signed.")),
        options_metavar=words(lang)(N_("[OPTIONS]")),
        subcommand_metavar=words(lang)(N_("COMMAND [ARGUMENTS]…")),
        params=[],
        context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "REGELKOLL"},
    )
    group = click.version_option(__version__, message="regelkoll %(version)s")(group)
    try:
        code = group.main(args=list(arguments), prog_name="regelkoll", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return int(getattr(error, "code", error.exit_code))
    except (click.Abort, KeyboardInterrupt):
        return 130
    return code if isinstance(code, int) else 0
