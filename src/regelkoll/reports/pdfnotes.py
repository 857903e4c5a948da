"""Findings written into a copy of a PDF draft: highlights with notes, put after the file's own bytes.

The file is opened in a limited child process alone (`pdfchild`); see docs/decisions/0008.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.drafts.limited import run_limited
from regelkoll.language import Words
from regelkoll.model import Draft, Reviewed, Run
from regelkoll.reports import NotThisDraft, Options
from regelkoll.reports.remarks import Remark, at_title, plain, remarks
from regelkoll.reports.sheet import Span

AUTHOR = "regelkoll"
CHILD = "from regelkoll.reports.pdfchild import main; main()"


def render(run: Run, words: Words, options: Options) -> bytes:
    """The copy of the one draft of the run. Raises NotThisDraft."""
    item = run[0] if len(run) == 1 else None
    if not isinstance(item, Reviewed) or item.draft is None:
        raise NotThisDraft("format")
    return noted(item.data, item.draft, remarks(item.report, words))


def noted(data: bytes, draft: Draft, notes: Sequence[Remark]) -> bytes:
    """The PDF draft in `data`, read as `draft`, with the notes after it: `data` is how the copy begins. The same draft
    and notes give the same bytes. A note without a place is at the title.

    Raises NotThisDraft: `format` for what is no PDF, `signed`, `restricted` for one locked with an owner's password,
    `changed` where notes cannot be put after it. Raises ImportError where pypdf is not installed.
    """
    if not draft.name.lower().endswith(".pdf"):
        raise NotThisDraft("format")
    if not notes:
        return data
    if find_spec("pypdf") is None:
        raise ImportError("pypdf")
    asked = json.dumps({"author": AUTHOR, "notes": _told(draft, notes)}).encode() + b"\n"
    try:
        said, _, added = run_limited([sys.executable, "-I", "-c", CHILD], asked + data).partition(b"\n")
    except UnreadableDraft:
        raise NotThisDraft("changed") from None
    refused = json.loads(said)["refused"]
    if refused:
        raise NotThisDraft(refused if refused in ("signed", "restricted") else "changed")
    return data + added


def _told(draft: Draft, notes: Sequence[Remark]) -> list[dict[str, Any]]:
    """What the child is told: one note for all that stands at the same words, since only the uppermost of several can
    be opened in most viewers; those on fewer words last, and thus uppermost. A further one without a place is left
    out."""
    places: dict[tuple[int, int], list[Remark]] = {}
    title = at_title(draft)
    for note in notes:
        own = note.start is not None and note.end is not None and any(_lines(draft, (note.start, note.end)))
        span = (note.start or 0, note.end or 0) if own else title or (0, len(draft.text))
        if own or not note.further:
            places.setdefault(span, []).append(note)
    told = []
    for span in sorted(places, key=lambda span: (span[0] - span[1], span)):
        lines = list(_lines(draft, span)) or list(_lines(draft, (0, len(draft.text))))[:1]
        text = "\n\n".join(_text(note) for note in places[span])
        first = places[span][0]
        told.append({"text": text, "title": plain(first.title), "severity": first.severity, "lines": lines})
    return told


def _text(note: Remark) -> str:
    return "\n".join(plain(line) for line in [note.title, *note.text.split("\n")])


def _lines(draft: Draft, span: Span) -> Iterator[dict[str, Any]]:
    """The lines that these characters are of, each with the characters of it that are meant."""
    start, end = span
    places = draft.places
    first = max(0, bisect_right(places, start, key=lambda place: place.start) - 1)
    for index in range(first, len(places)):
        place = places[index]
        if place.start >= end:
            return
        stop = places[index + 1].start if index + 1 < len(places) else len(draft.text)
        text = draft.text[place.start : stop]
        begin, finish = max(0, start - place.start), min(len(text), end - place.start)
        if place.page is not None and place.box is not None and text[begin:finish].strip():
            yield {"page": place.page, "box": place.box, "text": text, "start": begin, "end": finish}
