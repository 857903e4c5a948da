"""The report in the formats that an officer takes home."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import PurePath
from urllib.parse import quote

from regelkoll.language import N_
from regelkoll.reports import RENDERERS
from regelkoll.web.answers import CASE

TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".yaml": "application/yaml",
}
OFFERED = {
    "docx": N_("Word with comments"),
    "pdf-notes": N_("PDF with notes"),
    "pdf": N_("PDF"),
    "html": N_("HTML"),
    "json": N_("JSON"),
    CASE: N_("Case file"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A way to save a report: the format, what it is called (a msgid), and the file's name."""

    format: str
    label: str
    file: str

    @property
    def type(self) -> str:
        return TYPES.get(PurePath(self.file).suffix, "application/octet-stream")

    @property
    def disposition(self) -> str:
        return f"attachment; filename*=UTF-8''{quote(self.file)}"


def ways(draft: str) -> tuple[Way, ...]:
    """How the report on a draft of this name can be saved here: a copy with notes only of a draft of that format, and
    what needs an extra only where it is installed."""
    path = PurePath(draft)
    found = []
    for format, label in OFFERED.items():
        if format == CASE:
            found.append(Way(format, label, f"{path.stem}.yaml"))
            continue
        one = RENDERERS.get(format)
        if one is None or (one.needs and find_spec(one.needs) is None):
            continue
        if one.copy and PurePath(one.copy).suffix != path.suffix.lower():
            continue
        suffix = one.suffixes[0] if one.suffixes else f".{format}"
        found.append(Way(format, label, f"{path.stem}{one.copy or '-rapport' + suffix}"))
    return tuple(found)
