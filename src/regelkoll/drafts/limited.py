"""A child process with limits on memory, processor time, the clock and what it writes, and without a network where the
system lets it. What a hostile file does, it does there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import psutil

from regelkoll.drafts.gate import UnreadableDraft

MEMORY, WRITTEN, CPU, CLOCK = 512 << 20, 50 << 20, 15, 30
POLL = 0.05
WATCHED = sys.platform == "win32"
"""Whether the parent watches the child, where the system cannot be asked to limit it."""


def kept_from_network() -> bool:
    """Whether a child process has no network here."""
    return bool(_without_network())


@cache
def _without_network() -> tuple[str, ...]:
    """The command that takes the network away from what follows it, nothing where there is none."""
    if sys.platform == "win32":
        return ()
    try:
        done = subprocess.run(["unshare", "-rn", "true"], capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return ()
    return ("unshare", "-rn") if done.returncode == 0 else ()


def _limit(memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_limited(command: Sequence[str], data: bytes) -> bytes:
    """What the command writes when given the data. Raises UnreadableDraft("stopped") when it is killed or fails."""
    with tempfile.TemporaryDirectory(prefix="regelkoll-") as folder:
        return _run(command, data, folder, MEMORY)


def run_on_file(command: Sequence[str], data: bytes, given: str, made: str, memory: int) -> bytes:
    """What the command makes of a file: it runs in a folder with `given`, and what it leaves there as `made` is read.
    `{folder}` in the command is that folder's address. Raises UnreadableDraft("stopped")."""
    with tempfile.TemporaryDirectory(prefix="regelkoll-") as folder:
        (Path(folder) / given).write_bytes(data)
        address = Path(folder).as_uri()
        _run([part.replace("{folder}", address) for part in command], b"", folder, memory)
        try:
            return (Path(folder) / made).read_bytes()
        except OSError:
            raise UnreadableDraft("stopped") from None


def _run(command: Sequence[str], data: bytes, folder: str, memory: int) -> bytes:
    environment = {**os.environ, "TMPDIR": folder, "HOME": folder, "PYTHONHASHSEED": "0"}
    try:
        child = subprocess.Popen(
            [*_without_network(), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=sys.platform != "win32",
            preexec_fn=None if WATCHED else lambda: _limit(memory),
        )
    except OSError:
        raise UnreadableDraft("stopped") from None
    ended = threading.Event()
    if WATCHED:
        threading.Thread(target=_watch, args=(child, memory, Path(folder), ended), daemon=True).start()
    try:
        said, _ = child.communicate(data, timeout=CLOCK)
    except subprocess.TimeoutExpired:
        raise UnreadableDraft("stopped") from None
    finally:
        ended.set()
        _end(child)
    if child.returncode != 0:
        raise UnreadableDraft("stopped")
    return said


def _watch(child: subprocess.Popen[bytes], memory: int, folder: Path, ended: threading.Event) -> None:
    """Ends the child when it and what it started hold too much memory, take too much processor time or write too much:
    for a system that sets no such limits itself."""
    while not ended.wait(POLL):
        try:
            process = psutil.Process(child.pid)
            family = [process, *process.children(recursive=True)]
            held = sum(one.memory_info().rss for one in family)
            spent = sum(sum(one.cpu_times()[:2]) for one in family)
        except psutil.Error:
            continue  # one of them has just ended
        written = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        if held > memory or spent > CPU or written > WRITTEN:
            _end(child)
            return


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends the child and all that it started."""
    with suppress(OSError):
        if sys.platform == "win32":
            with suppress(psutil.Error):
                for one in psutil.Process(child.pid).children(recursive=True):
                    one.kill()
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)
    child.wait(timeout=CLOCK)
