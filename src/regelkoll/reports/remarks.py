"""What is written back at one place of a draft."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """A note at the characters `start` to `end` of the draft's canonical text; None: at no place of it. `title` is one
    line, `text` may be several; `severity` is the rule's, or "unknown" where it could not be told."""

    text: str
    start: int | None
    end: int | None
    severity: str
    title: str


class WrongDraft(Exception):
    """A format that writes into the draft was asked for one that it cannot write into."""

    def __init__(self, format: str, draft: str) -> None:
        super().__init__(format, draft)
        self.format, self.draft = format, draft
