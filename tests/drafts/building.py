"""Small Word, OpenDocument and PDF files made in memory."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:styleId="Rubrik1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Avsnitt"><w:name w:val="Avsnitt"/><w:basedOn w:val="Rubrik1"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="character" w:styleId="Dold"><w:name w:val="Dold"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""


def zipped(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def word(body: str, extra: dict[str, str | bytes] | None = None, section: str = "", kind: str = MAIN) -> bytes:
    """A .docx with this body; `section` goes into its section properties."""
    names = f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    names += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="t"><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "word/document.xml": f"<w:document {names}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>",
        "word/styles.xml": STYLES,
    }
    return zipped({**parts, **(extra or {})})


def p(text: str, style: str = "", run: str = "") -> str:
    """A paragraph with one run; `run` is the run's properties."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{r(text, run)}</w:p>"


def r(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = (
    " ".join(
        f'xmlns:{n}="{OFFICE}{v}"'
        for n, v in (
            ("office", "office:1.0"),
            ("text", "text:1.0"),
            ("style", "style:1.0"),
            ("table", "table:1.0"),
            ("draw", "drawing:1.0"),
            ("fo", "xsl-fo-compatible:1.0"),
        )
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def odt(body: str, automatic: str = "", head: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    """An .odt with this body, automatic styles and page head."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    styles = (
        f'<office:document-styles {NAMES}><office:master-styles><style:master-page style:name="Standard">'
        f"<style:header>{head}</style:header></style:master-page></office:master-styles></office:document-styles>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": styles,
            **(extra or {}),
        }
    )


def pdf(
    pages: list[str], extra: str = "", catalog: str = "", page: str = "", resources: str = "", more: str = ""
) -> bytes:
    """A PDF of pages given as content streams; fonts /F (plain) and /B (bold), in Windows-1252. `extra` and `more` are
    objects after those of the pages, of which the first has number 5 and each two; `page` and `resources` go into every page."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{5 + 2 * i} 0 R' for i in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    page = page if "/MediaBox" in page else f"/MediaBox [0 0 595 842] {page}"
    for index, content in enumerate(pages):
        fonts = f"/Resources << /Font << /F 3 0 R /B 4 0 R >> {resources} >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {page} {fonts} /Contents {6 + 2 * index} 0 R >>")
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    objects += [found for found in (extra, more) if found]
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return data + (end + f"startxref\n{len(data)}\n%%EOF\n").encode()


def line(text: str, x: float, y: float, size: float = 11, font: str = "F", color: str = "0 g") -> str:
    """A line of text at (x, y) from the lower left."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {color} /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"
