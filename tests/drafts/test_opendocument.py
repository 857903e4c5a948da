"""OpenDocument drafts: the same as Word's in kind."""

from __future__ import annotations

import pytest
from building import odt

from regelkoll.drafts import UnreadableDraft, read_draft

BOLD = '<style:style style:name="F" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'


def read(data):
    return read_draft(data, "utkast.odt")


def texts(draft, kind=None):
    return [b.text for b in draft.blocks if kind is None or b.kind == kind]


def look(properties, body):
    style = f'<style:style style:name="S" style:family="text"><style:text-properties {properties}/></style:style>'
    return read(
        odt(f'<text:p>Beviljar <text:span text:style-name="S">{body}</text:span> 300 000 kronor.</text:p>', style)
    )


def test_headings_bold_lines_and_text():
    body = '<text:p>Beslut om medel</text:p><text:h text:outline-level="2">Beslut</text:h>'
    body += '<text:p><text:span text:style-name="F">Sammanfattning</text:span></text:p><text:p>Text<text:s text:c="2"/>här.</text:p>'
    draft = read(odt(body, BOLD))
    assert [(b.kind, b.level, b.text) for b in draft.blocks] == [
        ("title", 0, "Beslut om medel"),
        ("heading", 2, "Beslut"),
        ("line", 0, "Sammanfattning"),
        ("para", 0, "Text  här."),
    ]


CHANGES = (
    '<text:tracked-changes><text:changed-region text:id="a"><text:deletion><text:p>250 000</text:p></text:deletion></text:changed-region>'
    '<text:changed-region text:id="b"><text:insertion/></text:changed-region></text:tracked-changes>'
)


def test_tracked_changes_give_two_readings():
    body = (
        CHANGES
        + '<text:p>Beviljar <text:change text:change-id="a"/><text:change-start text:change-id="b"/>300 000<text:change-end text:change-id="b"/> kronor.</text:p>'
    )
    draft = read(odt(body))
    assert texts(draft) == ["Beviljar 300 000 kronor."]
    assert texts(draft.unchanged) == ["Beviljar 250 000 kronor."]
    assert draft.flags == {"tracked"}


def test_an_inserted_paragraph_is_not_in_the_unchanged_reading():
    body = (
        CHANGES
        + '<text:p>Ett.<text:change-start text:change-id="b"/></text:p><text:p>Nytt.</text:p><text:p><text:change-end text:change-id="b"/>Två.</text:p>'
    )
    assert texts(read(odt(body))) == ["Ett.", "Nytt.", "Två."]
    assert texts(read(odt(body)).unchanged) == ["Ett.", "Två."]


@pytest.mark.parametrize("properties", ['text:display="none"', 'fo:color="#ffffff"', 'fo:font-size="1pt"'])
def test_text_that_is_not_seen_is_left_out(properties):
    draft = look(properties, "900 000 kronor")
    assert texts(draft) == ["Beviljar  300 000 kronor."]
    assert draft.flags == {"hidden"}


def test_struck_out_text_gives_two_readings():
    draft = look('style:text-line-through-style="solid"', "250 000")
    assert draft.flags == {"struck_out"}
    assert (texts(draft), texts(draft.unchanged)) == (
        ["Beviljar  300 000 kronor."],
        ["Beviljar 250 000 300 000 kronor."],
    )


def test_heads_notes_boxes_tables_and_comments():
    head = "<text:p>Handläggare: Anna Berg</text:p>"
    note = "<text:note><text:note-body><text:p>Not.</text:p></text:note-body></text:note>"
    box = "<draw:frame><draw:text-box><text:p>I rutan.</text:p></draw:text-box></draw:frame>"
    comment = "<office:annotation><text:p>Hur mycket?</text:p></office:annotation>"
    row = (
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{t}</text:p></table:table-cell>" for t in ("A", "B"))
        + "</table:table-row>"
    )
    draft = read(odt(f"<text:p>Text{note}{comment} här.{box}</text:p><table:table>{row}</table:table>", "", head))
    assert [(b.kind, b.text, b.column) for b in draft.blocks] == [
        ("header", "Handläggare: Anna Berg", 0),
        ("para", "Text här.", 0),
        ("para", "I rutan.", 0),
        ("note", "Not.", 0),
        ("para", "A", 0),
        ("para", "B", 1),
    ]
    assert draft.flags == {"comments"}


def test_a_picture_from_elsewhere_is_flagged():
    frame = '<draw:frame><draw:image xlink:href="http://127.0.0.1:9/x.png"/></draw:frame>'
    assert read(odt(f"<text:p>Text.{frame}</text:p>")).flags == {"external"}


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"Basic/Standard/Module1.xml": "<a/>"}, "macros"),
        ({"META-INF/documentsignatures.xml": "<a/>"}, "signed"),
        ({"META-INF/manifest.xml": "<m><file-entry><encryption-data/></file-entry></m>"}, "encrypted"),
    ],
)
def test_refused(extra, code):
    with pytest.raises(UnreadableDraft) as caught:
        read(odt("<text:p>Text.</text:p>", extra=extra))
    assert caught.value.code == code
