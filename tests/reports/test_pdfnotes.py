"""Notes in a copy of a PDF draft: after its own bytes, over the very words, the same from run to run."""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from regelkoll.drafts import UnreadableDraft, read_draft
from regelkoll.model import Draft
from regelkoll.reports import NotThisDraft
from regelkoll.reports.pdfnotes import AUTHOR, noted
from regelkoll.reports.remarks import Remark

LINES = (
    "Beslut om medel",
    "Bolaget beviljas 300 000 kronor till projektet",
    "och ska redovisa det till Region Exempel.",
)


def pdf(page: str = "/MediaBox [0 0 595 842]", more: str = "", shift: tuple[float, float] = (0, 0)) -> bytes:
    """One page with three lines and, under /Annots, what `more` says."""
    x, y = 70 + shift[0], 760 + shift[1]
    content = "".join(
        f"BT /F {18 - 6 * (n > 0)} Tf {x} {y - 30 * n} Td ({text}) Tj ET\n" for n, text in enumerate(LINES)
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Type /Page /Parent 2 0 R {page} /Resources << /Font << /F 3 0 R >> >> /Contents 5 0 R {more} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Annot /Subtype /Text /Rect [10 10 20 20] /Contents (Gammal) >>",
        "[6 0 R]",
    ]
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    head = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return data + (head + f"startxref\n{len(data)}\n%%EOF\n").encode()


def draft_of(data: bytes) -> Draft:
    return read_draft(data, "beslut.pdf")


def remark(draft: Draft, quote: str, text: str = "Rätta.", title: str = "Regel") -> Remark:
    start = draft.text.index(quote)
    return Remark(text, start, start + len(quote), "stop", title)


def marks(data: bytes) -> list[tuple[int, dict[str, object]]]:
    """The program's own marks with the number of their page, from 0."""
    found = []
    for number, page in enumerate(PdfReader(io.BytesIO(data)).pages):
        for reference in page.get("/Annots", []):
            mark = reference.get_object()
            if mark.get("/T") == AUTHOR:
                found.append((number, mark))
    return found


def under(data: bytes, number: int, mark: dict[str, object]) -> str:
    """The text that a mark lies over, read by pdfium."""
    corners = [float(side) for side in mark["/QuadPoints"]]  # type: ignore[attr-defined]
    text = pypdfium2.PdfDocument(data)[number].get_textpage()
    quads = [corners[k : k + 8] for k in range(0, len(corners), 8)]
    boxes = [(min(q[0::2]), min(q[1::2]), max(q[0::2]), max(q[1::2])) for q in quads]
    return " ".join(text.get_text_bounded(*box).strip() for box in boxes)


@pytest.mark.parametrize(
    ("page", "shift"),
    [
        ("/MediaBox [0 0 595 842]", (0, 0)),
        ("/MediaBox [100 50 695 892]", (100, 50)),
        ("/MediaBox [-50 -20 545 822]", (-50, -20)),
    ],
    ids=["plain", "moved_right", "moved_left"],
)
@pytest.mark.parametrize("quote", ["300 000 kronor", "Bolaget", "projektet och ska", "Beslut om medel"])
def test_a_mark_lies_over_the_very_words(page: str, shift: tuple[float, float], quote: str) -> None:
    data = pdf(page, shift=shift)
    draft = draft_of(data)
    made = noted(data, draft, [remark(draft, quote)])
    ((number, mark),) = marks(made)
    assert under(made, number, mark) == quote
    assert mark["/Contents"] == "Regel\nRätta."


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_marked_where_it_is_shown(turn: int) -> None:
    """The page's content is turned back, so that it reads upright on the turned page."""
    way = {90: "0 1 -1 0 595 0 cm", 180: "-1 0 0 -1 595 842 cm", 270: "0 -1 1 0 0 842 cm"}[turn]
    wide = "/MediaBox [0 0 595 842]" if turn == 180 else "/MediaBox [0 0 842 595]"
    way = way if turn == 180 else {90: "0 1 -1 0 842 0 cm", 270: "0 -1 1 0 0 595 cm"}[turn]
    upright = pdf()
    content = re.search(rb"stream\n(.*?)\nendstream", upright, re.S)
    assert content is not None
    turned = f"{way}\n".encode() + content[1]
    data = upright.replace(content[0], b"stream\n" + turned + b"\nendstream")
    data = data.replace(f"/Length {len(content[1])}".encode(), f"/Length {len(turned)}".encode())
    data = re.sub(
        rb"xref\n.*", b"", data.replace(b"/MediaBox [0 0 595 842]", f"{wide} /Rotate {turn}".encode()), flags=re.S
    )
    offsets = [m.start() for m in re.finditer(rb"^\d+ 0 obj", data, re.M)]
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    data += f"xref\n0 8\n0000000000 65535 f \n{table}trailer << /Size 8 /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n".encode()
    draft = draft_of(data)
    made = noted(data, draft, [remark(draft, "300 000 kronor")])
    ((number, mark),) = marks(made)
    assert under(made, number, mark) == "300 000 kronor"


@pytest.mark.parametrize("more", ["", "/Annots [6 0 R]", "/Annots 7 0 R"], ids=["none", "direct", "apart"])
def test_old_marks_stay_and_the_draft_is_how_the_copy_begins(more: str) -> None:
    data = pdf(more=more)
    draft = draft_of(data)
    made = noted(data, draft, [remark(draft, "Bolaget"), remark(draft, "kronor")])
    assert made.startswith(data) and len(made) > len(data)
    found = [one.get_object() for one in PdfReader(io.BytesIO(made)).pages[0]["/Annots"]]
    assert [one.get("/Contents") for one in found if one.get("/T") != AUTHOR] == (["Gammal"] if more else [])
    assert len(marks(made)) == 2
    assert draft_of(made).text == draft.text
    assert noted(data, draft, [remark(draft, "Bolaget"), remark(draft, "kronor")]) == made


def test_a_mark_has_what_a_viewer_needs() -> None:
    data = pdf()
    ((_, mark),) = marks(noted(data, draft_of(data), [remark(draft_of(data), "kronor")]))
    assert (mark["/Subtype"], mark["/F"], mark["/Subj"]) == ("/Highlight", 4, "Regel")
    appearance = mark["/AP"]["/N"].get_object()  # type: ignore[index]
    assert [float(side) for side in appearance["/BBox"]] == [float(side) for side in mark["/Rect"]]  # type: ignore[attr-defined]
    assert {"/M", "/CreationDate"} & set(mark) == set()


def test_what_stands_at_the_same_words_is_one_note_with_the_gravest_colour() -> None:
    data = pdf()
    draft = draft_of(data)
    one, other = remark(draft, "kronor", "ett", "A"), replace(remark(draft, "kronor", "två", "B"), severity="info")
    ((_, mark),) = marks(noted(data, draft, [one, other]))
    assert mark["/Contents"] == "A\nett\n\nB\ntvå"


def test_a_note_without_a_place_is_at_the_title() -> None:
    data = pdf()
    made = noted(data, draft_of(data), [Remark("Ange.", None, None, "unknown", "Saknas")])
    ((number, mark),) = marks(made)
    assert (under(made, number, mark), mark["/Contents"]) == ("Beslut om medel", "Saknas\nAnge.")


def test_a_further_note_without_a_place_is_left_out() -> None:
    data = pdf()
    assert marks(
        noted(
            data, draft_of(data), [Remark("Se", None, None, "stop", "Se", True)] * 2 + [Remark("x", 0, 6, "stop", "t")]
        )
    )
    assert (
        len(
            marks(
                noted(
                    data, draft_of(data), [Remark("x", 0, 6, "stop", "t"), Remark("Se", None, None, "stop", "Se", True)]
                )
            )
        )
        == 1
    )


HOSTILE = ") Tj ET (\\ <b>&amp; \x00\x0b\x1b[31m \u202eefter\u2066 \ufffe 😀 \ud800 " + "å" * 10_000


def test_hostile_words_come_out_whole_and_harmless() -> None:
    data = pdf()
    ((_, mark),) = marks(noted(data, draft_of(data), [Remark(HOSTILE, 0, 6, "stop", HOSTILE)]))
    for line in str(mark["/Contents"]).split("\n"):
        assert line.startswith(") Tj ET (\\ <b>&amp; \\x00")
        assert "\\u202eefter\\u2066 \\ufffe 😀 \\ud800" in line
        assert line.count("å") == 10_000


@pytest.mark.parametrize("name", ["beslut.docx", "beslut.txt"])
def test_other_drafts_are_refused(name: str) -> None:
    with pytest.raises(NotThisDraft, match="format"):
        noted(pdf(), Draft(name, "x", (), "0"), [])


def test_a_broken_file_is_refused() -> None:
    data = pdf()
    with pytest.raises(NotThisDraft, match="changed"):
        noted(data[:300], draft_of(data), [Remark("x", 0, 6, "stop", "t")])


def test_the_marks_are_seen_by_poppler(tmp_path: Path) -> None:
    """The ground of the words has the mark's colour in another program than those that wrote and read it."""
    data = pdf()
    draft = draft_of(data)
    plain, marked = (drawn(one, tmp_path) for one in (data, noted(data, draft, [remark(draft, "300 000 kronor")])))
    seen = [{tuple(dots[at : at + 3]) for at in range(15, len(dots) - 2, 3)} for dots in (plain, marked)]
    near = [[dot for dot in dots if abs(dot[1] - 184) < 3 and abs(dot[2] - 178) < 3 and dot[0] == 255] for dots in seen]
    assert (bool(near[0]), bool(near[1])) == (False, True)


def drawn(data: bytes, folder: Path) -> bytes:
    """The first page in dots, by pdftoppm."""
    try:
        done = subprocess.run(["pdftoppm", "-r", "50", "-"], input=data, capture_output=True, check=True, cwd=folder)
    except FileNotFoundError:
        if os.environ.get("REGELKOLL_CI"):
            pytest.fail("pdftoppm is not installed")
        pytest.skip("pdftoppm is not installed")
    return done.stdout


# ── real drafts ──

FOLDER = os.environ.get("REGELKOLL_CORPUS")
FILES = sorted(Path(FOLDER, "corpus").glob("*.pdf")) if FOLDER else []
BAD = ("e01", "h02", "h05", "h07", "h2", "s01")
REAL = [
    pytest.param(path, id=path.stem) for path in FILES if not path.name.startswith(BAD) and "signed" not in path.name
]


@pytest.mark.parametrize("path", [one for one in REAL if not str(one.id).startswith(("g03", "g05", "e02"))])
def test_a_real_draft_is_marked_over_its_words(path: Path) -> None:
    data = path.read_bytes()
    draft = read_draft(data, path.name)
    spans = [found.span() for found in re.finditer(r"(?<=[ \n])[^\W_]{6,}(?: [^\W_]{3,})?(?=[ \n])", draft.text)]
    chosen = random.Random(7).sample(spans, 12)
    made = noted(data, draft, [Remark("r", a, b, "stop", f"nr {n}") for n, (a, b) in enumerate(chosen)])
    assert made.startswith(data)
    found: dict[int, str] = {}
    for number, mark in marks(made):
        key = int(str(mark["/Contents"]).split()[1])
        found[key] = found.get(key, "") + letters(under(made, number, mark))
    assert found.keys() == set(range(12))
    for key, (a, b) in enumerate(chosen):
        assert letters(draft.text[a:b]) in found[key]
        assert len(found[key]) <= b - a + 3
    assert read_draft(made, path.name).text == draft.text


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("g01_signed_pades.pdf", "signed"),
        ("g03_certified_docmdp.pdf", "signed"),
        ("e02_owner_password.pdf", "restricted"),
    ],
)
def test_a_signed_or_locked_draft_is_refused(name: str, code: str, corpus: Path) -> None:
    data = (corpus / "corpus" / name).read_bytes()
    draft = read_draft(data, name, signed=True)
    with pytest.raises(NotThisDraft, match=code):
        noted(data, draft, [Remark("x", 0, 6, "stop", "t")])


def test_a_file_that_hangs_a_reader_is_stopped(corpus: Path) -> None:
    name = "h23_form_xobject_recursion.pdf"
    data = (corpus / "corpus" / name).read_bytes()
    with pytest.raises(UnreadableDraft):
        read_draft(data, name)
    with pytest.raises(NotThisDraft, match="changed"):
        noted(data, draft_of(pdf()), [Remark("x", 0, 6, "stop", "t")])
