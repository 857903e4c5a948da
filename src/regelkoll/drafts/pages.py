"""Pages for a draft whose format has none (Word, OpenDocument): from its export to PDF, the officer's or LibreOffice's.

What is needed for it is imported only when pages are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from regelkoll.drafts import UnreadableDraft, read_draft
from regelkoll.model import Draft

PAGELESS = (".docx", ".odt", ".doc", ".rtf")
ENOUGH = 0.8
"""As much of a draft's text must be found in its export. Measured: an export of the same draft 0.97 or more, also
through a scan with recognised text; one of another decision on the same template 0.08 or less."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages are wanted: from this PDF, or (None) from one that LibreOffice makes of the draft."""

    export: bytes | None = None


class NoPages(Exception):
    """A draft that gets no pages; `code` is stable: `converter` (no LibreOffice), `stopped` (it made no PDF), `fetches`
    (the draft fetches what is elsewhere, and LibreOffice would), `unread` (the PDF), `differs` (the texts)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def with_pages(draft: Draft, data: bytes, pages: Pages) -> Draft:
    """The draft with pages and boxes; one that has lines or pages already as it is. Raises NoPages."""
    if not draft.places or any(place.page is not None for place in draft.places):
        return draft
    from regelkoll.drafts.pairing import paired

    made = _made(draft, data) if pages.export is None else pages.export
    try:
        export = read_draft(made, "export.pdf", signed=True)
    except UnreadableDraft:
        raise NoPages("unread") from None
    found, share = paired(draft, export)
    if share < ENOUGH:
        raise NoPages("differs")
    return found


def _made(draft: Draft, data: bytes) -> bytes:
    from regelkoll.drafts.converted import exported
    from regelkoll.drafts.limited import kept_from_network

    if "external" in draft.flags and not kept_from_network():
        raise NoPages("fetches")
    try:
        return exported(data, draft.name)
    except UnreadableDraft as error:
        raise NoPages(error.code) from None
