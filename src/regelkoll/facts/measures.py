"""How hard a text is to read: its longest sentence, and LIX (Björnsson 1968).

LIX is the words per sentence and the per cent of words longer than six letters, added and rounded to a whole number.
Lists and headings are no sentences: a piece counts as one where it ends as a sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from regelkoll.facts.structure import Passage, sentences

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|[0-9][0-9 .,:/-]*")
_ENDS = re.compile(r"[.!?:][\"'»”’)\]]*\s*\Z")
LONG = 7


def counted(passages: Iterable[Passage]) -> list[tuple[Passage, list[str]]]:
    """Each sentence with its words."""
    found = [(s, _WORD.findall(s.text)) for passage in passages for s in sentences(passage)]
    return [(sentence, words) for sentence, words in found if words and _ENDS.search(sentence.text)]


def lix(found: list[tuple[Passage, list[str]]]) -> int:
    """LIX of the sentences; there must be one."""
    words = [word for _, listed in found for word in listed]
    long = sum(len(word) >= LONG for word in words)
    return round(len(words) / len(found) + 100 * long / len(words))
