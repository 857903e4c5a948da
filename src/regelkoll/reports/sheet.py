"""A report in finished words: what every format for people shows, each in its own way.

`sheets.sheet` makes one from a report. Nothing in it is markup, and whatever comes from a draft is as it stood there:
a format cleans and escapes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from regelkoll.model import Finding, Known, Recommendation, Severity

Span: TypeAlias = tuple[int, int]
"""Characters in the canonical text, from 0, the end exclusive."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the draft says of one fact: `text` is the whole sentence, `lead`, `label`, `quote` and `where` its parts
    (the lead says who said it), `quoted` the words within quotation marks. `spans` are the places in the draft's own
    text, none for what was added by hand."""

    fact: str
    text: str
    lead: str
    label: str
    quote: str
    quoted: str
    where: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Legal:
    """A source of law: `text` in one line with its address, `words` the same without, `url` a web address or empty."""

    text: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One finding.

    `number` counts from 1 in its section; `key` is its rule's full id, unique in the sheet. `message` is what is wrong
    (failed) or what holds; `notes` what was found beside; `verdicts` what the two engines or the two readings of a
    changed draft came to; `needs` what else it lacks; `apart` why it does not apply; `marks` short remarks (an
    exception, an assumption); `waived` by whom, why and to which day; `old` says that it is in the baseline.
    """

    number: int
    key: str
    finding: Finding
    title: str
    message: str
    gravity: str
    said: tuple[Said, ...]
    more: str
    notes: tuple[str, ...]
    sources: tuple[Legal, ...]
    remedy: str
    decides: str
    dates: str
    why: str
    verdicts: str = ""
    needs: str = ""
    apart: str = ""
    marks: tuple[str, ...] = ()
    waived: str = ""
    old: str = ""

    @property
    def rule(self) -> str:
        return self.finding.rule.id


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact that would settle rules, what to do about it, what was read of it, and the findings that wait for it.
    `fact` is empty where nobody but the reader can judge."""

    fact: str
    label: str
    request: str
    known: Known | None
    read: tuple[str, ...]
    spans: tuple[Span, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact of the case with its value in words and where each reading stands."""

    fact: str
    label: str
    value: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report in reading order. `day_first` is true where the day of the law is itself in doubt and is said first.
    `narrowed`: rules of the pack were left out. `cautions` are what a reader must know of the draft as a whole;
    `split` are findings on which the engines disagree, `differ` those that hang on changes that nobody has decided."""

    draft: str
    recommendation: Recommendation
    narrowed: bool
    heading: str
    sentence: str
    caution: str
    status: str
    day: str
    day_first: bool
    made: str
    engines: str
    undated: str
    cautions: tuple[str, ...]
    failed: Mapping[Severity, tuple[Card, ...]]
    split: tuple[Card, ...]
    differ: tuple[Card, ...]
    asks: tuple[Ask, ...]
    waived: tuple[Card, ...]
    faults: tuple[str, ...]
    passed: tuple[Card, ...]
    apart: tuple[Card, ...]
    facts: tuple[FactLine, ...]
    receipt: tuple[str, ...]

    @property
    def untold(self) -> int:
        """How many findings could not be told."""
        return len(self.split) + len(self.differ) + sum(len(ask.cards) for ask in self.asks)
