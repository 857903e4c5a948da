"""The rules on the page: found by words, and one by one with source, YAML, examples and their outcomes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from regelkoll.language import Words
from regelkoll.model import Rule, RuleSet, Severity
from regelkoll.tooling.catalogue import chosen, outcome_in_words, weight
from regelkoll.web.answers import Tried, Try
from regelkoll.web.checking import BAD_DAY
from regelkoll.web.reporting import answered, waited
from regelkoll.web.site import Site
from regelkoll.web.workers import Busy
from regelkoll.wording import Section, explain_rule, full_id, rule_texts, span_in_words

SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Line:
    """A rule in the list."""

    id: str
    title: str
    area: str
    gravity: str
    severity: str
    dates: str


async def search(site: Site, request: Request) -> Response:
    """The list, narrowed by what is asked for."""
    return await run_in_threadpool(_search, site, request)


def _search(site: Site, request: Request) -> Response:
    words, asked = site.words(request), request.query_params
    wanted = {name: asked.get(name, "").strip() for name in ("q", "omrade", "allvar", "dag")}
    fault = ""
    try:
        day = date.fromisoformat(wanted["dag"]) if wanted["dag"] else None
    except ValueError:
        day, fault = None, words(BAD_DAY)
    severity = wanted["allvar"] if wanted["allvar"] in list(Severity) else None
    rules = chosen(site.ruleset, wanted["omrade"] or None, severity, day)
    found = [line(rule, words) for rule in rules if matches(rule, wanted["q"])]
    areas = sorted({rule.area for rule in site.ruleset.rules})
    told = words.n("{count} rule", "{count} rules", len(found))
    return site.page(
        request, "rules.html.j2", found=found, wanted=wanted, areas=areas, severities=list(Severity),
        fault=fault, told=told,
    )  # fmt: skip


def line(rule: Rule, words: Words) -> Line:
    severity = "" if rule.concludes else rule.severity.value
    dates = span_in_words(rule.in_force, words)
    return Line(full_id(rule), rule_texts(rule, words).title, rule.area, weight(rule, words), severity, dates)


def matches(rule: Rule, asked: str) -> bool:
    """Whether every word asked for stands somewhere in the rule, in whichever language, å ä ö and capitals or not."""
    texts = [text for one in rule.texts.values() for text in (one.title, one.message, one.remedy)]
    sources = [f"{one.statute} {one.section or ''}" for one in rule.source]
    whole = plain(" ".join((full_id(rule), rule.area, *texts, *sources, rule.why)))
    return all(word in whole for word in plain(asked).split())


def plain(text: str) -> str:
    """The text without capitals, and without the marks over letters."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def named(ruleset: RuleSet, name: str) -> list[Rule]:
    """The versions of a rule, by its id or by the id with its date."""
    return [rule for rule in ruleset.rules if name in (rule.id, full_id(rule))]


async def one(site: Site, request: Request) -> Response:
    """A rule's page. Its examples are tried by a worker; when none is free they stand with what they expect."""
    rules = named(site.ruleset, request.path_params["rule"])
    if not rules:
        raise HTTPException(404)
    rule = rules[-1]
    words = site.words(request)
    text = site.contents[rule.location.source].decode("utf-8-sig")
    tried = await examined(site, Try(rule.location.source, text, words.lang, None), site.owner(request))
    expected = [(e.name, outcome_in_words(e.expect, words)) for e in rule.examples]
    return site.page(
        request, "rule.html.j2", rule=line(rule, words), sections=_sections(site.ruleset, rule, words), text=text,
        tried=tried, expected=expected, others=_others(site.ruleset.rules, rule), file=rule.location.source,
    )  # fmt: skip


def _sections(ruleset: RuleSet, rule: Rule, words: Words) -> list[Section]:
    """The rule in plain words; its reasoning in paragraphs as they were meant, not in the lines of the file."""
    why = tuple(line for line in rule.why.strip().splitlines() if line.strip())
    paragraphs = tuple(" ".join(part.split()) for part in rule.why.strip().split("\n\n"))
    sections = explain_rule(ruleset, rule, words).sections
    return [replace(one, lines=paragraphs) if one.lines == why else one for one in sections]


def _others(rules: Iterable[Rule], rule: Rule) -> list[str]:
    return [full_id(other) for other in rules if other.id == rule.id and other is not rule]


async def examined(site: Site, asked: Try, owner: str) -> Tried | None:
    """What a worker says of a rule's text; `None` where none was free or it was stopped."""
    held = len(asked.text) + (0 if asked.draft is None else len(asked.draft.data))
    try:
        future = site.workers.ask(asked, held, owner)
    except Busy:
        return None
    await waited(future.done, SECONDS)
    if not future.done() or future.exception() is not None:
        return None
    answer = answered(site, future)
    return answer if isinstance(answer, Tried) else None
