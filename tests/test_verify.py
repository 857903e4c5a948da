"""A report beside a draft: unchanged, saved again, in another order, changed, edited by hand; and the check repeated."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regelkoll.check import checker, review
from regelkoll.cli import run
from regelkoll.drafts import read_draft
from regelkoll.drafts.converted import exported
from regelkoll.drafts.fingerprint import fingerprint, passages_of, plain
from regelkoll.language import words
from regelkoll.model import Block, Draft, Place
from regelkoll.proof.compared import Sameness, compared, same_bytes
from regelkoll.proof.passages import Differences, differences
from regelkoll.proof.saved import NotAReport, NotChosen, report_for, reports_in
from regelkoll.reports import render
from regelkoll.reports.data import known_data, report_data
from regelkoll.reports.seal import seal_of, sealed
from regelkoll.rulefiles import default_pack, load_rules

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "cases/klart/utkast.txt").read_bytes()
WORD = (ROOT / "cases/forstudie-2023/utkast.docx").read_bytes()
PDF = (ROOT / "cases/andring-2024/utkast.pdf").read_bytes()
CHECK_DAY = date(2026, 11, 24)
PACK = load_rules(default_pack())
READY = checker(PACK, "native")
FORMATS = {"text": (TEXT, "utkast.txt"), "word": (WORD, "utkast.docx"), "pdf": (PDF, "utkast.pdf")}


def reviewed(data: bytes, name: str):
    return review(READY, data, name, CHECK_DAY, signed=True)


def saved(data: bytes, name: str) -> bytes:
    """The JSON report on a draft."""
    return render((reviewed(data, name),), "json", words("sv"))


REPORTS = {name: saved(*given) for name, given in FORMATS.items()}


def beside(report: bytes, data: bytes, name: str):
    """The comparison of a report with a draft that is another file."""
    kept = report_for(reports_in(report), name, "")
    return compared(kept.data, reviewed(data, name), PACK)


def zipped(data: bytes, change=lambda name, part: part) -> bytes:
    """A Word file written anew, its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        for item in old.infolist():
            new.writestr(item.filename, change(item.filename, old.read(item.filename)))
    return made.getvalue()


def edited(old: str, new: str, data: bytes = WORD) -> bytes:
    """The Word draft with other words; they must be there."""

    def change(name: str, part: bytes) -> bytes:
        if name != "word/document.xml":
            return part
        assert old.encode() in part
        return part.replace(old.encode(), new.encode())

    return zipped(data, change)


def text(old: str, new: str) -> bytes:
    assert old.encode() in TEXT
    return TEXT.replace(old.encode(), new.encode())


def facts(found) -> dict[str, tuple[Any, Any]]:
    return {f.name: ((f.then or {}).get("value"), (f.now or {}).get("value")) for f in found.facts}


# ── the same text ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMATS)
def test_the_very_file_is_known_by_its_bytes(form):
    data, name = FORMATS[form]
    kept = report_for(reports_in(REPORTS[form]), name, "")
    assert kept.whole
    assert same_bytes(kept.data, reviewed(data, name).report.receipt.draft_sha256)
    assert not same_bytes(kept.data, reviewed(data + b"\n", name).report.receipt.draft_sha256)


def resaved_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    made = io.BytesIO()
    PdfWriter(clone_from=PdfReader(io.BytesIO(PDF))).write(made)
    return made.getvalue()


AGAIN = {
    "Word written anew": ("word", lambda: zipped(WORD), "annat namn.docx"),
    "PDF written anew": ("pdf", resaved_pdf, "utkast.pdf"),
    "line ends of Windows": ("text", lambda: TEXT.replace(b"\n", b"\r\n"), "utkast.txt"),
    "lines broken elsewhere": ("text", lambda: text("genom att en buss", "genom\natt en buss"), "utkast.txt"),
    "a no-break space in an amount": ("text", lambda: text("80 000 kronor till", "80\u00a0000 kronor till"), "u.txt"),
    "parted at a line's end": ("text", lambda: text("finansieringsplanen", "finansierings-\nplanen"), "utkast.txt"),
    "another dash in a period": ("text", lambda: text("03-01 – 2023", "03-01 — 2023"), "utkast.txt"),
}


@pytest.mark.parametrize(("form", "make", "name"), AGAIN.values(), ids=AGAIN)
def test_saved_again_with_the_same_content(form, make, name):
    data = make()
    assert data != FORMATS[form][0]
    found = beside(REPORTS[form], data, name)
    assert (found.sameness, found.resting) == (Sameness.SAVED_AGAIN, ())


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("case", ["avslag-2022", "egna-medel-2019", "forstudie-2023"])
def test_the_pdf_of_a_word_draft_is_the_text_that_was_checked(case):
    data = (ROOT / f"cases/{case}/utkast.docx").read_bytes()
    found = beside(saved(data, "utkast.docx"), exported(data, "utkast.docx"), "beslut.pdf")
    assert (found.sameness, found.text, found.resting) == (Sameness.SAVED_AGAIN, Differences(same=True), ())


@pytest.mark.usefixtures("office")
def test_one_digit_is_seen_in_the_pdf_of_a_changed_word_draft():
    data = exported(edited("180 000 kronor till", "190 000 kronor till"), "utkast.docx")
    found = beside(REPORTS["word"], data, "beslut.pdf")
    assert found.sameness is Sameness.CHANGED
    assert facts(found)["amount"] == ("180000", "190000")


def lists_and_tables() -> bytes:
    import docx

    draft = docx.Document()
    draft.add_heading("Beslut om medel till föreningen", 0)
    draft.add_heading("Beslut", 1)
    draft.add_paragraph("Nämnden beslutar följande.")
    for item in (
        "att bevilja 300 000 kronor till Föreningen för ett projekt med ett så långt namn att raden måste brytas,",
        "att uppdra åt direktören att följa upp 5 delmål,",
        "att anmäla beslutet.",
    ):
        draft.add_paragraph(item, "List Number")
    draft.add_heading("Skäl", 1)
    for item in ("3 av 4 deltar.", "Ett annat skäl.", "25 personer"):
        draft.add_paragraph(item, "List Bullet")
    table = draft.add_table(rows=3, cols=3)
    rows = (
        ("År", "Post med en mycket lång text som säkert måste brytas på flera rader i cellen", "Belopp"),
        ("2020", "Lön för projektledare och samordnare i hela länet", "100 000 kr"),
        ("2021", "Resor", "50 000 kr"),
    )
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            table.cell(at, column).text = cell
    draft.add_paragraph("Slutet är nära. Det var allt.")
    made = io.BytesIO()
    draft.save(made)
    return made.getvalue()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("old", "new", "sameness"),
    [
        ("Resor", "Resor", Sameness.SAVED_AGAIN),
        ("50 000 kr", "60 000 kr", Sameness.CHANGED),
        ("5 delmål", "6 delmål", Sameness.CHANGED),
    ],
    ids=["the same", "a cell", "an item"],
)
def test_numbered_items_and_broken_cells_are_known_in_the_pdf(old, new, sameness):
    data = lists_and_tables()
    found = beside(saved(data, "u.docx"), exported(edited(old, new, data), "u.docx"), "u.pdf")
    assert found.sameness is sameness
    assert found.text.unnumbered


SAME_DECISION = [
    "a02_styles_table_rubrik.docx",
    "a04_bold_only.docx",
    "a05_bold_only_tabs.docx",
    "a06_two_columns.docx",
    "a11_lo_roundtrip.docx",
    "c01_lo.odt",
    "c02_bold.odt",
    "p01_lo_tagged.pdf",
    "p02_lo_untagged.pdf",
    "p03_lo_pdfa2.pdf",
    "p05_lo_bold_tagged.pdf",
    "p07_two_columns.pdf",
    "g01_signed_pades.pdf",
]
OTHER_DECISION = {  # the file → whether its words differ (and not only what can be seen of it, or the heads of pages)
    "a08_tracked_comments.docx": True,
    "a09_footnote_textbox_sdt.docx": True,
    "a10_hidden_text.docx": False,
    "p04_lo_tabs.pdf": True,
    "p09_tracked_as_exported.pdf": True,
    "p10_hidden.pdf": False,
    "p11_wkhtmltopdf.pdf": False,
    "b01_variantB_tabs.docx": True,
}


@pytest.fixture(scope="module")
def real() -> bytes:
    folder = os.environ.get("REGELKOLL_CORPUS")
    if not folder:
        pytest.skip("REGELKOLL_CORPUS is not set")
    return saved((Path(folder) / "corpus/a01_styles_table.docx").read_bytes(), "a01_styles_table.docx")


@pytest.mark.parametrize("name", SAME_DECISION)
def test_other_files_of_the_same_decision(corpus, real, name):
    assert beside(real, (corpus / "corpus" / name).read_bytes(), name).sameness is Sameness.SAVED_AGAIN


@pytest.mark.parametrize("name", OTHER_DECISION)
def test_files_of_another_text(corpus, real, name):
    found = beside(real, (corpus / "corpus" / name).read_bytes(), name)
    assert found.sameness is Sameness.CHANGED
    assert bool(found.text.changes) is OTHER_DECISION[name]


# ── another text ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_amount_is_told_as_fact_as_passage_and_as_findings():
    found = beside(REPORTS["word"], edited("180 000 kronor till", "190 000 kronor till"), "utkast.docx")
    assert found.sameness is Sameness.CHANGED
    assert facts(found)["amount"] == ("180000", "190000")
    (change,) = found.text.changes
    assert "180 000 kronor" in (change.gone[0].text or "")
    assert "190 000 kronor" in change.new[0].text
    resting = {one.rule: one for one in found.resting}
    assert {"belopp", "belopp-i-kronor"} <= set(resting)
    assert "amount" in resting["belopp"].facts
    assert "arende-id" not in resting


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("180 000 kronor till", "180 001 kronor till"),
        ("180 000 kronor till", "810 000 kronor till"),
        ("200 000 kronor", "020 000 kronor"),
        ("2024-05-31", "2024-05-13"),
        ("2023-03-01 – 2024-05-31", "2023-03-01 – 2024-05-3"),
        ("Munkfors kommun för", "Munkfors komun för"),
        ("ska beaktas", "ska  inte beaktas"),
        ("dras.", "dras"),
    ],
    ids=[
        "one digit",
        "digits swapped",
        "digits swapped elsewhere",
        "a day",
        "a digit less",
        "a letter",
        "not",
        "a dot",
    ],
)
def test_the_least_of_changes_is_a_change(old, new):
    assert beside(REPORTS["word"], edited(old, new), "utkast.docx").sameness is Sameness.CHANGED


def test_a_range_is_not_the_number_of_its_digits():
    assert plain("inom 1-2 månader") != plain("inom 12 månader")
    assert plain("inom 1–2 månader") == plain("inom 1 -\n2 månader")
    assert plain("- 3 grupper") == plain("• 3 grupper") == plain("3 grupper")


def test_outcomes_that_come_out_otherwise_are_told_first():
    found = beside(REPORTS["text"], text("Jonas Hedman\nStrateg\n", ""), "utkast.txt")
    differing = [one.then != one.now for one in found.resting]
    assert differing == sorted(differing, reverse=True)
    assert "signatories" in {name for one in found.resting for name in one.facts}


def test_a_changed_signature_is_a_change():
    found = beside(REPORTS["word"], edited("Petra Lind", "Petra Lund"), "utkast.docx")
    assert found.sameness is Sameness.CHANGED
    (change,) = [fact for fact in found.facts if fact.name == "signatories"]
    assert ([r["name"] for r in change.gone], [r["name"] for r in change.new]) == (["Petra Lind"], ["Petra Lund"])


def moved(words: str, after: str) -> bytes:
    """The text with words taken from their place and put after others."""
    return text(words, "").replace(after.encode(), f"{after}{words}".encode())


def test_a_moved_sentence_is_neither_gone_nor_new():
    words = " Kostnaderna särredovisas, och Region Värmlands logotyp visas när projektet informerar."
    swapped = moved(words.strip() + " ", "om villkoren inte följs.").replace("följs.K".encode(), "följs. K".encode())
    found = beside(REPORTS["text"], swapped, "utkast.txt")
    assert (found.sameness, found.text.changes) == (Sameness.REORDERED, ())
    assert len(found.text.moved) == 1


def test_a_sentence_moved_to_where_a_fact_is_read_of_it_is_a_change():
    words = " Minst 200 personer ska ha lagat något under året."
    found = beside(REPORTS["text"], moved(words, "handboken Schyst."), "utkast.txt")
    assert (found.sameness, found.text.changes) == (Sameness.CHANGED, ())
    assert "Minst 200 personer" in found.text.moved[0].text
    assert "gender_action_words" in {fact.name for fact in found.facts}


def test_a_word_file_with_another_date_in_its_head_is_changed():
    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"2023-", b"2024-") if name.startswith("word/header") else part

    assert any(name.startswith("word/header") for name in zipfile.ZipFile(io.BytesIO(WORD)).namelist())
    found = beside(REPORTS["word"], zipped(WORD, change), "utkast.docx")
    assert found.sameness is Sameness.CHANGED
    assert found.text.changes == ()
    assert found.text.heads_new


def test_hidden_text_is_a_change_though_no_word_is():
    hidden = "</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>DOLT 900 000 kronor</w:t></w:r><w:r><w:t>"
    found = beside(REPORTS["word"], edited("ska beaktas.", f"ska beaktas.{hidden}"), "utkast.docx")
    assert (found.sameness, found.flags_new) == (Sameness.CHANGED, ("hidden",))


def test_a_tracked_deletion_is_a_change_though_what_is_left_is_not():
    deleted = "</w:t></w:r><w:del w:id='1'><w:r><w:delText> inte</w:delText></w:r></w:del><w:r><w:t>"
    found = beside(REPORTS["word"], edited("ska beaktas.", f"ska beaktas.{deleted}"), "utkast.docx")
    assert found.sameness is Sameness.CHANGED
    assert found.text.undone


BODY = read_draft(TEXT, "utkast.txt")
PLACES = [
    at for passage in passages_of(BODY).body for at in range(passage.start, passage.end) if BODY.text[at].isalnum()
]
KNOWN = {"text": fingerprint(BODY).text, "body": fingerprint(BODY).body, "notes": (), "heads": fingerprint(BODY).heads}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from("abcåäöABCÅÄÖxyz0123456789"))
def test_any_other_letter_or_digit_is_a_change(at, sign):
    other = BODY.text[:at] + sign + BODY.text[at + 1 :]
    found = differences({**KNOWN, "undone": None}, {}, read_draft(other.encode(), "utkast.txt"))
    assert (not found.same) is (other != BODY.text)
    assert bool(found.changes) is (other != BODY.text)


def headed(*heads: str) -> Draft:
    """A draft of pages: each with a line in its head."""
    text, blocks, places = "", [], []
    for page, head in enumerate(heads, 1):
        places.append(Place(len(text), page))
        blocks.append(Block("header", head, ((0, len(text)),)))
        text += f"{head}\n"
    return Draft("a.pdf", text, tuple(blocks), "0" * 64, places=tuple(places))


@pytest.mark.parametrize(
    ("known", "heads", "new"),
    [
        (("Dnr A/1 Sida 1",), ("Dnr A/1 Sida 1", "Dnr A/1 Sida 2"), False),
        (("Dnr A/1 Sida",), ("Dnr A/1 Sida 1", "Dnr A/1 Sida 2"), False),
        (("Dnr A/1 Sida 1", "Dnr A/1 Sida 2"), ("Dnr A/1 Sida 1",), False),
        (("Dnr A/1 Sida 1",), ("Dnr A/1 Sida 1", "Dnr A/2 Sida 2"), True),
        (("Dnr A/1 Sida 1",), ("Dnr A/1 Sida 1", "Utkast 2"), True),
        (("Dnr A/1 Sida 1",), ("Dnr A/1 Sida 7",), True),
    ],
)
def test_a_head_that_ends_with_its_page_is_new_unless_it_was_there_with_another_page(known, heads, new):
    print_ = fingerprint(headed(*known))
    kept = {"text": print_.text, "body": (), "notes": (), "heads": print_.heads, "undone": None}
    assert bool(differences(kept, {}, headed(*heads)).heads_new) is new


PARAGRAPH = BODY.text.index("Regionen bedömer"), BODY.text.index("fler cyklar.")


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from([m for m in range(*PARAGRAPH) if BODY.text[m] == " "]), min_size=1))
def test_line_breaks_change_nothing(at):
    broken = "".join("\n" if index in at else sign for index, sign in enumerate(BODY.text))
    found = fingerprint(read_draft(broken.encode(), "utkast.txt"))
    assert (found.text, found.body) == (KNOWN["text"], KNOWN["body"])


# ── the report ────────────────────────────────────────────────────────────────────────────────────────────────────


def changed_report(change) -> bytes:
    data = json.loads(REPORTS["text"])
    change(data)
    return json.dumps(data).encode()


def _set(path: str, value: Any):
    def change(data: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        for step in way:
            data = data[step]
        assert data[last] != value
        data[last] = value

    return change


EDITS = {
    "the recommendation": _set("recommendation", "fix_first"),
    "an outcome": _set("findings/0/outcome", "failed"),
    "a severity": _set("findings/0/severity", "info"),
    "a message": _set("findings/0/message", "Allt är bra."),
    "a fact": _set("facts/amount/value", "90000"),
    "a quote": _set("facts/amount/quote", "90 000 kronor"),
    "a place": _set("facts/amount/location/line", 99),
    "the draft's sum": _set("receipt/draft_sha256", "0" * 64),
    "a passage's sum": _set("receipt/fingerprint/body/0", "0" * 16),
    "the rules": _set("receipt/rules", {}),
    "the check day": _set("check_day", "2026-11-25"),
    "the law day": _set("law_day", "2023-02-08"),
    "the flags": _set("flags", ["scan"]),
    "the engines": _set("engines", ["durable"]),
    "the sum": _set("digest", "0" * 64),
    "a finding taken out": lambda data: data["findings"].pop(),
    "the sum taken out": lambda data: data.pop("digest"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_report_that_was_edited_is_known(edit):
    assert report_for(reports_in(REPORTS["text"]), "utkast.txt", "").whole
    assert not report_for(reports_in(changed_report(edit)), "utkast.txt", "").whole


@pytest.mark.parametrize("indent", [None, 7])
def test_a_report_that_was_only_written_otherwise_is_whole(indent):
    data = json.loads(REPORTS["pdf"])
    other = json.dumps(dict(reversed(data.items())), indent=indent, ensure_ascii=True).encode()
    assert other != REPORTS["pdf"]
    assert report_for(reports_in(other), "utkast.pdf", "").whole


def test_the_sum_does_not_hang_on_itself():
    data = json.loads(REPORTS["text"])
    assert data["digest"] == seal_of(data) == sealed({**data, "digest": "x"})["digest"]


NO_REPORTS = {
    "cut off": (REPORTS["text"][:-100], "damaged"),
    "not JSON": (b"hej", "damaged"),
    "empty": (b"", "damaged"),
    "not UTF-8": (b"\xff\xfe{", "damaged"),
    "too deep": (b"[" * 100_000, "damaged"),
    "a key twice": (b'{"schema": "regelkoll.report/1", "schema": "regelkoll.report/1"}', "damaged"),
    "other JSON": (b'{"a": 1}', "other"),
    "a list": (b"[]", "other"),
    "another version": (changed_report(_set("schema", "regelkoll.report/2")), "schema"),
    "another program's": (changed_report(_set("schema", "sarif/2")), "other"),
    "edited out of shape": (changed_report(_set("findings/0/outcome", "perfekt")), "edited"),
    "nothing in it": (b'{"schema": "regelkoll.report/1"}', "other"),
}


@pytest.mark.parametrize(("data", "code"), NO_REPORTS.values(), ids=NO_REPORTS)
def test_what_is_no_report_is_told_from_one_that_was_edited(data, code):
    with pytest.raises(NotAReport) as caught:
        report_for(reports_in(data), "utkast.txt", "")
    assert caught.value.code == code


def several(*names: str) -> bytes:
    one = json.loads(REPORTS["text"])
    reports = [sealed({**one, "draft": name}) for name in names]
    return json.dumps({"schema": one["schema"], "reports": reports}).encode()


@pytest.mark.parametrize(
    ("names", "draft", "chosen"),
    [
        (("a/x.txt", "b/x.txt"), "b/x.txt", "b/x.txt"),
        (("a/x.txt", "b/y.txt"), "elsewhere/y.txt", "b/y.txt"),
        (("a\\x.txt", "b\\y.txt"), "y.txt", "b\\y.txt"),
        (("a/x.docx", "b/y.docx"), "y.pdf", "b/y.docx"),
        (("a/x.txt",), "z.txt", "a/x.txt"),
        (("a/x.txt", "b/x.txt"), "x.txt", None),
        (("a/x.txt", "b/y.txt"), "z.pdf", None),
    ],
    ids=["path", "file name", "backslashes", "another suffix", "the only one", "two of a name", "none"],
)
def test_which_of_several_reports_is_meant(names, draft, chosen):
    reports = reports_in(several(*names))
    if chosen is None:
        with pytest.raises(NotChosen) as caught:
            report_for(reports, draft, "0" * 64)
        assert set(caught.value.names) == set(names)
    else:
        assert report_for(reports, draft, "0" * 64).data["draft"] == chosen


def test_the_name_given_chooses():
    assert report_for(reports_in(several("a/x.txt", "b/x.txt")), "x.txt", "", "a/x.txt").data["draft"] == "a/x.txt"


def test_a_file_is_known_by_its_bytes_where_it_has_another_name():
    one, other = json.loads(REPORTS["text"]), json.loads(REPORTS["word"])
    both = json.dumps({"schema": one["schema"], "reports": [one, other]}).encode()
    chosen = report_for(reports_in(both), "kopia.docx", other["receipt"]["draft_sha256"])
    assert chosen.data["receipt"]["draft_sha256"] == other["receipt"]["draft_sha256"]


def test_values_of_a_report_are_the_values_of_facts():
    from regelkoll.proof.values import known_of

    report = reviewed(WORD, "utkast.docx").report
    for name, known in report.facts.items():
        kind = PACK.vocabulary[name]
        data = known_data(known, kind)
        again = known_data(known_of(data, kind, name), kind)
        assert again.get("value") == data.get("value") or isinstance(data.get("value"), dict), name
        assert again.get("missing") == data.get("missing"), name


# ── the command ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a draft and the report on it."""
    (tmp_path / "utkast.docx").write_bytes(WORD)
    (tmp_path / "rapport.json").write_bytes(REPORTS["word"])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def verify(capfdbinary, *arguments: str) -> tuple[int, str, str]:
    code = run(["--isolated", "verify", "rapport.json", *arguments, "--lang", "en"])
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def verified(capfdbinary, *arguments: str) -> tuple[int, Any]:
    code, out, err = verify(capfdbinary, *arguments, "-f", "json")
    assert err == ""
    return code, json.loads(out)


def test_the_very_file_gives_zero(folder, capfdbinary):
    code, out, _ = verify(capfdbinary, "utkast.docx")
    assert (code, out.splitlines()[0]) == (0, "Unchanged")


def test_a_file_saved_again_gives_zero(folder, capfdbinary):
    (folder / "ny.docx").write_bytes(zipped(WORD))
    code, data = verified(capfdbinary, "ny.docx")
    assert (code, data["sameness"], data["held"]) == (0, "saved_again", True)


def test_a_changed_file_gives_one_and_says_what(folder, capfdbinary):
    (folder / "utkast.docx").write_bytes(edited("180 000 kronor till", "190 000 kronor till"))
    code, out, err = verify(capfdbinary, "utkast.docx")
    assert (code, err) == (1, "")
    assert "180 000 SEK → 190 000 SEK" in out.replace("\u00a0", " ")
    assert "Findings that rest on what changed" in out


def test_an_edited_report_gives_one_though_the_draft_is_the_same(folder, capfdbinary):
    data = json.loads(REPORTS["word"])
    data["recommendation"] = "ready_to_sign"
    (folder / "rapport.json").write_text(json.dumps(data), encoding="utf-8")
    code, out, _ = verify(capfdbinary, "utkast.docx")
    assert code == 1
    assert "edited since it was written" in out


@pytest.mark.parametrize("path", ["check_day", "law_day"])
def test_a_day_edited_into_no_day_is_no_crash(folder, capfdbinary, path):
    data = json.loads(REPORTS["word"]) | {"law_day_from": "as_of", path: "i går"}
    (folder / "rapport.json").write_text(json.dumps(data), encoding="utf-8")
    (folder / "ny.docx").write_bytes(zipped(WORD))
    code, _, err = verify(capfdbinary, "ny.docx")
    assert code == 1
    assert "edited" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("report", "draft", "code", "said"),
    [
        (None, "utkast.docx", 2, "There is no file"),
        (REPORTS["word"], "finns-inte.docx", 2, "There is no file"),
        (b'{"schema": "regelkoll.report/9", "reports": []}', "utkast.docx", 2, "regelkoll.report/9"),
        (REPORTS["word"][:-9], "utkast.docx", 2, "damaged"),
        (b"{}", "utkast.docx", 2, "not a report"),
        (several("a/x.docx", "b/x.docx"), "utkast.docx", 2, "--of"),
        (REPORTS["word"], "trasig.docx", 4, "damaged"),
    ],
    ids=["no report", "no draft", "another version", "cut off", "other", "several", "a damaged draft"],
)
def test_wrong_use_is_told_in_a_sentence(folder, capfdbinary, report, draft, code, said):
    (folder / "trasig.docx").write_bytes(WORD[:2000])
    (folder / "rapport.json").unlink()
    if report is not None:
        (folder / "rapport.json").write_bytes(report)
    got, out, err = verify(capfdbinary, draft)
    assert (got, out) == (code, "")
    assert said in err
    assert "Traceback" not in err


def test_the_check_repeated_is_the_same(folder, capfdbinary):
    code, data = verified(capfdbinary, "utkast.docx", "--replay")
    assert (code, data["replay"]["same"], data["replay"]["findings"]) == (0, True, [])
    assert data["replay"]["rules"] == {"changed": [], "new": [], "gone": []}
    assert data["replay"]["count"] == len(json.loads(REPORTS["word"])["findings"])


def test_other_rules_are_named_and_what_they_change_is_told(folder, capfdbinary):
    import shutil

    shutil.copytree(default_pack(), folder / "regler")
    rule = next((folder / "regler").rglob("belopp-i-kronor.yaml"))
    rule.write_text(
        "\n".join(
            "severity: info" if row.startswith("severity:") else row for row in rule.read_text("utf-8").split("\n")
        ),
        encoding="utf-8",
    )
    code, data = verified(capfdbinary, "utkast.docx", "--replay", "-r", "regler")
    assert code == 1
    assert data["replay"]["rules"]["changed"] == [rule.relative_to(folder / "regler").as_posix()]
    assert [(f["rule"], f["also"]) for f in data["replay"]["findings"]] == [("belopp-i-kronor", ["severity"])]


def test_a_check_with_a_case_file_wants_it_again(folder, capfdbinary):
    case = ROOT / "cases/egna-medel-2019"
    data, beside_it = (case / "utkast.docx").read_bytes(), (case / "arende.yaml").read_bytes()
    report = review(READY, data, "utkast.docx", CHECK_DAY, None, (beside_it, "arende.yaml"))
    (folder / "rapport.json").write_bytes(render((report,), "json", words("sv")))
    (folder / "utkast.docx").write_bytes(zipped(data))
    (folder / "arende.yaml").write_bytes(beside_it)
    (folder / "annat.yaml").write_bytes(beside_it + b"\n# mer\n")
    assert verified(capfdbinary, "utkast.docx", "--facts", "arende.yaml", "--replay")[0] == 0
    code, told = verified(capfdbinary, "utkast.docx")
    assert (code, told["sameness"], told["without_facts"]) == (0, "saved_again", True)
    assert verify(capfdbinary, "utkast.docx", "--replay")[0] == 2
    assert verify(capfdbinary, "utkast.docx", "--facts", "annat.yaml")[0] == 2


def test_a_case_file_is_compared_by_what_it_says(folder, capfdbinary):
    case = b"draft:\n  amount: 300 000 kr\n  decision_date: 2023-02-07\n"
    (folder / "rapport.json").write_bytes(saved(case, "fall.yaml"))
    (folder / "fall.yaml").write_bytes(b"# en kommentar\n" + case)
    assert verified(capfdbinary, "fall.yaml")[1]["sameness"] == "saved_again"
    (folder / "fall.yaml").write_bytes(case.replace(b"300", b"350"))
    code, data = verified(capfdbinary, "fall.yaml")
    assert (code, [fact["name"] for fact in data["facts"]]) == (1, ["amount"])


def test_the_signed_pdf_is_compared_too(corpus, real, folder, capfdbinary):
    (folder / "rapport.json").write_bytes(real)
    (folder / "signerat.pdf").write_bytes((corpus / "corpus/g01_signed_pades.pdf").read_bytes())
    assert verified(capfdbinary, "signerat.pdf")[1]["sameness"] == "saved_again"


def test_two_runs_at_once_say_the_same(folder):
    (folder / "ny.docx").write_bytes(edited("Petra Lind", "Petra Lund"))
    command = [sys.executable, "-m", "regelkoll", "verify", "rapport.json", "ny.docx", "--lang", "en"]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    runs = [subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, env=environment) for _ in range(2)]
    told = [(one.communicate(timeout=120)[0], one.returncode) for one in runs]
    assert told[0] == told[1]
    assert told[0][1] == 1


def test_the_report_data_of_a_draft_holds_none_of_its_text_in_the_fingerprint():
    data = report_data(reviewed(TEXT, "utkast.txt").report, words("sv"))
    receipt: Any = data["receipt"]
    assert all(len(sum_) == 16 and int(sum_, 16) >= 0 for sum_ in receipt["fingerprint"]["body"])
    assert len(set(receipt["fingerprint"]["body"])) > 20


def with_rows(*lines: str) -> bytes:
    return TEXT + ("\n" + "\n".join(lines) + "\n").encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["Post\tSökt\tBeviljat", "Lön\t500 000\t"], ["Post\tSökt\tBeviljat", "Lön\t\t500 000"]),
        (["■ Bifall", "□ Avslag"], ["□ Bifall", "■ Avslag"]),
        (["● Bifall", "○ Avslag"], ["○ Bifall", "● Avslag"]),
        (["Netto i kronor", "500 000"], ["Netto i kronor", "– 500 000"]),
        (["Netto", "500 000 kr"], ["Netto", "- 500 000 kr"]),
        (["Stödet betalas med", "500 000 kr per år."], ["Stödet betalas med", "1. 500 000 kr per år."]),
        (["Högst 1 000 000 unga."], ["Högst 10 000 00 unga."]),
        (["År 1 12 veckor."], ["År 11 2 veckor."]),
        (["Antalet är 15, 200 timmar."], ["Antalet är 1 5,200 timmar."]),
        (["Ytan är 10² meter."], ["Ytan är 102 meter."]),
        (["Andelen är 1½ procent."], ["Andelen är 11⁄2 procent."]),
    ],
    ids=["column", "box", "ring", "minus", "minus kr", "number", "groups", "between", "comma", "raised", "fraction"],
)
def test_the_same_letters_that_say_something_else_are_a_change(old, new):
    report = saved(with_rows(*old), "utkast.txt")
    assert beside(report, with_rows(*new), "utkast.txt").sameness is Sameness.CHANGED


def test_a_figure_in_the_empty_cell_beside_it_is_told():
    def word_table(*figures: str) -> bytes:
        rows = [("Post", "Sökt", "Beviljat"), ("Lön", *figures)]
        cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
        drawn = "".join(f"<w:tr>{''.join(cell.format(text) for text in row)}</w:tr>" for row in rows)
        kept, data = io.BytesIO(), io.BytesIO(WORD)
        with zipfile.ZipFile(data) as old, zipfile.ZipFile(kept, "w") as new:
            for name in old.namelist():
                part = old.read(name)
                if name == "word/document.xml":
                    part = part.replace(b"<w:sectPr", f"<w:tbl>{drawn}</w:tbl><w:p/><w:sectPr".encode(), 1)
                new.writestr(name, part)
        return kept.getvalue()

    report = saved(word_table("500 000", ""), "utkast.docx")
    found = beside(report, word_table("", "500 000"), "utkast.docx")
    assert (found.sameness, found.cells) == (Sameness.CHANGED, True)
    assert not beside(report, word_table("500 000", ""), "utkast.docx").cells
