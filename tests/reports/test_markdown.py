"""Markdown as markdown-it renders it: tables, folded parts, and nothing of a draft that becomes markup."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from builders import report, rule, run
from markdown_it import MarkdownIt
from richrun import HOSTILE, hostile, rich, rich_run, word

from regelkoll.language import words
from regelkoll.model import Finding, Outcome, Source
from regelkoll.reports import markdown, render
from regelkoll.reports.escaping import markdown_text


def text(given: Any, lang: str = "en", verbose: bool = False) -> str:
    return render(given, "markdown", words(lang), verbose=verbose).decode()


def page(source: str, markup: bool = True) -> str:
    return MarkdownIt("commonmark", {"html": markup}).enable(["table", "strikethrough"]).render(source)


def tags(source: str) -> set[str]:
    """Every tag of the rendered page, with its attributes."""
    return set(re.findall(r"<[^>]+>", page(source)))


OURS = {
    *(f"<{end}{name}>" for end in ("", "/") for name in ("h2", "h3", "p", "ul", "li", "strong", "table", "thead", "tbody")),
    *(f"<{end}{name}>" for end in ("", "/") for name in ("tr", "th", "td", "details", "summary")),
    "<br>",
}  # fmt: skip


def test_the_page_of_a_hostile_draft_has_only_our_own_tags() -> None:
    assert tags(text(run(hostile(), hostile("|")), verbose=True)) <= OURS


def test_without_html_nothing_of_a_hostile_draft_is_markup_either() -> None:
    shown = page(text(run(hostile()), verbose=True), markup=False)
    assert set(re.findall(r"<[^>]+>", shown)) <= OURS


def test_only_our_own_sources_are_links() -> None:
    links = {tag for tag in tags(text(rich_run())) if tag.startswith("<a")}
    assert links == {'<a href="https://example.org/villkor">'}


ONE_LINE = {
    "html": "<script>alert(1)</script>",
    "image": "![x](https://ond.example/x.png)",
    "link": "[klicka](javascript:alert(1))",
    "reference": "[x]: https://ond.example",
    "code": "`a` ``b`` ```c```",
    "emphasis": "*a* **b** _c_ __d__ ~~e~~",
    "table": "a | b | c",
    "entity": "&lt;b&gt; &#64;",
    "autolink": "<https://ond.example> <a@ond.example>",
    "heading": "# rubrik",
    "setext": "===",
    "rule": "---",
    "list": "- punkt",
    "plus list": "+ punkt",
    "star list": "* punkt",
    "numbered": "1. första",
    "numbered so": "1) första",
    "quote": "> citat",
    "fence": "```js",
    "tilde fence": "~~~",
    "backslash": "a\\*b \\ c\\",
    "math": "$$x$$ $y$ $`z`$",
    "expression": "${{ secrets.X }}",
    "front matter": "--- a: b ---",
    "definition": ": a",
    "directive": "::include{file=x}",
    "footnote": "[^1]: a",
    "brackets": "[tak] [ ] [x]",
    "zero": "\x00",
}


@pytest.mark.parametrize("given", ONE_LINE.values(), ids=ONE_LINE)
@pytest.mark.parametrize("before", ["", "- ", "## "], ids=["alone", "in a list", "in a heading"])
def test_a_line_is_shown_as_it_stands_and_is_no_markup(given: str, before: str) -> None:
    shown = page(before + markdown_text(given))
    inner = re.sub(r"^(<ul>\n<li>|<h2>|<p>)|(</li>\n</ul>|</h2>|</p>)\n$", "", shown)
    assert "<" not in inner
    assert html.unescape(inner).replace("\u200b", "") == ("\\x00" if given == "\x00" else given)


@pytest.mark.parametrize("given", ONE_LINE.values(), ids=ONE_LINE)
def test_a_cell_of_a_table_holds_it_all(given: str) -> None:
    shown = page(f"| a |\n| --- |\n| {markdown_text(given)} |\n")
    cells = re.findall(r"<td>(.*?)</td>", shown)
    assert len(cells) == 1
    assert html.unescape(cells[0]).replace("\u200b", "") == ("\\x00" if given == "\x00" else given)


# What GitHub and GitLab make of text after it is rendered (their documentation: mentions, references, autolinks, emoji).
REFERENCES = {
    "mention": r"(?<!\w)@\w",
    "issue": r"[#!%]\d",
    "gh": r"\bGH-\d",
    "scheme": r"\w+://",
    "www": r"\bwww\.",
    "mail": r"\w@\w",
    "emoji": r":[\w+-]+:",
}


@pytest.mark.parametrize("sort", REFERENCES)
def test_no_reference_is_left_in_the_text_of_the_page(sort: str) -> None:
    assert re.search(REFERENCES[sort], HOSTILE, re.IGNORECASE)
    shown = html.unescape(re.sub(r"<[^>]+>", "", page(text(run(hostile()), verbose=True))))
    assert not re.search(REFERENCES[sort], shown, re.IGNORECASE)


def test_a_time_and_a_share_are_left_alone() -> None:
    assert (
        markdown_text("kl. 14:30, 50 % av 100 kr (2 §), a-b 2020-11-25")
        == "kl. 14:30, 50 % av 100 kr (2 §), a-b 2020-11-25"
    )


def test_a_source_is_a_link_only_with_a_plain_and_safe_address() -> None:
    urls = ['https://example.org/a(b) c"><script>', "http://example.org", "javascript:alert(1)"]
    source = tuple(Source("Lag", f"{n} §", url=url) for n, url in enumerate(urls))
    shown = text(run(report(findings=(Finding(rule("r", "R", source=source), Outcome.FAILED),))))
    links = {tag for tag in tags(shown) if tag.startswith("<a")}
    assert links == {'<a href="https://example.org/a%28b%29%20c%22%3E%3Cscript%3E">'}
    assert tags(shown) - links <= {*OURS, "</a>"}


def test_the_verdict_stands_first_and_with_several_drafts_an_overview() -> None:
    assert text(run(rich())).startswith("## Fix first\n")
    several = text(rich_run())
    assert several.startswith("| Draft | Verdict | Status |\n")
    assert "| tomt.docx | The draft could not be checked. |" in several


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    for source in (text(rich_run()), text(run(hostile(), word()))):
        for table in re.findall(r"(?s)<table>.*?</table>", page(source)):
            rows = [len(re.findall(r"<t[hd]>", row)) for row in re.findall(r"(?s)<tr>.*?</tr>", table)]
            assert len(set(rows)) == 1


def test_every_finding_is_in_it_and_what_is_folded_is_closed() -> None:
    shown = text(run(rich()), verbose=True)
    assert [f.rule.id for f in rich().findings if f"\\[{f.rule.id}\\]" not in shown] == []
    assert shown.count("<details>") == shown.count("</details>") >= 4
    assert not re.search(r"</summary>\n(?!\n)", shown)


def test_what_does_not_fit_in_a_mebibyte_is_counted() -> None:
    many = [report(findings=(Finding(rule("r", "R" * 5000), Outcome.FAILED),), draft=f"{n}.txt") for n in range(200)]
    shown = render(run(*many), "markdown", words("en"))
    assert len(shown) <= markdown.LIMIT
    said = re.search(r"\n… and (\d+) more, for which there was no room\.\n$", shown.decode())
    assert said
    told = shown.decode().count("What is wrong")
    assert 0 < told < 200
    assert int(said.group(1)) >= 200 - told
    assert page(shown.decode()).count("<table>") == told + 1


def test_the_limit_is_githubs() -> None:
    assert markdown.LIMIT == 1024 * 1024
    assert "no room" not in text(rich_run())
