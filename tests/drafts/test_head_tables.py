"""Page heads as tables and as lines of tabs: a value is that of the label over it or before it, or it is a doubt."""

from __future__ import annotations

import pytest
from building import W, odt, p, word

from regelkoll.drafts import read_draft
from regelkoll.facts.tables import arranged

PROFILE = {"labels": ["Handläggare", "Datum", "Diarienummer"]}
RELS = '<Relationships><Relationship Id="r1" Type="x/header" Target="h.xml"/></Relationships>'


def headed(head):
    parts = {"word/_rels/document.xml.rels": RELS, "word/h.xml": f'<w:hdr xmlns:w="{W}">{head}</w:hdr>'}
    return read_draft(word(p("Text."), parts, '<w:headerReference r:id="r1"/>'), "u.docx")


def lines(draft):
    return [block.text for block in arranged(draft.blocks, PROFILE) if block.kind == "header"]


def table(*rows):
    def cell(text):
        name, _, span = text.partition("*")
        look = f'<w:gridSpan w:val="{span}"/>' if span else ""
        return f"<w:tc><w:tcPr>{look}</w:tcPr>{p(name)}</w:tc>"

    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Enhet*2", "Datum"), ("Tillväxt", "2022-01-05", "2022-03-10")], ["Datum\n2022-03-10"]),
        ([("Handläggare", "Datum"), ("Bo Ek", "2022-03-10")], ["Handläggare\nBo Ek", "Datum\n2022-03-10"]),
        ([("Handläggare", "Bo Ek"), ("Datum", "2022-03-10")], ["Handläggare\nBo Ek", "Datum\n2022-03-10"]),
        ([("Handläggare", "Bo Ek", "Datum", "2022-03-10")], ["Handläggare\nBo Ek", "Datum\n2022-03-10"]),
        ([("Handläggare", "Datum", "Växel"), ("Bo Ek", "2022-03-10", "01")], ["Datum\n2022-03-10", "Handläggare\nBo Ek"]),
        ([("Handläggare", "Växel"), ("Bo Ek", "010-12")], ["Handläggare\nBo Ek", "Handläggare\nVäxel"]),
        ([("Handläggare*2", "Datum"), ("Bo", "Ek", "x")], ["Handläggare\nBo", "Handläggare\nEk"]),
        ([("Handläggare", "Datum"), ("", "2022-03-10")], ["Handläggare", "Datum\n2022-03-10"]),
    ],
)  # fmt: skip
def test_a_label_has_the_value_under_it_or_beside_it_or_both(rows, expected):
    labels = {line.split("\n")[0] for line in expected}
    found = [line for line in lines(headed(table(*rows))) if line.split("\n")[0] in labels]
    assert sorted(found) == sorted(expected)


def test_columns_left_out_before_a_row_count():
    row = (
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        + "".join(f"<w:tc>{p(t)}</w:tc>" for t in ("Bo Ek", "R/1"))
        + "</w:tr>"
    )
    head = table(("Datum", "Handläggare", "Diarienummer")).replace("</w:tbl>", row + "</w:tbl>")
    assert lines(headed(head)) == ["Datum", "Handläggare\nBo Ek", "Diarienummer\nR/1"]


def tabbed(*rows):
    return "".join(
        "<w:p><w:r>" + "<w:tab/>".join(f"<w:t>{t}</w:t>" if t else "" for t in row.split("|")) + "</w:r></w:p>"
        for row in rows
    )


def test_tabs_before_a_line_and_double_tabs_keep_the_columns():
    first = headed(tabbed("Region|Handläggare|Datum", "|Bo Ek|2022-03-10"))
    assert lines(first)[:2] == ["Handläggare\nBo Ek", "Datum\n2022-03-10"]
    double = headed(tabbed("Handläggare||Datum", "Bo Ek|2022-03-10"))
    assert (lines(double), double.flags) == (["Handläggare\nBo Ek", "Datum\n2022-03-10"], frozenset())


def test_tabs_that_do_not_tell_the_columns_are_a_doubt():
    assert headed(tabbed("Handläggare||Datum|Diarienummer", "Bo Ek|2022-03-10")).flags == {"garbled"}


def test_repeated_columns_of_an_open_document_count():
    cells = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = [empty + cells.format("Datum"), cells.format("A") + cells.format("B") + cells.format("2022-03-10")]
    head = "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + "</table:table>"
    assert "Datum\n2022-03-10" in lines(read_draft(odt("<text:p>Text.</text:p>", "", head), "u.odt"))
