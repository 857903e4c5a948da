"""PDF drafts. The file is opened in a limited child process alone (`pdfchild`); here its blocks become a draft."""

from __future__ import annotations

import json
import sys
from typing import Any

from regelkoll.drafts.building import Building
from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.drafts.limited import run_limited
from regelkoll.model import Draft

CHILD = "from regelkoll.drafts.pdfchild import main; main()"


def read_pdf(data: bytes, name: str) -> Draft:
    """A PDF draft, with `unchanged` where text is struck out. Raises UnreadableDraft."""
    said = json.loads(run_limited([sys.executable, "-I", "-c", CHILD], data))
    if "refused" in said:
        raise UnreadableDraft(said["refused"])
    flags = set(said["flags"])
    draft = _built(said["blocks"], name, data, flags)
    if not draft.text:
        raise UnreadableDraft("scan")
    if said.get("unchanged") is None:
        return draft
    undone = _built(said["unchanged"], name, data, flags)
    return Draft(draft.name, draft.text, draft.blocks, draft.sha256, draft.flags, draft.places, undone)


def _built(blocks: list[dict[str, Any]], name: str, data: bytes, flags: set[str]) -> Draft:
    building = Building()
    for block in blocks:
        table = None if block["table"] is None else tuple(block["table"])
        parts = [(text, page, tuple(box)) for text, page, box in block["parts"]]
        building.run(block["kind"], parts, block["level"], table)
    return building.draft(name, data, flags)
