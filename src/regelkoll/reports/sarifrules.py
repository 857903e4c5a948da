"""A rule as SARIF describes it: its title, its level, its area, and help with its sources."""

from __future__ import annotations

from collections.abc import Iterator

from regelkoll.language import Words
from regelkoll.reports.data import Data
from regelkoll.reports.entries import LEVELS
from regelkoll.reports.escaping import markdown_text
from regelkoll.reports.markdown import source_link
from regelkoll.reports.sarifplaces import message
from regelkoll.reports.sheet import Card


def rule_data(card: Card, words: Words) -> Data:
    """What does not change from draft to draft, so that a viewer shows one rule as one."""
    rule = card.finding.rule
    plain = "\n".join(_help(card, words))
    links = [source.url for source in card.sources if source.url.startswith("https://")]
    data: Data = {
        "id": card.key,
        "shortDescription": message(card.title),
        "fullDescription": message(card.why or card.title),
        "help": {**message(plain), "markdown": _markdown(card, words)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.area], "decides": rule.decides, "severity": rule.severity.value},
    }
    return {**data, "helpUri": links[0]} if links else data


def described(name: str, text: str) -> Data:
    """A sort of notification, with all that GitHub asks of a descriptor."""
    said = message(text)
    return {"id": name, "shortDescription": said, "fullDescription": said, "help": said}


def _help(card: Card, words: Words) -> Iterator[str]:
    yield card.title
    yield from card.why.splitlines()
    yield card.decides
    yield from (words("Source: {source}", source=source.text) for source in card.sources)


def _markdown(card: Card, words: Words) -> str:
    """The same with the sources as links; a paragraph of the rule's reasons stays one."""
    reasons = [markdown_text(part) for part in card.why.split("\n\n") if part.strip()]
    sources = "\n".join(f"- {source_link(source)}" for source in card.sources)
    parts = [f"**{markdown_text(card.title)}**", *reasons, markdown_text(card.decides), sources]
    return "\n\n".join(part for part in parts if part)
