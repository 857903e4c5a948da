"""Word drafts: everything on the paper, nothing that is not, and what a reader must know of the rest."""

from __future__ import annotations

import pytest
from building import MAIN, W, p, r, word, zipped

from regelkoll.drafts import UnreadableDraft, read_draft

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(data, name="utkast.docx"):
    return read_draft(data, name)


def texts(draft, kind=None):
    return [b.text for b in draft.blocks if kind is None or b.kind == kind]


def refused(data, name="utkast.docx"):
    with pytest.raises(UnreadableDraft) as caught:
        read(data, name)
    return caught.value.code


def test_headings_by_style_name_by_inheritance_and_by_outline():
    outline = '<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>' + r("Tre") + "</w:p>"
    draft = read(word(p("Beslut om medel", "Titel") + p("Ett", "Rubrik1") + p("Två", "Avsnitt") + outline + p("Text.")))
    assert [(b.kind, b.level) for b in draft.blocks] == [
        ("title", 0),
        ("heading", 1),
        ("heading", 1),
        ("heading", 2),
        ("para", 0),
    ]


def test_a_bold_line_may_be_a_heading_and_a_bold_word_is_not():
    body = p("Titel") + p("Beslut", run="<w:b/>") + f"<w:p>{r('Fet', '<w:b/>')}{r(' och mager.')}</w:p>"
    assert [b.kind for b in read(word(body)).blocks] == ["title", "line", "para"]


def test_text_in_content_controls_links_and_fields_is_read():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF belopp</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + r("300 000")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    inline = f"<w:sdt><w:sdtPr/><w:sdtContent>{field}</w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent><w:p>{r('Beviljar ')}{inline}<w:hyperlink>{r(' kronor.')}</w:hyperlink></w:p></w:sdtContent></w:sdt>"
    assert texts(read(word(body))) == ["Beviljar 300 000 kronor."]


CHANGED = (
    f'<w:p>{r("Beviljar ")}<w:del w:id="1"><w:r><w:delText>250 000</w:delText></w:r></w:del>'
    f'<w:ins w:id="2">{r("300 000")}</w:ins>{r(" kronor.")}</w:p>'
)


def test_tracked_changes_give_two_readings():
    draft = read(word(CHANGED))
    assert texts(draft) == ["Beviljar 300 000 kronor."]
    assert texts(draft.unchanged) == ["Beviljar 250 000 kronor."]
    assert draft.flags == {"tracked"}


def test_a_deleted_paragraph_mark_joins_and_an_inserted_one_parts():
    gone = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>' + r("Ett ") + "</w:p>" + p("två.")
    assert texts(read(word(gone))) == ["Ett två."]
    assert texts(read(word(gone)).unchanged) == ["Ett", "två."]
    new = gone.replace("w:del ", "w:ins ")
    assert texts(read(word(new))) == ["Ett", "två."]
    assert texts(read(word(new)).unchanged) == ["Ett två."]


def test_moved_text_stands_once():
    body = f'<w:p><w:moveFrom w:id="1">{r("Flyttad.")}</w:moveFrom>{r("A.")}</w:p><w:p>{r("B. ")}<w:moveTo w:id="2">{r("Flyttad.")}</w:moveTo></w:p>'
    assert texts(read(word(body))) == ["A.", "B. Flyttad."]
    assert texts(read(word(body)).unchanged) == ["Flyttad.A.", "B."]


def test_an_inserted_table_row_is_a_change():
    row = "<w:tr>{}<w:tc>" + p("{}") + "</w:tc></w:tr>"
    body = "<w:tbl>" + row.format("", "kvar") + row.format('<w:trPr><w:ins w:id="1"/></w:trPr>', "ny") + "</w:tbl>"
    assert texts(read(word(body))) == ["kvar", "ny"]
    assert texts(read(word(body)).unchanged) == ["kvar"]


@pytest.mark.parametrize(
    "look", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>', '<w:rStyle w:val="Dold"/>']
)
def test_text_that_is_not_seen_is_left_out_and_flagged(look):
    draft = read(word(f"<w:p>{r('Beviljar 300 000 kronor.')}{r(' DOLT 900 000 kronor', look)}</w:p>"))
    assert texts(draft) == ["Beviljar 300 000 kronor."]
    assert draft.flags == {"hidden"}


def test_white_text_on_a_dark_ground_is_seen():
    look = '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>'
    draft = read(word(p("Beslut", run=look)))
    assert (texts(draft), draft.flags) == (["Beslut"], frozenset())


def test_struck_out_text_gives_two_readings():
    draft = read(word(f"<w:p>{r('Beviljar ')}{r('250 000', '<w:strike/>')}{r(' 300 000 kronor.')}</w:p>"))
    assert texts(draft) == ["Beviljar  300 000 kronor."]
    assert texts(draft.unchanged) == ["Beviljar 250 000 300 000 kronor."]
    assert draft.flags == {"struck_out"}


BOX = "<w:txbxContent>" + p("I rutan.") + "</w:txbxContent>"


def test_a_text_box_stands_once_after_its_paragraph():
    forms = f"<mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent>"
    assert texts(read(word(f"<w:p>{r('Före.')}<w:r>{forms}</w:r></w:p>" + p("Efter.")))) == [
        "Före.",
        "I rutan.",
        "Efter.",
    ]


def test_a_footnote_is_apart():
    note = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">{p("150 000 kronor från kommunen.")}</w:footnote></w:footnotes>'
    body = f'<w:p>{r("Texten.")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    draft = read(word(body, {"word/footnotes.xml": note}))
    assert [(b.kind, b.text) for b in draft.blocks] == [("para", "Texten."), ("note", "150 000 kronor från kommunen.")]


def heads(section, settings=""):
    rels = "".join(f'<Relationship Id="r{n}" Type="x/header" Target="header{n}.xml"/>' for n in (1, 2, 3))
    parts = {f"word/header{n}.xml": f'<w:hdr xmlns:w="{W}">{p(f"Huvud {n}")}</w:hdr>' for n in (1, 2, 3)}
    rels += '<Relationship Id="s" Type="x/settings" Target="settings.xml"/>'
    parts["word/_rels/document.xml.rels"] = f"<Relationships>{rels}</Relationships>"
    parts["word/settings.xml"] = f'<w:settings xmlns:w="{W}">{settings}</w:settings>'
    names = (("default", 1), ("first", 2), ("even", 3))
    references = "".join(f'<w:headerReference w:type="{kind}" r:id="r{n}"/>' for kind, n in names)
    return texts(read(word(p("Text."), parts, references + section)), "header")


def test_every_head_that_is_shown_is_read_and_no_other():
    assert heads("") == ["Huvud 1"]
    assert heads("<w:titlePg/>") == ["Huvud 1", "Huvud 2"]
    assert heads("<w:titlePg/>", "<w:evenAndOddHeaders/>") == ["Huvud 1", "Huvud 2", "Huvud 3"]


def test_letters_put_together_of_parts_are_one():
    assert texts(read(word(p("A\u030akersberga och O\u0308rebro.")))) == ["Åkersberga och Örebro."]


def test_line_breaks_hyphens_and_tabs():
    body = "<w:p><w:r><w:t>in</w:t><w:softHyphen/><w:t>dustri</w:t><w:noBreakHyphen/><w:t>råd</w:t><w:br/><w:t>ny rad</w:t></w:r></w:p>"
    assert texts(read(word(body))) == ["industri-råd\nny rad"]


def test_places_are_paragraphs_and_cells():
    table = "<w:tbl><w:tr><w:tc>" + p("Ett") + "</w:tc><w:tc>" + p("Två") + "</w:tc></w:tr></w:tbl>"
    draft = read(word(p("Först.") + table))
    assert [(place.start, place.paragraph, place.cell) for place in draft.places] == [
        (0, 1, None),
        (8, 2, (1, 1)),
        (13, 3, (1, 2)),
    ]
    assert all(
        draft.text[place.start :].startswith(b.text) for place, b in zip(draft.places, draft.blocks, strict=True)
    )


LINK = '<Relationships><Relationship Id="a" Type="x/{}" Target="http://127.0.0.1:9/x" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    ("kind", "flags"), [("attachedTemplate", {"external"}), ("image", {"external"}), ("hyperlink", set())]
)
def test_what_is_fetched_is_flagged(kind, flags):
    assert read(word(p("Text."), {"word/_rels/settings.xml.rels": LINK.format(kind)})).flags == flags


def test_comments_and_empty_fields_are_flagged():
    comments = f'<w:comments xmlns:w="{W}"><w:comment w:id="1">{p("275 000?")}</w:comment></w:comments>'
    body = f"<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Ange belopp.')}</w:sdtContent></w:sdt></w:p>"
    draft = read(word(body, {"word/comments.xml": comments}))
    assert draft.flags == {"comments", "placeholder"}
    assert "275" not in draft.text


def test_a_signed_draft_is_read_only_when_asked():
    data = word(p("Text."), {"_xmlsignatures/sig1.xml": "<a/>"})
    assert refused(data) == "signed"
    assert "signed" in read_draft(data, "u.docx", signed=True).flags


DTD = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (word(p("x"), kind=MAIN.replace("document.main", "document.macroEnabled.main")), "macros"),
        (word(p("x"), {"word/vbaProject.bin": b"x"}), "macros"),
        (word(p("x"), {"../ut.xml": "x"}), "unsafe"),
        (word(p("x"), {"/rot.xml": "x"}), "unsafe"),
        (word(p("x"), {"word/stor.bin": b"\0" * (2 << 20)}), "unsafe"),
        (zipped({f"m{n}": "" for n in range(2001)}), "unsafe"),
        (zipped({"[Content_Types].xml": DTD}), "unsafe"),
        (zipped({"[Content_Types].xml": DTD.encode("utf-16")}), "unsafe"),
        (zipped({"word/document.xml": "<a/>"}), "damaged"),
        (word(p("x"))[:-30], "damaged"),
        (word(""), "empty"),
        (b"", "empty"),
        (b"%PDF-1.7 x", "wrong_type"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_refused_before_it_is_read(data, code):
    assert refused(data) == code


def test_a_size_that_is_not_what_the_package_says_is_found_while_reading():
    data = bytearray(word(p("x"), {"word/styles.xml": b"<a>" + b"\0" * (40 << 20) + b"</a>"}))
    at = data.index(b"word/styles.xml", data.index(b"PK\x01\x02"))
    data[at - 22 : at - 18] = (500).to_bytes(4, "little")
    assert refused(bytes(data)) in ("unsafe", "damaged")


@pytest.mark.parametrize("name", ["~$utkast.docx", "mapp/~$utkast.docx", "c:\\mapp\\~$kast.docx"])
def test_word_s_lock_file_says_so(name):
    assert refused(b"\x05Anna", name) == "locked"


def test_a_macro_document_is_refused_by_its_name():
    assert refused(word(p("x")), "utkast.docm") == "macros"
