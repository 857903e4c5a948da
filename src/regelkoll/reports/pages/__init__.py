"""What the report as a page and the web page are built of: templates in Jinja2, the style, and how text is put in.

Whatever a template puts out is cleaned (control and bidi characters written out) and escaped. `parts.html.j2` holds
the pieces; its macros take a `Marking`. The style is components of Designsystemet (MIT) and `page.css`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from regelkoll.language import Words
from regelkoll.model import Run
from regelkoll.reports.lines import kept
from regelkoll.reports.sheet import Sheet

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent
STYLES = ("designsystem.css", "theme.css", "page.css")


def environment(words: Words, folders: Sequence[Path] = ()) -> Environment:
    """Templates of this folder and of `folders`, in a language: `words("…")` and `n("…", "…", count)` in a template are
    sentences of the catalogue. A name that is not given is an error, never a blank."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader([*folders, FOLDER]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(words=words, n=words.n)
    return made


def titled(run: Run, sheets: Sequence[Sheet], words: Words) -> str:
    """The title of a document about the run."""
    if len(run) == 1 and sheets:
        return f"{sheets[0].heading}: {sheets[0].draft}"
    return words.n("Check of {count} draft", "Check of {count} drafts", len(run))


def _cleaned(value: object) -> object:
    """Text as it may be shown; what a macro has made is clean already."""
    return kept(value) if type(value) is str else value


@cache
def style() -> str:
    """The whole style of a page, without its comments but the licence's."""
    text = "".join((FOLDER / name).read_text(encoding="utf-8") for name in STYLES)
    return re.sub(r"/\*(?!!).*?\*/", "", text, flags=re.DOTALL)


def digest(text: str) -> str:
    """The source expression that lets a content security policy pass an inline style or script of this very text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
