"""What holds for every format: bytes that do not change, two languages, and drafts full of what programs obey."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from builders import run
from markdown_it import MarkdownIt
from richrun import LONG, UNREAD, WORDS, hostile, rich_run

from regelkoll.language import words
from regelkoll.reports import RENDERERS, render

WITHOUT_DRAFT = [name for name, one in RENDERERS.items() if not one.draft and not one.copy]
"""Formats that a report alone is enough for; those that put words into a draft have tests of their own."""
UNSEEN = "\u200b"


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def strings(data: object) -> list[str]:
    """Every string of a JSON document."""
    if isinstance(data, dict):
        return [s for key, value in data.items() for s in (key, *strings(value))]
    if isinstance(data, list):
        return [s for value in data for s in strings(value)]
    return [data] if isinstance(data, str) else []


def shown(name: str, data: bytes) -> str:
    """The words that a reader of the format meets, after it is parsed as its readers parse it."""
    text = data.decode()
    if name == "sarif":
        return "\n".join(strings(json.loads(text))).replace("{{", "{").replace("}}", "}").replace("] (", "](")
    if name in ("json", "gitlab"):
        return "\n".join(strings(json.loads(text)))
    if name == "jsonl":
        return "\n".join(s for line in text.split("\n")[:-1] for s in strings(json.loads(line)))
    if name == "junit":
        root = ElementTree.fromstring(text)
        return "\n".join([*root.itertext(), *(value for one in root.iter() for value in one.attrib.values())])
    if name == "markdown":
        page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
        return html.unescape(re.sub(r"<[^>]*>", "", page)).replace(UNSEEN, "")
    if name == "csv":
        return "\n".join(cell for row in rows(data) for cell in row)
    if name == "github":
        return text.replace("%0A", "\n").replace("%2C", ",").replace("%3A", ":").replace("%25", "%")
    if name == "html":
        body = re.sub(r"(?s)<(style|script)\b.*?</\1>", "", text)
        return html.unescape(re.sub(r"<[^>]*>", "", body))
    return " ".join(text.split())


def test_every_format_is_named_in_the_table_of_what_a_report_alone_gives() -> None:
    ours = {"terminal", "json", "jsonl", "markdown", "sarif", "junit", "github", "gitlab", "csv"}
    assert ours <= set(WITHOUT_DRAFT)


@pytest.mark.parametrize("name", WITHOUT_DRAFT)
def test_the_languages_differ_in_what_a_person_reads(name: str) -> None:
    swedish, english = (render(rich_run(), name, words(lang)) for lang in ("sv", "en"))
    assert swedish != english


@pytest.mark.parametrize("name", WITHOUT_DRAFT)
@pytest.mark.parametrize("verbose", [False, True], ids=["short", "verbose"])
def test_the_same_run_gives_the_same_bytes(name: str, verbose: bool) -> None:
    first, second = (render(rich_run(), name, words("sv"), verbose=verbose) for _ in range(2))
    assert first == second
    assert first


MACHINE = [name for name in WITHOUT_DRAFT if RENDERERS[name].text and name != "terminal"]


@pytest.mark.parametrize("name", MACHINE)
def test_a_draft_that_could_not_be_checked_is_in_the_report(name: str) -> None:
    if name == "html":
        pytest.skip("a page for people")
    found = shown(name, render((UNREAD,), name, words("en")))
    assert "tomt.docx" in found
    assert "Utkastet är tomt." in found


@pytest.mark.parametrize("name", WITHOUT_DRAFT)
def test_an_empty_run_is_no_trouble(name: str) -> None:
    if not RENDERERS[name].text:
        pytest.skip("a paper of nothing")
    data = render((), name, words("en"))
    assert shown(name, data) is not None


# A format that shows only part of a report has what of the hostile words stands in that part: CSV has the draft's name
# and what a waiver lacks, GitLab the message and the title.
@pytest.mark.parametrize("name", [n for n in WITHOUT_DRAFT if RENDERERS[n].text])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_hostile_words_come_out_whole(name: str, lang: str) -> None:
    found = " ".join(shown(name, render(run(hostile()), name, words(lang), verbose=True)).split())
    assert [word for word in WORDS if word not in found] == []


@pytest.mark.parametrize("name", [n for n in WITHOUT_DRAFT if RENDERERS[n].text])
def test_a_word_of_ten_thousand_letters_comes_out(name: str) -> None:
    """Whole where the format shows what was read as data or in a sentence; a quotation is cut, and says so."""
    found = shown(name, render(run(hostile(LONG)), name, words("en"), verbose=True))
    assert LONG in found


@pytest.mark.parametrize("name", [n for n in WITHOUT_DRAFT if RENDERERS[n].text and n not in ("json", "jsonl", "html")])
def test_no_control_character_is_left_for_a_reader_to_obey(name: str) -> None:
    """JSON reports hold a draft's words as data, escaped; whoever prints them cleans them."""
    text = render(run(hostile()), name, words("en"), verbose=True).decode("utf-8-sig")
    if name == "sarif":
        for one in json.loads(text)["runs"][0]["results"]:
            for place in (*one["locations"], *one.get("relatedLocations", [])):
                place["physicalLocation"].get("region", {}).pop("snippet", None)
            assert not re.search(
                r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028]", "".join(strings(one))
            )
        return
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", text)


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from richrun import rich_run
from regelkoll.language import words
from regelkoll.reports import RENDERERS, render
import hashlib
for name, one in RENDERERS.items():
    if not (one.draft or one.copy):
        print(name, hashlib.sha256(render(rich_run(), name, words("sv"), verbose=True)).hexdigest())
"""


def test_the_order_of_hashes_changes_no_byte() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, timeout=120, check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }  # fmt: skip
    assert len(said) == 1


@pytest.mark.parametrize("name", MACHINE)
def test_no_time_of_day_and_no_folder_of_this_machine_is_in_a_report(name: str) -> None:
    text = render(rich_run(), name, words("en"), verbose=True).decode()
    assert str(Path.home()) not in text
    assert not re.search(r"\dT\d\d:\d\d", text)


COMMAND = re.compile(r"^\s*::|##\[|##vso\[", re.MULTILINE)


@pytest.mark.parametrize("name", [n for n in WITHOUT_DRAFT if RENDERERS[n].text and n != "html"])
@pytest.mark.parametrize("color", [False, True], ids=["plain", "colour"])
def test_nothing_that_is_printed_in_a_job_is_a_command_of_the_log(name: str, color: bool) -> None:
    """GitHub and Azure obey lines that begin so, also after blanks, and the latter two wherever they stand."""
    bad = " ".join(f"{'y' * n} ::error::ny" for n in range(80)) + " ##[error]ny ##vso[task.complete]ny"
    text = render(run(hostile(bad)), name, words("en"), verbose=True, color=color).decode("utf-8-sig")
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    ours = {"::error", "::warning", "::notice"} if name == "github" else set()
    begun = [line for line in text.split("\n") if COMMAND.search(line) and not line.startswith(tuple(ours) or "\0")]
    assert begun == []
    assert "::error::ny" in shown(name, text.encode())


def test_a_command_that_a_draft_names_is_the_message_of_ours() -> None:
    lines = render(run(hostile()), "github", words("en")).decode().splitlines()
    assert all(re.match(r"::(error|warning|notice) file=[^:]*,title=[^:]*::", line) for line in lines)
