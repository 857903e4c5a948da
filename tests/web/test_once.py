"""Nothing that a person has written must be written twice, and a link leads where it says, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from served import Served, csrf, report, send

READY = Path(__file__).resolve().parents[2] / "cases/klart/utkast.txt"
DAY = "[name=fakta-application_date]"
TRAINED = "[name=fakta-equality_training]"


@contextmanager
def reported(browser, server: Served, width: int = 1280) -> Iterator[object]:
    """The report on a draft that is ready, in a browser."""
    inside = browser.new_context(viewport={"width": width, "height": 800})
    try:
        page = inside.new_page()
        page.set_default_timeout(20_000)
        page.goto(server.address)
        page.set_input_files("#utkast", READY)
        page.click("form.drop button")
        page.wait_for_selector("h1:has-text('Ready to sign')")
        yield page
    finally:
        inside.close()


def test_what_is_written_in_another_form_is_not_lost(browser, server):
    with reported(browser, server) as page:
        page.fill(DAY, "2022-12-01")
        page.check("[name=fakta-published][value=nej]")
        page.check(f"{TRAINED}[value=ja]")
        page.click(f"form.fill:has({TRAINED}) button")
        page.wait_for_selector(".by-hand")
        assert page.input_value(DAY) == "2022-12-01"
        assert page.is_checked("[name=fakta-published][value=nej]")
        assert page.locator(f".by-hand {DAY}").count() == 0
        page.reload()
        assert page.input_value(DAY) == ""


@pytest.mark.parametrize("width", [pytest.param(320, id="narrow"), pytest.param(1280, id="wide")])
def test_a_link_into_what_is_folded_shows_its_rule(browser, server, width):
    with reported(browser, server, width) as page:
        link = page.locator("a.ref-passed").nth(4)
        rule = page.locator(link.get_attribute("href"))
        link.click()
        page.wait_for_timeout(600)
        assert 0 <= rule.bounding_box()["y"] < 400


def filled_again(text: str) -> list[str]:
    """The fields of what was filled in for the former version."""
    found = re.search(r'aria-labelledby="forra-ifyllt".*?</section>', text, re.DOTALL)
    return re.findall(r'name="(fakta-\w+)"[^>]*value="([^"]*)"', found[0]) if found else []


def test_a_new_version_offers_what_was_filled_in_for_the_former_and_does_not_use_it(server):
    with server.client() as client:
        sent = send(client, READY.name, READY.read_bytes())
        first = report(client, sent)
        assert filled_again(first.text) == []
        at = sent.headers["location"]
        given = {"csrf": csrf(client), "fakta-application_date": "2022-12-01", "fakta-amount": "80 000 kr"}
        assert client.post(f"{at}/uppgifter", data=given).status_code == 303
        assert "Added by hand" in report(client, sent).text
        again = send(client, READY.name, READY.read_bytes(), before=at.rpartition("/")[2])
        second = report(client, again).text
        assert filled_again(second) == [("fakta-application_date", "2022-12-01")]
        assert "What you filled in for it is not in this check." in second
        assert "Added by hand" not in second
        sent_again = {"csrf": csrf(client), "fakta-application_date": "2022-12-01"}
        assert client.post(f"{again.headers['location']}/uppgifter", data=sent_again).status_code == 303
        assert filled_again(report(client, again).text) == []


def test_only_a_report_that_is_gone_is_said_to_be_a_report(client):
    said = "A report is gone when"
    assert said in client.get("/rapport/x").text
    other = client.get("/regler/x")
    assert other.status_code == 404
    assert said not in other.text
