"""The pages that tell to wait, in a real browser: for a draft in line, and when the line is full."""

from __future__ import annotations

import os
import signal

import psutil
import pytest
from browser import html_validate
from served import Served, send, serving
from test_load import numbered, workers
from test_page import FIRST, looked_at


def unhurried(route) -> None:
    """The page as it came, but it does not load itself anew while it is looked at."""
    came = route.fetch()
    route.fulfill(response=came, headers={name: value for name, value in came.headers.items() if name != "refresh"})


def filled(served: Served) -> None:
    for number in range(100):
        with served.client() as client:  # one person alone cannot fill it
            if send(client, f"{number}.txt", numbered(number)).status_code == 503:
                return
    pytest.fail("the line has no end")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_waiting_and_a_full_line_are_pages_like_the_others(browser, tmp_path):
    inside = browser.new_context(viewport={"width": 1280, "height": 900})
    with serving() as served:
        stopped: list[psutil.Process] = workers(served)
        try:
            page = inside.new_page()
            page.goto(served.address)
            for one in stopped:
                one.send_signal(signal.SIGSTOP)
            page.set_input_files("#utkast", {"name": "a.txt", "mimeType": "", "buffer": FIRST.encode()})
            page.click("form.drop button")
            page.wait_for_url("**/rapport/**")
            page.route("**/rapport/**", unhurried)
            page.goto(page.url)
            assert page.inner_text("h1") == "The draft is waiting for its turn"
            looked_at(page, tmp_path, "waiting")

            filled(served)
            page.goto(served.url)
            page.set_input_files("#utkast", {"name": "b.txt", "mimeType": "", "buffer": FIRST.encode()})
            page.click("form.drop button")
            page.wait_for_selector("h1:has-text('Many drafts are being checked just now')")
            looked_at(page, tmp_path, "full")
        finally:
            for one in stopped:
                one.send_signal(signal.SIGCONT)
            inside.close()
    assert html_validate(*sorted(tmp_path.glob("*.html"))) == []
