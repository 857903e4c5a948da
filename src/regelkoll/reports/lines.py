"""Lines of a report on paper or in a terminal: cleaned, wrapped, and coloured only at the very end."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

Style: TypeAlias = OneOf["plain", "title", "stop", "warning", "info", "unknown", "passed", "faint"]

_STYLES: dict[Style, str] = {
    "plain": "",
    "title": "bold",
    "stop": "bold red",
    "warning": "bold yellow",
    "info": "bold blue",
    "unknown": "bold magenta",
    "passed": "green",
    "faint": "dim",
}
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_LOG_COMMAND = re.compile(r"##(?=\[|vso\[)", re.IGNORECASE)
_COMMAND = re.compile(r"^( *)::")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a report; `indent` and `hang` (of its later lines) are in characters."""

    text: str = ""
    style: Style = "plain"
    indent: int = 0
    hang: int = 0


def visible(text: str) -> str:
    """The text on one line with what a terminal would obey or hide (control and bidi characters) written out, and what
    the log of a CI job would obey wherever it stands (`##[error]`) parted by a backslash."""
    line = _LOG_COMMAND.sub(r"#\\#", _BLANKS.sub(" ", text))
    return "".join(spelled(c) if unicodedata.category(c) in _UNSEEN else c for c in line)


def kept(text: str) -> str:
    """As `visible`, but the text's own blanks, tabs and line ends stay."""
    if text.isprintable():
        return text
    ended = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(spelled(c) if c not in "\n\t" and unicodedata.category(c) in _UNSEEN else c for c in ended)


def spelled(character: str) -> str:
    """A character written out as its code point; a soft hyphen is nothing."""
    code = ord(character)
    if code == 0xAD:
        return ""
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def written(lines: Iterable[Line], color: bool, width: int) -> bytes:
    """The lines wrapped to `width` (at least 40), with colours from the terminal's own sixteen when asked for."""
    rows = [(row, line.style) for line in lines for row in _wrapped(line, max(width, 40))]
    if not color:
        return "".join(f"{row}\n" for row, _ in rows).encode()
    return _coloured(rows)


def _wrapped(line: Line, width: int) -> list[str]:
    text = visible(line.text)
    if not text:
        return [""]
    first, later = " " * line.indent, " " * (line.indent + line.hang)
    rows = textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [_COMMAND.sub(r"\1\\::", row) for row in rows] or [""]


def _coloured(rows: Iterable[tuple[str, Style]]) -> bytes:
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    file = StringIO()
    console = Console(file=file, force_terminal=True, color_system="standard", width=10_000, highlight=False)
    for row, style in rows:
        console.print(Text(row, style=_STYLES[style]), soft_wrap=True)
    return file.getvalue().encode()
