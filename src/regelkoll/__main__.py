"""`python -m regelkoll` and the command `regelkoll`."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Runs the command line and ends the process with its exit code. A process that is asked to end clears up first."""
    from regelkoll.cli import ended, run

    signal.signal(signal.SIGTERM, ended)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
