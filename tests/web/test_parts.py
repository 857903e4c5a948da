"""The page's parts by themselves: form fields from the vocabulary, the line to the workers, what is kept, what is
vendored."""

from __future__ import annotations

import base64
import hashlib
import os
import pickle
import subprocess
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from regelkoll.check import checker, review
from regelkoll.language import words
from regelkoll.model import FactType, FieldType, Kind
from regelkoll.rulefiles import load_rules
from regelkoll.web.answers import Check, Checked, Draft
from regelkoll.web.compared import compared
from regelkoll.web.filling import case_file_of, faults, field_of, filled_in
from regelkoll.web.kept import Bounds, Reports
from regelkoll.web.packed import Packing
from regelkoll.web.rulepages import plain
from regelkoll.web.saving import ways
from regelkoll.web.site import STATIC
from regelkoll.web.trying import patched
from regelkoll.web.workers import Busy, Limits, Stopped, Workers

ROOT = Path(__file__).resolve().parents[2]
PACK = load_rules(ROOT / "tests/second_pack")
EN = words("en")
DAY = date(2026, 11, 25)


def draft(text: str = "Beslut\n") -> Draft:
    return Draft(text.encode(), "a.txt", DAY)


def done(data: bytes = b"x") -> Future[bytes]:
    made: Future[bytes] = Future()
    made.set_result(data)
    return made


def test_the_script_from_elsewhere_is_the_one_that_was_looked_at():
    """htmx.org 4.0.1 (0BSD), dist/htmx.min.js as it is published."""
    found = hashlib.sha384((STATIC / "htmx.min.js").read_bytes()).digest()
    assert base64.b64encode(found).decode() == "Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"
    assert "Zero-Clause BSD" in (STATIC / "htmx.LICENSE.txt").read_text(encoding="utf-8")


ROLES = FactType("x", Kind.LIST, "roles", fields={n: FieldType(n, Kind.TEXT, n) for n in ("name", "role")})


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        (FactType("x", Kind.YES_NO, "x"), "yes_no"),
        (FactType("x", Kind.CHOICE, "x", ("a", "b")), "radio"),
        (FactType("x", Kind.CHOICE, "x", tuple("abcdefgh")), "select"),
        (FactType("x", Kind.DATE, "x"), "date"),
        (FactType("x", Kind.AMOUNT, "x"), "line"),
        (ROLES, "area"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.kind.value,
)
def test_the_kind_decides_the_field(kind, shape):
    made = field_of(kind, PACK, {"x": "y"}, {"x": "no"}, EN)
    assert (made.shape, made.value, made.wrong) == (shape, "y", "no")


def given_pack(kind: FactType):
    return replace(PACK, vocabulary={"x": kind})


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (Kind.DATE, "2024-02-29", ""),
        (Kind.DATE, "2023-02-29", "cannot be read as a date"),
        (Kind.AMOUNT, "150 000", ""),
        (Kind.AMOUNT, "mycket", "cannot be read as an amount"),
        (Kind.YES_NO, "kanske", "cannot be read as yes or no"),
        (Kind.CHOICE, "c", "not one of the values"),
        (Kind.TEXT, "a: [b", ""),
        (Kind.TEXT, "{missing: unreadable}", ""),
    ],
)
def test_what_is_wrong_with_a_value_is_said(kind, text, said):
    pack = given_pack(FactType("x", kind, "x", ("a", "b") if kind is Kind.CHOICE else ()))
    found = faults({"x": text}, pack, EN)
    assert said in found["x"] if said else found == {}


def test_a_list_is_written_a_line_a_record():
    pack = given_pack(ROLES)
    made = case_file_of({"x": "Anna Berg; chef\n\nBo Ek"}, pack)
    assert made is not None
    assert made[0].decode() == "known:\n  x:\n  - name: Anna Berg\n    role: chef\n  - name: Bo Ek\n"
    assert "3 parts" in faults({"x": "a; b; c"}, pack, EN)["x"]


def test_an_empty_field_takes_its_value_away_and_a_strange_one_is_passed_over():
    pack = given_pack(FactType("x", Kind.TEXT, "x"))
    assert filled_in({"fakta-x": " y ", "fakta-z": "1", "csrf": "1"}, {}, pack) == {"x": "y"}
    assert filled_in({"fakta-x": " "}, {"x": "y"}, pack) == {}


def test_reports_are_bounded_and_what_is_under_way_stays():
    reports = Reports(Bounds(each=2, all=3))
    under_way = reports.keep("a", draft(), Future())
    kept = [reports.keep("a", draft(), done()) for _ in range(3)]
    assert reports.of("a", under_way.id) is not None
    assert reports.of("a", kept[0].id) is None
    assert reports.of("a", kept[2].id) is not None
    assert reports.of("b", kept[2].id) is None
    assert reports.last("a") == kept[2]
    for _ in range(3):
        reports.keep("b", draft(), done())
    assert len(reports) <= 4


def answer(workers: Workers, owner: str = "anna") -> Future[bytes]:
    return workers.ask(Check(draft("Beslut\n\nSkolan anlitar Anna.\n")), 1, owner)


def test_no_one_has_the_whole_line():
    workers = Workers(PACK, {}, Limits(workers=0, waiting=6, each=2))
    for _ in range(2):
        answer(workers)
    with pytest.raises(Busy):
        answer(workers)
    assert not answer(workers, "bo").done()
    assert workers.waiting == 3


@pytest.mark.skipif(os.name != "posix", reason="limits on open files")
def test_a_process_that_could_not_be_started_is_started_later():
    import resource

    workers = Workers(PACK, {}, Limits(workers=1))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        assert answer(workers).result(60)
        workers.processes[0].kill()
        workers.processes[0].join(10)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
        asked = answer(workers)
        with pytest.raises(Stopped):
            asked.result(60)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert answer(workers).result(60)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        workers.close()


def test_bytes_are_bounded_too():
    reports = Reports(Bounds(bytes=1000))
    first = reports.keep("a", draft(), done(b"x" * 900))
    reports.keep("a", draft(), done(b"x" * 900))
    assert reports.of("a", first.id) is None


@pytest.mark.parametrize("bounds", [Bounds(bytes=3000), Bounds(all=3)], ids=["bytes", "number"])
def test_the_many_reports_of_one_cost_nobody_else_theirs(bounds):
    reports = Reports(bounds)
    other = reports.keep("b", draft(), done(b"x" * 900))
    own = [reports.keep("a", draft(), done(b"x" * 900)) for _ in range(6)]
    assert reports.of("b", other.id) is not None
    assert [reports.of("a", one.id) is not None for one in own] == [False] * 4 + [True] * 2


class Evil:
    def __reduce__(self):
        return (print, ("run",))


def test_an_answer_is_the_programs_own_types_and_nothing_else(capsys):
    packing = Packing(PACK)
    with pytest.raises(pickle.UnpicklingError, match="print"):
        packing.unpacked(pickle.dumps(Evil()))
    assert capsys.readouterr().out == ""


def test_a_report_is_the_same_after_it_was_packed():
    ready = checker(PACK)
    example = next(rule for rule in PACK.rules if rule.examples).examples[0]
    reviewed = review(ready, b"draft: {}\n", f"{example.name}.yaml", DAY)
    packing = Packing(PACK)
    data = packing.packed(Checked(reviewed))
    assert packing.unpacked(data) == Checked(reviewed)
    assert len(data) < len(pickle.dumps(reviewed))


def test_a_report_against_itself_has_nothing_new():
    report = review(checker(PACK), b"draft: {}\n", "a.yaml", DAY).report
    found = compared(report, report, "x", EN)
    assert (found.mended, found.new) == ((), ())
    assert found.remains
    assert {one.outcome for one in found.remains} == {"cannot be told"}


@pytest.mark.parametrize(
    ("name", "has", "lacks"),
    [
        ("a.docx", {"docx", "json", "case"}, {"pdf-notes"}),
        ("a.txt", {"html", "case"}, {"docx", "pdf-notes"}),
        ("a.pdf", {"json"}, {"docx"}),
    ],
)
def test_only_what_can_be_had_is_offered(name, has, lacks):
    found = {way.format for way in ways(name)}
    assert has <= found
    assert not lacks & found


def test_a_files_name_goes_whole_in_the_answer():
    assert all("%C3%A5%22%C3%A4%3B" in way.disposition for way in ways('å"ä;.txt'))


@pytest.mark.parametrize(("old", "new"), [("a\nb\n", "a\nc\n"), ("a", "a\nb"), ("", "a\n")])
def test_a_change_is_a_patch_that_git_takes(tmp_path, old, new):
    (tmp_path / "r").mkdir()
    (tmp_path / "r/x.yaml").write_text(old if old.endswith("\n") or not old else old + "\n", encoding="utf-8")
    patch = patched("r/x.yaml", old, new)
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=tmp_path, check=True, timeout=30)
    assert (tmp_path / "r/x.yaml").read_text(encoding="utf-8") == (new if new.endswith("\n") else new + "\n")
    assert patched("r/x.yaml", old, old) == ""


@pytest.mark.parametrize(("asked", "same"), [("Å", "a"), ("JÄMSTÄLLD", "jamstalld"), ("ö", "o"), ("é", "e")])
def test_a_search_passes_over_marks_and_capitals(asked, same):
    assert plain(asked) == same
