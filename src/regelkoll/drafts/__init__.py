"""Readers: bytes of one format in, a `Draft` out. To add a format is a module here and its line in `READERS`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.drafts.text import read_text
from regelkoll.model import Draft

READERS: Mapping[str, Callable[[bytes, str], Draft]] = {".txt": read_text, ".md": read_text}


def read_draft(data: bytes, name: str) -> Draft:
    """The draft in these bytes, by the suffix of its name. Raises UnreadableDraft with a stable code."""
    suffix = re.search(r"\.[^./\\]*\Z", name)
    reader = READERS.get(suffix[0].lower() if suffix else ".txt")
    if reader is None:
        raise UnreadableDraft("format")
    return reader(data, name)


__all__ = ["READERS", "UnreadableDraft", "read_draft"]
