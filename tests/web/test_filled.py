"""What is filled in by hand: nothing that cannot be taken stands under a verdict, and no tab undoes another's work."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from served import Served, csrf, report, send

from regelkoll.rulefiles import load_rules
from regelkoll.rulefiles.packs import contents_of
from regelkoll.web.app import app
from regelkoll.web.guard import Door
from regelkoll.web.kept import Bounds, Reports
from regelkoll.web.packed import Packing
from regelkoll.web.site import Site
from regelkoll.web.theme import Theme
from regelkoll.web.workers import Limits, Workers

ROOT = Path(__file__).resolve().parents[2]
READY = ROOT / "cases/klart/utkast.txt"
DAY = date(2026, 11, 25)


def heading(got: httpx.Response) -> str:
    return re.search(r"<h1[^>]*>([^<]*)</h1>", got.text)[1]


@pytest.mark.parametrize(
    ("fact", "text", "said"),
    [
        pytest.param("application_date", "skräp", "cannot be read as a date", id="asked for"),
        pytest.param("amount", "inget", "cannot be read as an amount", id="not asked for"),
        pytest.param("receiver", "a" * 5001, "longer than 5000 characters", id="too long to be kept whole"),
    ],
)
def test_no_verdict_stands_over_what_cannot_be_taken(server: Served, fact, text, said):
    with server.client() as client:
        sent = send(client, READY.name, READY.read_bytes())
        assert heading(report(client, sent)) == "Ready to sign"
        at = sent.headers["location"]
        got = client.post(f"{at}/uppgifter", data={"csrf": csrf(client), f"fakta-{fact}": text})
        assert heading(got) == "What you filled in cannot be taken"
        assert "Ready to sign" not in got.text
        assert said in got.text
        assert 'aria-invalid="true"' in got.text
        assert heading(report(client, sent)) == "Ready to sign"


def within(tried: Callable[[httpx.AsyncClient, list[date]], Coroutine[None, None, None]]) -> None:
    """The page in this process, with one worker and a day that can be turned."""
    pack = ROOT / "tests/second_pack"
    rules, contents, days = load_rules(pack), contents_of(pack), [DAY]
    workers = Workers(rules, dict(contents), Limits(workers=1))
    door = Door(80, (), "x-user")
    reports = Reports(Bounds())
    site = Site(rules, contents, workers, reports, Packing(rules), door, Theme(), "en", lambda: days[0])

    async def run() -> None:
        headers = {"x-user": "anna", "origin": "http://page"}
        transport = httpx.ASGITransport(app(site))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://page", headers=headers, timeout=60
        ) as client:
            await tried(client, days)

    try:
        with ThreadPoolExecutor(1) as thread:  # playwright's own loop may be running in this one
            thread.submit(asyncio.run, run()).result()
    finally:
        workers.close()


async def token(client: httpx.AsyncClient) -> str:
    return re.search(r'name="csrf" value="(\w+)"', (await client.get("/")).text)[1]


async def checked(client: httpx.AsyncClient) -> str:
    """The address of a draft's report."""
    files = {"utkast": ("a.txt", b"Beslut\n\nSkolan anlitar Anna.\n")}
    sent = await client.post("/kontrollera", data={"csrf": await token(client)}, files=files)
    await ready(client, sent.headers["location"])
    return sent.headers["location"]


async def ready(client: httpx.AsyncClient, at: str) -> str:
    """The report's page when it is ready."""
    for _ in range(100):
        got = await client.get(at)
        if "refresh" not in got.headers:
            return got.text
    raise AssertionError("no report in time")


def slowly(first: str, then: asyncio.Event, begun: asyncio.Event) -> AsyncIterator[bytes]:
    """A form that begins, and is at its end when it may be."""

    async def parts() -> AsyncIterator[bytes]:
        begun.set()
        yield first.encode()
        await then.wait()

    return parts()


FORM = {"content-type": "application/x-www-form-urlencoded"}


async def half_sent(client: httpx.AsyncClient, at: str, csrf_token: str) -> tuple[asyncio.Task, asyncio.Event]:
    """A form that is under way, and what lets it come to its end."""
    then, begun = asyncio.Event(), asyncio.Event()
    body = slowly(f"csrf={csrf_token}&fakta-case_number=Ett", then, begun)
    slow = asyncio.create_task(client.post(f"{at}/uppgifter", content=body, headers=FORM))
    await begun.wait()
    await asyncio.sleep(0.1)
    return slow, then


def test_two_tabs_do_not_undo_each_other():
    async def tried(client: httpx.AsyncClient, _: list[date]) -> None:
        at, csrf_token = await checked(client), await token(client)
        slow, then = await half_sent(client, at, csrf_token)
        got = await client.post(f"{at}/uppgifter", data={"csrf": csrf_token, "fakta-fee": "300 kr"})
        assert got.status_code == 303
        then.set()
        assert (await slow).status_code == 303
        page = await ready(client, at)
        assert 'value="Ett"' in page
        assert 'value="300 kr"' in page

    within(tried)


def test_a_report_that_is_thrown_away_does_not_come_back():
    async def tried(client: httpx.AsyncClient, _: list[date]) -> None:
        at, csrf_token = await checked(client), await token(client)
        slow, then = await half_sent(client, at, csrf_token)
        assert (await client.post(f"{at}/kasta", data={"csrf": csrf_token})).status_code == 303
        then.set()
        assert (await slow).status_code == 404
        assert (await client.get(at)).status_code == 404

    within(tried)


def test_a_check_made_anew_is_made_on_its_own_day():
    async def tried(client: httpx.AsyncClient, days: list[date]) -> None:
        at = await checked(client)
        days[0] = DAY + timedelta(days=3)
        data = {"csrf": await token(client), "fakta-case_number": "Ett"}
        assert (await client.post(f"{at}/uppgifter", data=data)).status_code == 303
        await ready(client, at)
        saved = json.loads((await client.get(f"{at}/spara/json")).text)
        assert saved["check_day"] == "2026-11-28"

    within(tried)
