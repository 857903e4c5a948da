"""The command line. A command is imported when it is run: `--help` and `--version` load click, nothing heavier."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from regelkoll.cli.settings import BadSettings, Settings, asked, found_settings
from regelkoll.language import DIRECTORY, DOMAIN, LANGUAGES, N_, words

COMMANDS = {
    "check": N_("Check drafts, case files or folders of them."),
    "facts": N_("Show what was read from a draft, and where."),
    "serve": N_("Start the page for officers."),
    "verify": N_("Say whether a draft is the one that a report is about, and what changed since."),
    "explain": N_("Explain a rule in plain words, with its source and dates."),
    "rules": N_("The rules as prose: list, show, doc, diff."),
    "lint": N_("Say what is wrong in the rule files, and what loads but is unwise."),
    "test": N_("Try the examples in the rule files, and the cases."),
    "waivers": N_("The findings that are accepted, and to which day."),
    "baseline": N_("Keep the findings that are old, so that the gate stops at new ones: create, update, prune."),
    "new": N_("Write the frame of a new rule."),
    "schema": N_("Print a JSON Schema: of the report, or of the rule files."),
    "init": N_("Write a folder to begin with: rules, a case, editor settings, CI."),
    "config": N_("Which settings are in force, and where they come from."),
    "completion": N_("Print the script that lets a shell complete regelkoll's commands."),
    "doctor": N_("Say what is installed, which engines run and which rules are found."),
}
SETTINGS = {
    "key": N_("{path}: the setting '{what}' does not exist."),
    "value": N_("{path}: the setting '{what}' has the wrong kind of value."),
    "syntax": N_("{path} is not valid TOML: {what}."),
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


def _settings(arguments: Sequence[str], config: str | None, isolated: bool) -> tuple[str, Settings, str]:
    """The language, the settings, and what is wrong with them (else empty)."""
    lang = language_of(arguments)
    try:
        settings = found_settings(given=config, isolated=isolated)
    except BadSettings as error:
        say = words(lang)
        said = say(SETTINGS[error.code], path=error.path, what=error.what)
        near = say("did you mean '{name}'?", name=error.near)
        return lang, Settings(), f"{said} ({near})" if error.near else said
    except OSError:
        return lang, Settings(), words(lang)(N_("There is no file '{path}'."), path=config)
    chosen = settings.values.get("lang")
    own = any(argument == "--lang" or argument.startswith("--lang=") for argument in arguments)
    if chosen in LANGUAGES and not own and "REGELKOLL_LANG" not in os.environ:
        lang = str(chosen)
    return lang, settings, ""


def ended(number: int, _: object) -> None:
    """Ends the process when the system asks for it, by way of what each caller does at its end."""
    sys.exit(128 + number)


def run(arguments: Sequence[str]) -> int:
    """Runs one command; gives its exit code."""
    arguments, config, isolated = asked(arguments)
    lang, settings, trouble = _settings(arguments, config, isolated)
    if lang == "sv":
        gettext.bindtextdomain(DOMAIN, str(DIRECTORY))
        gettext.textdomain(DOMAIN)
        os.environ["LANGUAGE"] = "sv"
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if trouble:
        print(trouble, file=sys.stderr)
        return 2
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
        params=[
            click.Option(["--config"], metavar="FILE", help=words(lang)(N_("Use this configuration file."))),
            click.Option(["--isolated"], is_flag=True, help=words(lang)(N_("Use no configuration file."))),
        ],
        context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "REGELKOLL"},
    )
    group = click.version_option(__version__, message="regelkoll %(version)s")(group)
    try:
        code = group.main(
            args=list(arguments),
            prog_name="regelkoll",
            standalone_mode=False,
            default_map=settings.defaults(),
            obj=settings,
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return int(getattr(error, "code", error.exit_code))
    except (click.Abort, KeyboardInterrupt):
        return 130
    return code if isinstance(code, int) else 0
