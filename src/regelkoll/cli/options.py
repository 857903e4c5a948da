"""Flags that several commands have, with one wording."""

from __future__ import annotations

from datetime import date

import click

from regelkoll.language import LANGUAGES, Words


def rules_option(words: Words) -> click.Option:
    return click.Option(["-r", "--rules"], metavar=words("FOLDER"), help=words("The folder with the rules."))


def lang_option(words: Words) -> click.Option:
    return click.Option(["--lang"], type=click.Choice(LANGUAGES), default=words.lang, help=words("The language."))


def output_option(words: Words) -> click.Option:
    return click.Option(["-o", "--output"], metavar=words("FILE"), help=words("Write to a file."))


def engine_option(words: Words) -> click.Option:
    engines = click.Choice(["both", "native", "durable"])
    return click.Option(["--engine"], type=engines, default="both", help=words("Which engines evaluate."))


def jobs_option(words: Words) -> click.Option:
    return click.Option(
        ["--jobs"],
        type=click.IntRange(1, 64),
        default=1,
        metavar=words("NUMBER"),
        help=words("How many processes share the drafts."),
    )


def as_of_option(words: Words) -> click.Option:
    return day_option("--as-of", words, words("Use the rules in force on this day."))


def today_option(words: Words) -> click.Option:
    return day_option("--today", words, words("Check as if it were this day."))


def day_option(name: str, words: Words, text: str) -> click.Option:
    """A flag that takes a day as YYYY-MM-DD."""
    return click.Option([name], callback=_day, metavar=words("DATE"), help=text)


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"'{value}' (YYYY-MM-DD)") from None
