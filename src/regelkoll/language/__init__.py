"""The program's own words: English source sentences and their Swedish catalogue (gettext).

A rule's words are not here; they stand in its file. Only the standard library is imported, so that a start is fast.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

DOMAIN = "regelkoll"
DIRECTORY = Path(__file__).parent
LANGUAGES = ("sv", "en")


def N_(msgid: str) -> str:
    """Marks a sentence in a table for extraction; it is translated where it is shown."""
    return msgid


def NP_(singular: str, plural: str) -> tuple[str, str]:
    """Marks the two forms of a counted sentence in a table."""
    return singular, plural


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. A msgid without a translation is shown as it is, in English."""

    lang: str
    catalogue: gettext.NullTranslations = field(repr=False, compare=False)

    def _(self, msgid: str, /, **details: object) -> str:
        """The sentence with `{name}` places filled from `details`; a detail's own braces are left alone."""
        return self.catalogue.gettext(msgid).format(**details)

    def plain(self, msgid: str) -> str:
        """The sentence as it stands, its braces left alone."""
        return self.catalogue.gettext(msgid) if msgid else ""

    def __call__(self, msgid: str, /, **details: object) -> str:
        """The same as `_`."""
        return self._(msgid, **details)

    def n(self, singular: str, plural: str, count: int, /, **details: object) -> str:
        """The form that goes with `count`, which also fills `{count}`."""
        return self.catalogue.ngettext(singular, plural, count).format(count=count, **details)


@cache
def words(lang: str) -> Words:
    """The words of `sv` or `en`. Raises ValueError for another language."""
    if lang not in LANGUAGES:
        raise ValueError(f"no words in {lang!r}; there are {', '.join(LANGUAGES)}")
    if lang == "en":
        return Words(lang, gettext.NullTranslations())
    return Words(lang, gettext.translation(DOMAIN, str(DIRECTORY), [lang]))
