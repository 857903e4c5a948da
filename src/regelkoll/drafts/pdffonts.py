"""Fonts of a PDF page whose figures are drawn as others than they are said to be."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

DEEPEST, MOST = 5, 500


def swapped(page: Any, known: dict[int, bool]) -> bool:
    """Whether a font of the page gives a figure's glyph the meaning of another figure. `known` is what was told of
    fonts before, by their object's number."""
    found = False
    for number, font in _fonts(page.page_obj.resources):
        if number not in known:
            known[number] = _swaps(font)
        found = found or known[number]
    return found


def _fonts(resources: Any, depth: int = 0) -> Iterator[tuple[int, Mapping[str, Any]]]:
    from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

    found = resolve1(resources)
    if not isinstance(found, dict) or depth > DEEPEST:
        return
    fonts, forms = resolve1(found.get("Font")), resolve1(found.get("XObject"))
    for given in list(fonts.values())[:MOST] if isinstance(fonts, dict) else ():
        font = resolve1(given)
        if isinstance(font, dict):
            yield (given.objid if isinstance(given, PDFObjRef) else -id(font)), font
    for given in list(forms.values())[:MOST] if isinstance(forms, dict) else ():
        form = resolve1(given)
        if isinstance(form, PDFStream) and "Resources" in form.attrs:
            yield from _fonts(form.attrs["Resources"], depth + 1)


def _swaps(font: Mapping[str, Any]) -> bool:
    """A simple font that says by name what each of its codes draws, and otherwise what it means."""
    from pdfminer.cmapdb import CMapParser, FileUnicodeMap
    from pdfminer.encodingdb import EncodingDB
    from pdfminer.pdftypes import PDFStream, resolve1

    meant, encoding = resolve1(font.get("ToUnicode")), resolve1(font.get("Encoding"))
    if not isinstance(meant, PDFStream) or encoding is None:
        return False
    base, differences = encoding, None
    if isinstance(encoding, dict):
        base, differences = resolve1(encoding.get("BaseEncoding")), resolve1(encoding.get("Differences"))
    name = getattr(base, "name", "StandardEncoding")
    drawn = EncodingDB.get_encoding(name, differences if isinstance(differences, list) else None)
    said = FileUnicodeMap()
    CMapParser(said, io.BytesIO(meant.get_data())).run()
    pairs = ((drawn.get(code), text) for code, text in said.cid2unichr.items())
    return any(shown != text and f"{shown}{text}".isdecimal() and shown for shown, text in pairs)
