"""A Word package made in memory, and what a copy with comments says of its anchors and of the rest of its body."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


def r(text: str, look: str = "") -> str:
    return f'<w:r w:rsidR="00A1"><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def word(
    body: str, comments: str = "", notes: str = "", header: str = "", extra: dict[str, str] | None = None
) -> bytes:
    """A .docx with this body, and with these comments, footnotes and this page header where they are given."""
    parts = {"comments": comments, "footnotes": notes, "header1": header}
    there = {name: text for name, text in parts.items() if text}
    kinds = {"comments": "comments", "footnotes": "footnotes", "header1": "header"}
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}{kinds[name]}+xml"/>' for name in there)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kinds[name]}" Target="{name}.xml"/>' for n, name in enumerate(there, 5)
    )
    number = 5 + list(there).index("header1") if header else 0
    section = f'<w:sectPr><w:headerReference w:type="default" r:id="rId{number}"/></w:sectPr>' if header else ""
    roots = {"comments": "comments", "footnotes": "footnotes", "header1": "hdr"}
    members = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPE}document.main+xml"/>{types}</Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{links}</Relationships>",
        **{f"word/{n}.xml": f"<w:{roots[n]} {NAMES}>{text}</w:{roots[n]}>" for n, text in there.items()},
        **(extra or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 11, 25, 10, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """The members by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def comments(data: bytes) -> dict[int, list[str]]:
    """The paragraphs of each comment by its number."""
    root = etree.fromstring(members(data)["word/comments.xml"])
    return {
        int(el.get(f"{{{W}}}id")): [
            "".join(t.text or "" for t in para.iter(f"{{{W}}}t")) for para in el.iter(f"{{{W}}}p")
        ]
        for el in root
    }


def anchored(data: bytes) -> dict[int, str]:
    """The text of the body between the marks of each comment, without what is deleted or moved away."""
    open_: set[int] = set()
    found: dict[int, str] = {}
    for el in etree.fromstring(members(data)["word/document.xml"]).iter():
        name = re.sub(r"\{.*\}", "", el.tag) if isinstance(el.tag, str) else ""
        if name in MARKS:
            number = int(el.get(f"{{{W}}}id"))
            (open_.add if name == "commentRangeStart" else open_.discard)(number)
            found.setdefault(number, "")
        for number in open_ if not any(up.tag == f"{{{W}}}moveFrom" for up in el.iterancestors()) else ():
            found[number] += "".join(el.xpath("text()")) if name == "t" else "\t" if name == "tab" else ""
    return found


def bare(data: bytes, first: int) -> bytes:
    """The main part in canonical form without the comments numbered from `first` on, runs that look alike joined."""
    root = etree.fromstring(members(data)["word/document.xml"])
    for el in [el for el in root.iter("*") if etree.QName(el).localname in MARKS]:
        if int(el.get(f"{{{W}}}id")) >= first:
            _without(el.getparent() if el.tag.endswith("commentReference") else el)
    for run in list(root.iter(f"{{{W}}}r")):
        while (following := run.getnext()) is not None and _alike(run, following):
            run.extend(el for el in following if el.tag != f"{{{W}}}rPr")
            run.tail = following.tail
            following.getparent().remove(following)
        for one, two in zip(list(run), list(run)[1:], strict=False):
            if one.tag == two.tag == f"{{{W}}}t":
                one.tail, two.text = None, (one.text or "") + (two.text or "")
                run.remove(one)
    for el in root.iter(f"{{{W}}}t"):
        el.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
    return bytes(etree.tostring(root, method="c14n"))


def _without(el: etree._Element) -> None:
    before, parent = el.getprevious(), el.getparent()
    if el.tail and before is not None:
        before.tail = (before.tail or "") + el.tail
    elif el.tail:
        parent.text = (parent.text or "") + el.tail
    parent.remove(el)


def _alike(one: etree._Element, two: etree._Element) -> bool:
    looks = [
        etree.tostring(el, method="c14n", with_tail=False) if el is not None else b""
        for el in (one.find(f"{{{W}}}rPr"), two.find(f"{{{W}}}rPr"))
    ]
    return one.tag == two.tag and dict(one.attrib) == dict(two.attrib) and looks[0] == looks[1]
