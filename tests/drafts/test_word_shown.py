"""Word drafts: what Word shows is what is read, and what can be doubted is flagged."""

from __future__ import annotations

import pytest
from building import W, odt, p, r, word

from regelkoll.drafts import UnreadableDraft, read_draft

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(body, extra=None, section=""):
    return read_draft(word(body, extra, section), "utkast.docx")


def texts(draft, kind=None):
    return [b.text for b in draft.blocks if kind is None or b.kind == kind]


def related(*links):
    """The relations of the main part: (kind, target)."""
    rels = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/{k}" Target="{t}"/>' for n, (k, t) in enumerate(links, 1))
    return {"word/_rels/document.xml.rels": f"<Relationships>{rels}</Relationships>"}


def refused(body, extra):
    with pytest.raises(UnreadableDraft) as caught:
        read(body, extra)
    return caught.value.code


# ── parts by their relations ──


def test_notes_comments_and_styles_are_found_by_their_relations():
    names = related(("footnotes", "footnotes2.xml"), ("comments", "/word/comments2.xml"), ("styles", "Stil.xml"))
    note = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">{p("Gäller inte.")}</w:footnote></w:footnotes>'
    comments = f'<w:comments xmlns:w="{W}"><w:comment w:id="1">{p("?")}</w:comment></w:comments>'
    style = f'<w:styles xmlns:w="{W}"><w:style w:styleId="Fin"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    parts = {"word/footnotes2.xml": note, "word/comments2.xml": comments, "word/stil.xml": style}
    hidden = r("Dold", '<w:rStyle w:val="Fin"/>')
    body = f"<w:p>{r('Texten.')}<w:r><w:footnoteReference w:id='1'/></w:r>{hidden}</w:p>"
    draft = read(body, {**names, **parts})
    assert [(b.kind, b.text) for b in draft.blocks] == [("para", "Texten."), ("note", "Gäller inte.")]
    assert draft.flags == {"comments", "hidden"}


def test_the_main_part_is_the_one_that_the_package_is_related_to():
    root = (
        f'<Relationships><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/annan.xml"/></Relationships>'
    )
    other = f'<w:document xmlns:w="{W}"><w:body>{p("Den andra.")}</w:body></w:document>'
    assert texts(read(p("Den ena."), {"_rels/.rels": root, "word/annan.xml": other})) == ["Den andra."]


def test_two_main_parts_and_a_missing_part_are_refused():
    two = "".join(f'<Relationship Id="{n}" Type="{OFFICE}/officeDocument" Target="{n}.xml"/>' for n in "ab")
    assert refused(p("x"), {"_rels/.rels": f"<Relationships>{two}</Relationships>"}) == "unsafe"
    assert refused(p("x"), related(("footnotes", "footnotes9.xml"))) == "damaged"


def test_a_section_has_the_heads_of_the_one_before_it():
    head = f'<w:hdr xmlns:w="{W}">{p("Första sidan")}</w:hdr>'
    ref = '<w:headerReference w:type="first" r:id="r1"/>'
    first = f"<w:p><w:pPr><w:sectPr>{ref}</w:sectPr></w:pPr>{r('Ett.')}</w:p>"
    extra = {**related(("header", "../headers/h.xml")), "headers/h.xml": head}
    assert texts(read(first + p("Två."), extra, "<w:titlePg/>"), "header") == ["Första sidan"]
    assert texts(read(first + p("Två."), extra), "header") == []


# ── two forms of one thing ──


def forms(inside):
    return (
        f"<mc:AlternateContent><mc:Choice>{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent>"
    )


def test_of_two_forms_one_is_read_at_every_level():
    assert texts(read(p("Ett.") + forms(p("Två.")))) == ["Ett.", "Två."]
    assert texts(read(f"<w:p>{r('Ett ')}{forms(r('två.'))}</w:p>")) == ["Ett två."]
    assert texts(read(f"<w:p>{r('Ett ')}<w:r>{forms('<w:t>två.</w:t>')}</w:r></w:p>")) == ["Ett två."]


def test_two_forms_that_say_different_things_are_a_doubt():
    two = forms(r("450 000")).replace("450 000", "950 000", 1)
    assert read(f"<w:p>{two}{r(' kronor')}</w:p>").flags == {"garbled"}


# ── signs ──


@pytest.mark.parametrize(
    ("font", "code", "text"), [("Calibri", "0031", "1 450 000"), ("Symbol", "F030", "0 450 000"), ("Wingdings", "F0FC", "✔ 450 000")]
)  # fmt: skip
def test_a_symbol_is_the_sign_it_shows(font, code, text):
    sign = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    draft = read(f"<w:p>{sign}{r(' 450 000')}</w:p>")
    assert (texts(draft), draft.flags) == ([text], frozenset())


def test_a_symbol_that_cannot_be_told_is_a_doubt():
    sign = '<w:r><w:sym w:font="Webdings" w:char="F031"/></w:r>'
    draft = read(f"<w:p>{sign}{r(' 450 000')}</w:p>")
    assert (texts(draft), draft.flags) == (["\ufffd 450 000"], {"garbled"})


def test_a_raised_figure_is_no_figure_of_the_number():
    up = r("1", '<w:vertAlign w:val="superscript"/>')
    assert texts(read(f"<w:p>{r('4,5')}{up}{r(' miljoner')}</w:p>")) == ["4,5¹ miljoner"]


def test_a_page_break_parts_words_and_small_text_over_a_word_is_not_the_word():
    assert texts(read('<w:p><w:r><w:t>Ett</w:t><w:br w:type="page"/><w:t>två</w:t></w:r></w:p>')) == ["Ett\ntvå"]
    ruby = f"<w:ruby><w:rt>{r('x')}</w:rt><w:rubyBase>{r('450 000')}</w:rubyBase></w:ruby>"
    assert texts(read(f"<w:p><w:r>{ruby}</w:r></w:p>")) == ["450 000"]


def test_turned_figures_are_a_doubt():
    assert read(f'<w:p><w:bdo w:val="rtl">{r("450 000")}</w:bdo></w:p>').flags == {"garbled"}
    assert read(p("Beviljar \u202e450 000\u202c kronor.")).flags == {"garbled"}


# ── fields ──


def field(instruction, result, data=""):
    def mark(kind, inside=""):
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'

    separate = mark("separate") if result else ""
    return f"{mark('begin', data)}{instruction}{separate}{result}{mark('end')}"


def said(text):
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def test_a_field_within_an_instruction_is_not_shown():
    inner = field(said("DOCPROPERTY a"), r("900 000"))
    draft = read(f"<w:p>{r('Beviljar ')}{field(said('IF ') + inner + said(' = 1'), r('450 000'))}{r(' kronor.')}</w:p>")
    assert texts(draft) == ["Beviljar 450 000 kronor."]


def test_the_entry_chosen_in_a_form_is_read():
    entries = '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="ska"/><w:listEntry w:val="ska inte"/></w:ddList></w:ffData>'
    assert texts(read(f"<w:p>{r('Medel ')}{field(said('FORMDROPDOWN'), '', entries)}{r(' betalas.')}</w:p>")) == [
        "Medel ska inte betalas."
    ]


@pytest.mark.parametrize(
    ("instruction", "flag"),
    [("DATE \\@ yyyy", "updating"), ("MERGEFIELD Villkor", "placeholder"), ("DDEAUTO a b", "external"), ("INCLUDETEXT x", "external"), ("REF a", None)],
)  # fmt: skip
def test_what_a_field_does_is_flagged(instruction, flag):
    flags = set() if flag is None else {flag}
    assert read(f"<w:p>{field(said(instruction), r('text'))}</w:p>").flags == flags
    assert read(f'<w:p><w:fldSimple w:instr="{instruction}">{r("text")}</w:fldSimple></w:p>').flags == flags


def test_a_field_that_does_not_end_is_a_doubt():
    start = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert read(p("Ett.") + f"<w:p>{start}{r('Två.')}</w:p>").flags == {"garbled"}


def test_a_bound_control_that_says_something_else_is_a_doubt():
    control = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a[1]/b[1]"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    body, data = f"<w:p>{control.format(r('450 000'))}</w:p>", "<a><b>{}</b></a>"
    assert read(body, {"customXml/item1.xml": data.format("950 000")}).flags == {"updating"}
    assert read(body, {"customXml/item1.xml": data.format("450 000")}).flags == set()


# ── hidden, and not ──


@pytest.mark.parametrize(
    "look",
    ['<w:color w:val="FAFAFA"/>', '<w:w w:val="1"/>', '<w:color w:val="101010"/><w:highlight w:val="black"/>', '<w:textFill><w:noFill/></w:textFill>', '<w:color w:val="000000" w:themeColor="text1" w:themeTint="05"/>'],
)  # fmt: skip
def test_text_like_its_ground_is_not_seen(look):
    draft = read(f"<w:p>{r('Synlig.')}{r(' Dold.', look)}</w:p>")
    assert (texts(draft), draft.flags) == (["Synlig."], {"hidden"})


DARK = '<w:shd w:val="clear" w:fill="1F3864"/>'
WHITE = '<w:color w:val="FFFFFF"/>'


def cell(text, properties="", run=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text, run=run)}</w:tc>"


def table(*rows, properties=""):
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_white_text_in_a_dark_cell_or_paragraph_is_seen():
    dark = f"<w:p><w:pPr>{DARK}</w:pPr>{r('Stycket', WHITE)}</w:p>"
    draft = read(dark + table(cell("Cellen", DARK, WHITE)))
    assert (texts(draft), draft.flags) == (["Stycket", "Cellen"], frozenset())
    grey = '<w:color w:val="FFFFFF" w:themeColor="background1" w:themeShade="7F"/>'
    assert read(p("Grå", run=grey)).flags == set()


def test_text_of_no_colour_on_black_and_white_text_on_a_ground_that_is_not_known_are_read_and_doubted():
    box = f"<w:p><w:r><w:pict><w:txbxContent>{p('Ruta', run=WHITE)}</w:txbxContent></w:pict></w:r></w:p>"
    draft = read(p("Svart", run='<w:highlight w:val="black"/>') + box)
    assert (texts(draft), draft.flags) == (["Svart", "Ruta"], {"hidden"})


@pytest.mark.parametrize(
    "hidden",
    [
        table(cell("Ett", '<w:vMerge w:val="restart"/>'), cell("DOLT", "<w:vMerge/>")),
        table(cell("Ett"), "<w:trPr><w:hidden/></w:trPr>" + cell("DOLT")),
        table(cell("Ett"), '<w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>' + cell("DOLT")),
        p("Ett") + f'<w:p><w:pPr><w:spacing w:line="1" w:lineRule="exact"/></w:pPr>{r("DOLT")}</w:p>',
        p("Ett") + f'<w:p><w:pPr><w:framePr w:x="-20000" w:y="1"/></w:pPr>{r("DOLT")}</w:p>',
        p("Ett") + f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:pict><w:txbxContent>{p('DOLT')}</w:txbxContent></w:pict></w:r></w:p>",
    ],
)  # fmt: skip
def test_cells_rows_lines_and_boxes_that_do_not_show(hidden):
    draft = read(hidden)
    assert (texts(draft), draft.flags) == (["Ett"], {"hidden"})


def test_a_table_s_style_can_hide_its_text():
    style = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="table" w:styleId="T"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    draft = read(p("Ett") + table(cell("DOLT"), properties='<w:tblStyle w:val="T"/>'), {"word/styles.xml": style})
    assert (texts(draft), draft.flags) == (["Ett"], {"hidden"})


# ── changes, empty fields, pictures ──


@pytest.mark.parametrize(
    "body",
    [
        p("Text", run="<w:rPrChange w:id='1'><w:rPr/></w:rPrChange>"),
        f"<w:p><w:pPr><w:pPrChange w:id='1'><w:pPr/></w:pPrChange></w:pPr>{r('Text')}</w:p>",
        table(cell("Text"), properties="<w:tblPrChange w:id='1'/>"),
    ],
)
def test_a_tracked_change_of_looks_is_a_change(body):
    assert read(body).flags == {"tracked"}


def test_inserted_and_deleted_cells_are_changes():
    draft = read(table(cell("kvar") + cell("borta", "<w:cellDel w:id='1'/>") + cell("ny", "<w:cellIns w:id='2'/>")))
    assert (texts(draft), texts(draft.unchanged)) == (["kvar", "ny"], ["kvar", "borta"])


def test_an_empty_field_is_one_at_every_level():
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    assert read(control.format(p("Ange text."))).flags == {"placeholder"}
    style = f'<w:styles xmlns:w="{W}"><w:style w:styleId="P"><w:name w:val="Placeholder Text"/></w:style></w:styles>'
    assert read(p("Ange.", run='<w:rStyle w:val="P"/>'), {"word/styles.xml": style}).flags == {"placeholder"}


def drawn(width, inside="<blip/>"):
    return f'<w:p>{r("Text.")}<w:r><w:drawing><inline><extent cx="{width}" cy="8000000"/>{inside}</inline></w:drawing></w:r></w:p>'


def test_a_large_picture_a_diagram_and_letters_as_a_picture_are_a_doubt():
    assert read(drawn(5_000_000)).flags == {"picture"}
    assert read(drawn(500_000)).flags == set()
    assert read(drawn(5, '<graphicData uri="x/2006/diagram"/>')).flags == {"picture"}
    assert read(f'<w:p>{r("Text.")}<w:r><w:pict><textpath string="AVSLAG"/></w:pict></w:r></w:p>').flags == {"picture"}


# ── damage and limits ──


@pytest.mark.parametrize(
    "body", [p("x", run='<w:sz w:val="²"/>'), '<w:p><w:pPr><w:outlineLvl w:val="²"/></w:pPr></w:p>']
)
def test_a_number_that_is_none_is_damage(body):
    assert refused(body + p("y"), {}) == "damaged"


def test_a_long_chain_of_styles_takes_no_time_and_a_circle_ends():
    styles = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(3000))
    last = '<w:style w:styleId="s3000"><w:basedOn w:val="s0"/><w:rPr><w:b/></w:rPr></w:style>'
    extra = {"word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}{last}</w:styles>'}
    draft = read("".join(p(f"Rad {n}", f"s{n}") for n in range(0, 3000, 3)), extra)
    assert {b.kind for b in draft.blocks[1:]} == {"line"}


def test_another_format_under_this_name_is_said_to_be_that():
    with pytest.raises(UnreadableDraft) as caught:
        read_draft(odt("<text:p>x</text:p>"), "utkast.docx")
    assert caught.value.code == "wrong_type"


def test_parts_that_together_make_too_large_trees_are_refused():
    head = f'<w:hdr xmlns:w="{W}">{{}}</w:hdr>'
    large = head.format("".join(f"<w:p><w:r><w:t>{n * 7919:020}</w:t></w:r></w:p>" for n in range(130_000)))
    parts = {f"word/h{n}.xml": large for n in (1, 2, 3)}
    links = related(("header", "h1.xml"), ("header", "h2.xml"), ("header", "h3.xml"))
    section = "".join(f'<w:headerReference w:type="{k}" r:id="r{n}"/>' for n, k in enumerate(("default", "first"), 1))
    with pytest.raises(UnreadableDraft) as caught:
        read_draft(word(p("x"), {**links, **parts}, section + "<w:titlePg/>"), "u.docx")
    assert caught.value.code in ("too_large", "unsafe")
