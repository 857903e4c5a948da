"""The page: in a real browser without a complaint from axe, html-validate or its console, at every width and on paper."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from pathlib import Path
from typing import Any

import pytest
from browser import NARROW, WIDE, axe, html_validate, opened, overflow
from fullrun import HOSTILE, RUNS, reviewed
from lxml import html

from regelkoll.language import words
from regelkoll.reports import render
from regelkoll.reports.pages import FOLDER

GOLDEN = Path(__file__).parent / "golden"
PAGES = [(name, lang) for name in RUNS for lang in ("sv", "en")]
IDS = [f"{name}-{lang}" for name, lang in PAGES]


def page(name: str, lang: str = "en") -> bytes:
    return render(RUNS[name], "html", words(lang))


def tree(name: str, lang: str = "en") -> Any:
    return html.document_fromstring(page(name, lang).decode())


def written(folder: Path, name: str, lang: str = "en") -> Path:
    path = folder / f"{name}-{lang}.html"
    path.write_bytes(page(name, lang))
    return path


def test_the_page_is_as_the_golden_file() -> None:
    found, golden = page("one"), GOLDEN / "report.en.html"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(found)
    assert found.decode() == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "lang"), PAGES, ids=IDS)
def test_a_browser_has_nothing_to_say(browser: Any, tmp_path: Path, name: str, lang: str) -> None:
    path = written(tmp_path, name, lang)
    for width in (WIDE, NARROW):
        with opened(browser, path.as_uri(), width) as seen:
            assert axe(seen.page) == []
            assert overflow(seen.page) == 0
            seen.page.emulate_media(media="print")
            assert axe(seen.page) == []
            assert (seen.said, seen.asked) == ([], [])


def test_html_validate_has_nothing_to_say(tmp_path: Path) -> None:
    assert html_validate(*[written(tmp_path, name, lang) for name, lang in PAGES]) == []


BAD = "<!DOCTYPE html><html><head><title></title></head><body><img src='data:,x'><p style='color:#ccc'>Text</p></body></html>"


def test_the_checkers_find_a_bad_page(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text(BAD, encoding="utf-8")
    with opened(browser, path.as_uri()) as seen:
        found = "\n".join(axe(seen.page))
    assert all(rule in found for rule in ("image-alt", "color-contrast", "html-has-lang", "landmark-one-main"))
    assert any("wcag/h37" in line for line in html_validate(path))


def test_the_policy_lets_in_its_own_style_alone(browser: Any, tmp_path: Path) -> None:
    text = page("one").decode()
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = tree("one").xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    path = tmp_path / "changed.html"
    path.write_text(text.replace("</style>", " </style><script>document.title='x'</script>"), encoding="utf-8")
    with opened(browser, path.as_uri()) as seen:
        assert len(seen.said) == 2
        assert seen.page.title() != "x"


@pytest.mark.parametrize("name", list(RUNS))
def test_every_link_within_the_page_leads_to_one_place(name: str) -> None:
    made = tree(name)
    ids = made.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in made.xpath("//a/@href") if link.startswith("#")} <= set(ids)


def test_a_finding_leads_to_its_words_and_back() -> None:
    made = tree("one")
    (finding,) = made.xpath("//article[@id='f-tak']")
    (target,) = set(finding.xpath(".//a[contains(@class, 'show')]/@href"))
    (mark,) = made.xpath(f"//mark[@id='{target[1:]}']")
    assert mark.text_content() == "beviljar 350 000 kronor"
    assert "#f-tak" in mark.getnext().xpath(".//a/@href")


def test_a_hostile_draft_is_shown_not_obeyed(browser: Any, tmp_path: Path) -> None:
    path = written(tmp_path, "hostile")
    with opened(browser, path.as_uri(), NARROW) as seen:
        counts = seen.page.evaluate(
            "() => [document.scripts.length, document.images.length, document.styleSheets.length]"
        )
        assert counts == [0, 0, 1]
        shown = seen.page.locator(".draft-para").first.text_content()
        assert overflow(seen.page) == 0
    assert shown is not None
    for part in (
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "]]>",
        "שלום",
        "مرحبا",
        "😀",
        "\\x1b[31m\\x07",
        "\\u202eomvänt",
    ):
        assert part in shown
    assert "Riks" * 2500 in shown
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", page("hostile").decode()
    )
    assert HOSTILE[:5] in shown


def test_the_draft_stands_beside_on_a_wide_screen_and_after_on_a_narrow_one(browser: Any, tmp_path: Path) -> None:
    path = written(tmp_path, "one")
    boxes = []
    for width in (WIDE, NARROW):
        with opened(browser, path.as_uri(), width) as seen:
            boxes.append([seen.page.locator(where).bounding_box() for where in (".findings", ".draft")])
    (wide, wide_draft), (narrow, narrow_draft) = boxes
    assert wide_draft["x"] >= wide["x"] + wide["width"]
    assert narrow_draft["y"] >= narrow["y"] + narrow["height"]


def test_paper_shows_the_source_of_a_folded_rule_with_its_address(browser: Any, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, "one").as_uri()) as seen:
        source = seen.page.locator("#f-tak .sources a")
        assert not source.is_visible()
        seen.page.emulate_media(media="print")
        source.wait_for(state="visible", timeout=5_000)
        after = source.evaluate("link => getComputedStyle(link, '::after').content")
        assert "example.org/villkor" in after or after == '" (" attr(href) ")"'
        assert not seen.page.locator(".contents").is_visible()


def test_a_case_file_shows_its_facts_and_no_text() -> None:
    made = tree("case")
    assert made.xpath("//section[contains(@class, 'draft')]") == []
    assert made.xpath("//section[contains(@class, 'section-facts')]/details/@open") != []


def test_many_drafts_are_listed_and_the_unread_say_why() -> None:
    made = tree("many")
    shown = made.text_content()
    assert len(made.xpath("//nav[1]/ol/li")) == 3
    assert "skannat <i>.pdf" in shown
    assert "Filen är en bild." in shown


def test_a_doubtful_day_is_said_before_the_recommendation() -> None:
    shown = html.document_fromstring(render((reviewed(law_day_from="check_day"),), "html", words("en")).decode())
    (verdict,) = shown.xpath("//div[contains(@class, 'verdict')]")
    text = verdict.text_content()
    assert text.index("does not state the decision's date") < text.index("Fix first")


def test_no_template_puts_in_what_is_not_escaped() -> None:
    templates = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.j2"))
    assert not re.search(r"\|\s*safe|autoescape|Markup", templates)


@pytest.mark.parametrize("name", list(RUNS))
def test_the_page_is_the_same_bytes_twice(name: str) -> None:
    assert page(name) == page(name)
