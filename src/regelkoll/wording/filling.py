"""A rule's message with the case's values in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from regelkoll.language import Words
from regelkoll.model import AnyOf, Fact, Known, NoneOf, Not, Trace, Vocabulary
from regelkoll.wording.conditions import Terms, sentence
from regelkoll.wording.shown import show

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def fill(
    template: str, facts: Mapping[str, Known], vocabulary: Vocabulary, words: Words, unmet: Sequence[str] = ()
) -> str:
    """The template with `{fact}` places as values and `{unmet}` as the given labels; without a value "is not stated".

    What is put in is never read as a template again.
    """

    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == "unmet" and unmet:
            return "; ".join(unmet)
        known = facts.get(name)
        return show(known, vocabulary.get(name), words) if isinstance(known, Fact) else words("is not stated")

    return _PLACE.sub(put, template)


def unmet(trace: Trace | None, vocabulary: Vocabulary, words: Words) -> tuple[str, ...]:
    """The labels of the parts that came out false, innermost first found; without any label, the false leaves' words.

    A labelled `any` speaks for its parts, because one of them would have been enough.
    """
    if trace is None or trace.truth is not False:
        return ()
    found = _labels(trace)
    if not found:
        terms = Terms(vocabulary)
        found = [sentence(leaf.condition, terms, words) for leaf in _leaves(trace)]
    return tuple(dict.fromkeys(found))


def _labels(trace: Trace) -> list[str]:
    own = [trace.condition.label] if trace.condition.label else []
    if own and isinstance(trace.condition, AnyOf):
        return own
    return [label for part in _false_parts(trace) for label in _labels(part)] or own


def _leaves(trace: Trace) -> list[Trace]:
    parts = [] if trace.condition.label or trace.record is not None else _false_parts(trace)
    inner = [leaf for part in parts if part.record is None for leaf in _leaves(part)]
    return inner or [trace]


def _false_parts(trace: Trace) -> list[Trace]:
    """Below `not` and `none` what is false did not make the whole false."""
    if isinstance(trace.condition, Not | NoneOf):
        return []
    return [part for part in trace.parts if part.truth is False]
