"""Findings written into a copy of a Word draft: each a comment on the very words it is about.

lxml on the parts that change, and all else of the package taken as it is; see docs/decisions/0008.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from regelkoll.drafts.elements import attribute, local, val
from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.drafts.package import Package
from regelkoll.drafts.wordparts import Parts
from regelkoll.drafts.wordtrail import trailed
from regelkoll.language import N_, Words
from regelkoll.model import Draft, Reviewed, Run
from regelkoll.reports import NotThisDraft, Options
from regelkoll.reports.docxparts import Comments, rezipped, stored, written
from regelkoll.reports.docxpoints import Anchor, Body, Marking, NoteOf, Where
from regelkoll.reports.remarks import Remark, at_title, plain, remarks

AUTHOR, INITIALS = "regelkoll", "RK"
_LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
_STANDS: dict[Where, str] = {
    "box": N_("It stands in the text box: “{quote}”"),
    "note": N_("It stands in the note: “{quote}”"),
    "head": N_("It stands in the head or the foot of the page: “{quote}”"),
    "nowhere": N_("It is about these words: “{quote}”"),
}


def render(run: Run, words: Words, options: Options) -> bytes:
    """The copy of the one draft of the run. Raises NotThisDraft."""
    item = run[0] if len(run) == 1 else None
    if not isinstance(item, Reviewed) or item.draft is None:
        raise NotThisDraft("format")
    return commented(item.data, item.draft, remarks(item.report, words), words)


def commented(data: bytes, draft: Draft, notes: Sequence[Remark], words: Words) -> bytes:
    """A copy of the Word draft in `data`, read as `draft`, with the notes as comments. The text, and all that is in
    the file already, stay as they are. The same draft and notes give the same bytes.

    Raises NotThisDraft: `format` for what is no .docx, `signed`, and `changed` where the bytes are not those of the
    draft, or have nothing that a comment can stand at.
    """
    if not draft.name.lower().endswith(".docx"):
        raise NotThisDraft("format")
    try:
        read, parts, stretches = trailed(data, draft.name)
    except UnreadableDraft:
        raise NotThisDraft("changed") from None
    if "signed" in read.flags:
        raise NotThisDraft("signed")
    if read.text != draft.text:
        raise NotThisDraft("changed")
    if not notes:
        return data
    package = Package(data)
    root = stored(package, parts.main)
    space = etree.QName(root).namespace or ""
    body = Body(root, parts.main, stretches, _notes(parts))
    comments = Comments(package, parts, space)
    marking = Marking(space)
    number = _first_free(root, comments.root)
    style = next((attribute(s, "styleId") for s in parts.of("styles") if _named(s, "annotation text")), None)
    for remark in notes:
        anchor = _anchor(body, draft, remark)
        if anchor is None:
            raise NotThisDraft("changed")
        if remark.further and anchor.where != "words":
            continue
        marking.add(anchor, str(number))
        comments.root.append(_comment(space, number, remark, _lines(remark, anchor.where, draft, words), style, words))
        number += 1
    marking.put()
    return rezipped(package, {parts.main: written(root), **comments.members()})


def _notes(parts: Parts) -> NoteOf:
    """The elements of each note, by the reference that the body has to it."""
    return {
        parts.numbers[inside]: (f"{kind}Reference", attribute(note, "id") or "")
        for kind in ("footnote", "endnote")
        for note in parts.of(f"{kind}s")
        for inside in note.iter("*")
        if inside in parts.numbers
    }


def _first_free(*roots: etree._Element) -> int:
    """A number that no comment has yet."""
    names = ("comment", "commentRangeStart", "commentRangeEnd", "commentReference")
    taken = [attribute(el, "id") or "" for root in roots for el in root.iter("*") if local(el) in names]
    return max((int(number) for number in taken if number.isdecimal()), default=-1) + 1


def _anchor(body: Body, draft: Draft, remark: Remark) -> Anchor | None:
    """Where a remark goes: at its words, at what carries them, else at the title, else where the body begins."""
    found = body.anchor(remark.start, remark.end)
    if found is not None:
        return found
    span = at_title(draft)
    title = body.anchor(*span) if span else None
    anchor = title or body.beginning()
    return Anchor(anchor.first, anchor.last, _where(draft, remark)) if anchor else None


def _where(draft: Draft, remark: Remark) -> Where:
    for block in draft.blocks:
        at = block.pieces[0][1]
        if remark.start is not None and at <= remark.start < at + len(block.text):
            return "head" if block.kind == "header" else "nowhere"
    return "nowhere"


def _lines(remark: Remark, where: Where, draft: Draft, words: Words) -> list[str]:
    """The lines of a comment below its title."""
    quote = draft.text[remark.start : remark.end] if remark.start is not None else ""
    said = [words(_STANDS[where], quote=quote)] if where in _STANDS and quote else []
    return [*said, *remark.text.split("\n")]


def _comment(
    space: str, number: int, remark: Remark, lines: Sequence[str], style: str | None, words: Words
) -> etree._Element:
    w = f"{{{space}}}"
    el = etree.Element(
        f"{w}comment",
        {f"{w}id": str(number), f"{w}author": AUTHOR, f"{w}initials": INITIALS},
        nsmap={"w": space},
    )
    for index, line in enumerate([remark.title, *lines]):
        paragraph = etree.SubElement(el, f"{w}p")
        if style:
            etree.SubElement(etree.SubElement(paragraph, f"{w}pPr"), f"{w}pStyle").set(f"{w}val", style)
        if index == 0:
            etree.SubElement(etree.SubElement(paragraph, f"{w}r"), f"{w}annotationRef")
        run = etree.SubElement(paragraph, f"{w}r")
        properties = etree.SubElement(run, f"{w}rPr")
        if index == 0:
            etree.SubElement(properties, f"{w}b")
        etree.SubElement(properties, f"{w}lang").set(f"{w}val", _LANGUAGES[words.lang])
        text = etree.SubElement(run, f"{w}t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = plain(line)
    return el


def _named(style: etree._Element, name: str) -> bool:
    return any(local(el) == "name" and (val(el) or "").lower() == name for el in style)
