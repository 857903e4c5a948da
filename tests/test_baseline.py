"""The baseline: what is old, what it lets through and what never, and the file that holds it."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from test_waivers import FACTS, FAILS, PASSES, READY, RULE, TODAY, UNTOLD, run, shown, tried, waiver

from regelkoll.check import check, exit_code
from regelkoll.engine.verdict import recommended
from regelkoll.model import Fact, Location, Missing, Note, Outcome, Reading, Reason, Recommendation, Records, Trace, Why
from regelkoll.tooling.baseline import (
    BadBaseline,
    Entry,
    entries_of,
    entry_of,
    marked,
    pruned,
    read_baseline,
    written_baseline,
)

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs/undantag.md"


def held(*reports):
    return frozenset(entry for report in reports for entry in entries_of(report, str))


def is_old(before, after, **given):
    report = marked(tried(after, **given), held(tried(before, **given)), str)
    return next(f for f in report.findings if f.rule.id == "prov").old


# ── which findings are old ────────────────────────────────────────────────────────────────────────────────────────

NAMELESS = FAILS.replace("nr: AB 12/0034, ", "")
CHANGES = [
    ("nothing", FAILS, FAILS, True),
    ("the words stand elsewhere", FAILS, "# en rad till\n\n" + FAILS, True),
    ("the diary number is spelt otherwise", FAILS, FAILS.replace("AB 12/0034", "ab 12 / 0034"), True),
    ("a fact that the rule does not look at", FAILS, FAILS.replace("tak: 500 kr", "tak: 600 kr"), True),
    ("another value, failing as well", FAILS, FAILS.replace("50 kr", "60 kr"), False),
    ("the same value in other words", FAILS, FAILS.replace("belopp: 50 kr", "belopp: 50 kronor"), False),
    ("another outcome", UNTOLD, FAILS, False),
    ("another reason why it cannot be told", UNTOLD, UNTOLD[:-2] + ", belopp: {missing: unreadable}}\n", False),
    ("another draft", FAILS, FAILS.replace("0034", "0035"), False),
    ("no diary number", NAMELESS, NAMELESS, True),
    ("a diary number since", NAMELESS, FAILS, False),
]


@pytest.mark.parametrize(("before", "after", "old"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_a_finding_is_old_while_all_that_it_rests_on_is_the_same(before, after, old):
    assert is_old(before, after) is old


def test_a_finding_is_old_by_its_file_where_there_is_no_diary_number():
    ready, case = READY["stop"], NAMELESS.encode()
    one, other = (check(ready, case, name, TODAY) for name in ("a/beslut.yaml", "b/beslut.yaml"))
    assert [f.old for f in marked(other, held(one), str).findings] == [False, False]
    assert any(f.old for f in marked(one, held(one), str).findings)


def test_no_diary_number_is_the_name_of_a_file():
    ready = READY["stop"]
    nameless = check(ready, NAMELESS.encode(), "a/beslut.yaml", TODAY)
    poser = check(ready, FAILS.replace("AB 12/0034", "'file:a/beslut.yaml'").encode(), "b/beslut.yaml", TODAY)
    assert {entry.draft for entry in held(nameless)} == {"file:a/beslut.yaml"}
    assert {entry.draft for entry in held(poser)} == {"file:b/beslut.yaml"}


def test_a_new_version_of_the_rule_leaves_the_finding_old():
    report = tried(FAILS)
    later = replace(
        report, findings=tuple(replace(f, rule=replace(f.rule, version="2027-01-01")) for f in report.findings)
    )
    assert any(f.old for f in marked(later, held(report), str).findings)


def test_what_passed_is_not_in_the_file():
    assert held(tried(PASSES)) == frozenset()
    assert {e.rule for e in held(tried(FAILS))} == {"prov"}


def test_a_finding_that_a_waiver_answers_for_is_not_put_in_the_file():
    assert held(tried(FAILS, waiver())) == frozenset()
    assert held(tried(FAILS, waiver(until=TODAY - timedelta(days=1)))) == frozenset()


def test_marking_changes_neither_outcome_nor_recommendation():
    report = tried(FAILS)
    after = marked(report, held(report), str)
    assert after.recommendation is Recommendation.FIX_FIRST
    assert [(f.rule.id, f.outcome) for f in after.findings] == [(f.rule.id, f.outcome) for f in report.findings]
    assert (exit_code(report), exit_code(after)) == (1, 0)
    assert exit_code(after, "info") == 0


def test_an_old_finding_counts_in_the_recommendation():
    old = [replace(f, old=True) for f in tried(FAILS).findings]
    assert recommended(old, False, False) is Recommendation.FIX_FIRST


def test_an_old_decision_without_a_date_still_stops():
    undated = FAILS.replace("dag: 2024-01-01, ", "")
    report = marked(tried(undated), held(tried(undated)), str)
    assert any(f.old for f in report.findings)
    assert exit_code(report) == 1


def test_engines_that_disagree_are_never_old():
    report = tried(FAILS)
    split = replace(
        report,
        findings=tuple(
            replace(f, disagreement={"native": "failed", "durable": "passed"}) if f.rule.id == "prov" else f
            for f in report.findings
        ),
    )
    assert held(split) == frozenset()
    assert not any(f.old for f in marked(split, held(report), str).findings)
    assert exit_code(marked(split, held(report), str)) == 70


def read(name, quote, value="v", line=1):
    return Fact(name, value, (Reading(value, quote, Location("a", line=line)),))


def people(*quotes, complete=True):
    return Fact("people", Records(tuple({"name": read("name", quote)} for quote in quotes), complete))


SEEN = tried(FAILS).findings[1]
LEAF = Trace(SEEN.rule.requires, False, facts=(read("a", "ord"), people("Bo", "Ann"), Missing("b", Why.NOT_STATED)))


def rests(leaf=LEAF, **changes):
    return entry_of(replace(SEEN, requirement=leaf, **changes), "d")


def with_facts(*facts):
    return rests(replace(LEAF, facts=facts))


RESTS = [
    ("the same", rests(), True),
    ("another line", with_facts(read("a", "ord", line=9), *LEAF.facts[1:]), True),
    ("other spaces", with_facts(read("a", " ord\n"), *LEAF.facts[1:]), True),
    ("another value of the same words", with_facts(read("a", "ord", "w"), *LEAF.facts[1:]), True),
    ("records in another order", with_facts(LEAF.facts[0], people("Ann", "Bo"), LEAF.facts[2]), True),
    ("a limit's words", rests(replace(LEAF, notes=(Note("limit", "tak: 5 kr"),))), True),
    ("other words", with_facts(read("a", "andra ord"), *LEAF.facts[1:]), False),
    ("a record more", with_facts(LEAF.facts[0], people("Ann", "Bo", "Eva"), LEAF.facts[2]), False),
    ("another record", with_facts(LEAF.facts[0], people("Ann", "Eva"), LEAF.facts[2]), False),
    ("a list read in part", with_facts(LEAF.facts[0], people("Bo", "Ann", complete=False), LEAF.facts[2]), False),
    ("missing for another reason", with_facts(*LEAF.facts[:2], Missing("b", Why.UNREADABLE)), False),
    ("another fact missing", with_facts(*LEAF.facts[:2], Missing("c", Why.NOT_STATED)), False),
    ("something else lacking", rests(replace(LEAF, notes=(Note("lacks", "chef"),))), False),
    ("what would settle it", rests(settles=("a",)), False),
    ("why it cannot be told", rests(reason=Reason.READINGS_DIFFER), False),
    ("what the readings came to", rests(changed=Outcome.FAILED, unchanged=Outcome.PASSED), False),
    ("a part's facts", rests(replace(LEAF, facts=(), parts=(LEAF,))), True),
    ("another draft", entry_of(replace(SEEN, requirement=LEAF), "e"), False),
]


@pytest.mark.parametrize(("entry", "same"), [r[1:] for r in RESTS], ids=[r[0] for r in RESTS])
def test_what_a_finding_rests_on(entry, same):
    assert (entry == rests()) is same


# ── every cell of the table in docs/undantag.md ───────────────────────────────────────────────────────────────────

SAID = {
    "rätta först": Recommendation.FIX_FIRST,
    "titta närmare": Recommendation.LOOK_CLOSER,
    "klart": Recommendation.READY_TO_SIGN,
}
WAIVED = {"inget": None, "gäller": waiver(), "har gått ut": waiver(until=TODAY - timedelta(days=1))}
COLUMNS = [
    ("stop", FAILS),
    ("warning", FAILS),
    ("stop", UNTOLD),
    ("warning", UNTOLD),
    ("info", FAILS),
    ("info", UNTOLD),
]


def cells():
    rows = re.findall(r"^\| (ny|gammal) \| (.+?) \|(.+)\|$", TABLE.read_text(encoding="utf-8"), re.M)
    for age, state, rest in rows:
        texts = [cell.strip() for cell in rest.split("|")]
        assert len(texts) == 5
        for (severity, case), text in zip(COLUMNS, [*texts, texts[-1]], strict=True):
            name = f"{age}, {state}, {severity}, {'failed' if case is FAILS else 'cannot_tell'}"
            yield pytest.param(age, state, severity, case, text, id=name)


def test_the_table_has_every_row():
    assert len(list(cells())) == 2 * 3 * 6


@pytest.mark.parametrize(("age", "state", "severity", "case", "text"), list(cells()))
def test_a_cell_of_the_table_holds(age, state, severity, case, text):
    said, code = text.rsplit(", ", 1)
    old = held(tried(case, severity=severity)) if age == "gammal" else frozenset()
    report = marked(tried(case, WAIVED[state], severity), old, str)
    assert report.recommendation is SAID[said]
    assert exit_code(report) == int(code)
    found = next(f for f in report.findings if f.rule.id == "prov")
    assert found.old is (age == "gammal" and state != "har gått ut")
    assert (found.waiver is not None) is (state == "gäller")


# ── the file ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_file_is_sorted_and_reads_back_and_holds_no_words_of_the_draft():
    entries = held(tried(FAILS), tried(NAMELESS), tried(UNTOLD))
    data = written_baseline(entries)
    assert read_baseline(data) == entries
    assert data == written_baseline(sorted(entries, reverse=True))
    assert json.loads(data)["findings"] == sorted(json.loads(data)["findings"], key=lambda e: list(e.values()))
    assert b"50 kr" not in data
    assert str(TODAY.year).encode() not in re.sub(rb'"rests_on": "\w+"', b"", data)


BAD = {
    "empty": (b"", "damaged"),
    "cut off": (written_baseline(held(tried(FAILS)))[:-20], "damaged"),
    "another file": (b'{"a": 1}', "damaged"),
    "a report": (b'{"schema": "regelkoll.report/1", "findings": []}', "schema"),
    "a later form": (b'{"schema": "regelkoll.baseline/2", "findings": []}', "schema"),
    "no list": (b'{"schema": "regelkoll.baseline/1", "findings": {}}', "damaged"),
    "an entry of another form": (b'{"schema": "regelkoll.baseline/1", "findings": [{"rule": "a"}]}', "damaged"),
    "an entry with a number": (
        b'{"schema": "regelkoll.baseline/1", "findings": [{"draft": 1, "rule": "a", "outcome": "b", "rests_on": "c"}]}',
        "damaged",
    ),
    "deep": (b"[" * 200_000, "damaged"),
    "bytes": (bytes(range(256)), "damaged"),
}


@pytest.mark.parametrize(("data", "code"), BAD.values(), ids=BAD.keys())
def test_a_file_that_is_no_baseline_is_not_read(data, code):
    with pytest.raises(BadBaseline) as error:
        read_baseline(data)
    assert error.value.code == code


def test_pruning_takes_away_what_occurs_no_more_of_the_drafts_that_were_checked():
    other = Entry("zz1", "prov", "failed", "0")
    old = held(tried(FAILS), tried(UNTOLD)) | {other}
    assert pruned(old, [tried(FAILS)], str) == held(tried(FAILS)) | {other}
    assert pruned(old, [tried(FAILS)], str, gone=True) == held(tried(FAILS))
    assert pruned(old, [tried(PASSES)], str) == {other}
    assert pruned(old, [], str) == old


# ── the command ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def folder(tmp_path):
    files = {
        "regler/facts.yaml": FACTS.replace("form: {kind: choice, label: form, values: [a, b], concluded: yes}\n", ""),
        "regler/x/prov.yaml": RULE.format(severity="stop", fact="belopp"),
        "regler/x/annan.yaml": RULE.format(severity="warning", fact="tak"),
        "utkast/a.yaml": FAILS,
        "utkast/b.yaml": FAILS.replace("0034", "0035"),
        "regelkoll.toml": 'rules = "regler"\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def baseline(folder, command, *arguments):
    return run("baseline", command, "b.json", *arguments, "--today", "2026-11-24", cwd=folder)


def gate(folder, *arguments):
    return run("check", "utkast", "--baseline", "b.json", "-q", "--today", "2026-11-24", *arguments, cwd=folder)[0]


def test_the_gate_stops_at_what_is_new_alone(folder):
    assert run("check", "utkast", "-q", cwd=folder)[0] == 1
    code, out, _ = baseline(folder, "create", "utkast")
    assert (code, out) == (0, "2 old findings in b.json. Added: 2. Removed: 0.\n")
    first = (folder / "b.json").read_bytes()
    assert gate(folder) == 0
    (folder / "utkast/a.yaml").write_text(FAILS.replace("tak: 500 kr", "tak: 5 kr"), encoding="utf-8")
    assert gate(folder) == 1
    code, out, _ = baseline(folder, "update", "utkast")
    assert (code, out) == (0, "3 old findings in b.json. Added: 1. Removed: 0.\n")
    assert gate(folder) == 0
    (folder / "utkast/a.yaml").write_text(FAILS, encoding="utf-8")
    code, out, _ = baseline(folder, "prune", "utkast")
    assert (code, out) == (0, "2 old findings in b.json. Added: 0. Removed: 1.\n")
    assert (folder / "b.json").read_bytes() == first


def test_old_findings_are_shown_and_counted(folder):
    baseline(folder, "create", "utkast/a.yaml")
    code, out, _ = run("check", "utkast", "--baseline", "b.json", "-f", "json", cwd=folder)
    one, other = json.loads(out)["reports"]
    assert code == 1
    assert [f.get("old", False) for f in one["findings"]] == [False, True]
    assert [f.get("old", False) for f in other["findings"]] == [False, False]
    assert one["recommendation"] == "fix_first"
    report = marked(tried(FAILS), held(tried(FAILS)), str)
    assert "1 finding is old" in shown(report)
    assert "It was there when the baseline was made." in shown(report)


def test_create_writes_over_nothing_unless_forced(folder):
    (folder / "b.json").write_text("annat", encoding="utf-8")
    code, _, err = baseline(folder, "create", "utkast")
    assert code == 2
    assert "--force" in err
    assert (folder / "b.json").read_text(encoding="utf-8") == "annat"
    assert baseline(folder, "create", "utkast", "--force")[0] == 0
    assert gate(folder) == 0


@pytest.mark.parametrize("data", [b"{", b'{"schema": "regelkoll.baseline/9"}'], ids=["damaged", "another form"])
def test_a_baseline_that_cannot_be_used_is_2_and_is_left(folder, data):
    (folder / "b.json").write_bytes(data)
    for code, out, err in (
        run("check", "utkast", "--baseline", "b.json", cwd=folder),
        baseline(folder, "update", "utkast"),
        baseline(folder, "prune", "utkast"),
    ):
        assert (code, out) == (2, "")
        assert "'b.json'" in err
        assert "baseline create --force" in err
    assert (folder / "b.json").read_bytes() == data
    assert run("check", "utkast", "--baseline", "finns-inte.json", cwd=folder)[0] == 2


def test_drafts_that_cannot_be_read_are_said_and_the_rest_is_kept(folder):
    baseline(folder, "create", "utkast")
    (folder / "utkast/b.yaml").write_text("draft: {belop: 5 kr}\n", encoding="utf-8")
    (folder / "utkast/c.txt").write_bytes(b"")
    code, out, err = baseline(folder, "prune", "utkast", "--gone")
    assert code == 4
    assert out == "2 old findings in b.json. Added: 0. Removed: 0.\n"
    assert "c.txt" in err
    assert "nothing is removed of the others" in err
    code, out, _ = baseline(folder, "create", "utkast", "--force")
    assert code == 4
    assert out.startswith("1 old finding in b.json.")


def test_a_draft_without_a_diary_number_is_known_by_its_path_from_the_baselines_folder(folder):
    (folder / "utkast/a.yaml").write_text(NAMELESS, encoding="utf-8")
    baseline(folder, "create", "utkast/a.yaml")
    entries = json.loads((folder / "b.json").read_text(encoding="utf-8"))["findings"]
    assert {e["draft"] for e in entries} == {"file:utkast/a.yaml"}
    given = ["--baseline", "../b.json", "-q", "--today", "2026-11-24"]
    assert run("check", "a.yaml", *given, cwd=folder / "utkast")[0] == 0
    (folder / "annan").mkdir()
    (folder / "annan/a.yaml").write_text(NAMELESS, encoding="utf-8")
    assert run("check", "a.yaml", *given, cwd=folder / "annan")[0] == 1


def test_a_waived_finding_stops_again_when_its_waiver_lapses_though_a_baseline_was_made(folder):
    (folder / "waivers.yaml").write_text(waiver(), encoding="utf-8")
    (folder / "regelkoll.toml").write_text(
        'rules = "regler"\nwaivers = "waivers.yaml"\nbaseline = "b.json"\n', encoding="utf-8"
    )
    assert baseline(folder, "create", "utkast/a.yaml")[1].startswith("0 old findings")
    days = [date(2026, 11, 24), date(2026, 11, 25)]
    assert [run("check", "utkast/a.yaml", "-q", "--today", day, cwd=folder)[0] for day in days] == [0, 1]


def test_runs_at_once_leave_a_whole_file(folder):
    baseline(folder, "create", "utkast")
    whole = (folder / "b.json").read_bytes()
    codes = []

    def update():
        codes.append(baseline(folder, "update", "utkast")[0])

    threads = [threading.Thread(target=update) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert codes == [0, 0, 0]
    assert (folder / "b.json").read_bytes() == whole
    assert {path.name for path in folder.iterdir()} == {"b.json", "regler", "utkast", "regelkoll.toml"}


def test_a_baseline_in_the_folder_of_drafts_is_no_draft(folder):
    run("baseline", "create", "utkast/b.json", "utkast", cwd=folder)
    code, _, err = run("check", "utkast", "--baseline", "utkast/b.json", "-q", cwd=folder)
    assert code == 0
    assert "regelkoll's own reports: 1" in err
