"""An officer's and a gate's whole round with one Word draft, by the real command, step by step."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest

CASE = Path(__file__).parents[1] / "cases" / "avslag-2022" / "utkast.docx"
OLD = "Därför avslås ansökan."
NEW = (
    "Därför avslås ansökan. Beslutet fattas av regional utvecklingsdirektör Eva Sundkvist på nämndens vägnar, enligt "
    "regionala utvecklingsnämndens delegeringsförteckning 2019-02-06, punkt 4.2. Petra Lind har varit föredragande."
)
WAIVERS = """\
waivers:
  - rule: overklagandeforbud
    diary: {diary}
    reason: Juristen tar ställning till frågan i vår.
    approved_by: stabschef
    until: 2026-12-31
"""


def regelkoll(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "regelkoll", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120)


def checked(folder: Path, *arguments: str, today: str = "2026-11-25") -> tuple[int, dict]:
    done = regelkoll(
        folder, "check", "utkast.docx", "--facts", "arende.yaml", "-f", "json", "--today", today, *arguments
    )
    return done.returncode, json.loads(done.stdout)


def failed(report: dict) -> set[str]:
    return {f["rule"] for f in report["findings"] if f["outcome"] == "failed" and f["severity"] != "info"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "utkast.docx").write_bytes(CASE.read_bytes())
    (tmp_path / "arende.yaml").write_text("known:\n  money_source: statliga medel\n", encoding="utf-8")
    return tmp_path


def test_from_the_first_check_to_a_waiver_that_lapses(folder: Path) -> None:
    # The draft is checked, and its copy has the findings as comments.
    code, first = checked(folder, "-o", "docx:granskad.docx", "-o", "json:rapport.json")
    assert (code, first["recommendation"]) == (1, "look_closer")
    assert failed(first) == {"delegationsgrund", "foredragande", "overklagandeforbud", "utpekad-beslutsfattare"}
    comments = [comment.text for comment in docx.Document(folder / "granskad.docx").comments]
    assert all(any(rule in text for text in comments) for rule in failed(first))
    assert (folder / "utkast.docx").read_bytes() == CASE.read_bytes()
    assert regelkoll(folder, "verify", "rapport.json", "utkast.docx").returncode == 0

    # One passage is written anew; verify says which, in words, and what rests on it.
    document = docx.Document(folder / "utkast.docx")
    [changed] = [p for p in document.paragraphs if OLD in p.text]
    changed.text = changed.text.replace(OLD, NEW)
    saved = io.BytesIO()
    document.save(saved)
    (folder / "utkast.docx").write_bytes(saved.getvalue())
    told = regelkoll(folder, "verify", "rapport.json", "utkast.docx", "--facts", "arende.yaml", "-f", "json")
    assert told.returncode == 1
    assert "Petra Lind har varit föredragande" in told.stdout
    assert all(rule in told.stdout for rule in ("delegationsgrund", "utpekad-beslutsfattare"))

    # Checked again: one finding is left, which a named role accepts until a day.
    code, second = checked(folder)
    assert (code, failed(second)) == (1, {"overklagandeforbud"})
    diary = next(known["quote"] for name, known in second["facts"].items() if name == "diary_number")
    (folder / "waivers.yaml").write_text(WAIVERS.format(diary=diary), encoding="utf-8")
    code, third = checked(folder, "--waivers", "waivers.yaml")
    assert (code, third["recommendation"]) == (0, "ready_to_sign")
    [waived] = [f for f in third["findings"] if "waiver" in f]
    assert (waived["rule"], waived["outcome"], waived["waiver"]["until"]) == (
        "overklagandeforbud",
        "failed",
        "2026-12-31",
    )

    # The last day counts; the day after, the gate stops and says why.
    assert checked(folder, "--waivers", "waivers.yaml", today="2026-12-31")[0] == 0
    code, last = checked(folder, "--waivers", "waivers.yaml", today="2027-01-01")
    assert (code, [fault["kind"] for fault in last["waiver_faults"]]) == (1, ["lapsed"])
