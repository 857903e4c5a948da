"""Processes that check drafts, and the line to them: bounded, and whole again after a process was killed."""

from __future__ import annotations

import multiprocessing
import queue
import sys
import threading
import time
from collections import Counter
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import psutil

from regelkoll.model import RuleSet, Waivers
from regelkoll.web.answers import MEMORY, Asked

CLOCK = 90.0
START = 120.0
LONGEST = 256 << 20
POLL = 0.25


class Busy(Exception):
    """The line is full; nothing was put in it."""


class Stopped(Exception):
    """The process that worked on this was killed, by a limit or from outside."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many work at once, how many may wait, how many of those for one person, how many bytes the waiting may hold,
    and seconds for one of them."""

    workers: int = 2
    waiting: int = 32
    each: int = 8
    waiting_bytes: int = 200 << 20
    seconds: float = CLOCK


@dataclass(frozen=True, slots=True)
class _Job:
    asked: Asked
    size: int
    future: Future[bytes]
    owner: str


class Workers:
    """A thread for each process hands it one question at a time. `ask` puts in line, `close` ends everything."""

    def __init__(
        self, ruleset: RuleSet, contents: dict[str, bytes], limits: Limits, waivers: Waivers | None = None
    ) -> None:
        self.given = (ruleset, contents, waivers)
        self.limits = limits
        self.line: queue.Queue[_Job | None] = queue.Queue()
        self.lock = threading.Lock()
        self.waiting = self.held = self.working = self.killed = 0
        self.waiting_of: Counter[str] = Counter()
        self.closing = False
        self.processes: dict[int, Any] = {}
        names = range(limits.workers)
        self.threads = [threading.Thread(target=self._drive, args=(n,), daemon=True) for n in names]
        for thread in self.threads:
            thread.start()

    def ask(self, asked: Asked, size: int, owner: str) -> Future[bytes]:
        """The answer to come, packed. `size` is what the question holds in bytes. Raises Busy when the line, or the
        owner's part of it, is full. The future raises Stopped when the process was killed."""
        job = _Job(asked, size, Future(), owner)
        with self.lock:
            full = self.waiting >= self.limits.waiting or self.held + size > self.limits.waiting_bytes
            if self.closing or full or self.waiting_of[owner] >= self.limits.each:
                raise Busy
            self.waiting += 1
            self.waiting_of[owner] += 1
            self.held += size
        self.line.put(job)
        return job.future

    def close(self) -> None:
        """Ends every process; whoever waits is told that theirs was stopped."""
        self.closing = True
        for _ in self.threads:
            self.line.put(None)
        for process in list(self.processes.values()):
            ended(process)
        for thread in self.threads:
            thread.join(5)

    def _drive(self, number: int) -> None:
        pipe: Connection | None = None
        while True:
            if pipe is None and not self.closing:
                pipe = self._started(number)
            job = self.line.get()
            if job is None or self.closing:
                if job is not None:
                    job.future.set_exception(Stopped())
                break
            if pipe is None or not self.processes[number].is_alive():
                pipe = self._started(number)  # it was ended while it had nothing to do
            pipe = self._done(job, number, pipe)
        if number in self.processes:
            ended(self.processes.pop(number))

    def _started(self, number: int) -> Connection | None:
        """A process that is ready to answer, `None` when it did not become so, or the system gives none just now."""
        context = multiprocessing.get_context("spawn")
        try:
            ours, theirs = context.Pipe()
        except OSError:
            return None
        process = context.Process(target=_work, args=(theirs, *self.given), daemon=True)
        try:
            process.start()
        except OSError:
            ours.close()
            return None
        finally:
            theirs.close()
        self.processes[number] = process
        with suppress(EOFError, OSError):
            if ours.poll(START):
                ours.recv_bytes(1)
                return ours
        ended(process)
        return None

    def _done(self, job: _Job, number: int, pipe: Connection | None) -> Connection | None:
        """Hands a job to the process. Gives the pipe, or `None` when the process is no more."""
        with self.lock:
            self.waiting -= 1
            self.waiting_of -= Counter((job.owner,))  # who has nothing there any more is forgotten
            self.working += 1
        try:
            if pipe is None:
                raise EOFError
            pipe.send(job.asked)
            self._awaited(pipe, number)
            job.future.set_result(pipe.recv_bytes(LONGEST))
            return pipe
        except (EOFError, OSError):
            if number in self.processes:
                ended(self.processes[number])
            self.killed += 1
            job.future.set_exception(Stopped())
            return None
        finally:
            with self.lock:
                self.working -= 1
                self.held -= job.size

    def _awaited(self, pipe: Connection, number: int) -> None:
        """Raises EOFError when the time or, where the system sets no limit, the memory is spent."""
        until = time.monotonic() + self.limits.seconds
        while not pipe.poll(POLL):
            if time.monotonic() > until or self.closing:
                raise EOFError
            if sys.platform == "win32":
                with suppress(psutil.Error):
                    if psutil.Process(self.processes[number].pid).memory_info().rss > MEMORY:
                        raise EOFError


def _work(pipe: Connection, ruleset: RuleSet, contents: dict[str, bytes], waivers: Waivers | None) -> None:
    """In the new process. What it needs is imported there: the server itself reads no draft."""
    from regelkoll.web.work import work

    work(pipe, ruleset, contents, waivers)


def ended(process: Any) -> None:
    """Ends a process and all that it started. Of one that has ended nothing is left to find; its number may be
    another's by now."""
    if process.exitcode is not None:
        return
    family: list[psutil.Process] = []
    with suppress(psutil.Error):
        family = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    process.join(1)
    if process.is_alive():
        process.kill()
        process.join(5)
    for child in family:
        with suppress(psutil.Error):
            child.kill()
