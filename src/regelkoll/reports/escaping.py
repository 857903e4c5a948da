"""Text of a draft made harmless for those that would obey it: Markdown, XML, spreadsheets, and addresses made of names.

Nothing is taken away: what a format cannot hold is written out so that a reader sees that it was there.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from regelkoll.reports.lines import visible

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "$": "&#36;"}
_FIRST = re.compile(r"^(?:[-+#=:]|(\d+)(?=[.)]))")
# What GitHub and GitLab make links of in running text: @name, #1, !1, %1, GH-1, :emoji:, addresses, with and without a
# scheme.
_REFERENCES = re.compile(r"@|[#!%](?=[\w&\"])|(?<=\bGH)-(?=\d)|:(?=//)|(?<=\bwww)\.|:(?=[\w+-]+:)", re.IGNORECASE)
_UNSEEN = "&#8203;"

_UNSAID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_DRIVE = re.compile(r"^[A-Za-z]:[\\/]")


def markdown_text(text: str) -> str:
    """One line of text as Markdown (CommonMark with GitHub's and GitLab's additions) that shows just that text.

    A reference or an address that would become a link has a zero-width space in it, which also keeps out of the way
    of whoever copies the words by being nothing to see."""
    return _FIRST.sub(_first, _REFERENCES.sub(_reference, _MARKUP.sub(_escaped, visible(text).strip())))


def _escaped(found: re.Match[str]) -> str:
    sign = found.group()
    return _ENTITIES.get(sign, "\\" + sign)


def _reference(found: re.Match[str]) -> str:
    sign, text, start = found.group(), found.string, found.start()
    inside = re.match(r"&#\d+;", text[start - 1 :]) if sign == "#" and start else None
    return sign if inside else _UNSEEN + sign if sign == "." else sign + _UNSEEN


def _first(found: re.Match[str]) -> str:
    """A sign that would begin a heading or a list where the text begins a line."""
    number = found.group(1)
    return f"{number}{_UNSEEN}" if number else "\\" + found.group()


def xml_text(text: str) -> str:
    """The text with what XML 1.0 cannot hold written out as `\\x00` or `\\ufffe`."""
    return _UNSAID.sub(lambda found: _code(ord(found.group())), text)


def _code(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def cell(text: str) -> str:
    """One line for a spreadsheet; what a spreadsheet would take for a formula begins with an apostrophe."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def plain_path(name: str) -> str:
    """A draft's name as forges write a path: slashes, and nothing before what is in the folder. A backslash is taken
    for Windows' slash."""
    return name.replace("\\", "/").removeprefix("./")


def address(name: str) -> tuple[str, bool]:
    """A file's name as a URI reference, and whether it is relative to the folder in which the command was run. Other
    than plain ASCII is percent-encoded as the bytes of the name."""
    path = plain_path(name)
    whole = _quoted(path)
    if _DRIVE.match(name):
        return f"file:///{path[:2]}{_quoted(path[2:])}", False
    if path.startswith("//"):
        return f"file:{whole}", False
    return (f"file://{whole}", False) if path.startswith("/") else (whole, True)


def _quoted(path: str) -> str:
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "backslashreplace")
    return quote(data, safe="/")
