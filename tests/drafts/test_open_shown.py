"""OpenDocument drafts: what LibreOffice shows is what is read, and what can be doubted is flagged."""

from __future__ import annotations

import pytest
from building import NAMES, odt, p, word

from regelkoll.drafts import UnreadableDraft, read_draft

NEW = ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'


def read(body, automatic="", head="", extra=None):
    return read_draft(odt(body, automatic, head, extra), "utkast.odt")


def texts(draft, kind=None):
    return [b.text for b in draft.blocks if kind is None or b.kind == kind]


def t(text):
    return f"<text:p>{text}</text:p>"


def style(properties, name="S", family="text", kind="text"):
    return f'<style:style style:name="{name}" style:family="{family}"><style:{kind}-properties {properties}/></style:style>'


def span(text):
    return f'<text:span text:style-name="S">{text}</text:span>'


def table(*cells):
    return f"<table:table><table:table-row>{''.join(cells)}</table:table-row></table:table>"


def cell(inside, look=""):
    return f"<table:table-cell {look}>{inside}</table:table-cell>"


BOX = "<draw:custom-shape>" + t("I formen") + "</draw:custom-shape>"
FRAME = "<draw:frame><draw:text-box>" + t("I rutan") + "</draw:text-box></draw:frame>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (t(f"Ett<draw:g>{FRAME}{BOX}</draw:g>"), ["Ett", "I rutan", "I formen"]),
        (BOX + t("Ett"), ["I formen", "Ett"]),
        (t("Ett") + f"<draw:g><draw:rect>{t('Två')}</draw:rect></draw:g>", ["Ett", "Två"]),
        (f"<text:user-index><text:index-body>{t('Rad')}</text:index-body></text:user-index>" + t("Ett"), ["Rad", "Ett"]),
        (table(cell(f"<text:list><text:list-item>{t('A' + FRAME)}</text:list-item></text:list>")), ["A", "I rutan"]),
    ],
)  # fmt: skip
def test_shapes_groups_and_indexes_are_read_once(body, expected):
    assert texts(read(body)) == expected


def test_lists_and_tables_in_a_note_are_read():
    note = f"<text:list><text:list-item>{t('Punkt')}</text:list-item></text:list>" + table(cell(t("Cell")))
    draft = read(t(f"Text<text:note><text:note-body>{note}</text:note-body></text:note>"))
    assert texts(draft, "note") == ["Punkt\nCell"]


def test_the_entry_chosen_in_a_form_is_read():
    entries = "".join(f'<text:param text:name="Dropdown_ListEntry" text:value="{e}"/>' for e in ("ska", "ska inte"))
    mark = f'<text:fieldmark>{entries}<text:param text:name="Dropdown_Selected" text:value="1"/></text:fieldmark>'
    assert texts(read(t(f"Medel {mark} betalas."))) == ["Medel ska inte betalas."]


def test_automatic_styles_are_of_their_part_and_names_of_their_family():
    bold = style('fo:font-weight="bold"')
    head = read(t("Text."), bold, t(span("Handläggare: Bo Ek")))
    assert (texts(head, "header"), head.flags) == (["Handläggare: Bo Ek"], frozenset())
    other = style('text:display="none"') + style('fo:font-weight="bold"', family="paragraph")
    assert read(t("Ett") + t(span("DOLT")), other).flags == {"hidden"}


def test_a_head_s_own_automatic_styles_hide_in_it():
    styles = f"<office:document-styles {NAMES}><office:automatic-styles>" + style('text:display="none"')
    styles += '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard"><style:header>'
    styles += t("Datum: i dag") + t(span("DOLT")) + "</style:header></style:master-page></office:master-styles>"
    styles += "</office:document-styles>"
    draft = read(t("Text."), style('fo:font-weight="bold"'), extra={"styles.xml": styles})
    assert (texts(draft, "header"), draft.flags) == (["Datum: i dag"], {"hidden"})


@pytest.mark.parametrize(
    ("body", "look"),
    [
        (t(span("DOLT")), 'fo:color="#fafafa"'),
        (t(span("DOLT")), f'{NEW} loext:opacity="0%"'),
        (t(span("DOLT")), 'fo:font-size="1%"'),
        (t('<text:hidden-paragraph text:is-hidden="true"/>DOLT'), ""),
        (table(cell(f'<text:section text:display="none">{t("DOLT")}</text:section>')), ""),
        (table(f"<table:covered-table-cell>{t('DOLT')}</table:covered-table-cell>"), ""),
        (t(f'<text:span text:style-name="S">{FRAME}</text:span>'), 'text:display="none"'),
    ],
)  # fmt: skip
def test_what_is_not_seen_is_left_out(body, look):
    draft = read(t("Ett") + body, style(look))
    assert (texts(draft), draft.flags) == (["Ett"], {"hidden"})


def test_a_section_with_a_condition_is_a_doubt():
    assert read(f'<text:section text:display="condition">{t("Kanske")}</text:section>').flags == {"hidden"}


def test_white_text_on_a_dark_ground_is_seen_and_the_automatic_colour_too():
    white = style('fo:color="#ffffff"') + style('fo:background-color="#1f3864"', "C", "table-cell", "table-cell")
    white += style('fo:background-color="#1f3864"', "P", "paragraph", "paragraph")
    body = f'<text:p text:style-name="P">{span("Ett")}</text:p>' + table(cell(t(span("Två")), 'table:style-name="C"'))
    draft = read(body, white)
    assert (texts(draft), draft.flags) == (["Ett", "Två"], frozenset())
    automatic = style(f'{NEW} style:use-window-font-color="true" loext:opacity="0%"')
    assert read(t(span("Ett")), automatic).flags == set()


def test_text_struck_out_by_the_type_of_its_line_is_struck_out():
    assert read(t("Ett " + span("två")), style('style:text-line-through-type="single"')).flags == {"struck_out"}


def test_a_raised_figure_is_no_figure_of_the_number():
    assert texts(read(t("4,5" + span("1") + " miljoner"), style('style:text-position="super 58%"'))) == [
        "4,5¹ miljoner"
    ]


REGION = '<text:changed-region text:id="{}"><text:{}/></text:changed-region>'


def changes(*regions):
    return "<text:tracked-changes>" + "".join(REGION.format(*region) for region in regions) + "</text:tracked-changes>"


def change(inside, name="a"):
    return f'<text:change-start text:change-id="{name}"/>{inside}<text:change-end text:change-id="{name}"/>'


def test_changes_of_looks_in_heads_and_in_cells_are_changes():
    assert read(changes(("a", "format-change")) + t(change("Text"))).flags == {"tracked"}
    head = read(t("Text."), "", changes(("a", "insertion")) + t("Handläggare: " + change("Bo Ek")))
    assert (texts(head, "header"), texts(head.unchanged, "header")) == (["Handläggare: Bo Ek"], ["Handläggare:"])
    cells = read(changes(("a", "insertion")) + t("Ett") + table(cell(change(t("Nytt")))))
    assert (texts(cells), texts(cells.unchanged)) == (["Ett", "Nytt"], ["Ett"])


@pytest.mark.parametrize(
    ("body", "flag"),
    [
        (f'<loext:content-control{NEW} loext:showing-place-holder="true">Ange</loext:content-control>', "placeholder"),
        ("<text:date>2022-03-10</text:date>", "updating"),
        ('<text:date text:fixed="true">2022-03-10</text:date>', None),
        ('<draw:frame fo:width="15cm" fo:height="20cm"><draw:image/></draw:frame>', "picture"),
        ('<draw:frame fo:width="2cm" fo:height="2cm"><draw:image/></draw:frame>', None),
    ],
)
def test_empty_fields_dates_that_change_and_large_pictures(body, flag):
    assert read(t("Text " + body)).flags == ({flag} if flag else set())


def test_what_is_fetched_into_a_section_or_a_head_is_flagged():
    section = f'<text:section><text:section-source xlink:href="../y.odt"/>{t("Text")}</text:section>'
    assert read(section).flags == {"external"}
    image = '<draw:frame><draw:image xlink:href="http://127.0.0.1:9/y.png"/></draw:frame>'
    assert read(t("Text"), "", t("Huvud" + image)).flags == {"external"}


def test_the_head_of_a_page_style_that_is_not_used_is_not_read():
    def page(name, text):
        return f'<style:master-page style:name="{name}"><style:header>{t(text)}</style:header></style:master-page>'

    styles = (
        f"<office:document-styles {NAMES}><office:master-styles>{page('Standard', 'Oanvänt')}{page('Egen', 'Använt')}"
    )
    styles += "</office:master-styles></office:document-styles>"
    first = '<style:style style:name="P" style:family="paragraph" style:master-page-name="Egen"/>'
    draft = read('<text:p text:style-name="P">Text</text:p>', first, extra={"styles.xml": styles})
    assert texts(draft, "header") == ["Använt"]


@pytest.mark.parametrize(
    ("body", "automatic"),
    [(t('x<text:s text:c="abc"/>'), ""), (t(span("x")), style('fo:font-size="1.2.3pt"')), ('<text:h text:outline-level="²">x</text:h>', "")],
)  # fmt: skip
def test_a_number_that_is_none_is_damage_and_another_format_is_told(body, automatic):
    with pytest.raises(UnreadableDraft) as caught:
        read(body, automatic)
    assert caught.value.code == "damaged"
    with pytest.raises(UnreadableDraft) as caught:
        read_draft(word(p("x")), "utkast.odt")
    assert caught.value.code == "wrong_type"


def test_a_long_chain_of_styles_takes_no_time():
    def chained(n):
        return f'<style:style style:name="s{n}" style:family="paragraph" style:parent-style-name="s{(n + 1) % 3000}"/>'

    body = "".join(f'<text:p text:style-name="s{n}">Rad {n}.</text:p>' for n in range(0, 3000, 3))
    assert len(read(body, "".join(chained(n) for n in range(3000))).blocks) == 1000
