"""The addresses of the page, and what is answered where something is wrong."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from regelkoll.language import LANGUAGES
from regelkoll.language import words as words_of
from regelkoll.web import about, checking, reporting, rulepages, trying
from regelkoll.web.guard import Guard
from regelkoll.web.site import LANGUAGE, STATIC, Frame, Site, own_path, page_text, screen_path, style
from regelkoll.web.uploads import Counted

REFUSED = ("host", "site", "token")
Screen: TypeAlias = Callable[[Site, Request], Awaitable[Response]]
ROUTES: tuple[tuple[str, Screen, str], ...] = (
    ("/", checking.first, "GET"),
    ("/kontrollera", checking.take, "POST"),
    ("/rapport/{id}", reporting.show, "GET"),
    ("/rapport/{id}/uppgifter", reporting.fill, "POST"),
    ("/rapport/{id}/kasta", reporting.forget, "POST"),
    ("/rapport/{id}/spara/{format}", reporting.save, "GET"),
    ("/regler", rulepages.search, "GET"),
    ("/regler/{rule}", rulepages.one, "GET"),
    ("/prova/{rule}", trying.first, "GET"),
    ("/prova/{rule}", trying.again, "POST"),
    ("/om", about.about, "GET"),
    ("/halsa", about.health, "GET"),
)


def app(site: Site) -> ASGIApp:
    """The server's application, guarded."""

    async def look(request: Request) -> Response:
        text = site.theme.css if request.url.path.endswith("theme.css") else style()
        return Response(text, media_type="text/css")

    routes = [
        Route("/static/theme.css", look),
        Route("/static/style.css", look),
        Mount("/static", StaticFiles(directory=STATIC)),
        *(Route(path, partial(screen, site), methods=[method]) for path, screen, method in ROUTES),
    ]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        site.reports.clear()
        site.workers.close()

    inner = Starlette(
        routes=routes,
        middleware=[Middleware(Counted), Middleware(Spoken)],
        exception_handlers={HTTPException: partial(wrong, site), Exception: partial(broken, site)},
        lifespan=lifespan,
    )
    words = words_of(site.lang)
    what = {"kind": "", "said": (), "draft": ""}
    pages = {
        why: page_text("message.html.j2", words, site.theme, Frame(), **{**what, "kind": why}).encode()
        for why in REFUSED
    }
    return Guard(inner, site.door, pages)


class Spoken:
    """`?lang=en` on any page: remembered in a cookie, and the page shown without it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        chosen = ""
        if scope["type"] == "http" and scope["method"] == "GET" and b"lang=" in scope["query_string"]:
            asked = Request(scope).query_params
            chosen = asked.get("lang", "")
        if chosen not in LANGUAGES:
            await self.app(scope, receive, send)
            return
        rest = urlencode([(name, value) for name, value in asked.multi_items() if name != "lang"])
        back = RedirectResponse(own_path(scope["path"]) + (f"?{rest}" if rest else ""), 303)
        back.set_cookie(LANGUAGE, chosen, httponly=True, samesite="strict", path="/")
        await back(scope, receive, send)


async def wrong(site: Site, request: Request, error: Exception) -> Response:
    """A page for a request that cannot be answered. Who opens the address that a form was sent to, from the address
    bar or the history, comes to the screen of that form."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    screen = screen_path(request.scope["path"])
    if status == 405 and request.method == "GET" and screen != own_path(request.scope["path"]):
        return RedirectResponse(screen, 303)
    kinds = {400: "form", 403: "form", 404: "gone", 413: "too_large"}
    return site.page(request, "message.html.j2", status, kind=kinds.get(status, "error"), said=(), draft="")


async def broken(site: Site, request: Request, error: Exception) -> Response:
    """A page for a bug. What is logged says where it is and nothing of what was sent."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
    print(f"regelkoll: {type(error).__name__} {where}", file=sys.stderr)
    return site.page(request, "message.html.j2", 500, kind="error", said=(), draft="")
