"""The command as its users meet it: exit codes, what stands on which stream, inputs, case files, languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[1]
GOOD = ROOT / "cases/klart/utkast.txt"
FAULTY = ROOT / "cases/seed-liknande/utkast.txt"
FIVE = {
    "prioriterat-omrade": "passed",
    "jamstalldhetsintegrering": "passed",
    "period-inom-budgetar": "failed",
    "obligatoriska-undertecknare": "passed",
    "handlaggarens-namn": "failed",
}


def run(*arguments, cwd=ROOT, stdin=None, **env):
    environment = {**os.environ, "PYTHONUTF8": "1", **env}
    command = [sys.executable, "-m", "regelkoll", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, cwd=cwd, input=stdin, env=environment, timeout=120, check=False)


def report(*arguments, **given):
    done = run("check", *arguments, "-f", "json", "--today", "2026-11-24", **given)
    return done.returncode, json.loads(done.stdout)


# Rules on single words and on the length of sentences, which the two texts do not share.
OTHER_WORDS = {
    "rekvisition-halvar",
    "meningarnas-langd",
    "schyst",
    "annan-finansiering",
    "lasbarhet",
    "inget-driftsstod",
}


def outcomes(data):
    return {f["rule"]: f["outcome"] for f in data["findings"]}


def test_the_complete_draft_is_ready():
    code, data = report(GOOD)
    assert (code, data["recommendation"]) == (0, "ready_to_sign")


def test_the_faulty_draft_says_its_faults():
    code, data = report(FAULTY)
    assert (code, data["recommendation"]) == (1, "look_closer")
    assert {rule: outcomes(data)[rule] for rule in FIVE} == FIVE


def test_the_real_decision_comes_out_as_the_faulty_draft(corpus):
    code, data = report(corpus / "seed/run-200534.txt")
    assert code == 1
    ours = outcomes(report(FAULTY)[1])
    assert {rule for rule, told in outcomes(data).items() if told != ours[rule]} == OTHER_WORDS
    facts = data["facts"]
    assert facts["amount"]["value"] == "300000"
    assert facts["case_id"]["value"] == "20297248"
    assert facts["officer"]["missing"] == "conflicting"
    assert {r["value"] for r in facts["officer"]["readings"]} == {"Fredrik Örtfund", "Fredrik Örtlund"}
    assert [s["role"] for s in facts["signatories"]["value"]] == [
        "tf. regional utvecklingsdirektör",
        "Ärendansvarig",
        "Strateg",
    ]


def test_the_json_report_keeps_its_schema_and_its_bytes():
    schema = json.loads((ROOT / "schema/report.schema.json").read_text(encoding="utf-8"))
    first, second = (run("check", FAULTY, GOOD, "-f", "json", "--today", "2026-11-24").stdout for _ in range(2))
    assert first == second
    data = json.loads(first)
    jsonschema.validate(data, schema)
    assert len(data["reports"]) == 2
    top = {"schema", "recommendation", "law_day", "check_day", "engines", "findings", "facts", "receipt"}
    assert top <= data["reports"][0].keys()


WRONG_USE = [
    ("wrong flag", ["check", "--formt", "json", GOOD], "--format"),
    ("unknown command", ["chekc"], "finns inte"),
    ("missing file", ["check", "finns-inte.txt"], "finns inte"),
    ("unknown rule", ["check", "--select", "prioriterat-omrad", GOOD], "prioriterat-omrade"),
    ("no such pack", ["check", "-r", "finns-inte", GOOD], "inga regler"),
    ("bad output", ["check", "-o", "pdff:x", GOOD], "FORMAT:"),
    ("explain nothing", ["explain", "handlaggarens-nam"], "handlaggarens-namn"),
]


@pytest.mark.parametrize(("arguments", "said"), [w[1:] for w in WRONG_USE], ids=[w[0] for w in WRONG_USE])
def test_wrong_use_is_2_with_a_hint(arguments, said):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_an_empty_folder_and_an_empty_pack_are_2(tmp_path):
    assert run("check", tmp_path).returncode == 2
    assert run("check", "-r", tmp_path, GOOD).returncode == 2


UNREADABLE = {
    "tom.txt": b"",
    "blank.txt": b" \n\n",
    "binar.txt": bytes(range(256)) * 20,
    "nul.txt": b"Beslut\0\0",
    "x.docx": b"PK",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_4_in_one_sentence(tmp_path, name):
    (tmp_path / name).write_bytes(UNREADABLE[name])
    done = run("check", tmp_path / name)
    assert done.returncode == 4
    assert done.stderr.decode().count("\n") == 1
    assert done.stdout == b""


def test_fifty_megabytes_are_refused(tmp_path):
    with (tmp_path / "stor.txt").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert run("check", tmp_path / "stor.txt").returncode == 4


def test_cp1252_is_read_and_flagged(tmp_path):
    path = tmp_path / "gammal.txt"
    path.write_bytes(GOOD.read_text(encoding="utf-8").encode("cp1252"))
    done = run("check", path, "--today", "2026-11-24")
    assert done.returncode == 0
    assert "Windows-1252" in done.stdout.decode()
    assert report(path)[1]["flags"] == ["cp1252"]


def test_broken_rules_are_3_and_nothing_is_checked(tmp_path):
    for name in ("facts.yaml", "reading.yaml"):
        (tmp_path / name).write_bytes((ROOT / "rules" / name).read_bytes())
    (tmp_path / "x").mkdir()
    (tmp_path / "x/regel.yaml").write_text("title: a\ntitle: b\n", encoding="utf-8")
    done = run("check", "-r", tmp_path, GOOD)
    assert done.returncode == 3
    assert done.stdout == b""
    assert "x/regel.yaml:2:1: yaml-duplicate-key" in done.stderr.decode()


def test_no_rule_that_applies_is_never_ready(tmp_path):
    code, data = report(GOOD, "--select", "strategi-glapp")
    assert (code, data["recommendation"]) == (1, "could_not_check")
    assert run("check", GOOD, "--select", "strategi-glapp", "--fail-on", "never").returncode == 1


def test_law_before_every_rule_is_said():
    done = run("check", GOOD, "--as-of", "1900-01-01")
    assert done.returncode == 1
    assert "1900-01-01" in done.stdout.decode()
    assert "Ingen av reglerna med giltighetstid gällde" in done.stdout.decode()


def test_a_folder_passes_over_what_is_no_draft(tmp_path):
    for name in ("utkast.txt", "~$utkast.txt", ".dold.txt", "utkast-granskad.txt"):
        (tmp_path / name).write_bytes(GOOD.read_bytes())
    assert run("check", tmp_path / "utkast.txt", "-q", "-o", f"json:{tmp_path / 'r.json'}").returncode == 0
    done = run("check", tmp_path, "-f", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["draft"].endswith("utkast.txt")
    said = done.stderr.decode()
    assert all(word in said for word in ("låsfiler: 1", "dolda filer: 1", "granskade kopior: 1", "rapporter: 1"))


def test_the_gravest_exit_code_wins(tmp_path):
    (tmp_path / "tom.txt").write_bytes(b"")
    assert run("check", GOOD, FAULTY, "-q").returncode == 1
    assert run("check", GOOD, FAULTY, tmp_path / "tom.txt", "-q").returncode == 4


def test_what_was_not_checked_is_counted(tmp_path):
    (tmp_path / "tom.txt").write_bytes(b"")
    (tmp_path / "utkast.txt").write_bytes(GOOD.read_bytes())
    assert "1 av 2 filer kontrollerades inte" in run("check", tmp_path, "-q").stderr.decode()
    assert "kontrollerades inte" not in run("check", tmp_path / "tom.txt", "-q").stderr.decode()


def test_standard_input():
    code, data = report("-", "--stdin-filename", "min.txt", stdin=GOOD.read_bytes())
    assert (code, data["draft"]) == (0, "min.txt")


def test_a_case_file_of_a_draft_gives_its_outcomes(tmp_path):
    for draft in (GOOD, FAULTY):
        case = tmp_path / "case.yaml"
        assert run("facts", draft, "-o", case, "--force").returncode == 0
        assert outcomes(report(case)[1]) == outcomes(report(draft)[1])


def test_a_completed_case_file_is_not_written_over(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text("known: {amount: 5 kr}\n", encoding="utf-8")
    done = run("facts", GOOD, "-o", case)
    assert (done.returncode, "finns redan" in done.stderr.decode()) == (2, True)
    assert case.read_text(encoding="utf-8") == "known: {amount: 5 kr}\n"
    done = run("facts", GOOD, "-o", case, "--force")
    assert (done.returncode, "Skrev" in done.stderr.decode(), "draft:" in case.read_text(encoding="utf-8")) == (
        0,
        True,
        True,
    )


def test_facts_beside_complete_and_contradict(tmp_path):
    known = tmp_path / "known.yaml"
    known.write_text("known:\n  money_source: egna medel\n", encoding="utf-8")
    data = report(FAULTY, "--facts", known)[1]
    assert outcomes(data)["forordning-anges"] == "inapplicable"
    known.write_text("known:\n  amount: 300 001 kr\n", encoding="utf-8")
    data = report(FAULTY, "--facts", known)[1]
    assert data["facts"]["amount"]["missing"] == "conflicting"
    assert outcomes(data)["belopp"] == "cannot_tell"


def test_a_bad_case_file_is_4_with_its_line(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text("draft:\n  amont: 300 000 kr\n", encoding="utf-8")
    done = run("check", case)
    assert done.returncode == 4
    assert "case.yaml:2:3: fact-unknown" in done.stderr.decode()
    assert "amount" in done.stderr.decode()


def test_hostile_text_is_shown_and_not_obeyed(tmp_path):
    text = FAULTY.read_text(encoding="utf-8").replace("Fredrik Ört", "Fredrik [i]\x1bÖrt")
    path = tmp_path / "ond.txt"
    path.write_text(text, encoding="utf-8")
    out = run("check", path).stdout
    assert b"\x1b" not in out
    assert b"[i]" in out


def test_english_has_no_swedish_words_of_the_program():
    out = run("check", GOOD, "--lang", "en", "--today", "2026-11-24").stdout.decode()
    assert "Ready to sign" in out or "ready" in out.lower()
    assert not any(word in out for word in ("Uppfyllda", "Kontrollen", "motorer", "gäller"))


def test_explain_and_facts_speak_plainly():
    out = run("explain", "period-inom-budgetar").stdout.decode()
    assert "delbelopp per år" in out and "http" in out
    out = run("facts", GOOD).stdout.decode()
    assert "80\u00a0000\u00a0kronor" in out and "rad 9" in out


def test_one_engine_gives_the_same_outcomes(durable):
    both, native, alone = (report(FAULTY, "--engine", e)[1] for e in ("both", "native", "durable"))
    assert both["engines"] == ["native", "durable"]
    assert outcomes(both) == outcomes(native) == outcomes(alone)


def test_another_field_runs_from_its_folder(tmp_path):
    pack = ROOT / "tests/second_pack"
    case = sorted((pack / "cases").glob("*.yaml"))[0]
    code, data = report(case, "-r", pack)
    assert code in (0, 1)
    assert {f["outcome"] for f in data["findings"]} & {"passed", "failed"}
    draft = sorted((pack / "cases").glob("*.txt"))[0]
    code, data = report(draft, "--facts", case, "-r", pack)
    assert {f["outcome"] for f in data["findings"]} & {"passed", "failed"}


def test_the_wheel_carries_its_rules(tmp_path):
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, capture_output=True, timeout=180, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    wheel = next(tmp_path.glob("*.whl"))
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    done = run("check", GOOD, "--today", "2026-11-24", cwd=tmp_path, PYTHONPATH=str(tmp_path / "site"))
    assert done.returncode == 0
    elsewhere = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    where = subprocess.run(
        [sys.executable, "-c", "from regelkoll.rulefiles import default_pack; print(default_pack())"],
        cwd=tmp_path, capture_output=True, text=True, env=elsewhere, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()) == tmp_path / "site/regelkoll/pack"


def test_the_report_in_the_readme_is_a_real_one():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pasted = readme.partition("```text\n")[2].partition("\n```")[0]
    made = run("check", "cases/avslag-2022/utkast.docx", "--today", "2026-11-24").stdout.decode()
    engines = "2 motorer har prövat varje regel oberoende av varandra: native, durable."
    alone = "Bara en motor har prövat reglerna: native. Ingen annan har kontrollerat svaren."
    assert made.rstrip().replace(alone, engines) == pasted


def test_a_gap_is_asked_for_in_words():
    out = run("check", "cases/komplett/utkast.txt", "--today", "2026-11-24").stdout.decode()
    assert "Ange om beloppet ryms inom delegationen: avgör 1 regel" in out
    assert "Bygger på antagande: 100 000 kr" in out and "Fraction" not in out
