"""A rule changed on trial: what is wrong with its text, what its examples say, what it says of the draft last checked.
Nothing is kept; the change is taken home as a patch."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from regelkoll.language import Words
from regelkoll.model import Problem, Rule
from regelkoll.rulefiles import PROBLEMS
from regelkoll.rulefiles.problems import told
from regelkoll.web.answers import Draft, Try
from regelkoll.web.rulepages import examined, line, named
from regelkoll.web.site import Site
from regelkoll.web.uploads import sent
from regelkoll.wording import full_id

LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Told:
    """A problem in words. `file` is empty for the rule's own text."""

    line: int
    column: int
    text: str
    file: str


async def first(site: Site, request: Request) -> Response:
    """The rule as it stands."""
    return await _page(site, request, None)


async def again(site: Site, request: Request) -> Response:
    """The rule as it was sent; `ladda` sends the patch as a file."""
    form = await sent(request)
    site.own_form(request, form)
    text = form.fields.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST:
        raise HTTPException(413)
    if "ladda" in form.fields:
        rule = _rule(site, request)
        patch = patched(rule.location.source, _text(site, rule.location.source), text)
        headers = {"content-disposition": f'attachment; filename="{full_id(rule)}.patch"'}
        return Response(patch, media_type="text/x-diff; charset=utf-8", headers=headers)
    return await _page(site, request, text)


def _rule(site: Site, request: Request) -> Rule:
    found = named(site.ruleset, request.path_params["rule"])
    if not found:
        raise HTTPException(404)
    return found[-1]


def _text(site: Site, file: str) -> str:
    return site.contents[file].decode("utf-8-sig").replace("\r\n", "\n")


async def _page(site: Site, request: Request, changed: str | None) -> Response:
    rule = _rule(site, request)
    file, words = rule.location.source, site.words(request)
    text = _text(site, file) if changed is None else changed
    owner = site.owner(request)
    last = site.reports.last(owner)
    draft: Draft | None = None if last is None else last.draft
    tried = await examined(site, Try(file, text, words.lang, draft), owner)
    problems = () if tried is None else tuple(_told(problem, file, words) for problem in tried.problems)
    return site.page(
        request, "try.html.j2", rule=line(rule, words), text=text, tried=tried, problems=problems, file=file,
        draft="" if draft is None else draft.name, patch=patched(file, _text(site, file), text),
    )  # fmt: skip


def _told(problem: Problem, file: str, words: Words) -> Told:
    text = told(PROBLEMS[problem.code], problem, words)
    if problem.near:
        near = words("did you mean '{name}'?", name=problem.near)
        text = f"{text} ({near})"
    return Told(problem.line, problem.column, text, "" if problem.file == file else problem.file)


def patched(file: str, old: str, new: str) -> str:
    """The change as a unified diff that `git apply` takes; empty without a change."""
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{file}", f"b/{file}")
    return "".join(lines)


def _lines(text: str) -> list[str]:
    return (text if text.endswith("\n") or not text else text + "\n").splitlines(keepends=True)
