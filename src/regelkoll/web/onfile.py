"""Whether what is served is still what stands in the files that it was read from."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from regelkoll.model import Waivers
from regelkoll.rulefiles.packs import contents_of, digest

SECONDS = 2.0
"""How long an answer is good for: reading every rule file takes a few milliseconds."""


class OnFile:
    """The files of a rule set in its folder and, if there is one, the file of waivers. Both hold the sums of what was
    read of them, so that a change while the page was being started is seen too."""

    def __init__(self, folder: Path, files: Mapping[str, str], path: Path | None, waivers: Waivers | None) -> None:
        self.folder, self.files, self.path, self.waivers = folder, files, path, waivers
        self.looked, self.other = time.monotonic(), False

    def outdated(self) -> bool:
        """Whether a file is another now, or cannot be read. Once it is put back, nothing is outdated."""
        if time.monotonic() - self.looked > SECONDS:
            self.looked, self.other = time.monotonic(), self._differs()
        return self.other

    def _differs(self) -> bool:
        try:
            if {file: digest(data) for file, data in contents_of(self.folder).items()} != self.files:
                return True
            return bool(self.path and self.waivers and digest(self.path.read_bytes()) != self.waivers.sha256)
        except OSError:
            return True
