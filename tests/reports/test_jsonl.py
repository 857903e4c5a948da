"""JSON Lines: each line a report by itself, by the published schema."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from builders import report, run
from richrun import UNREAD, hostile, rich_run

from regelkoll.language import words
from regelkoll.reports import render
from regelkoll.reports.schema import report_schema

RUNS = {"rich": rich_run(), "unread": (UNREAD,), "hostile": run(hostile(), hostile("\x00\ufffe\u2028\u0085\udc80"))}


def lines(given: Any, verbose: bool = False) -> list[str]:
    return render(given, "jsonl", words("sv"), verbose=verbose).decode().split("\n")


@pytest.mark.parametrize("given", RUNS.values(), ids=RUNS)
@pytest.mark.parametrize("verbose", [False, True], ids=["short", "verbose"])
def test_every_line_follows_the_published_schema(given: Any, verbose: bool) -> None:
    *told, last = lines(given, verbose)
    assert (len(told), last) == (len(given), "")
    for line in told:
        jsonschema.Draft202012Validator(report_schema()).validate(json.loads(line))


def test_a_line_is_the_json_report_of_its_draft() -> None:
    alone = json.loads(render(run(report()), "json", words("sv")))
    assert json.loads(lines(run(report(), report()))[1]) == alone


def test_a_draft_that_could_not_be_checked_has_its_line() -> None:
    told = json.loads(lines(rich_run())[2])
    assert told["reports"] == []
    assert told["unread"] == [{"draft": "tomt.docx", "exit": 4, "said": ["tomt.docx: Utkastet är tomt."]}]


def test_the_json_report_with_drafts_that_could_not_be_checked_follows_the_schema() -> None:
    for given in (rich_run(), (UNREAD,), (UNREAD, UNREAD)):
        data = json.loads(render(given, "json", words("sv")))
        jsonschema.Draft202012Validator(report_schema()).validate(data)
        assert len(data["reports"]) + len(data["unread"]) == len(given)


def test_nothing_gives_no_line() -> None:
    assert lines(()) == [""]
