"""PDF drafts: read as the page is seen, in a child process that can be stopped."""

from __future__ import annotations

import sys
import time

import pytest
from building import line, pdf

from regelkoll.drafts import UnreadableDraft, limited, read_draft

LONG = "Projektet bidrar till att fler kvinnor och unga får arbete i länet och att"


def read(*pages, **rest):
    return read_draft(pdf(list(pages), **rest), "utkast.pdf")


def refused(data):
    with pytest.raises(UnreadableDraft) as caught:
        read_draft(data, "utkast.pdf")
    return caught.value.code


def body(start=600, *lines):
    return "".join(line(text, 70, start - 14 * n) for n, text in enumerate(lines))


def texts(draft, kind=None):
    return [b.text for b in draft.blocks if kind is None or b.kind == kind]


def test_title_headings_and_paragraphs_over_lines():
    page = line("Beslut om projektmedel", 70, 700, 18) + line("Sammanfattning", 70, 660, 11, "B")
    page += body(640, LONG, "det blir fler som söker sig hit.") + line("Ny början efter ett mellanrum.", 70, 590)
    assert [(b.kind, b.text) for b in read(page).blocks] == [
        ("title", "Beslut om projektmedel"),
        ("line", "Sammanfattning"),
        ("para", LONG + " det blir fler som söker sig hit."),
        ("para", "Ny början efter ett mellanrum."),
    ]


def test_a_word_parted_at_the_line_s_end_is_whole_but_a_double_name_keeps_its_hyphen():
    draft = read(
        body(
            600,
            LONG + " kompe-",
            "tensen ökar, säger Britta Öster och även hennes kollega Stina Zetterlund-",
            "Johansson i sin rapport.",
        )
    )
    assert texts(draft) == [
        LONG + " kompetensen ökar, säger Britta Öster och även hennes kollega Stina Zetterlund-Johansson i sin rapport."
    ]


def test_a_day_parted_at_the_line_s_end_is_whole():
    long = "Region Värmland beviljar medel till projektet för perioden 2019-11-01 till 2019-12-"
    assert texts(read(body(600, long, "31 enligt ansökan, och följer upp det."))) == [
        long + "31 enligt ansökan, och följer upp det."
    ]


def test_heads_that_come_again_are_apart_and_a_paragraph_runs_over_the_page():
    head = (
        line("Handläggare", 70, 800, 8)
        + line("Datum", 230, 800, 8)
        + line("Anna Berg", 70, 788, 9)
        + line("2020-11-25", 230, 788, 9)
    )
    draft = read(head + body(400, LONG), head + body(700, "de stannar kvar."))
    assert texts(draft, "para") == [LONG + " de stannar kvar."]
    assert texts(draft, "header")[:4] == ["Handläggare", "Datum", "Anna Berg", "2020-11-25"]
    assert {place.page for place in draft.places} == {1, 2}


def test_two_columns_are_read_one_after_the_other():
    left = [f"Vänster rad {n} som är lång nog" for n in range(9)]
    right = [f"Höger rad {n} som är lång nog" for n in range(9)]
    page = "".join(
        line(t, 60, 700 - 14 * n, 9) + line(u, 320, 700 - 14 * n, 9)
        for n, (t, u) in enumerate(zip(left, right, strict=True))
    )
    text = " ".join(texts(read(page)))
    assert text.index("Vänster rad 8") < text.index("Höger rad 0")


def test_signatures_stand_in_columns():
    page = body(600, LONG + " mer.") + line("Stina Sjölin", 70, 500) + line("Bo Ek", 300, 500)
    page += line("direktör", 70, 486) + line("Strateg", 300, 486)
    rows = [(b.row, b.column, b.text) for b in read(page).blocks if b.table is not None]
    assert rows == [(0, 0, "Stina Sjölin"), (0, 1, "Bo Ek"), (1, 0, "direktör"), (1, 1, "Strateg")]


@pytest.mark.parametrize(("size", "color"), [(11, "1 g"), (11, "1 1 1 rg"), (1, "0 g")])
def test_text_that_is_not_seen_is_left_out(size, color):
    draft = read(body(600, LONG + ".") + line("beviljar 900 000 kronor", 70, 500, size, "F", color))
    assert texts(draft) == [LONG + "."]
    assert draft.flags == {"hidden"}


def test_white_text_on_a_dark_ground_is_seen():
    page = "0.1 0.2 0.4 rg 60 490 300 30 re f\n" + line("Beslut", 70, 500, 11, "F", "1 g") + body(400, LONG + ".")
    draft = read(page)
    assert "Beslut" in draft.text
    assert draft.flags == set()


def test_struck_out_text_gives_two_readings():
    page = line("Beviljar", 70, 600) + line("250 000", 120, 600) + line("300 000 kronor enligt beslutet.", 170, 600)
    draft = read(page + "0.5 w 120 603.5 m 160 603.5 l S\n" + body(500, LONG + "."))
    assert draft.flags == {"struck_out"}
    assert "250" not in draft.text
    assert "250 000 300 000" in draft.unchanged.text.replace("   ", " ")


def test_places_have_pages_and_boxes():
    draft = read(body(600, LONG + "."), body(600, "Andra sidan."))
    assert [p.page for p in draft.places] == [1, 2]
    left, top, right, bottom = draft.places[0].box
    assert 69 < left < 71
    assert 225 < top < bottom < 250
    assert right > 300


def test_a_page_without_text_and_letters_that_are_garbled():
    assert refused(pdf([""])) == "scan"
    draft = read(body(700, *["qzx wvk prt mnb xcv qwz jkl bnm qzx wvk prt mnb"] * 9))
    assert draft.flags == {"garbled"}


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"PK\x03\x04", "wrong_type"), (b"%PDF-1.7\nrest", "damaged"), (pdf([LONG])[:300], "damaged")],
)
def test_refused(data, code):
    assert refused(data) == code


def test_too_many_pages():
    assert refused(pdf(["BT ET"] * 201)) == "pages"


def test_what_never_ends_is_stopped_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    begun = time.monotonic()
    code = [sys.executable, "-c", "while True: pass"]
    monkeypatch.setattr(limited, "CLOCK", 1)
    with pytest.raises(UnreadableDraft) as caught:
        limited.run_limited(code, b"")
    assert caught.value.code == "stopped"
    assert time.monotonic() - begun < 20
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("watched", [False, True])
@pytest.mark.parametrize(
    "code",
    [
        "x = b'a' * (2 << 30)",
        "open('x', 'wb').write(b'a' * (60 << 20))",
        "import os; os.abort()",
        "raise SystemExit(3)",
    ],
)
def test_limits_stop_a_child(code, watched, monkeypatch):
    if sys.platform == "win32" and not watched:
        pytest.skip("the system sets no limits here")
    monkeypatch.setattr(limited, "WATCHED", watched)
    code = f"{code}; import time; time.sleep(9)" if watched else code
    with pytest.raises(UnreadableDraft) as caught:
        limited.run_limited([sys.executable, "-c", code], b"")
    assert caught.value.code == "stopped"


def test_a_hyphen_that_stands_for_a_word_s_rest_stays_and_a_printed_hyphen_parts_a_word_too():
    draft = read(body(600, LONG + " kvinno-", "och mansdominerade yrken."))
    assert texts(draft) == [LONG + " kvinno- och mansdominerade yrken."]
    printed = "<< /Length 60 >>\nstream\n1 beginbfchar <5e> <2010> endbfchar".ljust(84) + "\nendstream"
    parted = pdf([body(600, LONG + " kom^", "petensen ökar.")], extra=printed)
    data = parted.replace(b"/Encoding /WinAnsiEncoding", b"/ToUnicode 7 0 R /Encoding /WinAnsiEncoding")
    assert texts(read_draft(data, "utkast.pdf")) == [LONG + " kompetensen ökar."]


def test_lines_that_a_full_stop_ends_early_are_paragraphs_of_their_own():
    page = body(600, LONG, "det blir fler.", "Underlaget är ansökan.", "Stina Sjölin", "Direktör", "Bo Ek", "Strateg")
    assert texts(read(page)) == [
        LONG + " det blir fler.",
        "Underlaget är ansökan.",
        "Stina Sjölin\nDirektör\nBo Ek\nStrateg",
    ]
    assert texts(read(body(600, LONG + "."), body(700, "Underlaget är ansökan.", "Bo Ek"))) == [
        LONG + ".",
        "Underlaget är ansökan.",
        "Bo Ek",
    ]


def test_labels_above_the_title_of_a_lone_page_are_its_head():
    page = line("Handläggare: Bo Ek", 70, 800, 9) + line("Datum: 2022-03-10", 70, 788, 9)
    page += line("Beslut om projektmedel", 70, 700, 18) + body(600, LONG, "det blir fler som söker sig hit.")
    assert [(b.kind, b.text) for b in read(page).blocks][:3] == [
        ("header", "Handläggare: Bo Ek"),
        ("header", "Datum: 2022-03-10"),
        ("title", "Beslut om projektmedel"),
    ]


def test_heads_that_come_again_are_found_where_only_the_page_s_number_is_tagged():
    def page(number):
        tagged = "/Artifact BMC " + line(f"Sida {number}", 500, 30, 9) + "EMC "
        return tagged + line("Handläggare Bo Ek", 70, 800, 9) + body(500, LONG + ".")

    assert texts(read(page(1), page(2)), "header") == ["Sida 1", "Handläggare Bo Ek", "Sida 2", "Handläggare Bo Ek"]
