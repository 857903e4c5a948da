"""The report on paper: what it claims to be, what is inside, and that typst refuses what is not so."""

from __future__ import annotations

import io
import os
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from fullrun import RUNS, reviewed

from regelkoll.language import words
from regelkoll.reports import render
from regelkoll.reports.pages import FOLDER
from regelkoll.reports.pdf import SIGNS, contents, shown, typeset

typst = pytest.importorskip("typst") if not os.environ.get("REGELKOLL_CI") else __import__("typst")
pypdf = pytest.importorskip("pypdf") if not os.environ.get("REGELKOLL_CI") else __import__("pypdf")

GOLDEN = Path(__file__).parent / "golden"
TEMPLATE = (FOLDER / "report.typ").read_bytes()


def document(name: str, lang: str = "en") -> Any:
    return pypdf.PdfReader(io.BytesIO(render(RUNS[name], "pdf", words(lang))))


def text(reader: Any) -> str:
    return "\n".join(page.extract_text() for page in reader.pages).replace("\u200b", "")


def joined(told: str) -> str:
    """Without blanks: a line may be broken anywhere."""
    return re.sub(r"\s+", "", told)


def test_the_words_are_as_the_golden_file() -> None:
    found = "\f".join(page.extract_text() for page in document("one").pages) + "\n"
    golden = GOLDEN / "report.en.pdf.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert joined(found) == joined(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("name", list(RUNS))
def test_the_document_says_what_it_is(name: str, lang: str) -> None:
    reader = document(name, lang)
    root = reader.trailer["/Root"]
    assert root["/Lang"].split("-")[0] == lang
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    claims = root["/Metadata"].get_object().get_data().decode()
    for claim in ("pdfaid:part>3<", "pdfaid:conformance>A<", "pdfuaid:part>1<"):
        assert claim in claims
    assert reader.metadata.title == contents(RUNS[name], words(lang))["title"]


@pytest.mark.parametrize("name", list(RUNS))
def test_the_report_for_machines_is_inside(name: str) -> None:
    reader = document(name)
    assert reader.attachments == {"regelkoll.json": [render(RUNS[name], "json", words("en"))]}
    (attached,) = reader.trailer["/Root"]["/AF"]
    assert attached.get_object()["/AFRelationship"] == "/Data"


@pytest.mark.parametrize("name", list(RUNS))
def test_the_document_is_the_same_bytes_twice_whatever_the_clock(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(RUNS[name], "pdf", words("sv"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert render(RUNS[name], "pdf", words("sv")) == first


def test_every_finding_is_told() -> None:
    (item,) = RUNS["one"]
    told = joined(text(document("one")))
    for finding in item.report.findings:  # type: ignore[union-attr]
        assert joined(finding.rule.texts["sv"].title) in told
    for part in (
        "beviljar 350 000 kronor",
        "https://example.org/villkor",
        "Sänk beloppet.",
        "Waived up to and including",
    ):
        assert joined(part) in told


def test_pages_are_numbered_and_headings_stand_in_the_outline() -> None:
    reader = document("one")
    count = len(reader.pages)
    assert [f"Page {n} of {count}" in page.extract_text() for n, page in enumerate(reader.pages, 1)] == [True] * count
    top = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert top == ["Fix first"]


def levels(element: Any) -> list[int]:
    """The headings of the structure tree in reading order."""
    made = element.get_object()
    kind = str(made.get("/S", ""))
    own = [int(kind[2:])] if re.fullmatch(r"/H\d", kind) else []
    kids = made.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if hasattr(kid.get_object(), "get"):
            own += levels(kid)
    return own


@pytest.mark.parametrize("name", ["one", "many", "hostile"])
def test_headings_come_in_order(name: str) -> None:
    found = levels(document(name).trailer["/Root"]["/StructTreeRoot"])
    assert found[0] == 1
    assert len(found) > 3
    assert all(after <= before + 1 for before, after in pairwise(found))


def test_a_hostile_draft_is_whole() -> None:
    head = re.escape(joined("Report from regelkoll The check was made on 2020-11-26."))
    told = re.sub(rf"Page\d+of\d+|{head}", "", joined(text(document("hostile"))))
    parts = (
        "</mark></p><script>alert(1)</script>",
        "{{7*7}}",
        "#eval(1)]]>",
        "\\x1b[31m\\x07",
        "\\u202eomvänt",
        "\\u4e2d\\u6587",
    )
    for part in (*parts, "\\U0001f600", "&amp;<style>*{display:none}</style>", "Riks" * 2500):
        assert part in told


@pytest.mark.parametrize("name", list(RUNS))
def test_nothing_stands_outside_the_margins(name: str) -> None:
    with pdfplumber.open(io.BytesIO(render(RUNS[name], "pdf", words("sv")))) as opened:
        for page in opened.pages:
            assert all(char["x0"] > 66 and char["x1"] < page.width - 66 for char in page.chars if char["text"].strip())


@pytest.mark.parametrize(
    ("given", "out"),
    [
        ("åäö ÅÄÖ é § ½ – ”hej” … €", "åäö ÅÄÖ é § ½ – ”hej” … €"),
        ("a\u00a0b\tc\nd", "a\u00a0b c d"),
        ("Ελ Жж שלום ✓ →", "Ελ Жж שלום ✓ →"),
        ("😀 中", "\\U0001f600 \\u4e2d"),
        ("e\u0301 \u202e \x00 \ud800", "e\\u0301 \\u202e \\x00 \\ud800"),
        ("mjukt\u00adstreck", "mjuktstreck"),
        ("#eval(1) $x$ *b* @ref \\", "#eval(1) $x$ *b* @ref \\"),
    ],
    ids=["swedish", "blanks", "letters", "no-sign", "unseen", "soft-hyphen", "typst"],
)
def test_what_has_no_sign_is_written_out(given: str, out: str) -> None:
    assert shown(given) == out


def test_every_sign_that_is_let_through_can_be_set() -> None:
    signs = "".join(chr(code) for low, high in SIGNS for code in range(low, high + 1))
    data = contents(RUNS["one"], words("en"))
    first = data["drafts"][0]
    data["drafts"] = [{**first, "sentence": signs, "heading": signs, "before": signs, "caution": signs}]
    assert typeset(TEMPLATE, data, b"{}").startswith(b"%PDF-")
    data["drafts"] = [{**first, "sentence": "中"}]
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        typeset(TEMPLATE, data, b"{}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"title: data.title, author", b"author", "missing document title"),
        (b"heading(level: level, one.title)", b"heading(level: level + 1, one.title)", "skipped from heading level"),
        (b"#pdf.attach(", b"#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg'/>\"))\n#pdf.attach(", "missing alt text"),
    ],
    ids=["title", "headings", "alt"],
)  # fmt: skip
def test_typst_refuses_what_is_not_accessible(old: bytes, new: bytes, said: str) -> None:
    assert old in TEMPLATE
    data = contents((reviewed(),), words("en"))
    with pytest.raises(typst.TypstError, match=said):
        typeset(TEMPLATE.replace(old, new), data, b"{}")
