"""The report: the page with its verdict, what is filled in on it, and its copies to take home."""

from __future__ import annotations

import asyncio
import pickle
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from regelkoll.drafts.refused import UNREADABLE
from regelkoll.language import N_, Words
from regelkoll.model import Reviewed
from regelkoll.rulefiles import in_words
from regelkoll.web import answers
from regelkoll.web.answers import Answer, Check, Checked, Refused, Save, Saved
from regelkoll.web.checking import ACCEPTED, RETRY
from regelkoll.web.filling import case_file_of, faults, filled_in
from regelkoll.web.kept import Kept
from regelkoll.web.saving import ways
from regelkoll.web.site import Site
from regelkoll.web.uploads import LARGEST, sent
from regelkoll.web.view import view
from regelkoll.web.workers import Busy

PATIENCE = 3.0
LONG = 60.0
STOPPED = N_("The draft took too long or too much memory and was stopped. Nothing of it was judged.")
BUG = N_("An error in the program hindered the check. Report it: {what}.")
NOT_THIS = {
    "format": N_("A copy with notes cannot be made of a draft of this format."),
    "signed": N_("The draft is signed, and a copy with notes would break the signature."),
    "changed": N_("The notes could not be written without changing the draft itself."),
}


@dataclass(frozen=True, slots=True)
class Failed:
    """An answer that no report came of, in sentences."""

    said: tuple[str, ...]


async def show(site: Site, request: Request) -> Response:
    """The report's page; while it is being made, a page that asks again by itself."""
    kept = _own(site, request)
    return await _shown(site, request, kept, {}, {})


async def fill(site: Site, request: Request) -> Response:
    """What a person has filled in: the report made anew with it, under the same address."""
    form = await sent(request)
    site.own_form(request, form)
    kept = _own(site, request)  # as it is when the form has come: another tab may have changed it, or thrown it away
    given = filled_in(form.fields, kept.given, site.ruleset)
    wrong = faults(given, site.ruleset, site.words(request))
    if wrong:
        return await _shown(site, request, kept, given, wrong)
    draft = replace(kept.draft, known=case_file_of(given, site.ruleset), check_day=site.today())
    try:
        future = site.workers.ask(Check(draft), len(draft.data), kept.owner)
    except Busy:
        return site.page(request, "message.html.j2", 503, RETRY, kind="busy", said=(), draft="")
    site.reports.put(replace(kept, draft=draft, future=future, given=given))
    return RedirectResponse(f"/rapport/{kept.id}", 303)


async def save(site: Site, request: Request) -> Response:
    """The report as a file."""
    kept = _own(site, request)
    way = next((w for w in ways(kept.draft.name) if w.format == request.path_params["format"]), None)
    if way is None or not kept.future.done() or kept.future.exception() is not None:
        raise HTTPException(404)
    try:
        asked = Save(kept.future.result(), kept.draft, way.format, site.words(request).lang)
        future = site.workers.ask(asked, kept.size, kept.owner)
    except Busy:
        return site.page(request, "message.html.j2", 503, RETRY, kind="busy", said=(), draft="")
    await waited(future.done, LONG)
    answer = answered(site, future) if future.done() else None
    if isinstance(answer, Saved):
        return Response(answer.data, media_type=way.type, headers={"content-disposition": way.disposition})
    said = _failed(answer, kept.draft.name, site.words(request)).said
    return site.page(request, "message.html.j2", kind="not_saved", said=said, draft=kept.draft.name)


async def forget(site: Site, request: Request) -> Response:
    """Takes the report away at once."""
    kept = _own(site, request)
    site.own_form(request, await sent(request))
    site.reports.forget(kept.owner, kept.id)
    return RedirectResponse("/", 303)


def _own(site: Site, request: Request) -> Kept:
    kept = site.reports.of(site.owner(request), request.path_params["id"])
    if kept is None:
        raise HTTPException(404)
    return kept


async def waited(done: Callable[[], bool], seconds: float) -> None:
    """Waits until `done()` or the time is out."""
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        await asyncio.sleep(0.02)


async def _shown(
    site: Site, request: Request, kept: Kept, written: Mapping[str, str], wrong: Mapping[str, str]
) -> Response:
    await waited(kept.future.done, PATIENCE)
    if not kept.future.done():
        swapped = "hx-request" in request.headers
        headers = {} if swapped else {"refresh": "2"}
        return site.page(request, "wait.html.j2", headers=headers, draft=kept.draft.name, id=kept.id, swapped=swapped)
    return await run_in_threadpool(_page, site, request, kept, written, wrong)


def _page(site: Site, request: Request, kept: Kept, written: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    words = site.words(request)
    answer = answered(site, kept.future)
    if not isinstance(answer, Checked):
        said = _failed(answer, kept.draft.name, words).said
        return site.page(request, "message.html.j2", kind="not_checked", said=said, draft=kept.draft.name)
    former = site.reports.of(kept.owner, kept.before) if kept.before else None
    earlier = {} if former is None else former.given
    before = _reviewed(site, former)
    shown = view(answer.reviewed, before, kept, written or kept.given, wrong, earlier, site.ruleset, words)
    return site.page(
        request, "report.html.j2", kept=kept, shown=shown, ways=ways(kept.draft.name),
        accept=",".join(ACCEPTED), most=LARGEST >> 20,
    )  # fmt: skip


def answered(site: Site, future: Future[bytes]) -> Answer | None:
    """The answer that a worker gave, `None` where it was killed or gave what is no answer."""
    if future.exception() is not None:
        return None
    try:
        answer = site.packing.unpacked(future.result())
    except (pickle.UnpicklingError, EOFError, TypeError, ValueError, AttributeError, IndexError):
        return None
    kinds = (answers.Checked, answers.Saved, answers.Tried, answers.Refused)
    return answer if isinstance(answer, kinds) else None


def _reviewed(site: Site, kept: Kept | None) -> Reviewed | None:
    if kept is None or not kept.future.done():
        return None
    answer = answered(site, kept.future)
    return answer.reviewed if isinstance(answer, Checked) else None


def _failed(answer: Answer | None, name: str, words: Words) -> Failed:
    if not isinstance(answer, Refused):
        return Failed((words(STOPPED),))
    if answer.code:
        return Failed((words(UNREADABLE[answer.code]),))
    if answer.format:
        return Failed((words(NOT_THIS[answer.format]),))
    if answer.bug:
        return Failed((words(BUG, what=answer.bug),))
    return Failed(tuple(in_words(replace(problem, file=name), words) for problem in answer.problems))
