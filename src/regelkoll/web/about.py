"""What the page says of itself (rules, engines, accessibility, what happens to a draft), and a monitor's answer."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from regelkoll.engine.durable import available
from regelkoll.web.site import Site
from regelkoll.web.uploads import LARGEST


async def about(site: Site, request: Request) -> Response:
    """The page about the page."""
    engines = ["native", *(["durable"] if available() else [])]
    bounds = site.reports.bounds
    return site.page(
        request, "about.html.j2", ruleset=site.ruleset, engines=engines, bounds=bounds, most=LARGEST >> 20,
    )  # fmt: skip


async def health(site: Site, request: Request) -> Response:
    """For a monitor: whether the workers live, and how much there is to do. Nothing about anybody."""
    workers = site.workers
    alive = sum(process.is_alive() for process in list(workers.processes.values()))
    counts = {"workers": alive, "working": workers.working, "waiting": workers.waiting, "reports": len(site.reports)}
    return JSONResponse({"status": "ok" if alive else "starting", **counts}, 200 if alive else 503)
