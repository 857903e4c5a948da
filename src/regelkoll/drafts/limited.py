"""A child process with limits on memory, processor time, the clock and what it writes, and without a network where the
system lets it. What a hostile file does, it does there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache

from regelkoll.drafts.gate import UnreadableDraft

MEMORY, WRITTEN, CPU, CLOCK = 512 << 20, 50 << 20, 15, 30


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


def run_limited(command: Sequence[str], data: bytes, memory: int = MEMORY) -> bytes:
    """What the command writes when given the data. Raises UnreadableDraft("stopped") when it is killed or fails."""
    with tempfile.TemporaryDirectory(prefix="regelkoll-") as folder:
        environment = {**os.environ, "TMPDIR": folder, "HOME": folder, "PYTHONHASHSEED": "0"}
        try:
            done = subprocess.run(
                [*_without_network(), *command],
                input=data,
                capture_output=True,
                timeout=CLOCK,
                cwd=folder,
                env=environment,
                preexec_fn=None if sys.platform == "win32" else lambda: _limit(memory),
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError):
            raise UnreadableDraft("stopped") from None
    if done.returncode != 0:
        raise UnreadableDraft("stopped")
    return done.stdout
