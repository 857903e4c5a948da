"""Which amounts a clause grants: the nearest listed word decides, and a negation near that word leaves it unread."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from regelkoll.facts.amounts import FoundAmount, find_amounts
from regelkoll.facts.anchors import Mark, marks, nearest, spans
from regelkoll.facts.places import Source
from regelkoll.facts.structure import Passage, sentences
from regelkoll.model import Reading

NEAR = 200
_FIGURE = re.compile(r"(?<![\w/-])(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]{5,7})(?![\w/-])")
_SHARE_OF = re.compile(r"(?:procent|%)\s+av\s+[^.,;]{0,60}\Z")
_CEILING = re.compile(r"[^.;0-9]{0,40}")
_BASE = re.compile(r"(?:procent|%|hälften)\s+av\s+(?:(?:de|den|projektets|godkända|faktiska)\s+){0,3}\Z", re.I)
_CLAUSE = re.compile(r"\batt\s+\Z")
_PART_END = re.compile(r"[.!?;:]")


def negated(passage: Passage, start: int, end: int, source: Source) -> bool:
    """Whether a word of negation stands close to a phrase: up to three words before, one after."""
    before = _PART_END.split(passage.text[max(0, start - NEAR) : start])[-1].split()[-3:]
    after = passage.text[end : end + NEAR].split()[:1]
    return bool(spans(" ".join(before + after), source.profile.get("negations", [])))


def doubtful(passage: Passage, start: int, end: int, source: Source) -> bool:
    """Whether a word of negation stands anywhere in the same part of the sentence before a phrase, or among the five
    words after it: enough not to rely on the phrase, too little to leave it out."""
    before = re.split(r"[.!?;:,]\s", passage.text[max(0, start - NEAR) : start])[-1]
    after = " ".join(re.split(r"[.!?;:,](?:\s|\Z)", passage.text[end : end + NEAR])[0].split()[:5])
    return bool(spans(f"{before} {after}", source.profile.get("negations", [])))


def granted(read: Mapping[str, Any], passage: Passage, source: Source) -> list[Reading]:
    """The amounts that the clause grants.

    The nearest word of `after` or `not_after` before an amount in its sentence decides; without one the first after it
    in the sentence (passive), else the last of the sentences before. Where a granting verb stands with a figure but
    grants no readable amount, that is an unreadable reading; so are amounts in a clause with no listed word, and other
    amounts in a clause that grants without one of its own. A verb with no amount in its sentence waits for the next.
    """
    found: list[Reading] = []
    carried: Mark | None = None
    left: list[Reading] = []
    others: list[Reading] = []
    grants = False
    for sentence in sentences(passage):
        listed = marks(sentence.text, {True: read.get("after", ()), False: read.get("not_after", ())})
        listed, amounts = _without_ceilings(sentence.text, listed, find_amounts(sentence.text))
        verb = next((mark for mark in listed if mark.tag), None)
        grants = grants or verb is not None
        for amount in amounts:
            before, after = nearest(listed, amount.start, amount.end)
            mark = _deciding(sentence.text, listed, before, after, amount) or carried
            sure = mark is not None and mark.tag is True
            if mark is not None and mark.tag is False:
                others.append(source.reading(None, sentence, amount.start, amount.end))
                continue
            own = mark in listed and mark is not None
            negative = own and mark is not None and doubtful(sentence, mark.start, mark.end, source)
            value = amount.value if sure and not negative else None
            found.append(source.reading(value, sentence, amount.start, amount.end))
        left += _unread(sentence, listed, source)
        carried = (verb if verb and not amounts else listed[-1]) if listed else carried
    return found or left or (others[:1] if grants else [])


def _without_ceilings(
    text: str, listed: Sequence[Mark], amounts: Sequence[FoundAmount]
) -> tuple[list[Mark], list[FoundAmount]]:
    """Without the ceilings on a share of what a mark names ("45 procent av projektets kostnader, dock högst …"), and
    without such marks: they say what the share is of, not what it comes to."""
    of_share: set[Mark] = set()
    ceilings: set[int] = set()
    for amount in amounts:
        mark = nearest(listed, amount.start, amount.end)[0]
        if mark is None or not mark.tag or not amount.ceiling or not _BASE.search(text[: mark.start]):
            continue
        if _CEILING.fullmatch(text, mark.end, amount.start):
            of_share.add(mark)
            ceilings.add(amount.start)
    return [m for m in listed if m not in of_share], [a for a in amounts if a.start not in ceilings]


def _deciding(
    text: str, listed: Sequence[Mark], before: Mark | None, after: Mark | None, amount: FoundAmount
) -> Mark | None:
    """The mark that an amount goes with: the nearest before it, else the first after it. A ceiling on a share of the
    costs ("50 procent av kostnaderna, dock högst …") goes with the mark before the costs, and an amount in a clause of
    its own with the granting verb that follows it ("bifalls på så sätt att … beviljas")."""
    if before is None or before.tag:
        return before or after
    part = _SHARE_OF.search(text[: before.end])
    if amount.ceiling and part is not None and _CEILING.fullmatch(text, before.end, amount.start):
        return next((mark for mark in reversed(listed) if mark.end <= part.start()), None)
    clause = _CLAUSE.search(text[before.end : amount.start])
    if after is not None and after.tag and clause and not text[amount.end : after.start].strip():
        return after
    return before


def _unread(sentence: Passage, listed: Sequence[Mark], source: Source) -> list[Reading]:
    """A sentence that grants something in figures that were not read as a granted amount."""
    verb = next((m for m in listed if m.tag is True), None)
    if verb is None or not (_FIGURE.search(sentence.text) or find_amounts(sentence.text)):
        return []
    return [source.reading(None, sentence, verb.start, len(sentence.text))]
