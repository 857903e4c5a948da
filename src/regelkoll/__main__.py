"""`python -m regelkoll` and the command `regelkoll`."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    from regelkoll.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
