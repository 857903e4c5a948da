"""A command that the system asks to end clears up after itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

CODE = """
import regelkoll.cli, regelkoll.__main__ as program, sys
from regelkoll.drafts import limited
regelkoll.cli.run = lambda _: limited.run_limited([sys.executable, "-c", "import time; time.sleep(60)"], b"")
program.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_no_child_and_no_folder_is_left(tmp_path):
    with subprocess.Popen([sys.executable, "-c", CODE], env={**os.environ, "TMPDIR": str(tmp_path)}) as command:
        begun = time.monotonic()
        while not list(tmp_path.iterdir()) or not psutil.Process(command.pid).children():
            assert time.monotonic() - begun < 60
            time.sleep(0.05)
        time.sleep(0.5)
        children = psutil.Process(command.pid).children(recursive=True)
        command.send_signal(signal.SIGTERM)
        assert command.wait(30) == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
    psutil.wait_procs(children, timeout=10)
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
