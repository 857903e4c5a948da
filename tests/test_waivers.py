"""Waivers: when one is in force, what the others come to, and that none changes an outcome or another finding."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from regelkoll.check import check, checker, exit_code
from regelkoll.cli.clock import by_rule, day_at
from regelkoll.engine.waiving import MOST_DAYS
from regelkoll.language import words
from regelkoll.model import Outcome, Recommendation, Reviewed, Waiver, Waivers
from regelkoll.reports import render
from regelkoll.reports.sheets import sheet
from regelkoll.rulefiles import RuleProblems, load_rules
from regelkoll.rulefiles.load import read_pack
from regelkoll.rulefiles.waivers import read_waivers

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 24)
FACTS = """\
nr: {kind: text, label: diarienummer, diary: yes, by_hand: yes}
dag: {kind: date, label: dag, law_day: yes, by_hand: yes}
belopp: {kind: amount, label: belopp, by_hand: yes}
tak: {kind: amount, label: tak, by_hand: yes}
form: {kind: choice, label: form, values: [a, b], concluded: yes}
sort: {kind: choice, label: sort, values: [x, y], by_hand: yes}
"""
RULE = """\
title: En regel
source: [{{statute: Lagen}}]
severity: {severity}
decides: text
requires: {{{fact}: {{more_than: 100 kr}}}}
message: Fel.
remedy: Rätta.
why: Därför.
examples:
  - {{name: a, facts: {{{fact}: 500 kr}}, expect: passed}}
  - {{name: b, facts: {{{fact}: 5 kr}}, expect: failed}}
  - {{name: c, expect: cannot_tell}}
"""
CONCLUDES = """\
title: En slutsats
source: [{{statute: Lagen}}]
concludes: {{form: {value}}}
when: {{sort: {{is: {sort}}}}}
why: Därför.
examples:
  - {{name: a, facts: {{sort: {sort}}}, expect: {{form: {value}}}}}
  - {{name: b, expect: cannot_tell}}
"""
FAILS = "draft: {nr: AB 12/0034, dag: 2024-01-01, belopp: 50 kr, tak: 500 kr, sort: x}\n"
UNTOLD = "draft: {nr: AB 12/0034, dag: 2024-01-01, tak: 500 kr}\n"
PASSES = "draft: {nr: AB 12/0034, dag: 2024-01-01, belopp: 500 kr, tak: 500 kr}\n"


def pack(severity="stop", facts=FACTS):
    files = {
        "facts.yaml": facts,
        "x/prov.yaml": RULE.format(severity=severity, fact="belopp"),
        "x/annan.yaml": RULE.format(severity="warning", fact="tak"),
        "y/form-a.yaml": CONCLUDES.format(value="a", sort="x"),
        "y/form-b.yaml": CONCLUDES.format(value="b", sort="y"),
    }
    return read_pack({name: text.encode() for name, text in files.items()})


READY = {severity: checker(pack(severity)) for severity in ("stop", "warning", "info")}


def waiver(diary="AB 12/0034", until=TODAY, rule="prov", limits=""):
    entry = {
        "rule": rule,
        "diary": diary,
        "reason": "Nämnden har sagt ja.",
        "approved_by": "chefen",
        "until": str(until),
    }
    listed = [f"  - {json.dumps(entry, ensure_ascii=False)[:-1]}{', limits: ' + limits if limits else ''}}}"]
    return "waivers:\n" + "\n".join(listed) + "\n"


def waivers(text, ruleset):
    return read_waivers(text.encode(), "waivers.yaml", ruleset)


def tried(case, text=None, severity="stop", today=TODAY):
    ready = READY[severity]
    given = None if text is None else waivers(text, ready.ruleset)
    return check(ready, case.encode(), "arende.yaml", today, waivers=given)


def finding(report, rule="prov"):
    return next(f for f in report.findings if f.rule.id == rule)


def kinds(report):
    return [fault.kind for fault in report.waiver_faults]


# ── which drafts a waiver names ───────────────────────────────────────────────────────────────────────────────────

NAMES = [
    ("as written", "AB 12/0034", True),
    ("other case and spaces", "ab12/0034", True),
    ("other number", "AB 12/0035", False),
    ("part of it", "AB 12/003", False),
    ("longer", "AB 12/00344", False),
    ("pattern at the end", "AB 12/*", True),
    ("pattern at the beginning", "*12/0034", True),
    ("pattern within", "AB*0034", True),
    ("patterns within", "A*12*34", True),
    ("pattern that ends otherwise", "AB 12/*5", False),
    ("pattern that begins otherwise", "AC 12*", False),
    ("pattern whose ends overlap", "AB 12/0034*0034", False),
    ("pattern whose middle overlaps its end", "AB*0034*034", False),
    ("pattern of no characters", "AB 12/0034*", True),
    ("other signs are letters", "AB 12/00?4", False),
    ("dot is a dot", "AB 12.*", False),
]


@pytest.mark.parametrize(("diary", "named"), [n[1:] for n in NAMES], ids=[n[0] for n in NAMES])
def test_a_waiver_names_a_draft_by_its_diary_number(diary, named):
    report = tried(FAILS, waiver(diary))
    assert (finding(report).waiver is not None) is named
    assert report.recommendation is (Recommendation.READY_TO_SIGN if named else Recommendation.FIX_FIRST)
    assert kinds(report) == []


# ── when it is in force, and what it comes to where it is not ─────────────────────────────────────────────────────

NO_DIARY = FAILS.replace("nr: AB 12/0034, ", "")
TWO_DIARIES = FAILS.replace("AB 12/0034", "{readings: [AB 12/0034, AB 12/0035]}")
IN_FORCE, FIX, LOOK = Recommendation.READY_TO_SIGN, Recommendation.FIX_FIRST, Recommendation.LOOK_CLOSER
STANDINGS = [
    ("on its last day", FAILS, waiver(), [], IN_FORCE, 0),
    ("the day after", FAILS, waiver(until=TODAY - timedelta(days=1)), ["lapsed"], FIX, 1),
    ("limits hold", FAILS, waiver(limits="{belopp: {at_most: 50 kr}}"), [], IN_FORCE, 0),
    ("limits do not hold", FAILS, waiver(limits="{belopp: {at_most: 49 kr}}"), ["beyond"], FIX, 1),
    ("limits cannot be told", UNTOLD, waiver(limits="{belopp: {at_most: 50 kr}}"), ["beyond"], LOOK, 1),
    ("limits on a conclusion", FAILS, waiver(limits="{form: {is: a}}"), [], IN_FORCE, 0),
    ("limits on another conclusion", FAILS, waiver(limits="{form: {is: b}}"), ["beyond"], FIX, 1),
    ("limits on no conclusion", UNTOLD, waiver(limits="{form: {is: a}}"), ["beyond"], LOOK, 1),
    ("limits on what is stated", FAILS, waiver(limits="{stated: sort}"), [], IN_FORCE, 0),
    ("for two years", FAILS, waiver(until=TODAY + timedelta(days=MOST_DAYS)), [], IN_FORCE, 0),
    ("for longer", FAILS, waiver(until=TODAY + timedelta(days=MOST_DAYS + 1)), ["too_wide"], FIX, 1),
    ("nothing to waive", PASSES, waiver(), ["unmatched"], LOOK, 1),
    ("nothing to waive, by a pattern", PASSES, waiver("AB 12/*"), [], IN_FORCE, 0),
    ("nothing to waive, lapsed", PASSES, waiver(until=TODAY - timedelta(days=1)), [], IN_FORCE, 0),
    ("cannot be told is waived", UNTOLD, waiver(), [], IN_FORCE, 0),
    ("no diary number", NO_DIARY, waiver("AB 12/*"), ["no_diary"], FIX, 1),
    ("two diary numbers", TWO_DIARIES, waiver(), ["no_diary"], FIX, 1),
    ("no diary number, nothing to waive", PASSES.replace("nr: AB 12/0034, ", ""), waiver(), [], IN_FORCE, 0),
    ("another rule", FAILS, waiver(rule="annan", diary="AB 12/*"), [], FIX, 1),
]


@pytest.mark.parametrize(
    ("case", "text", "faults", "recommendation", "code"), [s[1:] for s in STANDINGS], ids=[s[0] for s in STANDINGS]
)
def test_what_a_waiver_comes_to(case, text, faults, recommendation, code):
    report = tried(case, text)
    assert kinds(report) == faults
    assert report.recommendation is recommendation
    assert exit_code(report) == code


FAIL_ON = [("stop", 0), ("warning", 1), ("info", 1), ("never", 0)]


@pytest.mark.parametrize(("fail_on", "code"), FAIL_ON, ids=[f[0] for f in FAIL_ON])
@pytest.mark.parametrize("text", [waiver(), waiver(until="2099-01-01")], ids=["unmatched", "too wide"])
def test_a_doubtful_waiver_is_a_warning_of_its_own(text, fail_on, code):
    case = PASSES if "2099" not in text else FAILS
    report = tried(case, text, severity="stop" if case is PASSES else "info")
    assert report.recommendation is Recommendation.LOOK_CLOSER
    if case is PASSES or fail_on != "info":
        assert exit_code(report, fail_on, allow_unknown=True) == code


def test_the_exact_waiver_is_shown_before_the_pattern_and_a_renewed_one_is_no_fault():
    lapsed = waiver(until=TODAY - timedelta(days=1))
    both = waiver("AB 12/*") + lapsed.removeprefix("waivers:\n")
    report = tried(FAILS, both)
    assert finding(report).waiver.diary == "AB 12/*"
    assert kinds(report) == []
    exact = waiver("AB 12/*") + waiver().removeprefix("waivers:\n")
    assert finding(tried(FAILS, exact)).waiver.diary == "AB 12/0034"


def test_a_rule_that_was_not_tried_has_no_unneeded_waiver():
    from regelkoll.check import selected

    ready = checker(selected(READY["stop"].ruleset, ["annan"], []))
    report = check(ready, PASSES.encode(), "a.yaml", TODAY, waivers=waivers(waiver(), READY["stop"].ruleset))
    assert kinds(report) == []


def test_a_draft_without_an_answer_is_not_made_ready_by_a_waiver():
    only = "draft: {nr: AB 12/0034, dag: 2024-01-01}\n"
    text = waiver() + waiver(rule="annan").removeprefix("waivers:\n")
    report = tried(only, text)
    assert [f.waiver is not None for f in report.findings] == [True, True]
    assert (report.recommendation, exit_code(report)) == (Recommendation.COULD_NOT_CHECK, 1)


def test_a_decision_without_a_date_is_not_made_ready_by_a_waiver():
    report = tried(FAILS.replace("dag: 2024-01-01, ", ""), waiver())
    assert finding(report).waiver is not None
    assert (report.recommendation, exit_code(report)) == (Recommendation.LOOK_CLOSER, 1)


def test_engines_that_disagree_are_never_waived():
    ready = checker(pack())
    evaluator = ready.evaluator
    if len(evaluator.engines) < 2:
        pytest.skip("durable_rules is not installed")

    class Other:
        name = "other"

        def judge(self, env):
            verdicts = evaluator.engines[0].judge(env)
            turned = {Outcome.FAILED: Outcome.PASSED}
            verdicts.outcomes = tuple(turned.get(outcome, outcome) for outcome in verdicts.outcomes)
            verdicts.recorded = None
            return verdicts

    evaluator.engines = (evaluator.engines[0], Other())
    report = check(ready, FAILS.encode(), "a.yaml", TODAY, waivers=waivers(waiver("AB 12/*"), ready.ruleset))
    assert finding(report).disagreement
    assert finding(report).waiver is None
    assert exit_code(report) == 70


def test_limits_on_what_the_engines_conclude_differently_do_not_hold():
    ready = checker(pack(), "native")
    (engine,) = ready.evaluator.engines

    class Other:
        name = "other"

        def judge(self, env):
            verdicts = engine.judge(env)
            return replace(verdicts, conclusions={**verdicts.conclusions, ("form", "a"): None}, recorded=None)

    given = waivers(waiver(limits="{form: {is: a}}"), ready.ruleset)
    assert finding(check(ready, FAILS.encode(), "a.yaml", TODAY, waivers=given)).waiver is not None
    ready.evaluator.engines = (engine, Other())
    report = check(ready, FAILS.encode(), "a.yaml", TODAY, waivers=given)
    assert (finding(report).waiver, kinds(report)) == (None, ["beyond"])


# ── the same in two readings of a draft with changes ──────────────────────────────────────────────────────────────

SHIPPED = load_rules(ROOT / "rules")


def test_a_waiver_must_name_the_draft_in_every_reading():
    """Two readings that differ in the diary number leave it unknown which draft it is."""
    from regelkoll.engine.names import PLAIN
    from regelkoll.engine.waiving import Circumstances, standing

    ready = READY["stop"]
    found = finding(tried(FAILS))
    one = Circumstances(ready.ruleset, {}, {}, TODAY, {}, "AB 12/0034", PLAIN)
    (given,) = waivers(waiver(), ready.ruleset).listed
    assert standing(given, found, [one, one], TODAY) == "in_force"
    assert standing(given, found, [one, replace(one, diary="AB 12/0035")], TODAY) == "no_diary"
    assert standing(given, found, [one, replace(one, diary=None)], TODAY) == "no_diary"
    assert standing(given, found, [], TODAY) == "no_diary"


def test_another_field_of_law_marks_its_own_diary_number():
    other = checker(load_rules(ROOT / "tests/second_pack"))
    data = (ROOT / "tests/second_pack/cases/varfest.txt").read_bytes()
    for diary, named in (("MN 2024-117", True), ("mn2024-117", True), ("MN 2024*", True), ("MN 2024-118", False)):
        given = waivers(waiver(diary, rule="avgift-enligt-taxa"), other.ruleset)
        report = check(other, data, "varfest.txt", TODAY, waivers=given)
        assert (finding(report, "avgift-enligt-taxa").waiver is not None) is named
        assert report.recommendation is (Recommendation.LOOK_CLOSER if named else Recommendation.FIX_FIRST)


# ── properties ────────────────────────────────────────────────────────────────────────────────────────────────────

DRAFTS = [
    ROOT / "cases/seed-liknande/utkast.txt",
    ROOT / "cases/med-fel-2024/utkast.txt",
    ROOT / "cases/klart/utkast.txt",
]


@pytest.mark.parametrize("seed", range(6))
def test_a_waiver_changes_no_outcome_and_no_finding_that_it_does_not_name(seed):
    choose = random.Random(seed)
    ready = checker(SHIPPED, "native")
    draft = choose.choice([path for path in DRAFTS if path.is_file()])
    plain = check(ready, draft.read_bytes(), draft.name, TODAY)
    number = next(k for n, k in plain.facts.items() if SHIPPED.vocabulary[n].diary)
    ids = [f.rule.id for f in plain.findings]
    chosen = choose.sample(ids, 12)
    listed = tuple(
        Waiver(
            rule,
            choose.choice([str(number.value), "*", "XX/1"]),
            "r",
            "a",
            TODAY + timedelta(days=choose.randint(-2, 900)),
        )
        for rule in chosen
    )
    report = check(ready, draft.read_bytes(), draft.name, TODAY, waivers=Waivers(listed, "0"))
    assert [(f.rule.id, f.outcome, f.reason) for f in report.findings] == [
        (f.rule.id, f.outcome, f.reason) for f in plain.findings
    ]
    assert {f.rule.id for f in report.findings if f.waiver} <= set(chosen)
    waived = [f for f in report.findings if f.waiver]
    assert all(f.outcome in (Outcome.FAILED, Outcome.CANNOT_TELL) and f.waiver.until >= TODAY for f in waived)
    assert all(f.waiver.diary != "XX/1" for f in waived)


# ── what readers see ──────────────────────────────────────────────────────────────────────────────────────────────


def shown(report, format_="terminal"):
    return render([Reviewed(report, None, b"")], format_, words("en"), width=200).decode()


def test_a_waived_finding_is_shown_with_reason_role_and_day():
    report = tried(FAILS, waiver())
    text = shown(report)
    assert "Ready to sign, with 1 waiver" in text
    assert "but for 1 that is waived" in text
    assert "Waived up to and including 2026-11-24 by chefen: Nämnden har sagt ja." in text
    data = json.loads(shown(report, "json"))
    (one,) = [f for f in data["findings"] if "waiver" in f]
    assert (one["rule"], one["outcome"]) == ("prov", "failed")
    assert one["waiver"] == {
        "approved_by": "chefen", "diary": "AB 12/0034", "reason": "Nämnden har sagt ja.", "until": "2026-11-24",
    }  # fmt: skip
    assert len(data["receipt"]["waivers_sha256"]) == 64


@pytest.mark.parametrize(
    ("case", "text", "said"),
    [
        (FAILS, waiver(until="2026-11-23"), "lapsed on 2026-11-23"),
        (FAILS, waiver(until="2099-01-01"), "lasts too long"),
        (FAILS, waiver(limits="{belopp: {at_most: 1 kr}}"), "limits that do not hold"),
        (PASSES, waiver(), "nothing to waive"),
        (NO_DIARY, waiver(), "diary number cannot be told"),
    ],
    ids=["lapsed", "too wide", "beyond", "unmatched", "no diary"],
)
def test_a_waiver_that_does_not_count_is_said_and_is_in_the_schema(case, text, said):
    import jsonschema

    report = tried(case, text)
    assert said in shown(report)
    assert any(said in fault for fault in sheet(report, words("en")).faults)
    data = json.loads(shown(report, "json"))
    assert [fault["kind"] for fault in data["waiver_faults"]] == kinds(report)
    schema = json.loads((ROOT / "schema/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)


def test_a_report_without_waivers_says_nothing_of_them():
    data = json.loads(shown(tried(FAILS), "json"))
    assert "waiver_faults" not in data
    assert "waivers_sha256" not in data["receipt"]
    assert not any("waiver" in f or "old" in f for f in data["findings"])


# ── the day ───────────────────────────────────────────────────────────────────────────────────────────────────────

MOMENTS = [
    ("winter, an hour before midnight UTC", datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ("winter, just before that", datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
    ("summer, two hours before midnight UTC", datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
    ("summer, just before that", datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
    ("the evening before summer time", datetime(2026, 3, 28, 22, 30, tzinfo=UTC), date(2026, 3, 28)),
    ("the evening of the day summer time begins", datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30)),
    ("the evening before summer time ends", datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
    ("the evening of the day summer time ends", datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
]


@pytest.mark.parametrize(("moment", "day"), [m[1:] for m in MOMENTS], ids=[m[0] for m in MOMENTS])
def test_the_day_is_that_of_stockholm(moment, day):
    assert by_rule(moment) == day
    assert day_at(moment) == day


def test_the_rule_and_the_table_of_time_zones_agree():
    moments = [datetime(2020, 1, 1, 21, 30, tzinfo=UTC) + timedelta(hours=7 * n) for n in range(8000)]
    assert [m for m in moments if by_rule(m) != day_at(m)] == []


# ── the command ───────────────────────────────────────────────────────────────────────────────────────────────────


def run(*arguments, cwd=ROOT, **env):
    environment = {**os.environ, "PYTHONUTF8": "1", "REGELKOLL_LANG": "en", **env}
    command = [sys.executable, "-m", "regelkoll", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, cwd=cwd, env=environment, timeout=120, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def folder(tmp_path):
    files = {
        "regler/facts.yaml": FACTS,
        "regler/x/prov.yaml": RULE.format(severity="stop", fact="belopp"),
        "regler/x/annan.yaml": RULE.format(severity="warning", fact="tak"),
        "regler/y/form-a.yaml": CONCLUDES.format(value="a", sort="x"),
        "regler/y/form-b.yaml": CONCLUDES.format(value="b", sort="y"),
        "arende.yaml": FAILS,
        "waivers.yaml": waiver(),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_gate_passes_until_the_waiver_lapses(folder):
    check_ = ["check", "arende.yaml", "-r", "regler", "-q"]
    assert run(*check_, cwd=folder)[0] == 1
    assert run(*check_, "--waivers", "waivers.yaml", "--today", "2026-11-24", cwd=folder)[0] == 0
    assert run(*check_, "--waivers", "waivers.yaml", "--today", "2026-11-25", cwd=folder)[0] == 1


def test_the_configuration_names_the_file_from_its_own_folder(folder):
    (folder / "regelkoll.toml").write_text('rules = "regler"\nwaivers = "waivers.yaml"\n', encoding="utf-8")
    (folder / "under").mkdir()
    assert run("check", "../arende.yaml", "-q", "--today", "2026-11-24", cwd=folder / "under")[0] == 0
    code, out, _ = run("waivers", "list", "--today", "2026-11-24", cwd=folder / "under")
    assert code == 0
    assert "2026-11-24  prov  AB 12/0034  (last day)" in out
    assert run("check", "../arende.yaml", "-q", "--isolated", "-r", "../regler", cwd=folder / "under")[0] == 1


def test_a_file_with_faults_is_3_with_every_fault_and_nothing_is_checked(folder):
    text = waiver(diary="*", rule="prv") + waiver(until="2026-02-30", diary="AB 1").removeprefix("waivers:\n")
    (folder / "waivers.yaml").write_text(text, encoding="utf-8")
    for command in (["check", "arende.yaml"], ["waivers", "list"]):
        code, out, err = run(*command, "-r", "regler", "--waivers", "waivers.yaml", cwd=folder)
        assert (code, out) == (3, "")
        assert [line.split(" ")[1] for line in err.splitlines()[:3]] == ["rule-unknown", "waiver-wide", "literal-bad"]
        assert "did you mean 'prov'?" in err
        assert "3 problems in the waivers; nothing was checked." in err
    code, out, _ = run("lint", "-r", "regler", "--waivers", "waivers.yaml", cwd=folder)
    assert code == 3
    assert "3 problems in the waivers." in out


def test_a_missing_file_is_2(folder):
    for command in (["check", "arende.yaml"], ["waivers", "list"]):
        code, _, err = run(*command, "-r", "regler", "--waivers", "finns-inte.yaml", cwd=folder)
        assert code == 2
        assert "finns-inte.yaml" in err
    assert run("waivers", "list", "-r", "regler", cwd=folder)[0] == 2


def test_several_processes_waive_the_same(folder):
    for number in range(3):
        (folder / f"a{number}.yaml").write_text(FAILS if number else UNTOLD, encoding="utf-8")
    given = ["check", "a0.yaml", "a1.yaml", "a2.yaml", "-r", "regler", "--waivers", "waivers.yaml", "-f", "json"]
    one = run(*given, "--today", "2026-11-24", cwd=folder)
    assert run(*given, "--today", "2026-11-24", "--jobs", "2", cwd=folder) == one
    assert one[0] == 0


LISTED = [
    ("all", [], ["2026-10-01", "2026-11-24", "2026-12-24", "2029-01-01"]),
    ("within 30 days", ["--lapsing-within", "30d"], ["2026-10-01", "2026-11-24"]),
    ("within 31 days", ["--lapsing-within", "31"], ["2026-10-01", "2026-11-24", "2026-12-24"]),
    ("today", ["--lapsing-within", "0d"], ["2026-10-01"]),
]


@pytest.mark.parametrize(("given", "days"), [one[1:] for one in LISTED], ids=[one[0] for one in LISTED])
def test_the_list_says_what_lapses(folder, given, days):
    all_days = ["2026-12-24", "2026-11-24", "2029-01-01", "2026-10-01"]
    parts = [waiver(f"AB 1/{n}", day).removeprefix("waivers:\n") for n, day in enumerate(all_days)]
    (folder / "waivers.yaml").write_text("waivers:\n" + "".join(parts), encoding="utf-8")
    code, out, _ = run(
        "waivers", "list", "-r", "regler", "--waivers", "waivers.yaml", "--today", "2026-11-24", *given, cwd=folder
    )
    assert code == 0
    assert [line[:10] for line in out.splitlines() if not line.startswith(" ")] == days
    assert ("lapsed, counts no more" in out) is ("2026-10-01" in days)


def test_a_number_of_days_that_is_none_is_2(folder):
    assert (
        run("waivers", "list", "-r", "regler", "--waivers", "waivers.yaml", "--lapsing-within", "snart", cwd=folder)[0]
        == 2
    )


@pytest.mark.parametrize(
    ("pattern", "taken"),
    [
        ("AB 12/*", True),
        ("*/2024", True),
        ("AB-*-24", True),
        ("AB*0034", True),
        ("A*12*34", True),
        ("AB*", False),
        ("*00*", False),
        ("*12", False),
        ("AB/*34*", False),
        ("*", False),
    ],
)
def test_a_pattern_names_a_year_or_less_where_the_year_stands(pattern, taken):
    ruleset = pack()
    if taken:
        assert [one.diary for one in waivers(waiver(pattern), ruleset).listed] == [pattern]
        return
    with pytest.raises(RuleProblems) as caught:
        waivers(waiver(pattern), ruleset)
    assert [problem.code for problem in caught.value.problems] == ["waiver-wide"]
