"""Frames: whole sentences of the reading profile with slots for facts ("avslår ansökan från <receiver> om …").

A frame is written as it would stand: words in any case, `<fact>` for what is read, `#` for an amount, `…` for up to
eight words, `(a|b|)` for a choice that may be empty. At its end a slot goes on to its closing quotation mark or to
where the phrase is over: a comma, the sentence's end, a period, or a word of the profile's `stops`. A slot takes one
name only: on one line, without money, commas or number words; it begins with a capital or stands in quotation marks.
`<fact>s` is a genitive, read where the name without its s stands elsewhere in the draft.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from regelkoll.facts.amounts import find_amounts
from regelkoll.facts.anchors import trimmed
from regelkoll.facts.numbers import is_number_word
from regelkoll.facts.periods import find_periods

MOST_WORDS = 10
_AMOUNT, _PERIOD = "\ue000", "\ue001"
_PIECE = re.compile(r"<(?P<slot>\w+)>(?P<genitive>s(?!\w))?|(?P<mark>[#…()|])|(?P<word>[^\s<>#…()|]+)|(?P<space>\s+)")
_NAME = rf"[^\n,;:{_AMOUNT}{_PERIOD}]{{2,120}}?"
_QUOTED = r'["”“»«](?P<SLOT_quoted>[^"”“»«\n]{2,120})["”“»«](?!\s*(?:,|&|och|samt)\s*["”“»«])'
_BEFORE_PERIOD = r"(?:(?:för|under|i|på|avseende|gällande|som pågår)\s+)?"
_RUNS_ON = re.compile(r"\b(?:under|från|vilket|vilken|som|t\.?o\.?m|fr\.?o\.?m)\b")
_ENDS_ODD = re.compile(r"[\"“”»«]|\b(?:och|samt)\s+[a-zåäö]+\Z")
_NOT_LAST = frozenset({
    *("sammanlagt", "totalt", "högst", "maximalt", "med", "om", "för", "på", "i", "till", "av", "och", "samt"),
    *("under", "inom", "ytterligare", "ett", "en", "upp", "medel", "projektmedel", "bidrag", "stöd"),
})  # fmt: skip


class Frame:
    """One frame, made ready for reading. `slots` are the facts that it reads, `begins` is whether one
    begins it. Raises ValueError for a bad one."""

    def __init__(self, text: str, stops: Sequence[str] = ()) -> None:
        self.slots: dict[str, bool] = {}
        self.begins = text.startswith("<")
        words = "".join("|" + r"\s+".join(map(re.escape, stop.split())) + r"(?!\w)" for stop in stops)
        over = rf"(?=\s*(?:[.,;:]\s|[.,;:]?\s*\Z|\n\s*[-•*]\s|{_BEFORE_PERIOD}[{_PERIOD}(]{words}))"
        parts: list[str] = []
        at = 0
        while at < len(text):
            piece = _PIECE.match(text, at)
            if piece is None:
                raise ValueError(text)
            at = piece.end()
            parts.append(self._part(piece, over if not text[at:].strip() else ""))
        if not self.slots or text.count("(") != text.count(")"):
            raise ValueError(text)
        end = "" if text.rstrip().endswith((">", ">s")) else r"(?!\w)"
        self.pattern = re.compile(r"(?<!\w)" + "".join(parts) + end, re.IGNORECASE)

    def _part(self, piece: re.Match[str], over: str) -> str:
        """A piece as a pattern; a slot that is the last is over where `over` says, or at its closing mark."""
        if piece["slot"]:
            slot = piece["slot"]
            if slot in self.slots:
                raise ValueError(piece.string)
            self.slots[slot] = bool(piece["genitive"])
            return rf"(?:{_QUOTED.replace('SLOT', slot)}|(?P<{slot}>{_NAME}){'s' if piece['genitive'] else ''}{over})"
        if piece["space"]:
            return r"\s*"
        if piece["word"]:
            return re.escape(piece["word"]) + r"(?!\w)"
        return {"#": f"{_AMOUNT}+", "…": r"(?:\S+\s+){0,8}?", "(": "(?:", ")": ")", "|": "|"}[piece["mark"]]

    def read(self, text: str, fact: str, draft: str) -> tuple[int, int] | None:
        """Where the fact stands in a sentence of the draft; None where the frame does not fit."""
        match = self.pattern.search(_masked(text))
        if match is None:
            return None
        spans = {slot: match.span(f"{slot}_quoted" if match[slot] is None else slot) for slot in self.slots}
        names = {slot: trimmed(text, *span) for slot, span in spans.items() if span != (-1, -1)}
        if fact not in names or not all(is_name(text, *span) for span in names.values()):
            return None
        a, b = names[fact]
        if self.slots[fact] and not re.search(rf"(?<!\w){re.escape(text[a:b])}(?![\w-])", draft):
            return None
        return a, b


def is_name(text: str, start: int, end: int) -> bool:
    """Whether a span may be one name: on one line, without number words, commas or small words at its end."""
    words = text[start:end].split()
    quoted = text[max(0, start - 1) : start] in tuple('"”“»«')
    odd = any(mark in text[start:end] for mark in "\n,;:") or any(is_number_word(word) for word in words)
    odd = odd or (not quoted and (_RUNS_ON.search(text, start, end) or _ENDS_ODD.search(text[start:end])) is not None)
    if not words or odd or len(words) > MOST_WORDS or words[-1] in _NOT_LAST:
        return False
    return quoted or text[start].isupper()


@lru_cache(maxsize=64)
def _masked(text: str) -> str:
    """The text with amounts and periods blotted out, character by character."""
    masked = list(text)
    for period in find_periods(text):
        masked[period.start : period.end] = _PERIOD * (period.end - period.start)
    for amount in find_amounts(text):
        masked[amount.start : amount.end] = _AMOUNT * (amount.end - amount.start)
    return "".join(masked)


@lru_cache(maxsize=8)
def frames_of(texts: tuple[str, ...], stops: tuple[str, ...]) -> tuple[Frame, ...]:
    """The profile's frames made ready."""
    return tuple(Frame(text, stops) for text in texts)
