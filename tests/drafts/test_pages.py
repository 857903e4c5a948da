"""Pages for Word and OpenDocument drafts: through LibreOffice, from the officer's own export, and without either."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from building import MAIN, line, p, pdf, word

from regelkoll.check import read_case
from regelkoll.drafts import converted, limited, read_draft
from regelkoll.drafts.pages import NoPages, Pages, with_pages
from regelkoll.rulefiles import default_pack, load_rules

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
COMPLETE = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
}
"""What LibreOffice wants of a package beside what our reader does."""
BEFORE = '<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>'
EQUAL, DECIDED = (
    "Projektet når både kvinnor och män i hela länet.",
    "Region Norr beviljar 300 000 kronor till Föreningen.",
)
BODY = p("Beslut om projektmedel", "Titel") + p("Jämställdhetsintegrering", "Rubrik1") + p(EQUAL)
BODY += p("Beslut", "Rubrik1") + BEFORE.format(DECIDED)
DRAFT = word(BODY, COMPLETE)
FIRST = line("Beslut om projektmedel", 70, 740, 18) + line("Jämställdhetsintegrering", 70, 700, 14, "B")
PAGES = [FIRST + line(EQUAL, 70, 680) + line("Beslut", 70, 640, 14, "B"), line(DECIDED, 70, 600)]
EXPORT = pdf(PAGES)


def run(*arguments, **env):
    environment = {**os.environ, "PYTHONUTF8": "1", **env}
    command = [sys.executable, "-m", "regelkoll", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, timeout=180, check=False)


def pages_of(draft):
    return [place.page for place in draft.places]


@pytest.fixture
def folder(tmp_path):
    for name, data in (("a.docx", DRAFT), ("a.pdf", EXPORT), ("annat.pdf", pdf([line("Ett annat beslut.", 70, 700)]))):
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_the_officer_s_own_export_gives_the_pages():
    draft = with_pages(read_draft(DRAFT, "a.docx"), DRAFT, Pages(EXPORT))
    assert pages_of(draft) == [1, 1, 1, 1, 2]
    assert draft.places[-1].box[0] == 70.0


@pytest.mark.parametrize(
    ("export", "code"), [(pdf([line("Annat.", 70, 700)]), "differs"), (b"%PDF-1.7", "unread"), (DRAFT, "unread")]
)
def test_an_export_that_is_not_of_the_draft(export, code):
    with pytest.raises(NoPages) as caught:
        with_pages(read_draft(DRAFT, "a.docx"), DRAFT, Pages(export))
    assert caught.value.code == code


@pytest.mark.parametrize(("data", "name"), [(EXPORT, "a.pdf"), (b"Beslut\n\nText.", "a.txt")])
def test_what_has_pages_or_lines_keeps_its_own(data, name):
    draft = read_draft(data, name)
    assert with_pages(draft, data, Pages()) is draft


@pytest.mark.usefixtures("office")
def test_libreoffice_gives_the_pages():
    draft = with_pages(read_draft(DRAFT, "a.docx"), DRAFT, Pages())
    assert pages_of(draft) == [1, 1, 1, 1, 2]
    assert all(place.box is not None for place in draft.places)


@pytest.mark.usefixtures("office")
def test_what_libreoffice_cannot_open_gets_no_pages():
    data = word(BODY)
    with pytest.raises(NoPages) as caught:
        with_pages(read_draft(data, "a.docx"), data, Pages())
    assert caught.value.code == "stopped"


def test_without_libreoffice(monkeypatch):
    monkeypatch.setattr(converted, "office", lambda: None)
    with pytest.raises(NoPages) as caught:
        with_pages(read_draft(DRAFT, "a.docx"), DRAFT, Pages())
    assert caught.value.code == "converter"


def test_what_fetches_is_not_given_to_a_libreoffice_with_a_network(monkeypatch):
    monkeypatch.setattr(limited, "_without_network", lambda: ())
    monkeypatch.setattr(converted, "office", lambda: pytest.fail("LibreOffice was looked for"))
    link = '<Relationships><Relationship Id="i" Type="x/image" TargetMode="External" Target="http://x.example/i.png"/></Relationships>'
    data = word(BODY, {**COMPLETE, "word/_rels/document.xml.rels": link})
    with pytest.raises(NoPages) as caught:
        with_pages(read_draft(data, "a.docx"), data, Pages())
    assert caught.value.code == "fetches"


# ── the command ──


def test_the_report_says_the_page_as_for_a_pdf(folder):
    told = run("check", folder / "a.docx", "--export", folder / "a.pdf", "--today", "2026-11-24", "-v")
    pages = " ".join(told.stdout.decode().split())
    assert told.stderr == b""
    assert "”300 000 kronor” (sidan 2, stycket under Beslut)" in pages
    assert "”Beslut om projektmedel” (sidan 1, i beslutets rubrik)" in pages
    facts = run("facts", folder / "a.docx", "--export", folder / "a.pdf").stdout.decode()
    assert "«300 000 kronor» sidan 2, stycket under Beslut" in facts


def test_without_the_flags_nothing_changes(folder):
    draft = folder / "a.docx"
    plain = json.loads(run("check", draft, "-f", "json", "--today", "2026-11-24").stdout)
    told = json.loads(run("check", draft, "--export", folder / "a.pdf", "-f", "json", "--today", "2026-11-24").stdout)
    schema = json.loads((ROOT / "schema/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(told["receipt"], {"$ref": "#/$defs/ReceiptShape", "$defs": schema["$defs"]})
    assert "page" not in json.dumps(plain) and "export_sha256" not in json.dumps(plain)
    assert len(told["receipt"].pop("export_sha256")) == 64
    assert plain.pop("digest") != told.pop("digest")
    assert without_pages(told) == plain


def without_pages(data):
    if isinstance(data, list):
        return [without_pages(item) for item in data]
    if isinstance(data, dict):
        return {key: without_pages(item) for key, item in data.items() if key not in ("page", "box")}
    return data


WRONG = [
    ("another text", ["a.docx", "--export", "annat.pdf"], "annan text"),
    ("no pdf", ["a.docx", "--export", "a.docx"], "kan inte läsas"),
    ("no such file", ["a.docx", "--export", "saknas.pdf"], "saknas.pdf"),
    ("two drafts", ["a.docx", "a.docx", "--export", "a.pdf"], "ett utkast"),
    ("a folder", [".", "--export", "a.pdf"], "ett utkast"),
    ("a pdf", ["a.pdf", "--export", "a.pdf"], ".docx"),
]


@pytest.mark.parametrize(("arguments", "said"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_an_export_that_will_not_do_is_2(folder, arguments, said):
    done = run("check", *(a if a.startswith("--") else folder / a for a in arguments))
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    if len(arguments) == 3:
        assert run("facts", *(a if a.startswith("--") else folder / a for a in arguments)).returncode == 2


def test_without_libreoffice_it_is_said_once_and_the_check_goes_on(folder):
    nowhere = {"PATH": str(folder)}
    plain = run("check", folder, "--today", "2026-11-24", **nowhere)
    told = run("check", folder, "--pages", "--today", "2026-11-24", **nowhere)
    assert (told.returncode, told.stdout) == (plain.returncode, plain.stdout)
    said = told.stderr.decode().removesuffix(plain.stderr.decode())
    assert said.count("LibreOffice") >= 2 and "--export" in said and said.count("\n") == 1
    assert run("facts", folder / "a.docx", "--pages", **nowhere).returncode == 0


@pytest.mark.usefixtures("office")
def test_a_folder_gets_pages_from_several_processes(folder):
    (folder / "b.docx").write_bytes(DRAFT)
    (folder / "c.docx").write_bytes(word(BODY))
    one, two = (run("check", folder, "--pages", "--jobs", n, "-f", "json", "--today", "2026-11-24") for n in (1, 3))
    assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)
    reports = {Path(report["draft"]).name: json.dumps(report) for report in json.loads(one.stdout)["reports"]}
    paged = {name: '"page": 2' in report for name, report in reports.items() if name.endswith(".docx")}
    assert paged == {"a.docx": True, "b.docx": True, "c.docx": False}
    assert "c.docx: LibreOffice" in one.stderr.decode()


# ── the corpus ──


@pytest.fixture(scope="module")
def pack():
    return load_rules(default_pack())


def first_places(known):
    return [(r.location.page, r.location.section, r.location.part) for r in known.readings[:1]]


@pytest.mark.parametrize("name", ["a01_styles_table.docx", "c01_lo.odt"])
def test_a_real_draft_has_the_pages_of_its_export(corpus, pack, name):
    data, export = ((corpus / "corpus" / n).read_bytes() for n in (name, "p01_lo_tagged.pdf"))
    draft = with_pages(read_draft(data, name), data, Pages(export))
    body = {b.pieces[0][1] for b in draft.blocks if b.kind != "header"}
    assert all(place.page is not None and place.box is not None for place in draft.places if place.start in body)
    case, paper = read_case(data, name, pack, pages=Pages(export)), read_case(export, "p01.pdf", pack)
    single = [n for n, known in paper.draft.items() if known.readings and known.readings[0].location.part != "header"]
    assert len(single) > 10
    assert {n: first_places(case.draft[n]) for n in single} == {n: first_places(paper.draft[n]) for n in single}


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", ["a01_styles_table.docx", "a06_two_columns.docx", "c01_lo.odt", "d01_old.doc"])
def test_a_real_draft_has_the_pages_that_libreoffice_gives(corpus, name):
    data = (corpus / "corpus" / name).read_bytes()
    draft = with_pages(read_draft(data, name), data, Pages())
    starts = {b.pieces[0][1] for b in draft.blocks}
    assert all(place.page is not None for place in draft.places if place.start in starts)


def test_a_real_draft_and_the_export_of_another(corpus):
    data, export = ((corpus / "corpus" / n).read_bytes() for n in ("a01_styles_table.docx", "b02_variantB_tagged.pdf"))
    with pytest.raises(NoPages) as caught:
        with_pages(read_draft(data, "a.docx"), data, Pages(export))
    assert caught.value.code == "differs"
