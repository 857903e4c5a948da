"""The passages of a draft beside the sums that a report holds: new, gone, and moved."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from regelkoll.drafts.fingerprint import LAYOUTS, Passage, Passages, head_sum, passages_of, sums_of
from regelkoll.model import Draft, Location

LONG = 600
"""Characters: the words of a list that hold more are passages of the draft, of which the first are tried."""
_HEADS = ("heading", "title", "line")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the draft and where they stand."""

    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Gone:
    """A passage that the checked draft had, `number` of `whole`: its words where the report holds them."""

    number: int
    whole: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A place where the text differs: what was there, and what stands there now; `after` are the unchanged words
    before it."""

    gone: tuple[Gone, ...]
    new: tuple[Stretch, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Differences:
    """How the text of a draft differs. `moved` are passages that are there, but elsewhere; `same`: body and footnotes
    are letter by letter what they were; `heads_gone` counts."""

    changes: tuple[Change, ...] = ()
    moved: tuple[Stretch, ...] = ()
    same: bool = False
    heads_new: tuple[Stretch, ...] = ()
    heads_gone: int = 0
    undone: bool = False
    """Whether the text without tracked changes differs from what it was, or there is such a text only now."""
    unnumbered: bool = False
    """Whether the numbers before the items of lists were left out, for the checked file did not hold them."""

    @property
    def words(self) -> bool:
        """Whether words are new or gone, in the text or in the heads of its pages."""
        return bool(self.changes or self.heads_new or self.undone)


def differences(print_: Mapping[str, Any], facts: Mapping[str, Any], draft: Draft) -> Differences:
    """What differs between a report's fingerprint and a draft. `facts` are the report's: they hold words of it."""
    found, unnumbered = closest(print_, draft)
    heads_new = tuple(_stretch(p, draft) for p in _first(found.heads) if _is_new_head(p, print_["heads"], draft))
    heads_gone = len(set(print_["heads"]) - {p.sum for p in found.heads})
    undone = draft.unchanged is not None and passages_of(draft.unchanged).text != print_["undone"]
    if found.text == print_["text"]:
        return Differences((), (), True, heads_new, heads_gone, undone, unnumbered)
    old, new = [*print_["body"], *print_["notes"]], [*found.body, *found.notes]
    changes, moved = _compared(old, new, texts_in(facts), draft)
    return Differences(tuple(changes), tuple(moved), False, heads_new, heads_gone, undone, unnumbered)


def closest(print_: Mapping[str, Any], draft: Draft) -> tuple[Passages, bool]:
    """The draft's passages in the layout in which its text is the fingerprint's, else in the one nearest to it, and
    whether the numbers of lists are left out in it."""
    known = Counter([*print_["body"], *print_["notes"]])
    best, most, numbers = passages_of(draft), None, False
    for layout in LAYOUTS:
        found = passages_of(draft, layout)
        if found.text == print_["text"]:
            return found, layout.unnumbered
        sums = Counter(p.sum for p in (*found.body, *found.notes))
        alike = -(known - sums).total() - (sums - known).total()
        if most is None or alike > most:
            best, most, numbers = found, alike, layout.unnumbered
    return best, numbers


def _compared(
    old: Sequence[str], new: Sequence[Passage], texts: Mapping[str, str], draft: Draft
) -> tuple[list[Change], list[Stretch]]:
    sums = [passage.sum for passage in new]
    lost, added = Counter(old) - Counter(sums), Counter(sums) - Counter(old)
    changes: list[Change] = []
    moved: list[Stretch] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, sums, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        gone = tuple(Gone(i + 1, len(old), texts.get(old[i])) for i in range(a, b) if _taken(lost, old[i]))
        fresh = [passage for passage in new[c:d] if _taken(added, passage.sum)]
        moved += [_stretch(passage, draft) for passage in new[c:d] if passage not in fresh]
        if gone or fresh:
            after = _text(new[c - 1], draft) if c else ""
            changes.append(Change(gone, tuple(_stretch(passage, draft) for passage in fresh), after))
    return changes, moved


def _taken(left: Counter[str], key: str) -> bool:
    """Whether one more of these is left to account for; it is then accounted for."""
    left[key] -= 1
    return left[key] >= 0


def _first(passages: Sequence[Passage]) -> list[Passage]:
    """Each line of the heads once."""
    return list({passage.sum: passage for passage in reversed(passages)}.values())[::-1]


def _is_new_head(passage: Passage, known: Sequence[str], draft: Draft) -> bool:
    """Whether a head's line is new. One that ends with the number of its own page is not where it was known with
    another page's number, or with none, as in a word processor's file."""
    page, text = locate(draft, passage.start).page, _text(passage, draft)
    if passage.sum in known or page is None or not text.endswith(f" {page}"):
        return passage.sum not in known
    rest, last = text.removesuffix(str(page)), max(place.page or 0 for place in draft.places)
    return not any(head_sum(f"{rest}{number}") in known for number in ("", *range(1, last + 1)))


def _stretch(passage: Passage, draft: Draft) -> Stretch:
    return Stretch(_text(passage, draft), locate(draft, passage.start))


def _text(passage: Passage, draft: Draft) -> str:
    return " ".join(draft.text[passage.start : passage.end].split())


def locate(draft: Draft, start: int) -> Location:
    """Where a character of a draft stands, under the nearest heading before it."""
    before = [block for block in draft.blocks if block.kind in _HEADS and block.pieces[0][1] < start]
    section = " ".join(max(before, key=lambda b: b.pieces[0][1]).text.split()) if before else None
    if not draft.places:
        line = draft.text.count("\n", 0, start) + 1
        return Location(draft.name, line=line, start=start, section=section)
    at = draft.places[max(0, bisect_right(draft.places, start, key=lambda place: place.start) - 1)]
    return Location(
        draft.name, start=start, page=at.page, paragraph=at.paragraph, cell=at.cell, box=at.box, section=section
    )


def texts_in(facts: Mapping[str, Any]) -> dict[str, str]:
    """Words that a report's facts hold, by the sums of their passages: gone passages are shown by them. A passage that
    ends no sentence goes on with what stood below it, so what may have stood together is tried together."""
    texts = list(_texts(list(facts.values())))
    lists = [records for fact in facts.values() if (records := _records(fact.get("value")))]
    long = [records for records in lists if sum(map(len, records)) > LONG]
    above = [*(t for t in texts if len(t) < LONG), *("\n".join(records) for records in lists if records not in long)]
    below = [text for records in long for text in ("\n".join(records)[:LONG], records[-1])]
    found: dict[str, str] = {}
    for text in [*texts, *("\n".join(records) for records in lists)]:
        for sum_, words in sums_of(text):
            found.setdefault(sum_, " ".join(words.split()))
    for text in {f"{one}\n{other}" for one in above for other in below}:
        sum_, words = sums_of(text)[0]
        found.setdefault(sum_, " ".join(words.split()))
    return found


def _records(data: object) -> list[str]:
    """The records of a list, each as the texts of it one after another."""
    records = [one for one in data if isinstance(one, Mapping)] if isinstance(data, list) else []
    return ["\n".join(text for text in one.values() if isinstance(text, str)) for one in records]


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str) and data.strip():
        yield data
    elif isinstance(data, Mapping | list):
        for value in data.values() if isinstance(data, Mapping) else data:
            yield from _texts(value)
