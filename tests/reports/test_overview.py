"""The CSV overview, read back by the csv module."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from builders import INEXACT, VOCABULARY, fact, report, run
from richrun import UNREAD, hostile, rich, rich_run

from regelkoll.language import words
from regelkoll.model import FactType, Kind, Missing, Recommendation, Reviewed, Why
from regelkoll.reports import render
from regelkoll.reports.escaping import cell


def table(given: Any, lang: str = "en") -> list[dict[str, str]]:
    data = render(given, "csv", words(lang)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data, newline=""), delimiter=";"))


def test_the_file_is_as_a_swedish_excel_opens_it() -> None:
    data = render(rich_run(), "csv", words("sv"))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 4
    assert b";" in data.split(b"\r\n")[0]


def test_a_row_is_a_draft_with_its_counts() -> None:
    first, second, third = table(rich_run())
    assert list(first.values())[:13] == [
        "beslut.txt",
        "",
        "Fix first",
        "1",
        "2",
        "1",
        "3",
        "3",
        "0",
        "1",
        "1",
        "2",
        "1",
    ]
    assert (first["Rules in force on"], first["Checked on"]) == ("2020-11-25", "2020-11-26")
    assert first["sha256 of the draft"] == "a" * 64
    assert second["Draft"] == "mapp å/Utkast 2.docx"
    assert (third["Verdict"], third["To know"]) == ("The draft could not be checked.", "tomt.docx: Utkastet är tomt.")
    assert third["Not met, stops"] == ""


def test_the_diary_number_is_what_the_vocabulary_marks_and_the_draft_says() -> None:
    vocabulary = {**VOCABULARY, "number": FactType("number", Kind.TEXT, "diarienummer", diary=True)}
    facts = {"number": fact("number", "=24-17", "24-17")}
    assert table(run(report(vocabulary=vocabulary, facts=facts)))[0]["Diary number"] == "'=24-17"
    lost = {"number": Missing("number", Why.CONFLICTING)}
    assert table(run(report(vocabulary=vocabulary, facts=lost)))[0]["Diary number"] == ""


def test_the_counts_of_a_row_are_all_its_findings() -> None:
    row = table(run(rich()))[0]
    counts = [
        int(value) for name, value in row.items() if name.startswith(("Not met", "Cannot", "Waived", "Met", "Do not"))
    ]
    assert sum(counts) == len(rich().findings)


@pytest.mark.parametrize("recommendation", list(Recommendation))
def test_the_verdict_stands_in_words(recommendation: Recommendation) -> None:
    said = table(run(report(recommendation=recommendation)))[0]["Verdict"]
    assert said
    assert said != recommendation.value


@pytest.mark.parametrize("day", [None, INEXACT], ids=["unknown", "inexact"])
def test_a_day_that_cannot_be_told_is_said(day: Any) -> None:
    assert "20" in table(run(report(law_day=day)))[0]["Rules in force on"] or day is None
    assert table(run(report(law_day=day)))[0]["Rules in force on"]


FORMULAS = ["=cmd()", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("x";"y")', " =1"]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    told = cell(text)
    assert told[0] in "' "
    assert text.strip() in told


def test_no_cell_of_a_hostile_run_is_a_formula_or_breaks_its_row() -> None:
    given = (*(Reviewed(hostile(name=name), None, b"") for name in (*FORMULAS, 'a";b', "a\r\nb", "a;b")), UNREAD)
    rows = table(given)
    assert len(rows) == len(given)
    for row in rows:
        assert None not in row
        assert [value for value in row.values() if value.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert rows[-4]["Draft"] == 'a";b'
    assert rows[-2]["Draft"] == "a;b"


def test_plain_words_are_left_alone() -> None:
    assert [cell(text) for text in ("Åre, 2 §", "a-b", "1", "")] == ["Åre, 2 §", "a-b", "1", ""]
