"""The child process that opens a PDF: a file on standard input, its blocks and flags as JSON on standard output."""

from __future__ import annotations

import ctypes
import io
import json
import re
import sys
from typing import Any

from regelkoll.drafts.pdffonts import swapped
from regelkoll.drafts.pdfink import Ink
from regelkoll.drafts.pdflayout import Layout
from regelkoll.drafts.pdfmarks import looked_over
from regelkoll.drafts.pdfpage import Page, page_of

PAGES = 200
_COMMON = re.compile(r"\b(?:och|att|för|i|av|till|som|en|det|är|på|med|den|the|and|of|to)\b", re.IGNORECASE)


def main() -> None:
    """Reads, writes, ends. Any error ends the process with a code, which the parent takes as "could not be read"."""
    data = sys.stdin.buffer.read()
    said = _read(data)
    sys.stdout.write(json.dumps(said))


def _read(data: bytes) -> dict[str, Any]:
    document, refused, flags = looked_at(data)
    if refused:
        return {"refused": refused}
    pages = _pages(data, document, flags)
    if pages is None:
        return {"refused": "damaged"}
    text = " ".join(word.text for page in pages for word in page.words)
    words = len(text.split())
    pictured = sum(page.pictured for page in pages)
    if words < 5 * len(pages) and pictured:
        return {"refused": "scan"}
    if pictured * 2 > len(pages) or any(page.unread for page in pages):
        flags.add("scan")
    if "(cid:" in text or "\ufffd" in text or (words > 60 and len(_COMMON.findall(text)) < words * 0.04):
        flags.add("garbled")
    said: dict[str, Any] = {"flags": [], "blocks": Layout(pages, struck=False).blocks(), "unchanged": None}
    if any(word.struck for page in pages for word in page.words):
        flags.add("struck_out")
        said["unchanged"] = Layout(pages, struck=True).blocks()
    said["flags"] = sorted(flags)
    return said


def _pages(data: bytes, document: Any, flags: set[str]) -> list[Page] | None:
    """The pages; None where the file's two readers do not find as many."""
    import pdfplumber

    pages: list[Page] = []
    with pdfplumber.open(io.BytesIO(data)) as opened:
        if len(opened.pages) != len(document):
            return None
        looked_over(opened.doc.catalog, flags)
        fonts: dict[int, bool] = {}
        for number, page in enumerate(opened.pages):
            if swapped(page, fonts):
                flags.add("garbled")
            pages.append(page_of(page, Ink(document[number]), flags))
            page.close()
    return pages


def looked_at(data: bytes) -> tuple[Any, str | None, set[str]]:
    """The file, why it is refused, else None, and flags. Only the file's frame is looked at, nothing is drawn."""
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return None, ("encrypted" if "assword" in str(error) else "damaged"), set()
    if b"%%EOF" not in data[-4096:]:
        return None, "damaged", set()
    flags: set[str] = set()
    if len(document) > PAGES:
        return None, "pages", flags
    if len(document) == 0:
        return None, "damaged", flags
    for index in range(raw.FPDF_GetSignatureCount(document)):
        signature = raw.FPDF_GetSignatureObject(document, index)
        if raw.FPDFSignatureObj_GetContents(signature, None, 0) and raw.FPDFSignatureObj_GetByteRange(
            signature, ctypes.POINTER(ctypes.c_int)(), 0
        ):
            flags.add("signed")
    if raw.FPDFDoc_GetAttachmentCount(document) > 0:
        flags.add("attachment")
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        flags.add("script")
    if raw.FPDF_GetSecurityHandlerRevision(document) != -1:
        flags.add("restricted")
    _give_time(len(document))
    return document, None, flags


def _give_time(pages: int) -> None:
    """As much processor time as so many pages may need."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = 4 + pages // 5
    limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, most))
