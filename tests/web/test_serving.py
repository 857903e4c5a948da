"""`regelkoll serve`: what it refuses to start with, and the page behind a proxy."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from served import csrf, report, serving, wait_for

from regelkoll.language import words
from regelkoll.web.theme import FAULTS, BadTheme, read_theme

TEXT = (Path(__file__).resolve().parents[2] / "cases/med-fel-2024/utkast.txt").read_bytes()
WAIVERS = """waivers:
  - rule: finansieringsplan
    diary: RUN/240099
    reason: Decided in June.
    approved_by: director
    until: {until}
"""
PNG = b"\x89PNG\r\n\x1a\n"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "regelkoll", "serve", "--no-browser", "--lang", "en", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param('colour = "#ffff00"', "contrast", id="too light a colour"),
        pytest.param('colour = "#777777"', "contrast", id="just too light"),
        pytest.param('colour = "green"', "not a colour", id="a colour by name"),
        pytest.param('color = "#005544"', "'color' does not exist", id="unknown key"),
        pytest.param("name = 1", "wrong kind", id="a number as name"),
        pytest.param("name = ", "not valid TOML", id="no TOML"),
        pytest.param('logo = "none.svg"', "logo 'none.svg'", id="no such logo"),
        pytest.param('logo = "t.toml"', "logo 't.toml'", id="a logo that is no picture"),
    ],
)
def test_a_theme_that_cannot_be_used_is_told(tmp_path, text, said):
    (tmp_path / "t.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadTheme) as fault:
        read_theme(tmp_path / "t.toml")
    assert said in words("en")(FAULTS[fault.value.code], path="t.toml", what=fault.value.what)


def test_a_theme_that_is_not_there_ends_the_start(tmp_path):
    done = run("--theme", str(tmp_path / "none.toml"))
    assert done.returncode == 2
    assert "none.toml cannot be read" in done.stderr


def test_another_address_than_this_machines_needs_a_sign_in():
    done = run("--host", "0.0.0.0")
    assert done.returncode == 2
    assert "--behind-proxy" in done.stderr
    assert done.stdout == ""


def test_without_its_libraries_it_says_what_to_install():
    code = (
        "import sys; sys.modules['uvicorn'] = None; import importlib.util as u; found = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'uvicorn' else found(name, *rest)\n"
        "from regelkoll.cli import run; sys.exit(run(['serve', '--no-browser', '--lang', 'en']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "regelkoll[web]" in done.stderr


def test_a_port_that_is_taken_is_told(server):
    done = run("--port", server.url.rsplit(":", 1)[1])
    assert done.returncode == 2
    assert "cannot listen" in done.stderr


def test_behind_a_proxy_its_users_are_told_apart_and_waivers_count(tmp_path):
    (tmp_path / "logo.png").write_bytes(PNG)
    (tmp_path / "t.toml").write_text('name = "Region Prov"\ncolour = "#123456"\nlogo = "logo.png"', encoding="utf-8")
    arguments = ("--host", "127.0.0.1", "--behind-proxy", "X-User", "--theme", str(tmp_path / "t.toml"))
    (tmp_path / "w.yaml").write_text(WAIVERS.format(until=date.today() + timedelta(300)), encoding="utf-8")
    arguments += ("--waivers", str(tmp_path / "w.yaml"), "--public-name", "regler.example")
    with serving(*arguments) as served, httpx.Client(base_url=served.url) as people:
        assert "token" not in served.address
        host = {"host": "regler.example", "origin": "https://regler.example"}
        anna, bo = {**host, "x-user": "anna"}, {**host, "x-user": "bo"}
        people.headers.update(host)
        assert people.get("/").status_code == 403
        assert people.get("/", headers={"x-user": ""}).status_code == 403
        assert people.get("/", headers=[*host.items(), ("x-user", "anna"), ("x-user", "bo")]).status_code == 403
        assert people.get("/", headers={**anna, "host": "other.example"}).status_code == 400
        page = people.get("/", headers=anna)
        assert "Region Prov" in page.text
        assert "data:image/png" in page.text
        assert "#123456" in people.get("/static/theme.css", headers=host).text
        people.headers.update(anna)
        files = {"utkast": ("a.txt", TEXT)}
        sent = people.post("/kontrollera", data={"csrf": csrf(people)}, files=files)
        shown = report(people, sent).text
        assert "Waived (1)" in shown
        assert "Decided in June." in shown
        assert people.get(sent.headers["location"], headers=bo).status_code == 404


def test_rules_and_waivers_that_are_others_now_are_told(tmp_path):
    rules, waivers, told = tmp_path / "regler", tmp_path / "w.yaml", "still checked by the old ones"
    shutil.copytree(Path(__file__).parents[1] / "second_pack", rules)
    waivers.write_text("waivers: []\n", encoding="utf-8")
    with serving("-r", str(rules), "--waivers", str(waivers)) as served, served.client() as client:
        assert told not in client.get("/").text
        for path in (next(rules.glob("avgift/*.yaml")), waivers):
            before = path.read_bytes()
            path.write_bytes(before + b"# more\n")
            wait_for(lambda: told in client.get("/om").text, 20)
            assert told not in served.stranger().get("/om").text
            path.write_bytes(before)
            wait_for(lambda: told not in client.get("/").text, 20)
        shutil.rmtree(rules)
        wait_for(lambda: told in client.get("/").text, 20)


def test_the_monitor_is_told_counts_and_nothing_else(server):
    got = httpx.get(server.url + "/halsa")
    assert got.status_code == 200
    assert set(got.json()) == {"status", "workers", "working", "waiting", "reports"}
