"""Drafts of other formats through the whole check: changes judged both ways, flags carried, folders shared."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from building import r, word

from regelkoll.check import check, checker
from regelkoll.cli.pool import Lost, worked
from regelkoll.model import Outcome, Reason, Recommendation
from regelkoll.reports.evidence import evidence
from regelkoll.rulefiles import default_pack, load_rules

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "cases" / "komplett" / "utkast.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ready():
    return checker(load_rules(default_pack()))


def as_word(text, change=lambda t: r(t)):
    """The complete draft as Word paragraphs; `change` makes a paragraph's runs."""
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    body = "".join(
        "<w:p>" + "<w:r><w:br/></w:r>".join(change(line.lstrip("# ")) for line in part.split("\n")) + "</w:p>"
        for part in paragraphs
    )
    return word(body.replace("&", "&amp;"))


def outcome(report, rule):
    return next(f for f in report.findings if f.rule.id == rule)


def test_a_change_that_matters_cannot_be_told_and_one_that_does_not_can(ready):
    base = check(ready, as_word(TEXT), "u.docx", date(2026, 11, 24))
    assert outcome(base, "belopp").outcome is Outcome.PASSED

    def changed(text):
        if "kronor" not in text or "beviljar" not in text:
            return r(text)
        head, amount, rest = text.partition(next(w for w in text.split() if w == "kronor"))
        return f'{r(head)}<w:ins w:id="1">{r(amount)}</w:ins>{r(rest)}'

    report = check(ready, as_word(TEXT, changed), "u.docx", date(2026, 11, 24))
    finding = outcome(report, "belopp")
    assert (finding.outcome, finding.reason) == (Outcome.CANNOT_TELL, Reason.READINGS_DIFFER)
    assert finding.changed is Outcome.PASSED
    assert finding.unchanged is not Outcome.PASSED
    assert outcome(report, "utkast-andringar").outcome is Outcome.FAILED
    assert outcome(report, "jamstalldhetsintegrering").outcome is outcome(base, "jamstalldhetsintegrering").outcome
    assert report.recommendation is not Recommendation.READY_TO_SIGN


@pytest.mark.parametrize(("look", "rule"), [("<w:vanish/>", "utkast-dold-text"), ("<w:strike/>", "utkast-andringar")])
def test_what_the_reader_saw_is_never_green(ready, look, rule):
    report = check(ready, as_word(TEXT, lambda t: r(t) + r(" x", look)), "u.docx", date(2026, 11, 24))
    assert outcome(report, rule).outcome is Outcome.FAILED
    assert report.recommendation is Recommendation.LOOK_CLOSER


def run(*arguments):
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "regelkoll", *arguments]
    return subprocess.run(command, capture_output=True, timeout=120, env=environment, check=False)


def test_several_processes_print_what_one_prints(tmp_path):
    for n in range(5):
        (tmp_path / f"u{n}.docx").write_bytes(as_word(TEXT))
    (tmp_path / "trasig.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "låst.docm").write_bytes(b"x")
    one, two = (run("check", str(tmp_path), "-f", "json", "--jobs", n) for n in ("1", "2"))
    assert one.stdout
    assert (two.stdout, two.stderr, two.returncode) == (one.stdout, one.stderr, one.returncode)


def begin(value):
    os.environ["POOL_TEST"] = value


def double(job):
    if job == 3:
        os._exit(9)
    return job * 2, os.environ["POOL_TEST"]


def test_a_killed_worker_loses_its_own_draft_alone():
    done = dict(worked(list(range(8)), 2, begin, ("x",), double))
    assert sorted(done) == list(range(8))
    assert [n for n, what in done.items() if isinstance(what, Lost)] == [3]
    assert all(done[n] == (n * 2, "x") for n in done if n != 3)


def gender(ready, heading):
    text = TEXT.replace("Jämställdhetsintegrering", heading)
    return outcome(
        check(ready, as_word(text), "u.docx", date(2026, 11, 24), date(2022, 3, 10)), "jamstalldhetsintegrering"
    )


def test_a_heading_in_other_words_is_neither_the_section_nor_its_absence(ready):
    for heading in ("Konsekvenser för jämställdheten", "Jämställdhet", "Jämställd tillväxt"):
        assert gender(ready, heading).outcome is Outcome.CANNOT_TELL, heading
    assert gender(ready, "Konsekvenser för miljön").outcome is Outcome.FAILED
    assert gender(ready, "JÄMSTÄLLDHETSINTEGRERING").outcome is Outcome.PASSED


def test_evidence_of_a_list_names_the_list_and_where_it_stands(ready):
    report = check(ready, as_word(TEXT), "u.docx", date(2026, 11, 24), date(2022, 3, 10))
    passed = evidence(gender(ready, "Jämställdhetsintegrering"))
    assert ("heading", "sections", "heading") in {(e.fact, e.list, e.reading.location.part) for e in passed}
    signed = evidence(outcome(report, "obligatoriska-undertecknare"))
    assert {e.reading.location.part for e in signed if e.fact in ("signatories", "role")} == {"signatures"}
    failed = evidence(gender(ready, "Konsekvenser för miljön"))
    assert [(e.fact, e.list) for e in failed] == [("sections", "")]
