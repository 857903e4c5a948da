"""A strategist's day at the command line: a folder to begin with, a new rule, its tests, what differs, settings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments, cwd=ROOT, **env):
    environment = {**os.environ, "PYTHONUTF8": "1", **env}
    command = [sys.executable, "-m", "regelkoll", *map(str, arguments)]
    done = subprocess.run(
        command,
        capture_output=True,
        cwd=cwd,
        env=environment,
        timeout=120,
        check=False,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr
    done.stdout = done.stdout.replace("\u00a0", " ")
    return done


@pytest.fixture
def start(tmp_path):
    assert run("init", tmp_path / "nytt").returncode == 0
    return tmp_path / "nytt"


def test_a_folder_to_begin_with_works_as_it_stands(start):
    assert run("check", "cases/exempel/utkast.txt", "--today", "2024-05-02", cwd=start).returncode == 0
    assert run("lint", cwd=start).returncode == 0
    done = run("test", cwd=start)
    assert done.returncode == 0
    assert "9 exempel prövade, 0" in done.stdout
    assert "1 hela utkast prövade, 0" in done.stdout


def test_a_folder_is_never_written_over(start):
    before = (start / "regler/facts.yaml").read_bytes()
    done = run("init", start)
    assert done.returncode == 2
    assert (start / "regler/facts.yaml").read_bytes() == before
    assert run("init", start, "--schemas").returncode == 0


def test_a_new_rule_is_not_written_into_the_installed_program(tmp_path):
    """As in a wheel: the rules lie beside the program's modules."""
    shutil.copytree(ROOT / "src/regelkoll", tmp_path / "lib/regelkoll")
    shutil.copytree(ROOT / "rules", tmp_path / "lib/regelkoll/pack")
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    asked = ["new", "nytt-tak", "--area", "ny", "--fact", "amount", "--operator", "at_most", "--value", "5 kr"]
    flags = [f"--{name}=x" for name in ("title", "statute", "section", "url")] + ["--from=2024-01-01"]
    lib = str(tmp_path / "lib")
    done = run(*asked, *flags, cwd=tmp_path, PYTHONPATH=lib)
    assert done.returncode == 2
    assert "--rules" in done.stderr
    assert list(tmp_path.rglob("nytt-tak.yaml")) == []
    assert run(*asked, *flags, "--rules", "rules", cwd=tmp_path, PYTHONPATH=lib).returncode == 0
    assert list(tmp_path.rglob("nytt-tak.yaml")) == [tmp_path / "rules/ny/nytt-tak.yaml"]


def test_a_new_rule_is_whole_but_for_its_texts(start):
    done = run(
        "new",
        "hogsta-belopp",
        "--area",
        "beslut",
        "--fact",
        "amount",
        "--operator",
        "at_most",
        "--value",
        "50 000 kr",
        "--from",
        "2024-01-01",
        cwd=start,
    )
    assert done.returncode == 0, done.stderr
    tried = run("test", "-k", "hogsta-belopp", "--coverage", cwd=start)
    assert tried.returncode == 0
    assert tried.stdout.count("100 %") == 3
    codes = {p["code"] for p in json.loads(run("lint", "-f", "json", cwd=start).stdout)["problems"]}
    assert codes == {"text-todo"}


FACTS = [
    ("amount", "stated", ""),
    *(("amount", op, "5 000 kr") for op in ("is", "less_than", "at_least", "more_than", "at_most")),
    *(("decision_date", op, "2024-03-01") for op in ("before", "after", "on_or_before", "on_or_after")),
    ("signatories", "stated", ""),
]


@pytest.mark.parametrize(("fact", "operator", "value"), FACTS)
def test_every_frame_comes_out_as_it_says(start, fact, operator, value):
    given = ["--fact", fact, "--operator", operator, "--value", value, "--from", "2024-01-01"]
    assert run("new", "prov", "--area", "nytt", *given, cwd=start).returncode == 0
    assert run("test", "-k", "prov", cwd=start).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("belopp-anges", "--area", "beslut", "--fact", "amount"), "redan en regel"),
        (("Fel Id", "--area", "beslut", "--fact", "amount"), "kan inte vara id"),
        (("ny", "--area", "beslut", "--fact", "amunt"), "menade du 'amount'"),
        (("ny", "--area", "beslut", "--fact", "amount", "--operator", "matches"), "De här kan"),
        (("ny", "--area", "beslut", "--fact", "amount", "--operator", "at_most", "--value", "mycket"), "inget värde"),
        (("ny", "--area", "beslut"), "inte angivet"),
        (("ny", "--area", "../ut", "--fact", "amount"), "kan inte vara ett område"),
    ],
)
def test_what_new_refuses(start, arguments, said):
    done = run("new", *arguments, cwd=start)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (start / "regler/beslut/ny.yaml").exists()


def test_a_wrong_example_shows_expected_got_and_why(start):
    path = start / "regler/beslut/belopp-anges.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("amount: 0 kr}, expect: failed", "amount: 0 kr}, expect: passed"),
        encoding="utf-8",
    )
    done = run("test", "--junit", "ut.xml", cwd=start)
    assert done.returncode == 3
    assert "belopp-anges.yaml" in done.stdout
    text = path.read_text(encoding="utf-8").replace(
        "inget belopp, facts: {decision_date: 2024-01-01}, expect: failed",
        "inget belopp, facts: {decision_date: 2024-01-01}, expect: failed}\n  - {name: två kronor, facts: {decision_date: 2024-01-01, amount: 2 kr}, expect: failed",
    )
    path.write_text(text, encoding="utf-8")
    done = run("test", "--junit", "ut.xml", cwd=start)
    assert "väntade passed, fick failed" in done.stdout
    assert "beviljat belopp: 0 kronor" in done.stdout
    suites = ElementTree.parse(start / "ut.xml").getroot()
    assert [(s.get("name"), s.get("tests"), s.get("failures")) for s in suites] == [
        ("rules", "10", "2"),
        ("cases", "1", "0"),
    ]


def test_a_case_that_comes_out_otherwise(start):
    path = start / "cases/exempel/expected.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("belopp-anges: passed", "belopp-anges: failed"), encoding="utf-8"
    )
    done = run("test", cwd=start)
    assert done.returncode == 3
    assert "exempel: belopp-anges: väntade failed, fick passed" in done.stdout


def test_what_differs_in_words(start, tmp_path):
    old = tmp_path / "gamla"
    shutil.copytree(start / "regler", old)
    rule, rows = start / "regler/beslut/belopp-anges.yaml", start / "regler/registers/roller.yaml"
    rule.write_text(
        rule.read_text(encoding="utf-8")
        .replace("severity: warning", "severity: stop")
        .replace("more_than: 0 kr", "more_than: 100 kr")
        .replace(
            "en krona, facts: {decision_date: 2024-01-01, amount: 1 kr}",
            "mer, facts: {decision_date: 2024-01-01, amount: 101 kr}",
        ),
        encoding="utf-8",
    )
    rows.write_text(rows.read_text(encoding="utf-8").replace("titel: enhetschef", "titel: chef"), encoding="utf-8")
    (start / "regler/beslut/ratt-undertecknare.yaml").unlink()
    done = run("rules", "diff", old, start / "regler")
    assert done.returncode == 1
    for said in (
        "från ”varnar” till ”stoppar”",
        "mer än 100 kronor",
        "Borttagen regel",
        "Ändrat register: roller",
        "chef",
    ):
        assert said in done.stdout
    assert run("rules", "diff", old, old).returncode == 0


def test_why_a_rule_came_out_so(start):
    done = run("explain", "belopp-anges", "--facts", "cases/exempel/utkast.txt", cwd=start)
    assert done.returncode == 0
    assert "Regeln är uppfylld." in done.stdout
    assert "25 000 kronor” (rad 8, under Beslut)" in done.stdout
    (start / "lucka.yaml").write_text(
        "draft: {decision_date: 2024-05-02, amount: {missing: unreadable}}\n", encoding="utf-8"
    )
    done = run("explain", "belopp-anges", "--facts", "lucka.yaml", cwd=start)
    assert "Det här skulle avgöra det: beviljat belopp." in done.stdout


def test_the_catalogue_is_fresh():
    done = run("rules", "doc", cwd=ROOT)
    assert done.stdout == (ROOT / "docs/regelkatalog.md").read_text(encoding="utf-8").replace("\u00a0", " ")


def test_lists_and_pages():
    listed = run("rules", "list", "--severity", "stop", "--on", "2020-11-25").stdout
    assert "jamstalldhetsintegrering" in listed
    assert "varnar" not in listed
    page = run("rules", "show", "belopp").stdout
    assert page.startswith("# Beslutet anger ett belopp")
    assert "```yaml\ntitle: " in page
    done = run("rules", "show", "belop")
    assert (done.returncode, "menade du 'belopp'" in done.stderr) == (2, True)


def test_settings_go_flag_variable_file(start):
    shown = run("config", "show", cwd=start / "cases").stdout
    assert json.dumps(str(start / "regler"))[1:-1] in shown
    assert run("config", "path", cwd=start / "cases").stdout.strip() == str(start / "regelkoll.toml")
    wide = run("test", cwd=start, REGELKOLL_TEST_RULES=str(ROOT / "tests/second_pack"))
    assert "9 exempel" not in wide.stdout
    assert run("--isolated", "config", "path", cwd=start).returncode == 1
    (start / "regelkoll.toml").write_text('ruls = "regler"\n', encoding="utf-8")
    done = run("lint", cwd=start)
    assert (done.returncode, "menade du 'rules'" in done.stderr) == (2, True)
    (start / "andra.toml").write_text('rules = "regler"\nlang = "en"\n', encoding="utf-8")
    assert "nothing to remark on" in run("lint", "--config", "andra.toml", cwd=start).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell):
    done = run("completion", shell)
    assert done.returncode == 0
    assert "_REGELKOLL_COMPLETE" in done.stdout


def test_a_shell_is_offered_commands_and_choices():
    offered = run(COMP_WORDS="regelkoll lint --format ", COMP_CWORD="3", _REGELKOLL_COMPLETE="bash_complete").stdout
    assert {"plain,sarif", "plain,github"} <= set(offered.split())


def test_doctor_says_what_is_there(tmp_path):
    done = run("doctor")
    assert done.returncode == 0
    assert "Motorer: native" in done.stdout
    assert "pdfplumber" in done.stdout
    (tmp_path / "trasig").mkdir()
    (tmp_path / "trasig/facts.yaml").write_text("a: [\n", encoding="utf-8")
    assert run("doctor", "--rules", tmp_path / "trasig").returncode == 3


def two_versions(start, day="2025-01-01", last="2024-12-31"):
    """The start folder's rule on the amount, ended, with a new wording from `day` that demands more."""
    first = start / "regler/beslut/belopp-anges.yaml"
    text = first.read_text(encoding="utf-8")
    span = "in_force: {from: 2024-01-01}"
    assert span in text
    later = text.replace(span, f"in_force: {{from: {day}}}").replace("2024-01-01", day).replace("2023-12-31", last)
    first.write_text(
        text.replace(span, f"in_force: {{from: 2024-01-01, to: {last}}}")
        + f"  - {{name: sista dagen, facts: {{decision_date: {last}, amount: 5 kr}}, expect: passed}}\n",
        encoding="utf-8",
    )
    (start / f"regler/beslut/belopp-anges.{day}.yaml").write_text(later, encoding="utf-8")


def test_an_example_is_judged_by_the_version_it_stands_in(start):
    two_versions(start)
    assert "prövade, 0" in run("test", cwd=start).stdout
    later = start / "regler/beslut/belopp-anges.2025-01-01.yaml"
    text = later.read_text(encoding="utf-8")
    outside = "  - {name: året innan, on: 2024-06-01, facts: {amount: 5 kr}, expect: passed}\n"
    later.write_text(text + outside, encoding="utf-8")
    done = run("test", "-k", "belopp-anges", cwd=start)
    assert (done.returncode, "väntade passed, fick inapplicable" in done.stdout) == (3, True)


def test_the_next_version_tries_the_day_after(start):
    two_versions(start)
    done = run("lint", cwd=start)
    assert (done.returncode, "2024-12-31" in done.stdout) == (0, False)
    assert "100 %" in run("test", "-k", "belopp-anges", "--coverage", cwd=start).stdout
    shutil.move(start / "regler/beslut/belopp-anges.2025-01-01.yaml", start / "regler/beslut/senare.yaml")
    assert "dagen efter 2024-12-31" in run("lint", cwd=start).stdout


LIMIT = """\
hour:
  kind: amount
  label: timvärde
  rows:
    - {value: 409 kr, in_force: {from: 2024-06-01}, source: {statute: Taxan, section: punkt 7}}
"""


def with_a_limit(start):
    (start / "regler/parameters.yaml").write_text(LIMIT, encoding="utf-8")
    path = start / "regler/beslut/belopp-anges.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{amount: {more_than: 0 kr}", "{amount: {more_than: {parameter: hour}}"), "utf-8")


def case_of(start, day, amount):
    path = start / "fall.yaml"
    path.write_text(f"draft: {{decision_date: {day}, amount: {amount}}}\n", encoding="utf-8")
    return path


def test_the_value_of_a_parameter_is_shown(start):
    with_a_limit(start)
    said = run("explain", "belopp-anges", cwd=start).stdout
    assert "timvärde (409 kronor från och med 2024-06-01)" in said
    assert "timvärde: Taxan, punkt 7" in said
    draft = case_of(start, "2024-07-01", "300 kr")
    report = run("check", draft, "-v", "--today", "2024-08-01", cwd=start).stdout
    assert "Jämförs med: timvärde: 409 kr (2024-06-01–, Taxan, punkt 7)" in " ".join(report.split())


def test_a_parameter_without_a_value_is_no_matter_for_the_draft(start):
    with_a_limit(start)
    draft = case_of(start, "2024-02-01", "300 kr")
    report = " ".join(run("check", draft, "--today", "2024-08-01", cwd=start).stdout.split())
    assert "Parametern har inget värde för beslutets dag: timvärde. Säg till en strateg." in report
    assert "Ingen rad i registret" not in report
    assert "Ange beviljat belopp" not in report
    done = run("explain", "belopp-anges", "--facts", draft, cwd=start).stdout
    assert "skulle avgöra" not in done
    assert "Parametern 'hour' har inget värde för 2024-01-01" in run("lint", cwd=start).stdout


def test_versions_are_named_and_picked_by_day(start):
    two_versions(start)
    both = run("explain", "belopp-anges", cwd=start).stdout
    old, new = (both.index(f"── {name}: ") for name in ("belopp-anges", "belopp-anges.2025-01-01"))
    assert old < new
    one = run("explain", "belopp-anges.2025-01-01", cwd=start).stdout
    assert "2024-12-31" not in one
    assert "från och med 2025-01-01" in one
    picked = run("explain", "belopp-anges", "--as-of", "2024-05-01", cwd=start).stdout
    assert ("2025-01-01" in picked, "2024-12-31" in picked) == (False, True)
    none = run("explain", "belopp-anges", "--as-of", "2001-05-01", cwd=start).stdout
    assert none.startswith("Regeln gäller inte 2001-05-01.")
    assert run("rules", "show", "belopp-anges.2025-01-01", cwd=start).stdout.count("```yaml") == 1
    assert "5 exempel" in run("test", "-k", "belopp-anges.2025", cwd=start).stdout
    assert "Reglerna där: belopp-anges" in run("explain", "beslut", cwd=start).stderr


def test_a_case_that_lacks_a_rule_gets_its_line(start):
    path = start / "cases/exempel/expected.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  belopp-anges: passed\n", ""), encoding="utf-8")
    done = run("test", cwd=start)
    assert (done.returncode, "outcomes:\n  belopp-anges: passed\n" in done.stdout) == (3, True)
    assert "väntade ?" not in done.stdout


def test_one_case_by_its_folder(start):
    assert "1 hela utkast" in run("test", "--cases", "cases/exempel", cwd=start).stdout
    done = run("test", "--cases", "regler", cwd=start)
    assert (done.returncode, "finns inga utkast" in done.stderr) == (2, True)


def test_a_case_file_beside_the_draft(start):
    (start / "cases/exempel/uppgifter.yaml").write_text("known: {}\n", encoding="utf-8")
    done = run("test", cwd=start)
    assert (done.returncode, "facts: uppgifter.yaml" in done.stderr) == (3, True)
    expected = start / "cases/exempel/expected.yaml"
    expected.write_text("facts: uppgifter.yaml\n" + expected.read_text(encoding="utf-8"), encoding="utf-8")
    assert run("test", cwd=start).returncode == 0


MORE_FACTS = """
total_cost: {kind: amount, label: total kostnad, by_hand: yes}
part: {kind: share, label: andel, derive: {share: {of: amount, in: total_cost}}}
year: {kind: integer, label: år, derive: {year_of: decision_date}}
law: {kind: choice, label: lag, values: [a, b], concluded: yes}
hits:
  kind: list
  label: träffar
  empty: known
  fields: {text: {kind: text, label: text}}
  find: {any_of: [drift], in: whole}
"""


def with_more_facts(start):
    path = start / "regler/facts.yaml"
    path.write_text(path.read_text(encoding="utf-8") + MORE_FACTS, encoding="utf-8")
    (start / "regler/parameters.yaml").write_text(LIMIT, encoding="utf-8")


@pytest.mark.parametrize(
    ("fact", "operator", "value"),
    [
        ("part", "at_most", "50 %"),
        ("hits", "none", None),
        ("signatories", "some", "role = enhetschef"),
        ("signatories", "every", "name = Anna Ek"),
        ("signatories", "none", "role = enhetschef"),
        ("amount", "between", "5 kr, 10 kr"),
        ("amount", "in", "5 kr, 10 kr"),
        ("amount", "at_most", "{parameter: hour}"),
        ("total_cost", "at_most", "900 000 kr"),
        ("decision_date", "before", "2021-03-05"),
    ],
)
def test_more_frames_come_out_as_they_say(start, fact, operator, value):
    with_more_facts(start)
    given = ["--fact", fact, "--operator", operator, *(["--value", value] if value else [])]
    done = run("new", "prov", "--area", "nytt", *given, cwd=start)
    assert done.returncode == 0, done.stderr
    assert run("test", "-k", "prov", "--coverage", cwd=start).stdout.count("100 %") >= 2
    assert run("test", "-k", "prov", cwd=start).returncode == 0
    text = (start / "regler/nytt/prov.yaml").read_text(encoding="utf-8")
    assert ("decides: case_data" in text) is (fact in ("part", "total_cost"))
    assert ("known:" in text) is (fact == "total_cost")


@pytest.mark.parametrize(("fact", "operator", "value"), [("year", "at_least", "2021"), ("law", "is", "a")])
def test_what_cannot_be_made_up_is_left_to_write(start, fact, operator, value):
    with_more_facts(start)
    done = run("new", "prov", "--area", "nytt", "--fact", fact, "--operator", operator, "--value", value, cwd=start)
    assert done.returncode == 0, done.stderr
    assert "SKRIV: uppfyllt, ange uppgifterna" in (start / "regler/nytt/prov.yaml").read_text(encoding="utf-8")


def test_a_new_rule_has_the_days_that_it_is_given(start):
    for given, first in (([], None), (["--from", "2024-02-01"], "2024-02-01")):
        name = "med" if given else "utan"
        done = run("new", name, "--area", "nytt", "--fact", "amount", *given, cwd=start)
        text = (start / f"regler/nytt/{name}.yaml").read_text(encoding="utf-8")
        assert ("in_force" in text, "gäller därför alltid" in done.stdout) == (first is not None, first is None)
        assert first is None or first in text


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_person_is_asked_again_and_for_the_rest(start):
    answers = ["Fel Id", "prov", "nytt", "amunt", "amount", "hogst", "at_most", "mycket", "5 kr"]
    answers += ["varnar", "info", "text", "igår", "2024-01-01", "Högst fem kronor", "", "punkt 2", ""]
    code, said = at_a_terminal(start, answers)
    assert code == 0, said
    assert "beviljat belopp" in said
    assert "är högst" in said
    assert "menade du 'amount'" in said
    assert "ÅÅÅÅ-MM-DD" in said
    text = (start / "regler/nytt/prov.yaml").read_text(encoding="utf-8")
    for written in (
        "title: Högst fem kronor",
        "severity: info",
        "from: '2024-01-01'",
        "section: punkt 2",
        "SKRIV: lagen",
    ):
        assert written in text


def at_a_terminal(start, answers):
    """The exit code of `new` and what the terminal showed, with these lines typed."""
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    command = [sys.executable, "-m", "regelkoll", "new"]
    env = {**os.environ, "PYTHONUTF8": "1"}
    streams = {"stdin": theirs, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, cwd=start, env=env, timeout=60, check=False, **streams)
    os.close(theirs)
    os.close(ours)
    return done.returncode, done.stdout.decode()


def test_what_differs_in_facts_registers_and_reading_key_by_key(start, tmp_path):
    with_more_facts(start)
    old = tmp_path / "gamla"
    shutil.copytree(start / "regler", old)

    def change(name, *pairs):
        path = start / "regler" / name
        text = path.read_text(encoding="utf-8")
        for before, after in pairs:
            assert before in text
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")

    derive = "derive: {share: {of: amount, in: total_cost}}"
    change("facts.yaml", (f"andel, {derive}", "del, by_hand: yes"), ("any_of: [drift]", "any_of: [drift, lokal]"))
    change("parameters.yaml", ("409 kr", "420 kr"))
    change("registers/roller.yaml", ("label: ", "label: nya "))
    change("reading.yaml", ("negations: [", "negations: [knappast, "))
    two_versions(start)
    said = run("rules", "diff", old, start / "regler").stdout
    for line in (
        "Ändrad uppgift: part",
        "label: från ”andel” till ”del”",
        "by_hand: från ”(ingenting)” till ”yes”",
        "lokal",
        "Ändrad parameter: hour",
        "Rad borttagen: 409 kr",
        "Ny rad: 420 kr",
        "Ändrat register: roller",
        "Ändrat i läsprofilen: negations",
        "tillagt: knappast",
        "Ny lydelse: Beslutet anger ett belopp",
        "Exempel, nya: sista dagen (decision_date: 2024-12-31; amount: 5 kronor) → är uppfylld",
    ):
        assert line in said
