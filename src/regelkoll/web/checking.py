"""The first screen: a draft is dropped, and put in line to be checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from regelkoll.drafts import CASE_FILES, READERS
from regelkoll.drafts.gate import MACROS
from regelkoll.language import N_
from regelkoll.web.answers import Check, Draft
from regelkoll.web.site import Site
from regelkoll.web.uploads import LARGEST, Sent, sent
from regelkoll.web.workers import Busy

ACCEPTED = (*READERS, *CASE_FILES)
RETRY = {"retry-after": "5"}
NO_FILE = N_("Choose the draft that is to be checked.")
NOT_READ = N_("Files of this format are not read. Save the draft as Word (.docx), OpenDocument, PDF or text.")
BAD_DAY = N_("Write the day as year-month-day, for instance 2025-03-01.")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in the form, as msgids at their fields."""

    file: str = ""
    day: str = ""
    written: str = ""


async def first(site: Site, request: Request) -> Response:
    """The page with the form."""
    return _form(site, request, Wrong(), "")


def _form(site: Site, request: Request, wrong: Wrong, before: str) -> Response:
    accept, most = ",".join(ACCEPTED), LARGEST >> 20
    return site.page(request, "check.html.j2", accept=accept, most=most, wrong=wrong, before=before)


async def take(site: Site, request: Request) -> Response:
    """A draft sent: put in line, and its report's address."""
    form = await sent(request)
    site.own_form(request, form)
    before = form.fields.get("before", "")
    draft = drafted(form, site.today())
    if isinstance(draft, Wrong):
        return _form(site, request, draft, before)
    owner = site.owner(request)
    known = site.reports.of(owner, before)
    try:
        future = site.workers.ask(Check(draft), len(draft.data), owner)
    except Busy:
        return site.page(request, "message.html.j2", 503, RETRY, kind="busy", said=(), draft="")
    kept = site.reports.keep(owner, draft, future, before=known.id if known is not None else "")
    return RedirectResponse(f"/rapport/{kept.id}", 303)


def drafted(form: Sent, today: date) -> Draft | Wrong:
    """The draft that a form sends, or what is wrong with the form."""
    day = form.fields.get("dag", "").strip()
    try:
        as_of = date.fromisoformat(day) if day else None
    except ValueError:
        return Wrong(day=BAD_DAY, written=day)
    if not form.name:
        return Wrong(file=NO_FILE, written=day)
    suffix = "." + form.name.lower().rpartition(".")[2]
    if suffix not in (*ACCEPTED, *MACROS):
        return Wrong(file=NOT_READ, written=day)
    return Draft(form.data, form.name, today, as_of)
