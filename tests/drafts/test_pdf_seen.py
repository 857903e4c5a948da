"""PDF drafts: what is on the page but not seen, and what is seen but not among its words."""

from __future__ import annotations

import pytest
from building import line, pdf

from regelkoll.drafts import UnreadableDraft, read_draft

LONG = "Projektet bidrar till att fler kvinnor och unga får arbete i länet."
TEXT = line(LONG, 70, 600)
SECRET = line("Beslutet upphör.", 70, 500)
PICTURE = "/XObject << /I 7 0 R >>"
DOTS = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
DOTS += "stream\nz\nendstream"


def read(content, **rest):
    return read_draft(pdf([content], **rest), "utkast.pdf")


def words(draft):
    return [block.text for block in draft.blocks]


def mark(kind, rest=""):
    return {"extra": f"<< /Subtype /{kind} /Rect [70 590 500 615] {rest} >>", "page": "/Annots [7 0 R]"}


@pytest.mark.parametrize(
    "content",
    [
        SECRET.replace("BT", "BT 3 Tr"),
        SECRET.replace("BT", "BT 7 Tr"),
        f"/G gs {SECRET}",
        f"q 0 0 20 20 re W n {SECRET} Q",
        f"/OC /O BDC {SECRET} EMC",
        SECRET + "1 g 60 490 300 30 re f",
        SECRET + "0 g 60 490 300 30 re f",
        SECRET + "q 300 0 0 30 60 490 cm /I Do Q",
        "0 g 60 490 300 30 re f " + SECRET,
        "0 g 60 490 300 30 re f 1 g 60 490 300 30 re f " + SECRET.replace("0 g", "1 g"),
        SECRET.replace("0 g", "0.97 g"),
        SECRET.replace("0 g", "/S cs 0 scn"),
        line("Beslutet upphör.", 70, 830),
    ],
)
def test_what_is_not_seen_is_left_out_however_it_is_hidden(content):
    inks = "<< /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >>"
    draft = read(
        TEXT + content,
        extra=DOTS,
        page="/MediaBox [0 0 595 842] /CropBox [0 0 595 820]",
        resources=f"{PICTURE} /ExtGState << /G << /ca 0 >> >> /Properties << /O 8 0 R >> "
        f"/ColorSpace << /S [/Separation /Ink /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>] "
        f"/T {inks} >>",
        catalog="/OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] >> >>",
        more="<< /Type /OCG /Name (x) >>",
    )
    assert words(draft) == [LONG]
    assert draft.flags == {"hidden"}


@pytest.mark.parametrize(
    "content",
    [
        "0 g 60 490 m 360 490 l 360 520 l 60 520 l h f " + SECRET.replace("0 g", "1 g"),
        SECRET.replace("0 g", "/S cs 1 scn"),
        SECRET.replace("0 g", "0.5 g"),
        SECRET.replace("0 g", "1 0 0 rg"),
    ],
)
def test_what_is_seen_is_read(content):
    ink = "[/Separation /Ink /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>]"
    draft = read(TEXT + content, resources=f"/ColorSpace << /S {ink} >>")
    assert words(draft) == [LONG, "Beslutet upphör."]
    assert draft.flags == set()


@pytest.mark.parametrize(
    ("turn", "matrix"),
    [(0, "1 0 0 1 1070 1600"), (90, "0 1 -1 0 1200 1070"), (180, "-1 0 0 -1 1500 1400"), (270, "0 -1 1 0 1200 1800")],
)
def test_a_page_is_read_where_its_boxes_lie(turn, matrix):
    content = f"BT 0 g /F 11 Tf {matrix} Tm ({LONG}) Tj ET"
    draft = read(content, page=f"/MediaBox [1000 1000 1595 1842] /CropBox [1030 1010 1585 1822] /Rotate {turn}")
    assert words(draft) == [LONG]
    assert draft.flags == set()


def test_text_over_other_text_is_garbled_and_the_same_text_twice_is_bold():
    assert "garbled" in read(TEXT + line("450 000", 70, 500) + line("950 111", 70, 500)).flags
    draft = read(TEXT + line("Beviljar 5 miljoner", 70, 500) + line("Beviljar 5 miljoner", 70.3, 500))
    assert [(block.kind, block.text) for block in draft.blocks] == [("para", LONG), ("line", "Beviljar 5 miljoner")]
    assert draft.flags == set()


def test_a_raised_figure_is_not_of_the_number_before_it():
    raised = line("Beviljar 4,5", 70, 500) + line("12", 124.6, 504, 7) + line("miljoner kronor", 136, 500)
    assert words(read(TEXT + raised)) == [LONG, "Beviljar 4,5¹² miljoner kronor"]
    lowered = line("CO", 70, 500) + line("2", 86.6, 498, 7) + line("minskar", 94, 500)
    assert words(read(TEXT + lowered)) == [LONG, "CO₂ minskar"]


@pytest.mark.parametrize(
    ("mark", "flag"),
    [
        (mark("FreeText", "/Contents (upphör)"), "laid_on"),
        (mark("Stamp"), "laid_on"),
        (mark("Redact"), "laid_on"),
        (mark("Square"), "laid_on"),
        (mark("Text", "/Contents (hej)"), "comments"),
        (mark("Highlight"), "comments"),
        (mark("FileAttachment"), "attachment"),
        (mark("Widget", "/FT /Tx /V (450)"), "laid_on"),
        (mark("Widget", "/Parent << /FT /Tx /V (450) >>"), "laid_on"),
        (mark("Widget", "/FT /Btn /AS /Ja"), "laid_on"),
        (mark("Widget", "/FT /Tx"), "placeholder"),
        (mark("Link", "/A << /S /JavaScript /JS (x) >>"), "script"),
        (mark("Link", "/A << /S /URI /URI (x) /Next << /S /Launch /F (x) >> >>"), "script"),
        ({"catalog": "/OpenAction << /S /JavaScript /JS (x) >>"}, "script"),
        ({"catalog": "/AA << /WC << /S /Launch /F (x) >> >>"}, "script"),
        ({"page": "/AA << /O << /S /JavaScript /JS (x) >> >>"}, "script"),
        ({"catalog": "/AcroForm << /XFA (x) /Fields [] >>"}, "laid_on"),
    ],
)
def test_marks_fields_and_actions_are_flagged(mark, flag):
    draft = read(TEXT, **mark)
    assert words(draft) == [LONG]
    assert draft.flags == {flag}


@pytest.mark.parametrize(
    "mark",
    [
        mark("Link", "/A << /S /URI /URI (x) >>"),
        mark("Widget", "/FT /Sig"),
        mark("FreeText", "/F 2"),
        {"catalog": "/OpenAction [5 0 R /Fit]"},
    ],
)
def test_ordinary_links_and_what_is_not_shown_are_not(mark):
    assert read(TEXT, **mark).flags == set()


def test_a_mark_that_strikes_out_gives_two_readings():
    points = "/QuadPoints [70 514 300 514 70 497 300 497]"
    draft = read(TEXT + SECRET, **mark("StrikeOut", points))
    assert draft.flags == {"struck_out"}
    assert (words(draft), words(draft.unchanged)) == ([LONG], [LONG, "Beslutet upphör."])
    assert read(TEXT, **mark("StrikeOut", "/QuadPoints [70 14 300 14 70 4 300 4]")).flags == {"laid_on"}


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        ("3 w 70 503.5 m 160 503.5 l S", "struck_out"),
        ("70 502 90 3 re f", "struck_out"),
        ("0.5 w 70 503 m 100 504 130 503 160 503 c S", "struck_out"),
        ("0.5 w 70 495 m 160 512 l S", "laid_on"),
        ("BT /F 40 Tf 0.7 0.7 -0.7 0.7 200 200 Tm 0.6 g (UTKAST) Tj ET", "laid_on"),
    ],
)
def test_lines_across_the_text_and_turned_text(content, flag):
    draft = read(TEXT + SECRET + content)
    assert draft.flags == {flag}
    assert "UTKAST" not in draft.text


SCAN = "q 595 0 0 842 0 0 cm /I Do Q"


@pytest.mark.parametrize(
    "other",
    [
        SCAN,
        "".join(f"q 595 0 0 211 0 {211 * n} cm /I Do Q " for n in range(4)) + TEXT.replace("BT", "BT 3 Tr"),
        "0 g 70 600 m 300 640 l 310 600 l h f",
        "q 400 0 0 600 70 100 cm /I Do Q " + line("Sida 2", 70, 50),
    ],
)
def test_one_page_that_is_a_picture_makes_the_draft_half_read(other):
    text = "".join(line(LONG, 70, 700 - 30 * n) for n in range(6))
    pages = [text, text, other]
    draft = read_draft(pdf(pages, extra=DOTS, resources="/XObject << /I 11 0 R >>"), "utkast.pdf")
    assert draft.flags == {"scan"}


def test_a_page_with_little_on_it_and_one_with_nothing_are_read():
    text = "".join(line(LONG, 70, 700 - 30 * n) for n in range(6))
    assert read_draft(pdf([text, "", line("Bo Ek", 70, 700) + "1 w 70 690 m 300 690 l S"]), "utkast.pdf").flags == set()


def test_a_page_that_one_of_the_readers_does_not_find():
    data = pdf([TEXT, TEXT]).replace(b"/Kids [5 0 R 7 0 R]", b"/Kids [5 0 R 5 0 R]")
    with pytest.raises(UnreadableDraft) as caught:
        read_draft(data, "utkast.pdf")
    assert caught.value.code == "damaged"
