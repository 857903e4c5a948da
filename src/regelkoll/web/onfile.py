"""Whether what is served is still what stands in the files that it was read from."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from regelkoll.rulefiles.packs import contents_of

SECONDS = 2.0
"""How long an answer is good for: reading every rule file takes a few milliseconds."""


class OnFile:
    """The rule files, and the file of waivers if there is one, as they were when the page was started."""

    def __init__(self, folder: Path, contents: Mapping[str, bytes], waivers: Path | None) -> None:
        self.folder, self.contents, self.waivers = folder, contents, waivers
        self.accepted = waivers.read_bytes() if waivers else b""
        self.looked, self.other = time.monotonic(), False

    def outdated(self) -> bool:
        """Whether a file is another now, or cannot be read. Once it is put back, nothing is outdated."""
        if time.monotonic() - self.looked > SECONDS:
            self.looked, self.other = time.monotonic(), self._differs()
        return self.other

    def _differs(self) -> bool:
        try:
            same = contents_of(self.folder) == self.contents
            return not same or (self.waivers is not None and self.waivers.read_bytes() != self.accepted)
        except OSError:
            return True
