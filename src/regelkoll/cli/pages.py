"""`--pages` and `--export`: page numbers for drafts whose format has none, and what is said where there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from regelkoll.cli.inputs import Stop, read_bytes
from regelkoll.drafts.pages import PAGELESS, NoPages, Pages
from regelkoll.language import N_, Words

Made = TypeVar("Made")

WITHOUT = {
    "converter": N_("Page numbers need LibreOffice, which is not installed."),
    "stopped": N_("LibreOffice could not make a PDF of the draft."),
    "fetches": N_("The draft fetches parts from elsewhere, and LibreOffice cannot be kept from the network here."),
    "unread": N_("The PDF that LibreOffice made could not be read."),
    "differs": N_("The PDF that LibreOffice made has another text."),
}
OWN = {
    "unread": N_("The PDF named with --export cannot be read, or is a picture without text."),
    "differs": N_("The PDF named with --export has another text than the draft."),
}


def pages_options(words: Words) -> list[click.Option]:
    own = words("Take page numbers from this PDF, exported from the draft.")
    return [
        click.Option(
            ["--pages"], is_flag=True, help=words("Give page numbers in Word and OpenDocument (LibreOffice).")
        ),
        click.Option(["--export"], metavar=words("FILE"), help=own),
    ]


def pages_from(wanted: bool, export: str | None, names: Sequence[str], words: Words) -> Pages | None:
    """What the flags ask for; None where nothing does, or where LibreOffice is lacking, which is said on stderr.
    Raises Stop(2) for an export that cannot go with these drafts."""
    if export is not None:
        return _own(export, names, words)
    if not wanted:
        return None
    from regelkoll.drafts.converted import office  # lxml is not loaded without --pages

    if office() is None:
        hint = words("Install LibreOffice, or save the draft as PDF too and name that file with --export.")
        click.echo(f"{words(WITHOUT['converter'])} {hint}", err=True)
        return None
    return Pages()


def _own(export: str, names: Sequence[str], words: Words) -> Pages:
    if len(names) != 1 or not names[0].lower().endswith(PAGELESS):
        hint = words("Name one draft that is {suffixes}.", suffixes=", ".join(PAGELESS))
        raise Stop(2, words("--export goes with one draft in Word or OpenDocument."), hint)
    if not Path(export).is_file():
        raise Stop(2, words("There is no file '{path}'.", path=export), words("Check the name and the folder."))
    try:
        return Pages(read_bytes(Path(export)))
    except OSError as error:
        said = words("The file cannot be read: {why}.", why=error.strerror or str(error))
        raise Stop(2, f"{export}: {said}") from None


def paged(
    make: Callable[[Pages | None], Made], pages: Pages | None, name: str, words: Words
) -> tuple[Made, tuple[str, ...]]:
    """What is made with pages, else without them and why. Raises Stop(2) when the officer's own export will not do."""
    try:
        return make(pages), ()
    except NoPages as error:
        if pages is not None and pages.export is not None:
            hint = words("Export the draft anew, or leave out --export.")
            raise Stop(2, f"{name}: {words(OWN[error.code])}", hint) from None
        without = words("The draft was read without page numbers.")
        return make(None), (f"{name}: {words(WITHOUT[error.code])} {without}",)
