"""Drafts checked by several processes: what is printed is the same, byte for byte, as from one.

A worker that dies takes one draft's result with it: those in work then are tried again one by one, and the one that
kills its process again is reported as lost.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeAlias

Job: TypeAlias = Any
Done: TypeAlias = Any
Work: TypeAlias = Callable[[Job], Done]


GRACE = 5.0
"""How many seconds a worker has to clear up after itself."""


class Lost(Exception):
    """The process that worked on a draft was killed."""


def worked(
    jobs: Sequence[Job], count: int, start: Callable[..., None], given: tuple[Any, ...], work: Work
) -> Iterator[tuple[int, Done | Lost]]:
    """Each job's number and what `work` gave, as they are done. `start(*given)` prepares a process."""
    left = list(range(len(jobs)))
    while left:
        doubtful: list[int] = []
        with _pool(min(count, len(left)), start, given) as pool:
            running: dict[Future[Done], int] = {}
            try:
                while left or running:
                    while left and len(running) < count:
                        number = left[0]
                        running[pool.submit(work, jobs[number])] = number
                        left.pop(0)
                    finished, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in finished:
                        done = future.result()
                        yield running.pop(future), done
            except BrokenProcessPool:
                doubtful = sorted(running.values())
        for number in doubtful:
            yield number, _alone(jobs[number], start, given, work)


def _alone(job: Job, start: Callable[..., None], given: tuple[Any, ...], work: Work) -> Done | Lost:
    with _pool(1, start, given) as pool:
        try:
            return pool.submit(work, job).result()
        except BrokenProcessPool:
            return Lost()


def _pool(count: int, start: Callable[..., None], given: tuple[Any, ...]) -> ProcessPoolExecutor:
    """New processes that share nothing with this one, and end when it does."""
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _begin, (start, given))


def _begin(start: Callable[..., None], given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _asked)
    threading.Thread(target=_follow, daemon=True).start()
    start(*given)


def _asked(number: int, _: object) -> None:
    """Ends this worker when it is asked to: what it was doing clears up after itself, within bounds. A worker that was
    killed while it handed in its result has taken the queue's lock with it, and no other would ever get out."""
    last = threading.Timer(GRACE, os._exit, [128 + number])
    last.daemon = True
    last.start()
    sys.exit(128 + number)


def _follow() -> None:
    """Ends this worker when the process that started it has been killed: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Progress:
    """How far the work has come, on a terminal's error stream alone. `text` is filled with done, count and minutes."""

    def __init__(self, count: int, text: Callable[[int, int, str], str]) -> None:
        self.count, self.text = count, text
        self.begun = time.monotonic()
        self.shown = sys.stderr.isatty() and count > 1

    def show(self, done: int) -> None:
        if not self.shown:
            return
        seconds = (time.monotonic() - self.begun) / done * (self.count - done) if done else 0.0
        left = f"{int(seconds // 60)}:{int(seconds % 60):02}"
        sys.stderr.write("\r\x1b[K" + (self.text(done, self.count, left) if done < self.count else ""))
        sys.stderr.flush()
