"""The tables of exit codes in docs/ci.md, cell by cell: each row is made and checked with each threshold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scratch import ROOT, git, run_here, written

PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
FACTS = """\
decision_date: {kind: date, label: beslutsdatum, law_day: yes, read: {label: [Datum]}}
for_stop: {kind: amount, label: a, unit: kronor, read: {label: [Stopp]}}
for_warning: {kind: amount, label: b, unit: kronor, read: {label: [Varning]}}
for_info: {kind: amount, label: c, unit: kronor, read: {label: [Upplysning]}}
"""
READING = "labels: [Datum, Stopp, Varning, Upplysning, Handläggare]\nsections: {Beslut: [Beslut]}\n"
RULE = """\
title: Beloppet {severity} är mer än 0 kronor
source: [{{statute: Exempel, section: 1 §, url: "https://example.org/1"}}]
in_force: {{from: 2024-01-01}}
severity: {severity}
decides: text
requires: {{for_{severity}: {{more_than: 0 kr}}}}
message: Beloppet är 0 kronor.
remedy: Skriv ett belopp.
why: So that each severity can come out each way.
examples:
  - {{name: a, facts: {{decision_date: 2024-01-01, for_{severity}: 1 kr}}, expect: passed}}
  - {{name: b, facts: {{decision_date: 2024-01-01, for_{severity}: 0 kr}}, expect: failed}}
  - {{name: c, facts: {{decision_date: 2024-01-01, for_{severity}: {{missing: unreadable}}}}, expect: cannot_tell}}
  - {{name: d, facts: {{decision_date: 2023-12-31}}, expect: inapplicable}}
"""
SEVERITIES = ("stop", "warning", "info")
VALUES = {"passed": "1 kr", "failed": "0 kr", "could not be told": "{missing: unreadable}"}
TEXT = "Datum: 2024-05-02\nStopp: 1 kr\nVarning: 1 kr\nUpplysning: 1 kr\n\nBeslut\n\nNämnden beslutar.\n"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three rules, one of each severity, in two areas."""
    folder = tmp_path_factory.mktemp("pack")
    written(folder / "regler/facts.yaml", FACTS)
    written(folder / "regler/reading.yaml", READING)
    for severity in SEVERITIES:
        area = "hinder" if severity == "stop" else "annat"
        written(folder / f"regler/{area}/regel-{severity}.yaml", RULE.format(severity=severity))
    written(folder / "utkast.txt", TEXT)
    written(folder / "case.yaml", case(stop="failed"))
    return folder


def case(date: str = "2024-05-02", **outcomes: str) -> str:
    lines = [f"  for_{s}: {VALUES[outcomes.get(s, 'passed')]}" for s in SEVERITIES]
    return "\n".join(["draft:", *([f"  decision_date: {date}"] if date else []), *lines, ""])


def rows(head: str) -> list[list[str]]:
    table = PAGE[PAGE.index(head) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in table]


THRESHOLDS = re.findall(r"`--fail-on (\w+)`", PAGE[PAGE.index("| came out |") :].splitlines()[0])
OUTCOMES = [
    (row[0], fail_on, int(code)) for row in rows("| came out |") for fail_on, code in zip(THRESHOLDS, row[1:], strict=True)
]  # fmt: skip


def test_the_thresholds_are_all_there_are():
    assert THRESHOLDS == ["stop", "warning", "info", "never"]
    assert len(OUTCOMES) == 64


def made(pack: Path, came_out: str, folder: Path) -> Path:
    """A case file, or a draft, that comes out so."""
    words = came_out.split(", with ")[0]
    severity, _, outcome = words.partition(" ")
    if severity in SEVERITIES:
        return written(folder / "case.yaml", case(**{severity: outcome}))
    if words == "could not be read":
        return written(folder / "utkast.txt", bytes(range(256)))
    days = {"everything passed": "2024-05-02", "no rule applied": "2023-05-02"}
    return written(folder / "case.yaml", case("" if words.startswith("no date") else days[words]))


@pytest.mark.parametrize(("came_out", "fail_on", "code"), OUTCOMES)
def test_what_a_draft_gives(pack, tmp_path, came_out, fail_on, code):
    flags = ["--allow-unknown"] if "--allow-unknown" in came_out else []
    path = made(pack, came_out, tmp_path)
    done = run_here("check", path, "-r", "regler", "-q", "--fail-on", fail_on, *flags, cwd=pack)
    assert done.returncode == code, done.stderr.decode()


def test_the_default_threshold_is_warning(pack, tmp_path):
    codes = []
    for severity in SEVERITIES:
        path = written(tmp_path / "case.yaml", case(**{severity: "failed"}))
        codes.append(run_here("check", path, "-r", "regler", "-q", cwd=pack).returncode)
    assert codes == [1, 1, 0]


# The rows of the second table: the flags, what is checked, and what standard input holds.
FAILS, PASSES = ["case.yaml"], ["utkast.txt"]
FLAGS = {
    "`--select` a rule that passes, of a draft where another fails": (["--select", "regel-warning", *FAILS], ""),
    "`--select` the area of the rule that fails": (["--select", "hinder", *FAILS], ""),
    "`--select` two rules, one of them failing": (["--select", "regel-info", "--select", "regel-stop", *FAILS], ""),
    "`--ignore` the rule that fails": (["--ignore", "regel-stop", *FAILS], ""),
    "`--ignore` the area of the rule that fails": (["--ignore", "hinder", *FAILS], ""),
    "`--select` and `--ignore` the same rule: nothing is left to judge by": (["--select", "regel-stop", "--ignore", "regel-stop", *PASSES], ""),
    "`--select` a rule that does not apply": (["--select", "regel-stop", "--as-of", "2023-01-01", *PASSES], ""),
    "`--select` a name that no rule or area has": (["--select", "regel-stopp", *PASSES], ""),
    "`--ignore` a name that no rule or area has": (["--ignore", "hindr", *PASSES], ""),
    "`--fail-on` a word that is none of the four": (["--fail-on", "error", *PASSES], ""),
    "`--stdin-filename utkast.txt` and a text that passes": (["--stdin-filename", "utkast.txt", "-"], TEXT),
    "`--stdin-filename case.yaml` and a case file that fails": (["--stdin-filename", "case.yaml", "-"], case(stop="failed")),
    "`--stdin-filename utkast.docx` and a text": (["--stdin-filename", "utkast.docx", "-"], TEXT),
    "`--stdin-filename utkast.xyz` and a text": (["--stdin-filename", "utkast.xyz", "-"], TEXT),
    "`--stdin-filename` a name without a suffix, and a text that passes": (["--stdin-filename", "utkast", "-"], TEXT),
    "`--changed-since` and nothing changed": (["--changed-since", "HEAD", "mapp"], ""),
    "`--changed-since` and a changed draft that fails": (["--changed-since", "HEAD", "mapp", "case.yaml"], ""),
    "`--changed-since` a name that git does not know": (["--changed-since", "finns-inte", "mapp"], ""),
}  # fmt: skip
ROWS = {row[0]: int(row[1]) for row in rows("| flags |")}


@pytest.fixture(scope="module")
def followed(pack: Path) -> Path:
    """The pack under git; the failing case file is not yet committed."""
    written(pack / "mapp/utkast.txt", TEXT)
    git(pack, "init", "-q")
    git(pack, "add", "regler", "mapp")
    git(pack, "commit", "-q", "-m", "a")
    return pack


def test_each_row_is_tried():
    assert set(ROWS) == set(FLAGS)


@pytest.mark.parametrize("row", FLAGS)
def test_what_a_flag_does(followed, row):
    flags, text = FLAGS[row]
    done = run_here("check", "-r", "regler", "-q", *flags, cwd=followed, stdin=text.encode())
    assert done.returncode == ROWS[row], done.stderr.decode()
    assert done.stdout == b""


def test_the_name_of_standard_input_is_the_reports(pack):
    done = run_here(
        "check", "-", "--stdin-filename", "ärende/å.txt", "-r", "regler", "-f", "json", cwd=pack, stdin=TEXT.encode()
    )
    assert b'"draft": "\xc3\xa4rende/\xc3\xa5.txt"' in done.stdout


def test_the_gravest_of_several_drafts_wins(pack, tmp_path):
    """70 > 2 > 3 > 4 > 1 > 0; what is 2 or 3 ends the run before any draft is read."""
    bad = written(tmp_path / "x.txt", b"\0\0")
    flags = ("-r", "regler", "-q")
    assert run_here("check", "utkast.txt", "case.yaml", *flags, cwd=pack).returncode == 1
    assert run_here("check", "utkast.txt", bad, "case.yaml", *flags, cwd=pack).returncode == 4
    assert run_here("check", bad, "-o", "json:utkast.txt/x", "utkast.txt", *flags, cwd=pack).returncode == 2
