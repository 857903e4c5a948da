"""`regelkoll waivers list`: the findings that are accepted, by whom, why, and to which day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from regelkoll.cli.accepted import waivers_from, waivers_option
from regelkoll.cli.clock import today
from regelkoll.cli.inputs import Stop, rules_from
from regelkoll.cli.options import lang_option, rules_option, today_option
from regelkoll.engine.waiving import lapsed, too_long
from regelkoll.language import Words
from regelkoll.language import words as words_of
from regelkoll.model import Waiver

_DAYS = re.compile(r"(\d{1,4})\s*d?")


def command(words: Words) -> click.Command:
    """The group with its help in the language."""
    within = click.Option(
        ["--lapsing-within"],
        callback=_days,
        metavar=words("DAYS"),
        help=words("Only those that have lapsed, or lapse within so many days (30d)."),
    )
    params: list[click.Parameter] = [
        waivers_option(words),
        within,
        rules_option(words),
        today_option(words),
        lang_option(words),
    ]
    group = click.Group("waivers", help=words("The findings that are accepted, and to which day."))
    group.subcommand_metavar = words("COMMAND [ARGUMENTS]…")
    text = words("The waivers in the file, the one that lapses first first.")
    group.add_command(click.Command("list", params=params, callback=_list, help=text))
    return group


def _days(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    match = _DAYS.fullmatch(value.strip())
    if match is None:
        raise click.BadParameter(f"'{value}' (30d)")
    return int(match[1])


def _list(**given: Any) -> int:
    words = words_of(given["lang"])
    if given["waivers"] is None:
        hint = words("Name it with --waivers, or in the configuration file.")
        raise Stop(2, words("No file with waivers is named."), hint)
    waivers = waivers_from(given["waivers"], rules_from(given["rules"], words), words)
    day, within = given["today"] or today(), given["lapsing_within"]
    listed = sorted(waivers.listed if waivers else (), key=lambda w: (w.until, w.rule, w.diary))
    shown = [w for w in listed if within is None or lapsed(w, day, within)]
    for waiver in shown:
        for line in _lines(waiver, day, words):
            click.echo(line)
    if not shown:
        none = words("There are no waivers.")
        click.echo(none if within is None else words("No waiver has lapsed or lapses within {days} days.", days=within))
    return 0


def _lines(waiver: Waiver, day: date, words: Words) -> Iterator[str]:
    yield f"{waiver.until.isoformat()}  {waiver.rule}  {waiver.diary}  ({_left(waiver, day, words)})"
    yield "  " + words("{role}: {reason}", role=waiver.approved_by, reason=waiver.reason)


def _left(waiver: Waiver, day: date, words: Words) -> str:
    if lapsed(waiver, day):
        return words("lapsed, counts no more")
    if too_long(waiver, day):
        return words("lasts more than two years, does not count")
    left = (waiver.until - day).days
    return words.n("{count} day left", "{count} days left", left) if left else words("last day")
