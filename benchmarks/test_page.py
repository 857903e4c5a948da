"""The page beside the command line's own check: from start to the first page, and from a drop to the report of a Word
draft of four pages. Every figure is a whole round as a person waits for it; the server of the drop is up already."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "cases" / "komplett" / "utkast.txt").read_text(encoding="utf-8")
TURNS = 7
PAGES, LINES = 4, 45
SERVE = [sys.executable, "-m", "regelkoll", "serve", "--no-browser"]


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The draft's own text, then as much of its running text as fills four pages."""
    from docx import Document

    made = Document()
    lines = [line for line in TEXT.splitlines() if line.strip()]
    longest = max(lines, key=len)
    for line in lines + [longest] * (PAGES * LINES * 90 // len(longest) - len(lines) // 2):
        made.add_paragraph(line)
    into = io.BytesIO()
    made.save(into)
    path = tmp_path_factory.mktemp("page") / "utkast.docx"
    path.write_bytes(into.getvalue())
    return path


@contextmanager
def served() -> Iterator[httpx.Client]:
    process = subprocess.Popen(SERVE, stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://\S+", process.stdout.readline())[0]
        client = httpx.Client(base_url=address.split("?")[0], timeout=60, headers={"sec-fetch-site": "same-origin"})
        assert client.get(address, follow_redirects=True).status_code == 200
        yield client
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def report(client: httpx.Client, draft: Path) -> None:
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/").text)[1]
    files = {"utkast": (draft.name, draft.read_bytes())}
    at = client.post("/kontrollera", data={"csrf": token}, files=files).headers["location"]
    until = time.monotonic() + 60
    while "refresh" in (got := client.get(at)).headers:
        assert time.monotonic() < until
    assert 'class="draft"' in got.text


@pytest.fixture(scope="module", autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["REGELKOLL_CACHE"] = str(tmp_path_factory.mktemp("kept"))


def check(draft: Path) -> None:
    command = [sys.executable, "-m", "regelkoll", "check", str(draft)]
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode in (0, 1)


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("what", ["regelkoll check", "start to first page"])
def test_from_cold(benchmark, what: str, turn: int, draft: Path) -> None:
    if turn == 0:
        check(draft)
    benchmark.group = "page"
    benchmark.extra_info.update(system=what, turn=turn, units=1, unit="round")
    with ExitStack() as until_measured:
        work = {
            "regelkoll check": lambda: check(draft),
            "start to first page": lambda: until_measured.enter_context(served()),
        }
        benchmark.pedantic(work[what], rounds=1, iterations=1)


def test_drop(benchmark, draft: Path) -> None:
    benchmark.group = "page"
    benchmark.extra_info.update(system="drop to report", units=1, unit="round")
    with served() as client:
        report(client, draft)
        benchmark.pedantic(report, (client, draft), rounds=TURNS, iterations=1)
