"""The officer's and the strategist's whole round in a real browser, by mouse and by keyboard, with script and without;
every screen and state is free from what axe and html-validate find, says nothing on the console and asks for nothing
from elsewhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser import axe, html_validate, overflow
from served import Served

RULE = "slutrapport-dag"
FIELD = "[name=fakta-application_date]"
FIRST = (Path(__file__).resolve().parents[2] / "cases/med-fel-2024/utkast.txt").read_text(encoding="utf-8")


@contextmanager
def opened(browser, server: Served, **context) -> Iterator[object]:
    """A person's browser that has come in; whatever it says on its console fails the test."""
    inside = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True, **context)
    said: list[str] = []
    page = inside.new_page()
    page.set_default_timeout(20_000)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith((server.url, "data:")) else said.append(one.url))
    try:
        page.goto(server.address)
        yield page
        assert said == []
    finally:
        inside.close()


def looked_at(page, folder: Path, name: str) -> None:
    """Holds for every screen and state: axe finds nothing, and nothing goes beyond a narrow window."""
    assert axe(page) == [], name
    page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(page) <= 0, name
    page.set_viewport_size({"width": 1280, "height": 900})
    (folder / f"{name}.html").write_text(page.content(), encoding="utf-8")


def word(*paragraphs: str) -> bytes:
    """A Word draft with these paragraphs."""
    from docx import Document

    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


@pytest.fixture
def drafts(tmp_path) -> tuple[Path, Path]:
    """A draft in Word, and its new version with two faults mended."""
    lines = [line for line in FIRST.splitlines() if line]
    first, second = tmp_path / "utkast.docx", tmp_path / "utkast-2.docx"
    first.write_bytes(word(*lines))
    mended = [line.replace(" Beloppet är [kontrolleras].", "").replace("2025-06-31", "2025-06-30") for line in lines]
    second.write_bytes(word(*mended))
    return first, second


def dropped(page, path: Path) -> None:
    """The file dropped on the form, as a mouse drops it."""
    given = page.evaluate_handle(
        "([name, bytes]) => { const all = new DataTransfer(); all.items.add(new File([new Uint8Array(bytes)], name)); return all; }",
        [path.name, list(path.read_bytes())],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("form[data-drop]", event, {"dataTransfer": given})


def test_the_round_by_mouse(browser, server, drafts, tmp_path):
    """Drop, read, fill in, save, new version, throw away."""
    with opened(browser, server) as page:
        looked_at(page, tmp_path, "check")
        page.click("form.drop button")
        assert "Choose the draft" in page.inner_text(".ds-validation-message")
        looked_at(page, tmp_path, "check-fault")
        dropped(page, drafts[0])
        page.wait_for_selector(".verdict")
        assert page.inner_text("h1") in ("Fix first", "Look closer")
        looked_at(page, tmp_path, "report")
        shown = page.locator(".findings a.show:visible").first
        place = shown.get_attribute("href")
        shown.click()
        assert page.url.endswith(place)
        assert page.locator(f"mark{place}").evaluate("(mark) => mark.matches(':target')")
        page.locator(".draft-body .ref").first.click()
        assert page.locator(":target").count() == 1

        field = page.locator(FIELD)
        field.fill("i går")
        field.press("Enter")
        page.wait_for_selector(".ds-validation-message")
        assert field.get_attribute("aria-invalid") == "true"
        assert field.input_value() == "i går"
        looked_at(page, tmp_path, "fill-fault")
        field.fill("2024-01-15")
        page.locator(f"form.fill:has({FIELD}) button").click()
        page.wait_for_selector(".by-hand")
        assert page.evaluate("() => document.activeElement.id") == "besked"
        assert "Added by hand" in page.content()
        looked_at(page, tmp_path, "filled")

        with page.expect_download() as download:
            page.click('a[href$="/spara/docx"]')
        assert download.value.suggested_filename == "utkast-granskad.docx"
        with zipfile.ZipFile(download.value.path()) as copy:
            assert b"<w:comment " in copy.read("word/comments.xml")
            assert "Föreningen Språkbron" in copy.read("word/document.xml").decode()

        page.set_input_files("#nytt-utkast", drafts[1])
        page.click("form.drop button")
        page.wait_for_selector(".compared")
        mended = page.locator(".three > div").first.inner_text()
        assert "(0)" not in mended
        assert all(line.endswith(("(met)", "(does not apply)")) for line in mended.splitlines()[1:] if line)
        looked_at(page, tmp_path, "compared")
        page.click(".compared a")
        assert page.inner_text(".draft-name").endswith("utkast.docx")
        page.click('form[action$="/kasta"] button')
        assert page.inner_text("h1") == "Check a draft"
    assert html_validate(*sorted(tmp_path.glob("*.html"))) == []


def tabbed_to(page, found: str, most: int = 60) -> None:
    """Tab until the element is reached: nobody else can."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(found) => document.activeElement.matches(found)", found):
            return
    raise AssertionError(f"{found} is not reached by the keyboard")


def test_the_round_by_keyboard(browser, server, drafts):
    with opened(browser, server) as page:
        page.on("filechooser", lambda _: None)  # the browser is told to hand choosers over before one is opened
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.className") == "ds-skip-link"
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.id") == "main"
        tabbed_to(page, "#utkast")
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Enter")
        chooser.value.set_files(drafts[0])
        tabbed_to(page, "form.drop button")
        page.keyboard.press("Enter")
        page.wait_for_selector(".verdict")
        tabbed_to(page, FIELD, 600)
        page.keyboard.type("2024-01-15")
        tabbed_to(page, "form.fill button")
        page.keyboard.press("Enter")
        page.wait_for_selector(".by-hand")
        assert page.evaluate("() => document.activeElement.id") == "besked"
        tabbed_to(page, "#nytt-utkast")


def test_the_round_without_script(browser, server, drafts):
    with opened(browser, server, java_script_enabled=False) as page:
        assert page.locator(".drop-hint").is_hidden()
        page.set_input_files("#utkast", drafts[0])
        page.click("form.drop button")
        page.wait_for_selector(".verdict")
        page.fill(FIELD, "i går")
        page.click(f"form.fill:has({FIELD}) button")
        assert "i går" in page.inner_text(".ds-validation-message")
        page.fill(FIELD, "2024-01-15")
        page.click(f"form.fill:has({FIELD}) button")
        page.wait_for_selector(".by-hand")
        page.set_input_files("#nytt-utkast", drafts[1])
        page.click("form.drop button")
        page.wait_for_selector(".compared")
        page.goto(server.url + "/regler")
        page.fill("#q", "slutrapport")
        page.click("form.search button")
        page.click(f'a[href="/regler/{RULE}"]')
        page.click(f'a[href="/prova/{RULE}"]')
        text = page.input_value("#text")
        page.fill("#text", text.replace("severity:", "severty:"))
        page.click("form.two button >> nth=0")
        assert "severty" in page.inner_text(".problems")


def test_rules_are_found_and_changed(browser, server, drafts, tmp_path):
    with opened(browser, server) as page:
        page.click('nav a[href="/regler"]')
        everything = page.locator(".rule-list li").count()
        page.fill("#q", "SLUTRAPPORTEN lamnas")
        page.locator(f'.rule-list a[href="/regler/{RULE}"]').wait_for()
        page.wait_for_selector(f".rule-list li:nth-child({everything})", state="detached")
        looked_at(page, tmp_path, "rules")
        page.click(f'a[href="/regler/{RULE}"]')
        assert page.locator(".tried > li.right").count() > 2
        looked_at(page, tmp_path, "rule")
        page.click(f'a[href="/prova/{RULE}"]')
        assert "No draft has been checked yet" in page.inner_text("#utfall")
        looked_at(page, tmp_path, "try")
        text = page.input_value("#text")
        page.fill("#text", text.replace("severity: warning", "severity: varning"))
        page.wait_for_selector(".problems")
        assert "Line" in page.inner_text(".problems")
        looked_at(page, tmp_path, "try-problems")
        page.fill("#text", text.replace("expect: passed", "expect: failed", 1))
        page.wait_for_selector(".tried > li.wrong")
        said = page.inner_text("#utfall section >> nth=0")
        assert "1 example of" in said
        assert "No problems" not in said
        looked_at(page, tmp_path, "try-wrong")
        with page.expect_download() as download:
            page.click("form.two button[name=ladda]")
        patch = Path(download.value.path()).read_text(encoding="utf-8")
        assert "-    expect: passed\n+    expect: failed\n" in patch
        page.goto(server.url)
        page.set_input_files("#utkast", drafts[0])
        page.click("form.drop button")
        page.wait_for_selector(".verdict")
        page.goto(f"{server.url}/prova/{RULE}")
        assert "utkast.docx" in page.inner_text("#utfall")
        looked_at(page, tmp_path, "try-draft")
    assert html_validate(*sorted(tmp_path.glob("*.html"))) == []


@pytest.mark.parametrize("path", ["/om", "/regler/delegationsgrund"])
def test_a_narrow_window_breaks_no_heading_in_the_midst_of_a_word(browser, server, path):
    with opened(browser, server) as page:
        page.set_viewport_size({"width": 320, "height": 900})
        page.goto(f"{server.url}{path}?lang=sv")
        heads = page.locator("main h1, main h2")
        wide = "e => { e.style.overflowWrap = 'normal'; return e.scrollWidth > e.clientWidth }"
        assert heads.count() > 2
        assert [one.inner_text() for one in heads.all() if one.evaluate(wide)] == []


def test_the_other_screens_and_the_other_language(browser, server, tmp_path):
    with opened(browser, server) as page:
        page.click('nav a[href="/om"]')
        looked_at(page, tmp_path, "about")
        page.click(".site-lang a")
        page.wait_for_selector('html[lang="sv"]')
        assert page.url == server.url + "/om"
        page.click(".site-lang a")
        page.wait_for_selector('html[lang="en"]')
    assert html_validate(*sorted(tmp_path.glob("*.html"))) == []


def test_what_goes_wrong_is_a_page_too(browser, server, tmp_path):
    inside = browser.new_context()
    try:
        page = inside.new_page()
        page.goto(server.url)
        assert page.inner_text("h1") == "You are not let in"
        looked_at(page, tmp_path, "not-let-in")
        page.goto(server.address)
        page.goto(server.url + "/rapport/x")
        looked_at(page, tmp_path, "gone")
        page.click("main a.ds-button")
        page.set_input_files("#utkast", {"name": "a.docx", "mimeType": "", "buffer": b"PK"})
        page.click("form.drop button")
        page.wait_for_selector("h1:has-text('could not be checked')")
        looked_at(page, tmp_path, "not-checked")
    finally:
        inside.close()
    assert html_validate(*sorted(tmp_path.glob("*.html"))) == []


def test_no_old_verdict_stands_where_a_form_could_not_be_sent(browser, server):
    inside = browser.new_context()
    try:
        page = inside.new_page()
        page.goto(server.address)
        page.set_input_files("#utkast", Path(__file__).resolve().parents[2] / "cases/klart/utkast.txt")
        page.click("form.drop button")
        page.wait_for_selector("h1:has-text('Ready to sign')")
        page.route("**/uppgifter", lambda route: route.abort())
        field = page.locator("form.fill input[type=text]").first
        field.fill("2024-01-01")
        field.press("Enter")
        page.wait_for_selector("h1:has-text('Ready to sign')", state="detached", timeout=10_000)
    finally:
        inside.close()
