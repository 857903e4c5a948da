"""A folder of rules and drafts under git, as a region would have it, and the program run in it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

from regelkoll.cli import run as program
from regelkoll.tooling.editor import start_folder

ROOT = Path(__file__).resolve().parents[2]
FILES = start_folder()
DRAFT = FILES["cases/exempel/utkast.txt"].decode("utf-8")
FAULTY = DRAFT.replace("25 000 kronor", "0 kronor")
OWN = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Kim Ek",
    "GIT_AUTHOR_EMAIL": "kim.ek@example.org",
    "GIT_COMMITTER_NAME": "Kim Ek",
    "GIT_COMMITTER_EMAIL": "kim.ek@example.org",
}


def environment(**more: str) -> dict[str, str]:
    """This process's, without what a caller's git or settings would add."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "REGELKOLL_CHECK"))}
    return {**kept, "PYTHONUTF8": "1", **OWN, **more}


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def written(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def with_rules(folder: Path) -> Path:
    """The folder with settings, two rules and the case that tries them."""
    for name, data in FILES.items():
        if name.startswith(("regler/", "cases/")) or name == "regelkoll.toml":
            written(folder / name, data)
    return folder


def committed(folder: Path, message: str = "change") -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def run(
    *arguments: str | Path, cwd: Path, stdin: bytes | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "regelkoll", *map(str, arguments), "--lang", "en"]
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, env=environment(**env), timeout=120, check=False
    )


def run_here(*arguments: str | Path, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The same in this process, for tables of many runs."""
    streams = [io.TextIOWrapper(io.BytesIO(data), encoding="utf-8") for data in (stdin, b"", b"")]
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        with contextlib.chdir(cwd):
            code = program([*map(str, arguments), "--lang", "en"])
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    for stream in streams:
        stream.flush()
    printed, said = (stream.buffer.getvalue() for stream in streams[1:])
    return subprocess.CompletedProcess([], code, printed, said)


def drafts_in(printed: bytes) -> list[str]:
    """The drafts that a JSON report is about, sorted."""
    data = json.loads(printed)
    return sorted(report["draft"] for report in data.get("reports", [data]))
