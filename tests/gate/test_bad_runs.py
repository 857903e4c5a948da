"""Runs that go wrong: many broken drafts, two runs in one folder, a run that is killed. The rest goes on, nothing is
lost, nothing is left running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from scratch import DRAFT, FAULTY, environment, run, with_rules, written

BROKEN = {
    "tom.txt": b"",
    "blank.txt": b" \n\n\t\n",
    "nollor.txt": b"\0" * 400,
    "binar.txt": bytes(range(256)) * 9,
    "bild.txt": b"\x89PNG\r\n\x1a\n" + bytes(90),
    "utf16-utan-marke.txt": DRAFT.encode("utf-16-le"),
    "okand-kodning.txt": b"Beslut \x81\x8d\x8f\x90",
    "for-stor.txt": b"Beslut " * 400_000,
    "text.docx": DRAFT.encode(),
    "bara-borjan.docx": b"PK\x03\x04",
    "avklippt.docx": b"PK\x03\x04" + bytes(900),
    "text.odt": DRAFT.encode(),
    "makron.docm": b"PK\x03\x04",
    "text.pdf": DRAFT.encode(),
    "avklippt.pdf": b"%PDF-1.7\n1 0 obj\n",
    "trasig.yaml": b"draft: [\n",
    "okand-uppgift.yaml": b"draft:\n  finns_inte: 5 kr\n",
    "felaktigt-varde.yaml": b"known:\n  amount: mycket\n",
    "inget.json": b"{",
    "lista.yaml": b"- a\n- b\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_rules(tmp_path / "ärenden")


def filled(folder: Path, count: int) -> Path:
    for number in range(count):
        written(folder / f"utkast/{number % 7}/{number:04}.txt", DRAFT if number % 10 else FAULTY)
    return folder


def drafts(printed: bytes) -> dict[str, str]:
    return {report["draft"]: report["recommendation"] for report in json.loads(printed)["reports"]}


def test_a_thousand_drafts_of_which_twenty_are_broken(folder):
    """Each broken one is said in words of its own, every other one is reported as if alone, and the count is said."""
    filled(folder, 980)
    for name, data in BROKEN.items():
        written(folder / "utkast/3" / name, data)
    flags = ("-f", "json", "--today", "2026-11-24", "--engine", "native")
    done = run("check", "utkast", *flags, "-o", "json:rapport.json", cwd=folder)
    said = done.stderr.decode()
    assert done.returncode == 4
    assert len(BROKEN) == 20 and "20 of 1000 files were not checked; see above." in said
    assert [name for name in BROKEN if f"utkast/3/{name}" not in said] == []
    assert "Traceback" not in said
    found = drafts(done.stdout)
    assert len(found) == 980 and not [name for name in BROKEN if f"utkast/3/{name}" in found]
    assert sum(told == "look_closer" for told in found.values()) == 98
    assert sum(told == "ready_to_sign" for told in found.values()) == 882
    assert (folder / "rapport.json").read_bytes() == done.stdout
    shared = run("check", "utkast", *flags, "--jobs", "2", cwd=folder)
    assert (shared.returncode, shared.stdout) == (4, done.stdout)


def started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "regelkoll", "check", *arguments, "--lang", "en"]
    return subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    )


def test_two_runs_at_once_in_one_folder(folder):
    """The same report is wanted by both: it is one of theirs, whole, and nothing else is left in the folder."""
    filled(folder, 40)
    (folder / "r").mkdir()
    before = {path for path in folder.rglob("*") if path.is_file()}
    alone = {
        day: run("check", "utkast", "-f", "json", "--today", day, cwd=folder).stdout
        for day in ("2026-11-23", "2026-11-24")
    }
    for _ in range(2):
        runs = [started(folder, "utkast", "-q", "-o", "json:r/rapport.json", "--today", day) for day in alone]
        ended = [one.communicate(timeout=120) for one in runs]
        assert [one.returncode for one in runs] == [1, 1]
        assert [err for _, err in ended] == [b"", b""]
        assert (folder / "r/rapport.json").read_bytes() in alone.values()
        assert {path for path in folder.rglob("*") if path.is_file()} - before == {folder / "r/rapport.json"}


# ── killed ────────────────────────────────────────────────────────────────────────────────────────────────────────


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    left = psutil.wait_procs(processes, timeout=20)[1]
    return [one for one in left if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def until(true: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < 60
        time.sleep(0.02)


def in_work(process: subprocess.Popen[bytes], workers: int) -> list[psutil.Process]:
    """What the run has started, when so many workers have begun to work."""
    parent = psutil.Process(process.pid)
    if workers:
        until(lambda: sum(one.cpu_times().user > 0.6 for one in parent.children()) >= workers)
    else:
        until(lambda: parent.cpu_times().user > 1.0)
    return parent.children(recursive=True)


ENDED = [
    (number, jobs)
    for number in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM), signal.SIGINT)
    for jobs in (1, 2)
]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize(("number", "jobs"), ENDED, ids=[f"{n.name}, {j} jobs" for n, j in ENDED])
def test_a_killed_run_leaves_the_old_report_and_no_process(folder, number, jobs):
    filled(folder, 60)
    for name in range(2000):
        (folder / f"utkast/0/länk{name:04}.txt").symlink_to("0000.txt")
    old = written(folder / "rapport.json", '{"gammal": true}')
    before = {path for path in folder.rglob("*") if path.is_file()}
    with started(folder, "utkast", "-f", "json", "-o", "json:rapport.json", "--jobs", str(jobs)) as process:
        children = in_work(process, jobs if jobs > 1 else 0)
        assert len(children) >= (jobs if jobs > 1 else 0)
        process.send_signal(number)
        printed, said = process.communicate(timeout=60)
    codes = {signal.SIGTERM: 143, signal.SIGINT: 130}
    assert process.returncode == codes.get(number, -number), said.decode()
    assert (printed, old.read_bytes()) == (b"", b'{"gammal": true}')
    assert alive(children) == []
    assert {path for path in folder.rglob("*") if path.is_file()} == before
    assert "Traceback" not in said.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_run_that_is_killed_as_it_writes_leaves_a_whole_report(folder):
    """Killed ever later, until one run gets to its end: what stands there is the old report or the new one."""
    filled(folder, 30)
    whole = run("check", "utkast", "-f", "json", "--today", "2026-11-24", cwd=folder).stdout
    seen = set()
    for step in range(40):
        path = written(folder / "rapport.json", "gammal")
        process = started(folder, "utkast", "-q", "-o", "json:rapport.json", "--today", "2026-11-24")
        try:
            process.communicate(timeout=0.2 + 0.1 * step)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=60)
        seen.add(path.read_bytes())
        if process.returncode == 1:
            break
    assert seen == {b"gammal", whole}


def test_a_worker_that_is_killed_costs_its_draft_alone(folder):
    """Its draft is tried again, and the report is as if nothing had happened."""
    filled(folder, 400)
    alone = run("check", "utkast", "-f", "json", "--today", "2026-11-24", cwd=folder)
    with started(folder, "utkast", "-f", "json", "--today", "2026-11-24", "--jobs", "2") as process:
        workers = [one for one in in_work(process, 2) if "spawn_main" in " ".join(one.cmdline())]
        os.kill(workers[0].pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        printed, said = process.communicate(timeout=120)
    assert (process.returncode, printed) == (alone.returncode, alone.stdout), said.decode()
