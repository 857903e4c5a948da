"""What is asked of a worker and what it answers: plain data, so that an answer can be read without trust."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from regelkoll.model import Problem, Reviewed

CASE = "case"
"""The format that is the draft's case file."""
MEMORY = 1536 << 20
"""Bytes that a worker may hold."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with what it is checked with: the days, and the case file of what was filled in by hand (or None)."""

    data: bytes
    name: str
    check_day: date
    as_of: date | None = None
    known: tuple[bytes, str] | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """Asks for a draft's report."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Save:
    """Asks for a report (the packed `Checked`) in a format; `case` is the case file of the draft."""

    checked: bytes
    draft: Draft
    format: str
    lang: str


@dataclass(frozen=True, slots=True)
class Try:
    """Asks what a rule file with this text would do: its problems, its examples, and the draft's outcome."""

    file: str
    text: str
    lang: str
    draft: Draft | None


Asked: TypeAlias = Check | Save | Try


@dataclass(frozen=True, slots=True)
class Checked:
    reviewed: Reviewed


@dataclass(frozen=True, slots=True)
class Saved:
    data: bytes


@dataclass(frozen=True, slots=True)
class ExampleTried:
    """An example of a tried rule: what it expects and what came out, in words, and why, line by line."""

    name: str
    expected: str
    got: str
    right: bool
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What a rule's text comes to. With problems there are no examples. `outcome` and `steps` are the draft's, empty
    without one; `refused` says why the draft could not be read."""

    problems: tuple[Problem, ...] = ()
    examples: tuple[ExampleTried, ...] = ()
    outcome: str = ""
    message: str = ""
    steps: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A draft that cannot be read: a code of `drafts.refused`, or a case file's problems; `format` is a code of
    NotThisDraft, `bug` where in the program an error arose."""

    code: str = ""
    problems: tuple[Problem, ...] = ()
    format: str = ""
    bug: str = ""


Answer: TypeAlias = Checked | Saved | Tried | Refused
