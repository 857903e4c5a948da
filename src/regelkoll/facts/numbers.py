"""Swedish number words, up to 999 999 999."""

from __future__ import annotations

_SMALL = (
    "noll en två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
).split()
_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split()
_SCALES = ((1_000_000, ("miljoner", "miljon")), (1_000, ("tusen",)), (100, ("hundra",)))


def number_in_words(n: int) -> str:
    """A whole number from 0 to 999 999 999 in one word, as a decision writes it. Raises ValueError outside."""
    if not 0 <= n <= 999_999_999:
        raise ValueError(n)
    if n < 20:
        return _SMALL[n]
    if n < 100:
        return _TENS[n // 10 - 2] + (_SMALL[n % 10] if n % 10 else "")
    for scale, names in _SCALES:
        if n >= scale:
            head, rest = divmod(n, scale)
            front = ("ett" if scale < 1_000_000 else "en") if head == 1 else number_in_words(head)
            if head > 1 and front.endswith("en") and head % 10 == 1 and head % 100 != 11 and scale < 1_000_000:
                front = front[:-2] + "ett"
            name = names[-1] if head == 1 else names[0]
            return front + name + (number_in_words(rest) if rest else "")
    raise AssertionError(n)


def number_from_words(text: str) -> int | None:
    """The number that the words say, `None` when anything is left over. Spaces, "och" and hyphens may stand between."""
    word = text.casefold().replace("-", " ")
    word = "".join(part for part in word.split() if part != "och")
    if not word or len(word) > 120 or not word.isalpha():
        return None
    return _parse(word, 0)


def _parse(word: str, level: int) -> int | None:
    if level == len(_SCALES):
        return _below_hundred(word)
    scale, names = _SCALES[level]
    for name in names:
        at = word.find(name)
        if at < 0:
            continue
        head = 1 if at == 0 else _parse(word[:at], level + 1)
        rest = word[at + len(name) :]
        tail = 0 if not rest else _parse(rest, level + 1)
        limit = 10 if scale == 100 else 1000
        if head is None or tail is None or not 1 <= head < limit:
            return None
        return head * scale + tail
    return _parse(word, level + 1)


def _below_hundred(word: str) -> int | None:
    word = "en" if word == "ett" else word
    if word in _SMALL:
        return _SMALL.index(word)
    for index, tens in enumerate(_TENS):
        if word.startswith(tens):
            rest = word[len(tens) :]
            rest = "en" if rest == "ett" else rest
            if not rest:
                return 20 + 10 * index
            if rest in _SMALL[1:10]:
                return 20 + 10 * index + _SMALL.index(rest)
    return None
