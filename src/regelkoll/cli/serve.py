"""`regelkoll serve`: the page for officers, on this machine or behind a proxy."""

from __future__ import annotations

import webbrowser
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from regelkoll.cli.accepted import waivers_from, waivers_option
from regelkoll.cli.clock import today
from regelkoll.cli.inputs import Stop, rules_from
from regelkoll.cli.options import lang_option, rules_option
from regelkoll.language import Words
from regelkoll.language import words as words_of
from regelkoll.rulefiles import default_pack
from regelkoll.rulefiles.packs import contents_of

NEEDED = ("starlette", "uvicorn", "python_multipart")


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    theme = words("A region's name, colour and logo (TOML).")
    behind = words("A proxy signs people in and writes the user in this header.")
    named = words("The name that the proxy is called by; other names are refused.")
    params: list[click.Parameter] = [
        click.Option(["--port"], type=click.IntRange(0, 65535), default=0, help=words("The port; 0 takes a free one.")),
        click.Option(["--no-browser"], is_flag=True, help=words("Do not open the browser.")),
        rules_option(words),
        click.Option(["--host"], default="127.0.0.1", metavar=words("ADDRESS"), help=words("Where to listen.")),
        click.Option(["--behind-proxy"], metavar=words("HEADER"), help=behind),
        click.Option(["--public-name"], metavar=words("NAME"), help=named),
        waivers_option(words),
        click.Option(["--theme"], metavar=words("FILE"), help=theme),
        lang_option(words),
    ]
    return click.Command("serve", params=params, callback=_serve, help=words("Start the page for officers."))


def _serve(**given: Any) -> int:
    words = words_of(given["lang"])
    if any(find_spec(name) is None for name in NEEDED):
        hint = words("Install it with: pip install 'regelkoll[{extra}]'", extra="web")
        raise Stop(2, words("The page needs the extra '{extra}'.", extra="web"), hint)
    from regelkoll.web.onfile import OnFile
    from regelkoll.web.serving import LOOPBACK, Address, serve

    if given["host"] not in LOOPBACK and not given["behind_proxy"]:
        said = words("Without sign-in the page is for this machine alone, and '{host}' is not.", host=given["host"])
        hint = words("Name the header that your proxy writes the signed-in user in: --behind-proxy HEADER")
        raise Stop(2, said, hint)
    ruleset = rules_from(given["rules"], words)
    folder = Path(given["rules"]) if given["rules"] else default_pack()
    contents = contents_of(folder)
    theme = _theme(given["theme"], words)
    waivers = waivers_from(given["waivers"], ruleset, words)
    address = Address(given["host"], given["port"], given["behind_proxy"] or "", given["public_name"] or "")
    on_file = OnFile(folder, ruleset.files, Path(given["waivers"]) if waivers else None, waivers)
    tell = partial(_tell, words=words, browse=not (given["no_browser"] or address.header))
    try:
        serve(ruleset, contents, address, theme, words.lang, tell, today, waivers, outdated=on_file.outdated)
    except OSError as error:
        why = error.strerror or str(error)
        at = f"{address.host}:{address.port}"
        raise Stop(2, words("The page cannot listen on {address}: {why}.", address=at, why=why)) from None
    return 0


def _theme(given: str | None, words: Words) -> Any:
    from regelkoll.web.theme import FAULTS, BadTheme, Theme, read_theme

    if given is None:
        return Theme()
    try:
        return read_theme(Path(given))
    except BadTheme as error:
        raise Stop(2, words(FAULTS[error.code], path=given, what=error.what)) from None


def _tell(address: str, words: Words, browse: bool) -> None:
    click.echo(words("The page is open at {address}", address=address))
    click.echo(words("End it with Ctrl+C. Every report is gone then."))
    if browse:
        webbrowser.open(address)
