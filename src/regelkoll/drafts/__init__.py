"""Readers: bytes of one format in, a `Draft` out. To add a format is a module here and its line in `READERS`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module

from regelkoll.drafts.gate import MACROS, UnreadableDraft, looked_at
from regelkoll.model import Draft

READERS: Mapping[str, str] = {
    ".txt": "regelkoll.drafts.text:read_text",
    ".md": "regelkoll.drafts.text:read_text",
    ".docx": "regelkoll.drafts.word:read_word",
    ".doc": "regelkoll.drafts.converted:read_converted",
    ".rtf": "regelkoll.drafts.converted:read_converted",
    ".odt": "regelkoll.drafts.opendocument:read_open_document",
    ".pdf": "regelkoll.drafts.pdf:read_pdf",
}
CASE_FILES = (".yaml", ".yml", ".json")
"""Files that hold a case, which is no draft."""
MAX_BYTES = 20 << 20


def read_draft(data: bytes, name: str, signed: bool = False) -> Draft:
    """The draft in these bytes, by the suffix of its name. Raises UnreadableDraft with a stable code.

    A draft that is already signed is refused; with `signed` it is read and has that flag.
    """
    if re.search(r"(?:\A|[/\\])~\$[^/\\]*\Z", name):
        raise UnreadableDraft("locked")
    suffix = re.search(r"\.[^./\\]*\Z", name)
    kind = suffix[0].lower() if suffix else ".txt"
    if kind in MACROS:
        raise UnreadableDraft("macros")
    if kind not in READERS:
        raise UnreadableDraft("format")
    looked_at(data, kind, MAX_BYTES)
    module, _, function = READERS[kind].partition(":")
    draft: Draft = getattr(import_module(module), function)(data, name)
    if "signed" in draft.flags and not signed:
        raise UnreadableDraft("signed")
    return draft


__all__ = ["CASE_FILES", "READERS", "UnreadableDraft", "read_draft"]
