"""Decisions in other wordings, in three formats: what is read is true, and what cannot be told is not told."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from xml.sax.saxutils import escape

import pytest
from building import W, line, odt, p, pdf, word
from wordings import DRAFTS

from regelkoll.check import read_case
from regelkoll.model import Amount, Fact, Interval, Missing, Records, Why
from regelkoll.rulefiles import default_pack, load_rules


def labels(draft):
    return [entry.split(": ", 1) for entry in draft["head"].split("\n")]


def as_word(draft):
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{p(escape(pair[i]))}</w:tc>" for pair in labels(draft)) + "</w:tr>" for i in (0, 1)
    )
    body = p(escape(draft["title"]), "Titel")
    body += "".join(
        p(escape(heading), "Rubrik1") + "".join(map(p, escape(text).split("\n"))) for heading, text in draft["secs"]
    )
    body += (
        "<w:tbl><w:tr>"
        + "".join(f"<w:tc>{p(name)}{p(role)}</w:tc>" for name, role in draft["sign"])
        + "</w:tr></w:tbl>"
    )
    body += p(draft["recv"][0], "Rubrik1") + "".join(p(escape(name)) for name in draft["recv"][1])
    parts = {
        "word/_rels/document.xml.rels": '<Relationships><Relationship Id="h" Type="x/header" Target="header1.xml"/></Relationships>',
        "word/header1.xml": f'<w:hdr xmlns:w="{W}"><w:tbl>{rows}</w:tbl></w:hdr>',
    }
    return word(body, parts, '<w:headerReference w:type="default" r:id="h"/>')


def as_odt(draft):
    def heading(text):
        return f'<text:h text:outline-level="1">{escape(text)}</text:h>'

    body = f"<text:p>{escape(draft['title'])}</text:p>"
    lines = {h: "".join(f"<text:p>{line}</text:p>" for line in escape(text).split("\n")) for h, text in draft["secs"]}
    body += "".join(f"{heading(h)}{text}" for h, text in lines.items())
    body += "".join(f"<text:p>{name}<text:line-break/>{role}</text:p>" for name, role in draft["sign"])
    body += heading(draft["recv"][0]) + "".join(f"<text:p>{escape(name)}</text:p>" for name in draft["recv"][1])
    return odt(body, "", "".join(f"<text:p>{entry}</text:p>" for entry in draft["head"].split("\n")))


def as_pdf(draft):
    page, y = "", 750.0
    for n, (label, value) in enumerate(labels(draft)):
        page += line(label, 70 + 150 * n, 810, 8, "B") + line(value, 70 + 150 * n, 798, 9)
    for text in textwrap.wrap(draft["title"], 50):
        page += line(text, 70, y, 18)
        y -= 22
    for heading, text in draft["secs"]:
        page += line(heading, 70, y - 10, 13, "B")
        y -= 28
        for row in (row for part in text.split("\n") for row in textwrap.wrap(part, 82)):
            page += line(row, 70, y)
            y -= 14
    for n, (name, role) in enumerate(draft["sign"]):
        page += line(name, 70 + 200 * n, y - 20) + line(role, 70 + 200 * n, y - 34)
    page += line(draft["recv"][0], 70, y - 70, 13, "B")
    return pdf([page + "".join(line(name, 70, y - 88 - 20 * n) for n, name in enumerate(draft["recv"][1]))])


FORMATS = {"docx": as_word, "odt": as_odt, "pdf": as_pdf}
UNREAD = object()
BEFORE = re.compile(r"^(?:projektet|förstudien) ")  # the word before a project's name is no fault, nor a part of it


@pytest.fixture(scope="module")
def pack():
    return load_rules(default_pack())


def told(known):
    """The value in the form of the truths; UNREAD for what was not told."""
    if isinstance(known, Missing):
        return None if known.why is Why.NOT_STATED else UNREAD
    assert isinstance(known, Fact)
    value = known.value
    if isinstance(value, Amount):
        return int(value.value)
    if isinstance(value, Interval):
        return str(value.low), str(value.high)
    if isinstance(value, Records):
        unread = any(isinstance(field, Missing) for record in value.items for field in record.values())
        records = [tuple(getattr(field, "value", None) for field in record.values()) for record in value.items]
        return records if value.complete and not unread else UNREAD
    return value.isoformat() if isinstance(value, date) else value


def read(draft, kind, pack):
    case = read_case(FORMATS[kind](draft), f"utkast.{kind}", pack)
    found = {name: (told(case.draft[name]), truth) for name, truth in draft["truth"].items()}
    got, truth = (BEFORE.sub("", name) if isinstance(name, str) else name for name in found["project"])
    return {**found, "project": (got, truth)}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("draft", DRAFTS, ids=lambda d: d["truth"]["diary_number"])
def test_nothing_is_silently_wrong(draft, kind, pack):
    found = read(draft, kind, pack)
    wrong = {name: pair for name, pair in found.items() if pair[0] is not UNREAD and pair[0] != pair[1]}
    assert wrong == {}


@pytest.mark.parametrize("kind", FORMATS)
def test_most_is_read(kind, pack):
    """A fact that the decision does not state, or states more than once, is as well left untold."""
    pairs = [pair for draft in DRAFTS for pair in read(draft, kind, pack).values()]
    assert sum(got is not UNREAD or truth is None for got, truth in pairs) / len(pairs) >= 0.95
