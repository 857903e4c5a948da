"""Reports in their formats. To add a format is to add a module and its line in RENDERERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from regelkoll.language import Words
from regelkoll.model import Report
from regelkoll.reports import data, terminal


@dataclass(frozen=True, slots=True)
class Options:
    """`width` is in characters; `verbose` adds what passed, what did not apply and every fact read."""

    color: bool = False
    width: int = 80
    verbose: bool = False


Renderer: TypeAlias = Callable[[Sequence[Report], Words, Options], bytes]

RENDERERS: Mapping[str, Renderer] = {
    "terminal": lambda reports, words, o: terminal.render(reports, words, o.color, o.width, o.verbose),
    "json": lambda reports, words, o: data.render(reports, words, o.verbose),
}


def render(
    reports: Sequence[Report],
    format: str,
    words: Words,
    *,
    color: bool = False,
    width: int = 80,
    verbose: bool = False,
) -> bytes:
    """The reports as UTF-8 in a format of RENDERERS (KeyError otherwise). The same reports give the same bytes."""
    return RENDERERS[format](reports, words, Options(color, width, verbose))
