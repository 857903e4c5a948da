"""GitLab's code quality report by the fields that GitLab documents."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from builders import PLACE, fact, leaf, report, rule, run
from richrun import UNREAD, hostile, rich, rich_run

from regelkoll.language import words
from regelkoll.model import Finding, Outcome
from regelkoll.reports import render

SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
RUNS = {"rich": rich_run(), "none": (), "unread": (UNREAD,), "hostile": run(hostile())}


def issues(given: Any) -> Any:
    return json.loads(render(given, "gitlab", words("en")))


@pytest.mark.parametrize("given", RUNS.values(), ids=RUNS)
def test_every_issue_has_the_documented_fields(given: Any) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(issues(given))


def test_no_two_issues_have_one_fingerprint() -> None:
    marks = [issue["fingerprint"] for issue in issues(rich_run())]
    assert len(set(marks)) == len(marks) > 10


def test_a_fingerprint_is_the_same_when_the_words_move() -> None:
    def marks(line: int, quote: str) -> list[str]:
        place = replace(PLACE, line=line, end_line=line)
        price = fact("price", "x", quote, place)
        told = Finding(rule("tak", "Tak"), Outcome.FAILED, requirement=leaf(False, price))
        return [issue["fingerprint"] for issue in issues(run(report(findings=(told,))))]

    assert marks(3, "300 kronor") == marks(30, "400 kronor")


SEVERITIES = {
    "tak": "blocker",
    "oense": "blocker",
    "start": "critical",
    "skal": "major",
    "kalla-1": "minor",
    "rad": "info",
    "kand": "info",
    "unread": "blocker",
    "waiver-lapsed": "minor",
}


@pytest.mark.parametrize("name", SEVERITIES)
def test_outcome_and_severity_make_the_weight(name: str) -> None:
    found = {issue["check_name"]: issue["severity"] for issue in reversed(issues(rich_run()))}
    assert found[name] == SEVERITIES[name]


def test_what_is_waived_or_met_is_no_issue() -> None:
    names = {issue["check_name"] for issue in issues(run(rich()))}
    assert not names & {"dispens", "ok", "delat", "gammal"}


def test_the_line_is_where_the_words_stand_and_else_the_first() -> None:
    lines = {issue["check_name"]: issue["location"]["lines"]["begin"] for issue in issues(run(rich()))}
    assert (lines["tak"], lines["kalla-1"]) == (12, 1)
