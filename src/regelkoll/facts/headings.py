"""The profile's headings: which section a heading names, exactly, nearly, or by a form ("Beslut om *", "* till")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regelkoll.values import name_key, near

MOST_WORDS = 8
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Headings:
    """`names` maps the key of a heading to its section, `forms` a heading's beginning and end to it."""

    names: Mapping[str, str]
    forms: Sequence[tuple[str, str, str]]

    def exactly(self, text: str) -> str | None:
        """The section whose heading this is, letter by letter but for case and spaces."""
        return self.names.get(name_key(text))

    def section(self, text: str) -> str | None:
        """The section that a heading names, its number left out: exactly, or by a form."""
        plain = unnumbered(text).rstrip(" :")
        exact = self.exactly(plain)
        if exact is not None or len(plain.split()) > MOST_WORDS:
            return exact
        words = f" {' '.join(plain.casefold().split())} "
        return next((name for start, end, name in self.forms if words.startswith(start) and words.endswith(end)), None)

    def nearly(self, text: str) -> bool:
        """Whether a heading may be one of them misspelt."""
        return any(near(text, name) for name in self.names)


def unnumbered(text: str) -> str:
    """A heading's words without its number."""
    return _NUMBER.sub("", text, count=1)


def headings_of(sections: Mapping[str, Sequence[str]]) -> Headings:
    """The headings of a profile: the name of each section and its variants; `*` stands for further words."""
    names: dict[str, str] = {}
    forms: list[tuple[str, str, str]] = []
    for name, variants in sections.items():
        for variant in (name, *variants):
            if "*" in variant:
                start, _, end = variant.casefold().partition("*")
                forms.append((f" {start.lstrip()}", f"{end.rstrip()} ", name))
            else:
                names[name_key(variant)] = name
    return Headings(names, tuple(forms))
