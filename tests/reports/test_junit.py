"""JUnit against the schema that pytest and Jenkins keep (junit-10.xsd), and what it says of each outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders import report, run
from lxml import etree
from richrun import UNREAD, hostile, rich, rich_run

from regelkoll.language import words
from regelkoll.reports import render

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit-10.xsd")))
RUNS = {"rich": rich_run(), "none": (), "unread": (UNREAD,), "hostile": run(hostile(), hostile("\x00\ufffe]]>\udc80"))}


def parsed(given: Any, lang: str = "en") -> Any:
    return etree.fromstring(render(given, "junit", words(lang)))


@pytest.mark.parametrize("given", RUNS.values(), ids=RUNS)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_is_written_follows_the_schema(given: Any, lang: str) -> None:
    SCHEMA.assertValid(parsed(given, lang))


def test_the_schema_refuses_a_suite_without_counts() -> None:
    root = parsed(rich_run())
    del root[0].attrib["tests"]
    assert not SCHEMA.validate(root)


def by_rule(given: Any) -> dict[str, Any]:
    cases = parsed(given).findall("testsuite/testcase")
    return {case.get("name").rsplit("[", 1)[-1].rstrip("]"): case for case in cases}


OUTCOMES = [
    ("tak", "failure", "stop"),
    ("skal", "failure", "warning"),
    ("rad", "failure", "info"),
    ("kand", "failure", "old"),
    ("kalla-1", "error", "warning"),
    ("start", "error", "stop"),
    ("oense", "error", "stop"),
    ("andrad", "error", "stop"),
    ("dispens", "skipped", "waived"),
    ("gammal", "skipped", "inapplicable"),
]


@pytest.mark.parametrize(("name", "tag", "type_"), OUTCOMES, ids=[one[0] for one in OUTCOMES])
def test_an_outcome_is_a_failure_an_error_or_skipped(name: str, tag: str, type_: str) -> None:
    told = by_rule(run(rich()))[name]
    assert [(one.tag, one.get("type")) for one in told] == [(tag, type_)]
    assert told[0].get("message")


@pytest.mark.parametrize("name", ["ok", "delat"])
def test_only_what_is_met_has_nothing_in_it(name: str) -> None:
    cases = by_rule(run(rich()))
    assert len(cases[name]) == 0
    assert {key for key, case in cases.items() if len(case) == 0} == {"ok", "delat"}


def test_a_waiver_that_does_not_count_is_a_failure_of_its_own() -> None:
    cases = parsed(run(rich())).xpath("//testcase[starts-with(@classname, 'waiver-')]")
    assert [(case.get("classname"), case[0].tag, case[0].get("type")) for case in cases] == [
        ("waiver-lapsed", "failure", "waiver"),
        ("waiver-unmatched", "failure", "waiver"),
    ]


def test_the_counts_are_right_in_every_suite_and_in_the_whole() -> None:
    root = parsed(rich_run())
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(name)) == sum(case.find(tag) is not None for case in cases)
    for name in ("tests", "failures", "errors"):
        assert int(root.get(name)) == sum(int(suite.get(name)) for suite in root)


def test_a_suite_is_a_draft_and_one_that_could_not_be_checked_is_an_error() -> None:
    root = parsed(rich_run())
    assert [suite.get("name") for suite in root] == ["beslut.txt", "mapp å/Utkast 2.docx", "tomt.docx"]
    assert root[2].find("testcase/error").get("type") == "unread"


def test_a_waived_finding_says_by_whom_and_why() -> None:
    said = by_rule(run(rich()))["dispens"][0].get("message")
    assert "enhetschef" in said
    assert "2020-12-31" in said
    assert "Nämnden har sagt ja." in said


def test_what_xml_cannot_hold_is_written_out() -> None:
    text = etree.tostring(parsed(run(hostile("a\x00b\ufffec"))), encoding="unicode")
    assert "a\\x00b\\ufffec" in text


def test_there_is_no_time_and_no_machine_in_it() -> None:
    assert parsed(run(report())).xpath("//@time | //@timestamp | //@hostname") == []
