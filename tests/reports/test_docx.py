"""Comments in a copy of a Word draft: on the very words, in a body and a package that else stay as they were."""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import unicodedata
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from builders import fact, leaf, report, rule
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfile import anchored, bare, comments, members, p, r, word

from regelkoll.drafts import UnreadableDraft, converted, read_draft
from regelkoll.language import words
from regelkoll.model import Amount, Draft, Finding, Location, Outcome, Reviewed, Unread
from regelkoll.reports import NotThisDraft, render
from regelkoll.reports.docx import AUTHOR, commented
from regelkoll.reports.remarks import Remark

TITLE = p('<w:pPr><w:outlineLvl w:val="0"/></w:pPr>', r("Beslut om medel"))
LINK = '<w:hyperlink w:anchor="x">' + r("en länk hit") + "</w:hyperlink>"
TRACKED = (
    '<w:del w:id="1" w:author="A"><w:r><w:delText>200 000</w:delText></w:r></w:del>'
    f'<w:ins w:id="2" w:author="A">{r("300 000 ")}{r("kronor")}</w:ins>'
)
CONTROL = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('vald åtgärd här')}</w:sdtContent></w:sdt>"
BOUND = (
    '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr>'
    f"<w:sdtContent>{r('bundet värde')}</w:sdtContent></w:sdt>"
)
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
    f"{p(r('Text i ruta'))}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
    f"<w:txbxContent>{p(r('Text i ruta'))}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
NOTE = '<w:footnote w:id="3">' + p(r("Fotens egna ord")) + "</w:footnote>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + r("fältets svar")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
MANY = "<w:r><w:t>ett</w:t><w:tab/><w:t>två</w:t><w:br/><w:t>tre fyra</w:t></w:r>"
TABLE = f"<w:tbl><w:tr><w:tc>{p(r('cell ett'))}</w:tc><w:tc>{p(r('cell två'))}</w:tc></w:tr></w:tbl>"


def draft_of(data: bytes) -> Draft:
    return read_draft(data, "beslut.docx")


def remark(draft: Draft, quote: str, text: str = "Rätta.", title: str = "Regel") -> Remark:
    start = draft.text.index(quote)
    return Remark(text, start, start + len(quote), "stop", title)


def marked(data: bytes, *quotes: str) -> bytes:
    draft = draft_of(data)
    return commented(data, draft, [remark(draft, quote) for quote in quotes], words("en"))


@pytest.mark.parametrize(
    ("content", "quote"),
    [
        (r("Bolaget får stöd."), "Bolaget"),
        (r("Bolaget får stöd."), "får"),
        (r("Bolaget får stöd."), "Bolaget får stöd."),
        (r("Bola") + r("get får ", "<w:b/>") + r("stöd."), "laget får st"),
        (TRACKED, "300 000 kronor"),
        (TRACKED, "00 kr"),
        (CONTROL, "åtgärd"),
        (BOUND + r(" efter"), "bundet värde"),
        (BOUND + r(" efter"), "bundet värde efter"),
        (LINK, "länk"),
        (FIELD, "fältets"),
        (MANY, "två"),
        (MANY, "fyra"),
        (r("e\u0301tt be\u0301slut a\u030ar"), "b\u00e9slut"),
        (r("a &lt;b&gt; &amp; 😀 c"), "<b> & 😀"),
        ('<w:r><w:t xml:space="preserve">ord <!-- dolt -->intill ord</w:t></w:r>', "intill"),
    ],
    ids=[
        *(
            "first_word",
            "middle_word",
            "whole_run",
            "over_runs",
            "tracked",
            "in_tracked_runs",
            "control",
            "bound_control",
            "bound_control_and_on",
        ),
        *("hyperlink", "field", "after_tab", "after_break", "decomposed", "markup", "xml_comment"),
    ],
)
def test_a_comment_stands_on_the_very_words(content: str, quote: str) -> None:
    data = word(TITLE + p(content) + p(r("Slut.")))
    copy = marked(data, quote)
    expected = "ord intill ord" if "dolt" in content else quote  # an element with an XML comment in it is not cut
    assert anchored(copy)[0].replace("e\u0301", "\u00e9") == expected
    assert bare(copy, 0) == bare(data, 10**9)
    assert draft_of(copy).text == draft_of(data).text


def test_a_whole_control_is_marked_from_without() -> None:
    data = word(TITLE + p(r("för "), CONTROL, r(" nu")))
    copy = marked(data, "vald åtgärd här", "vald åtgärd", "åtgärd här nu")
    body = members(copy)["word/document.xml"].decode()
    inside = body[body.index("<w:sdtContent>") : body.index("</w:sdtContent>")]
    assert re.findall(r'<w:(commentRange\w+) [^>]*w:id="(\d)"', inside) == [
        ("commentRangeStart", "2"),
        ("commentRangeEnd", "1"),
    ]
    assert anchored(copy) == {0: "vald åtgärd här", 1: "vald åtgärd", 2: "åtgärd här nu"}
    assert bare(copy, 0) == bare(data, 10**9)


def test_cells_and_spans_over_paragraphs_are_marked() -> None:
    data = word(TITLE + TABLE + p(r("Första stycket.")) + p(r("Andra stycket.")))
    draft = draft_of(data)
    span = Remark("x", draft.text.index("stycket."), draft.text.index("Andra") + 5, "stop", "t")
    copy = commented(data, draft, [remark(draft, "två"), span], words("en"))
    assert anchored(copy) == {0: "två", 1: "stycket.Andra"}


def test_what_carries_no_comments_is_marked_at_what_carries_it() -> None:
    reference = '<w:r><w:footnoteReference w:id="3"/></w:r>'
    data = word(TITLE + p(r("Brödtext"), BOX, r(" med not"), reference), notes=NOTE, header=p(r("Diarienummer 7")))
    copy = marked(data, "i ruta", "egna", "Diarienummer", "Brödtext")
    told = comments(copy)
    assert anchored(copy) == {0: "Text i rutaText i ruta", 1: "", 2: "Beslut om medel", 3: "Brödtext"}
    assert [told[n][1] for n in range(3)] == [
        "It stands in the text box: “i ruta”",
        "It stands in the note: “egna”",
        "It stands in the head or the foot of the page: “Diarienummer”",
    ]
    assert told[3][1:] == ["Rätta."]
    body = members(copy)["word/document.xml"]
    assert re.search(
        rb'commentRangeStart [^>]*w:id="1"/><w:r><w:footnoteReference w:id="3"/></w:r><w:commentRangeEnd', body
    )
    for name in ("word/footnotes.xml", "word/header1.xml"):
        assert members(copy)[name] == members(data)[name]


def test_a_remark_without_a_place_stands_at_the_title() -> None:
    data = word(TITLE + p(r("Text.")))
    copy = commented(data, draft_of(data), [Remark("Ange.", None, None, "unknown", "Saknas")], words("en"))
    assert (anchored(copy), comments(copy)) == ({0: "Beslut om medel"}, {0: ["Saknas", "Ange."]})


def test_overlapping_remarks_each_keep_their_words() -> None:
    data = word(TITLE + p(r("Bolaget får 300 000 kronor i stöd.")))
    quotes = ("får 300 000", "300 000 kronor", "300", "Bolaget får 300 000 kronor i stöd.", "300 000 kronor")
    assert anchored(marked(data, *quotes)) == dict(enumerate(quotes))


def test_an_old_comment_and_the_parts_beside_it_stay() -> None:
    old = '<w:comment w:id="7" w:author="Eva" w:date="2020-01-01T00:00:00Z"><w:p><w:r><w:t>Gammal</w:t></w:r></w:p></w:comment>'
    body = p(
        '<w:commentRangeStart w:id="7"/>',
        r("Text om stöd"),
        '<w:commentRangeEnd w:id="7"/>',
        '<w:r><w:commentReference w:id="7"/></w:r>',
    )
    data = word(TITLE + body, comments=old, extra={"word/commentsExtended.xml": "<x/>", "docProps/å.xml": "<y/>"})
    copy = marked(data, "om", "stöd")
    assert anchored(copy) == {7: "Text om stöd", 8: "om", 9: "stöd"}
    assert comments(copy)[7] == ["Gammal"]
    before, after = members(data), members(copy)
    assert list(before) == list(after)
    assert [n for n in before if before[n] != after[n]] == ["word/document.xml", "word/comments.xml"]
    assert bare(copy, 8) == bare(data, 10**9)


def test_new_parts_come_last_and_times_are_kept() -> None:
    data = word(TITLE)
    copies = [marked(data, "medel") for _ in range(2)]
    assert copies[0] == copies[1]
    with zipfile.ZipFile(io.BytesIO(copies[0])) as archive:
        times = {info.filename: info.date_time[:3] for info in archive.infolist()}
    assert list(times)[-1] == "word/comments.xml"
    assert (times["word/document.xml"], times["word/comments.xml"]) == ((2020, 11, 25), (1980, 1, 1))


def test_python_docx_reads_the_comments() -> None:
    from docx import Document

    data = word(TITLE + p(r("Bolaget får stöd.")), extra={})
    document = Document(io.BytesIO(marked(data, "får")))
    (found,) = document.comments
    assert (found.author, found.initials, found.timestamp) == (AUTHOR, "RK", None)
    assert [paragraph.text for paragraph in found.paragraphs] == ["Regel", "Rätta."]
    assert [run.text for run in document.paragraphs[1].runs] == ["Bolaget ", "får", "", " stöd."]


HOSTILE = "</w:t><script>&amp; \x00\x0b\x1b[31m \u202eefter\u2066 \ufffe\uffff 😀 \ud800 " + "å" * 10_000


def test_hostile_words_come_out_whole_and_harmless() -> None:
    data = word(TITLE)
    copy = commented(data, draft_of(data), [Remark(HOSTILE, 0, 6, "stop", HOSTILE)], words("en"))
    for line in comments(copy)[0]:
        assert line.startswith("</w:t><script>&amp; \\x00")
        assert "\\u202eefter\\u2066 \\ufffe\\uffff 😀 \\ud800" in line
        assert line.count("å") == 10_000


def test_a_copy_is_made_of_the_draft_of_a_run() -> None:
    data = word(TITLE + p(r("Bolaget får 350 000 kr.")))
    start = draft_of(data).text.index("350")
    place = Location("beslut.docx", start=start, end=start + 10)
    price = fact("price", Amount(Fraction(350000)), "350 000 kr", place)
    failed = Finding(rule("tak", "Beloppet ryms"), Outcome.FAILED, requirement=leaf(False, price))
    told = Reviewed(report(draft="beslut.docx", findings=(failed,)), draft_of(data), data)
    copy = render((told,), "docx", words("en"))
    assert anchored(copy) == {0: "350 000 kr"}
    assert comments(copy)[0][0] == "Stops: Beloppet ryms (in Swedish) [tak]"
    for run in ((), (told, told), (replace(told, draft=None),), (Unread("x.docx", 4, ()),)):
        with pytest.raises(NotThisDraft, match="format"):
            render(run, "docx", words("en"))


@pytest.mark.parametrize("name", ["beslut.doc", "beslut.odt", "beslut.pdf", "beslut.txt"])
def test_other_drafts_are_refused(name: str) -> None:
    data = word(TITLE)
    with pytest.raises(NotThisDraft):
        commented(data, Draft(name, "x", (), "0"), [], words("en"))


def test_bytes_that_are_another_draft_are_refused() -> None:
    with pytest.raises(NotThisDraft):
        commented(word(TITLE), draft_of(word(TITLE + p(r("Mer.")))), [], words("en"))


def test_a_signed_draft_is_refused() -> None:
    data = word(TITLE, extra={"_xmlsignatures/sig1.xml": "<s/>"})
    with pytest.raises(NotThisDraft, match="signed"):
        commented(data, read_draft(data, "beslut.docx", signed=True), [], words("en"))


def test_a_body_without_a_title_is_marked_at_its_beginning() -> None:
    data = word(p(r("")) + p(r(" ")), header=p(r("Bara ett huvud")))
    copy = marked(data, "huvud")
    assert anchored(copy) == {0: ""}
    assert comments(copy)[0][1].startswith("It stands in the head")


PIECES = [
    *(r("Bolaget "), r("får stöd", "<w:b/>"), r(" 300 000 kronor"), TRACKED, CONTROL, BOUND, LINK, FIELD, MANY),
    *(
        r("e\u0301tt a\u030ar"),
        r(" "),
        r(""),
        r(" 😀 &lt; "),
        "<w:r><w:t>utan</w:t></w:r>",
        "<w:bookmarkStart w:id='9' w:name='b'/>",
    ),
    *(f"<w:smartTag>{r('märkt ')}{CONTROL}</w:smartTag>", "<w:r><w:tab/></w:r>", "<w:r><w:t> lös </w:t><w:br/></w:r>"),
    f"<w:moveFrom w:id='4'>{r('flyttat')}</w:moveFrom><w:moveTo w:id='5'>{r('flyttat')}</w:moveTo>",
]


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_any_words_of_any_body_are_marked_and_all_else_stays(data: st.DataObject) -> None:
    paragraphs = st.lists(
        st.lists(st.sampled_from(PIECES), max_size=6).map(lambda pieces: p(*pieces)) | st.just(TABLE), max_size=4
    )
    made = word(TITLE + "".join(data.draw(paragraphs)))
    draft = draft_of(made)
    place = st.integers(0, len(draft.text))
    spans = data.draw(
        st.lists(st.tuples(place, place).map(sorted).filter(lambda s: draft.text[slice(*s)].strip()), max_size=6)
    )
    copy = commented(made, draft, [Remark("x", a, b, "stop", "t") for a, b in spans], words("en"))
    if not spans:
        assert copy == made
        return
    assert bare(copy, 0) == bare(made, 10**9)
    assert draft_of(copy).text == draft.text
    marks, notes = anchored(copy), comments(copy)
    for number, (a, b) in enumerate(spans):
        wanted = dense(draft.text[a:b])
        found = dense(marks[number])
        assert notes[number][1:] == ["x"]
        assert found == wanted or ("bundet värde" in marks[number] and wanted in found)


def dense(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


# ── real drafts ──

FOLDER = os.environ.get("REGELKOLL_CORPUS")
FILES = sorted(Path(FOLDER, "corpus").glob("*.docx")) if FOLDER else []


def readable(path: Path) -> Draft | None:
    try:
        return read_draft(path.read_bytes(), path.name)
    except UnreadableDraft:
        return None


REAL = [pytest.param(path, id=path.stem) for path in FILES if readable(path) is not None]


@pytest.mark.parametrize("path", REAL)
def test_a_real_draft_is_the_same_but_for_its_comments(path: Path) -> None:
    data = path.read_bytes()
    draft = read_draft(data, path.name)
    told = members(data).get("word/comments.xml", b"")
    first = max((int(n) for n in re.findall(rb'<w:comment [^>]*w:id="(\d+)"', told)), default=-1) + 1
    spans = [found.span() for found in re.finditer(r"\S+(?: \S+){0,3}", draft.text)]
    chosen = random.Random(7).sample(spans, 40)
    remarks = [Remark(f"rad\n{n}", a, b, "stop", f"nr {n}") for n, (a, b) in enumerate(chosen)]
    copy = commented(data, draft, remarks, words("en"))
    before, after = members(data), members(copy)
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed <= {"[Content_Types].xml", "word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels"}
    assert list(after)[: len(before)] == list(before)
    assert bare(copy, first) == bare(data, 10**9)
    assert read_draft(copy, path.name).text == draft.text
    marks, notes = anchored(copy), comments(copy)
    for number, (a, b) in enumerate(chosen, first):
        direct = not notes[number][1].startswith("It stands")
        same = "".join(marks[number].split()) == "".join(draft.text[a:b].split())
        assert same if direct else draft.text[a:b] in notes[number][1]


def shown(data: bytes) -> str:
    """The text that LibreOffice lays out, without its lines."""
    pdf = converted.exported(data, "beslut.docx")
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_libreoffice_loses_nothing_of_controls(office: None) -> None:
    def around(content: str, kind: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    def row(content: str) -> str:
        return f"<w:tbl><w:tr>{content}</w:tr></w:tbl>"

    two = p(r("Första delen"), r(" andra delen"))
    plain = around(r("ren text här"), "<w:text/>")
    body = [
        *(around(two), p(r("efter")), around(two + two), around(row(f"<w:tc>{two}</w:tc>")), p(r("mellan"))),
        *(
            row(f"<w:tc>{around(two)}</w:tc>"),
            row(around(f"<w:tc>{two}</w:tc>")),
            around(p(r("före "), plain, r(" slut"))),
        ),
        *(p(r("före "), plain, r(" slut")), p(r("före "), CONTROL, LINK, FIELD, TRACKED), around(around(two)), TABLE),
    ]
    data = word(TITLE + "".join(body))
    draft = draft_of(data)
    spans = [found.span() for found in re.finditer(r"\w+", draft.text)]
    spans += [found.span() for found in re.finditer(r"\w+ \w+", draft.text)]
    copy = commented(data, draft, [Remark("x", a, b, "stop", "t") for a, b in spans], words("en"))
    assert bare(copy, 0) == bare(data, 10**9)
    assert [dense(found) for _, found in sorted(anchored(copy).items())] == [dense(draft.text[a:b]) for a, b in spans]
    assert shown(copy) == shown(data)
    assert shown(data).count("Första delen andra delen") == 7


@pytest.mark.parametrize("path", REAL[:1] + [one for one in REAL if str(one.id).startswith(("a08", "a09"))])
def test_libreoffice_shows_the_same_text(path: Path, office: None) -> None:
    data = path.read_bytes()
    draft = read_draft(data, path.name)
    remarks = [Remark("Rätta", found.start(), found.end(), "stop", "t") for found in re.finditer(r"\w{4,}", draft.text)]
    before, after = shown(data), shown(commented(data, draft, remarks, words("en")))
    assert before == after
    assert len(before) > 3_000
