"""SARIF against its official schema, and what the schema cannot say."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from builders import FACTS, PLACE, fact, leaf, report, rule, run
from richrun import UNREAD, hostile, rich, rich_run, word

from regelkoll.language import words
from regelkoll.model import Finding, Location, Outcome, Reason, Report, Severity
from regelkoll.reports import render, sarif
from regelkoll.reports.escaping import address

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "build/node/node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json"


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema as OASIS publishes it, which `make node` fetches; a failure in CI without."""
    if not SCHEMA.is_file():
        if os.environ.get("REGELKOLL_CI"):
            pytest.fail("SARIF's schema is not there: make node")
        pytest.skip("SARIF's schema is not there: make node")
    return json.loads(SCHEMA.read_text(encoding="utf-8-sig"))


def log(given: Any = None, lang: str = "sv", verbose: bool = False) -> Any:
    return json.loads(render(rich_run() if given is None else given, "sarif", words(lang), verbose=verbose))


def one(*findings: Finding, **changes: Any) -> Any:
    return log(run(report(findings=findings, **changes)), verbose=True)["runs"][0]


RUNS = {
    "rich": rich_run(),
    "none": (),
    "unread": (UNREAD,),
    "hostile": run(hostile()),
    "hostile name": run(hostile(name="C:\\mapp å\\=a.docx")),
}


@pytest.mark.parametrize("given", RUNS.values(), ids=RUNS)
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("verbose", [False, True], ids=["short", "verbose"])
def test_what_is_written_follows_the_official_schema(schema: Any, given: Any, lang: str, verbose: bool) -> None:
    data = log(given, lang, verbose)
    checker = jsonschema.validators.validator_for(schema)
    assert list(checker(schema, format_checker=jsonschema.FormatChecker()).iter_errors(data)) == []


def test_the_schema_refuses_a_wrong_level(schema: Any) -> None:
    data = log()
    data["runs"][0]["results"][0]["level"] = "fel"
    assert list(jsonschema.validators.validator_for(schema)(schema).iter_errors(data))


LEVELS = [
    (Outcome.FAILED, Severity.STOP, "fail", "error"),
    (Outcome.FAILED, Severity.WARNING, "fail", "warning"),
    (Outcome.FAILED, Severity.INFO, "fail", "note"),
    (Outcome.CANNOT_TELL, Severity.STOP, "open", "none"),
    (Outcome.PASSED, Severity.STOP, "pass", "none"),
    (Outcome.INAPPLICABLE, Severity.STOP, "notApplicable", "none"),
]


@pytest.mark.parametrize(("outcome", "severity", "kind", "level"), LEVELS, ids=lambda one: str(one))
def test_outcome_and_severity_are_kind_and_level(outcome: Outcome, severity: Severity, kind: str, level: str) -> None:
    settles = ("money",) if outcome is Outcome.CANNOT_TELL else ()
    result = one(Finding(rule("r", "R", severity=severity), outcome, settles=settles))["results"][0]
    assert (result["kind"], result["level"]) == (kind, level)


def test_what_only_a_person_can_judge_is_for_review_and_a_fault_of_ours_is_not() -> None:
    told = [
        Finding(rule("a", "A"), Outcome.CANNOT_TELL, Reason.UNKNOWN),
        Finding(rule("b", "B"), Outcome.CANNOT_TELL, Reason.ENGINES_DISAGREE, disagreement={"native": "passed"}),
    ]
    kinds = {result["ruleId"]: result["kind"] for result in one(*told)["results"]}
    assert kinds == {"a": "review", "b": "open"}


@pytest.mark.parametrize("given", RUNS.values(), ids=RUNS)
def test_a_kind_that_is_no_failure_has_no_level(given: Any) -> None:
    """SARIF 2.1.0, 3.27.10."""
    results = log(given, verbose=True)["runs"][0]["results"]
    assert all((result["kind"] == "fail") == (result["level"] != "none") for result in results)


def test_what_is_met_is_left_out_unless_asked_for() -> None:
    short, verbose = (log(run(rich()), verbose=v)["runs"][0]["results"] for v in (False, True))
    assert {result["kind"] for result in short} == {"fail", "open", "review"}
    assert {"pass", "notApplicable"} <= {result["kind"] for result in verbose}


def test_every_rule_and_notification_that_is_named_is_described() -> None:
    told = log(verbose=True)["runs"][0]
    rules = told["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in told["results"])
    named = {note["descriptor"]["id"] for note in told["invocations"][0]["toolExecutionNotifications"]}
    assert named == {one["id"] for one in told["tool"]["driver"]["notifications"]}
    assert {"unread", "waiver-lapsed", "cp1252"} <= named


def test_a_draft_that_could_not_be_checked_makes_the_run_unsuccessful() -> None:
    lost, whole = log()["runs"][0]["invocations"][0], log(run(report()))["runs"][0]["invocations"][0]
    assert (lost["executionSuccessful"], whole["executionSuccessful"]) == (False, True)
    note = lost["toolExecutionNotifications"][-1]
    assert (note["level"], note["descriptor"]["id"], note["properties"]["exit"]) == ("error", "unread", 4)


def test_a_waiver_is_an_accepted_suppression_with_its_reason() -> None:
    results = log()["runs"][0]["results"]
    waived = [result for result in results if "suppressions" in result]
    assert [result["ruleId"] for result in waived] == ["dispens"]
    said = waived[0]["suppressions"][0]
    assert (said["kind"], said["status"], waived[0]["level"]) == ("external", "accepted", "error")
    assert "Nämnden har sagt ja." in said["justification"]
    assert "enhetschef" in said["justification"]


def test_with_a_baseline_every_result_is_old_or_new_and_without_none_is() -> None:
    states = {result["ruleId"]: result.get("baselineState") for result in log(run(rich()))["runs"][0]["results"]}
    assert states.pop("kand") == "unchanged"
    assert set(states.values()) == {"new"}
    assert all("baselineState" not in result for result in log(run(report()))["runs"][0]["results"])


def at(finding: Finding, **changes: Any) -> Any:
    return one(finding, **changes)["results"][0]["locations"][0]["physicalLocation"]


def failed(place: Location, quote: str = "beviljar 350 000 kronor") -> Finding:
    price = fact("price", FACTS["price"].value, quote, place)  # type: ignore[union-attr]
    return Finding(rule("tak", "Tak"), Outcome.FAILED, requirement=leaf(False, price))


def test_a_text_has_lines_and_columns() -> None:
    region = at(failed(PLACE))["region"]
    assert {name: value for name, value in region.items() if name != "snippet"} == {
        "startLine": 12, "endLine": 12, "startColumn": 5, "endColumn": 19,
    }  # fmt: skip


def test_a_draft_without_lines_has_characters_and_the_words() -> None:
    region = log(run(word()))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"charOffset": 40, "charLength": 23, "snippet": {"text": "beviljar 350 000 kronor"}}


def test_a_place_in_another_file_is_a_related_one() -> None:
    result = one(failed(Location("ärende.yaml", line=3)))["results"][0]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "beslut.txt", "uriBaseId": "%SRCROOT%"}
    }
    related = result["relatedLocations"][0]["physicalLocation"]
    assert (related["artifactLocation"]["uri"], related["region"]["startLine"]) == ("%C3%A4rende.yaml", 3)


def test_the_fact_is_the_logical_place() -> None:
    place = one(failed(PLACE))["results"][0]["locations"][0]["logicalLocations"]
    assert place == [{"fullyQualifiedName": "price", "kind": "property"}]


def prints(*findings: Finding, draft: str = "beslut.txt") -> list[str]:
    return [result["partialFingerprints"]["regelkollFinding/v1"] for result in one(*findings, draft=draft)["results"]]


def test_a_fingerprint_hangs_on_rule_draft_and_fact_and_on_no_line() -> None:
    here = failed(PLACE)
    moved = failed(replace(PLACE, line=99, end_line=99, start=900, end=914), "beviljar 360 000 kronor")
    assert prints(here) == prints(moved)
    assert prints(here) != prints(here, draft="annat.txt")
    other = replace(here, rule=replace(here.rule, id="annan"))
    assert len(set(prints(here, other))) == 2
    assert len(set(prints(here, replace(here, rule=replace(here.rule, version="2020-01-01"))))) == 2


ADDRESSES = {
    "beslut.txt": ("beslut.txt", True),
    "./utkast/a.txt": ("utkast/a.txt", True),
    "mapp å/Beslut ö.docx": ("mapp%20%C3%A5/Beslut%20%C3%B6.docx", True),
    "a:b#c?d%e.txt": ("a%3Ab%23c%3Fd%25e.txt", True),
    "/srv/å.txt": ("file:///srv/%C3%A5.txt", False),
    "C:\\mapp\\å b.docx": ("file:///C:/mapp/%C3%A5%20b.docx", False),
    "\\\\server\\del\\b.docx": ("file://server/del/b.docx", False),
    "mapp\\b.docx": ("mapp/b.docx", True),
    "fel\udce5.txt": ("fel%E5.txt", True),
}


@pytest.mark.parametrize("name", ADDRESSES, ids=ascii)
def test_a_name_becomes_an_address(name: str) -> None:
    assert address(name) == ADDRESSES[name]


def test_a_rule_has_its_level_area_help_and_only_a_safe_link() -> None:
    rules = {one["id"]: one for one in log()["runs"][0]["tool"]["driver"]["rules"]}
    stop, plain = rules["tak"], rules["dispens"]
    assert stop["defaultConfiguration"] == {"level": "error"}
    assert stop["properties"]["tags"] == ["pengar"]
    assert stop["helpUri"] == "https://example.org/villkor"
    assert "[Villkorsbeslutet, 2 §](https://example.org/villkor)" in stop["help"]["markdown"]
    assert "helpUri" not in plain
    assert "](" not in plain["help"]["markdown"]


def test_no_message_holds_a_link_or_a_place_to_fill() -> None:
    """SARIF 2.1.0, 3.11.5 and 3.11.6: `{0}` is filled and `[words](address)` is a link also in plain text."""
    told = one(*hostile().findings)
    for result in told["results"]:
        text = result["message"]["text"]
        assert "](" not in text
        assert not re.search(r"(?<!\{)\{(?!\{)|(?<!\})\}(?!\})", text.replace("{{", "").replace("}}", ""))


def test_of_more_results_than_github_takes_the_worst_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST", 2)
    mild = [Finding(rule(f"m{n}", "M", severity=Severity.INFO), Outcome.FAILED) for n in range(3)]
    first, second = report(findings=tuple(mild)), report(findings=(failed(PLACE),), draft="b.txt")
    told = log(run(first, second), "en")["runs"][0]
    assert [result["ruleId"] for result in told["results"]] == ["tak", "m0"]
    said = told["invocations"][0]["toolExecutionNotifications"][-1]
    assert said["message"]["text"] == "… and 2 more findings."


@pytest.mark.parametrize(("lang", "named"), [("sv", "sv-SE"), ("en", "en")])
def test_the_run_says_what_counts_characters_and_in_what_language(lang: str, named: str) -> None:
    told = log(lang=lang)["runs"][0]
    assert (told["language"], told["columnKind"]) == (named, "unicodeCodePoints")
    assert told["automationDetails"]["id"] == "regelkoll/"


def test_the_drafts_have_their_hashes() -> None:
    told: Report = report()
    artifact = log(run(told))["runs"][0]["artifacts"][0]
    assert artifact["hashes"] == {"sha-256": "a" * 64}
    assert artifact["properties"] == {"textSha256": "b" * 64}
