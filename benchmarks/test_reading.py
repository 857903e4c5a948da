"""Reading a draft of four pages beside other readers, and a folder with one process and with two.

The Word draft is made here; the PDF is the same text laid out by tests/drafts' own writer. Ours makes blocks, flags and
places of both; a PDF goes through a child process, which the others do not.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "drafts"))

from building import line, p, pdf, word  # noqa: E402

from regelkoll.drafts import read_draft  # noqa: E402

TEXT = (ROOT / "cases" / "komplett" / "utkast.txt").read_text(encoding="utf-8")
LINES = [text.strip("# ") for text in TEXT.splitlines() if text.strip()] * 4
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WHOLE = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{MAIN}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
}
WORD = word("".join(p(text.replace("&", "&amp;")) for text in LINES), WHOLE)
TURNS = 7


def pages() -> bytes:
    """Four pages of 42 lines."""
    words = " ".join(LINES * 4).split()
    rows = [" ".join(words[i : i + 11]) for i in range(0, len(words), 11)][: 4 * 42]
    return pdf(
        ["".join(line(t, 60, 780 - 17 * n, 10) for n, t in enumerate(rows[at : at + 42])) for at in range(0, 168, 42)]
    )


PDF = pages()


def docx2python() -> None:
    from docx2python import docx2python as read

    with read(io.BytesIO(WORD)) as document:
        assert document.text


def mammoth() -> None:
    import mammoth as library

    assert library.extract_raw_text(io.BytesIO(WORD)).value


def plumber() -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(PDF)) as document:
        assert all(page.extract_words(extra_attrs=["fontname", "size"]) for page in document.pages)


def pdfium() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(PDF)
    assert all(page.get_textpage().get_text_range() for page in document)


def alone() -> None:
    """What the child process does, without the process."""
    from regelkoll.drafts import pdfchild

    pdfchild._give_time = lambda pages: None  # no limits on this process
    assert pdfchild._read(PDF)["blocks"]


SYSTEMS = {
    "reading: Word, 4 pages": {
        "regelkoll": lambda: read_draft(WORD, "u.docx"),
        "docx2python": docx2python,
        "mammoth": mammoth,
    },
    "reading: PDF, 4 pages": {
        "regelkoll": lambda: read_draft(PDF, "u.pdf"),
        "regelkoll, without its child process": alone,
        "pdfplumber, words alone": plumber,
        "pypdfium2, text alone": pdfium,
    },
}
PAIRS = [(group, system) for group, systems in SYSTEMS.items() for system in systems]


@pytest.mark.parametrize(("group", "system"), PAIRS, ids=[f"{g}-{s}" for g, s in PAIRS])
@pytest.mark.parametrize("turn", range(TURNS))
def test_read(benchmark, group: str, system: str, turn: int) -> None:
    benchmark.group = group
    benchmark.extra_info.update(system=system, turn=turn, units=1, unit="draft")
    benchmark.pedantic(SYSTEMS[group][system], rounds=3, iterations=1, warmup_rounds=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 drafts, half Word and half PDF."""
    made = tmp_path_factory.mktemp("drafts")
    for number in range(100):
        (made / f"a{number:03}.docx").write_bytes(WORD)
        (made / f"b{number:03}.pdf").write_bytes(PDF)
    return made


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("turn", range(3))
def test_folder(benchmark, folder: Path, jobs: str, turn: int) -> None:
    command = [sys.executable, "-m", "regelkoll", "check", str(folder), "-q", "--jobs", jobs]

    def run() -> None:
        assert subprocess.run(command, capture_output=True, timeout=600, env={**os.environ}).returncode == 1

    benchmark.group = "reading: a folder of 200 drafts"
    benchmark.extra_info.update(system=f"--jobs {jobs}", turn=turn, units=1, unit="folder")
    benchmark.pedantic(run, rounds=1, iterations=1)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"\nlargest process so far {children / 1024:.0f} MB")
