"""Chromium for tests of pages: what it is started with, a page that tells all that it said and asked for, and axe."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NODE = Path(__file__).resolve().parents[1] / "build/node/node_modules"
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
)
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDE, NARROW = 1280, 320


def missing(what: str) -> None:
    """Skips with a word; a failure in CI."""
    if os.environ.get("REGELKOLL_CI"):
        pytest.fail(what)
    pytest.skip(what)


@contextmanager
def started() -> Iterator[Browser]:
    """A Chromium of this machine; skips where there is none."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        missing("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield chromium
        finally:
            chromium.close()


@dataclass
class Seen:
    """A page with what it wrote on its console or threw, and every address that it asked for beside its own."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, url: str, width: int = WIDE, **context: Any) -> Iterator[Seen]:
    """The address in a page of its own, in a window so wide; a context of Playwright takes the rest."""
    inside = browser.new_context(viewport={"width": width, "height": 900}, **context)
    try:
        seen = Seen(inside.new_page())
        seen.page.on("console", lambda message: seen.said.append(message.text))
        seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
        seen.page.on("request", lambda one: None if one.url == url else seen.asked.append(one.url))
        seen.page.goto(url, timeout=20_000)
        yield seen
    finally:
        inside.close()


def axe(page: Page) -> list[str]:
    """What axe finds against WCAG 2.0 to 2.2, A and AA, and its best practices: rule, element and why. It runs in a
    world of its own, so that the page's content security policy stays as it is."""
    source = NODE / "axe-core/axe.min.js"
    if not source.is_file():
        missing("axe-core is not installed; `make node` installs it")
    cdp = page.context.new_cdp_session(page)
    frame = cdp.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = cdp.send("Page.createIsolatedWorld", {"frameId": frame})["executionContextId"]
    cdp.send("Runtime.evaluate", {"contextId": world, "expression": source.read_text(encoding="utf-8")})
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    run = f"axe.run(document, {json.dumps(options)}).then(found => JSON.stringify(found.violations))"
    answer = cdp.send(
        "Runtime.evaluate", {"contextId": world, "expression": run, "awaitPromise": True, "returnByValue": True}
    )
    assert "exceptionDetails" not in answer, answer
    return [
        f"{found['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for found in json.loads(answer["result"]["value"])
        for node in found["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page goes beyond its window sideways."""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


def html_validate(*files: Path) -> list[str]:
    """What html-validate finds by its standard and accessibility presets."""
    program = NODE / ".bin/html-validate"
    if not program.is_file() or shutil.which("node") is None:
        missing("html-validate is not installed; `make node` installs it")
    config = files[0].parent / "htmlvalidate.json"
    config.write_text(
        json.dumps({"root": True, "extends": ["html-validate:standard", "html-validate:a11y"]}), encoding="utf-8"
    )
    command = [str(program), "--config", str(config), "--formatter", "json", *map(str, files)]
    answer = files[0].parent / "htmlvalidate.out.json"
    with answer.open("wb") as file:  # a pipe is cut off when Node ends
        subprocess.run(command, stdout=file, timeout=120, check=False)
    found = json.loads(answer.read_text(encoding="utf-8"))
    return [
        f"{Path(one['filePath']).name}:{message['line']}: {message['ruleId']} {message['message']}"
        for one in found
        for message in one["messages"]
    ]
