"""A draft without pages paired with its export: pages and boxes that are certain, and none that is guessed."""

from __future__ import annotations

import textwrap
from bisect import bisect_right

import pytest
from building import W, line, odt, p, pdf, r, word
from hypothesis import given, settings
from hypothesis import strategies as st

from regelkoll.drafts import read_draft
from regelkoll.drafts.building import Building
from regelkoll.drafts.letters import letters_of
from regelkoll.drafts.pairing import paired

LONG = "Projektet bidrar till att fler kvinnor och unga får arbete i länet och att"
REST = "de som redan arbetar där får den utbildning som industrin behöver."
NOTE = '<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">{note}</w:footnote></w:footnotes>'


def column(*lines, x=70, top=700, size=11, font="F"):
    return "".join(line(text, x, top - 14 * n, size, font) for n, text in enumerate(lines))


def paged(draft, *pages):
    """A draft and its export to these pages (content streams), paired."""
    return paired(draft, read_draft(pdf(list(pages)), "export.pdf"))


def from_word(body, extra=None, section=""):
    return read_draft(word(body, extra, section), "utkast.docx")


def place(draft, words, number=0):
    """The place of these words, the so many-th time that the text has them."""
    at = -1
    for _ in range(number + 1):
        at = draft.text.index(words, at + 1)
    return draft.places[bisect_right(draft.places, at, key=lambda place: place.start) - 1]


def test_a_paragraph_on_two_pages_has_the_page_and_the_line_of_the_words():
    draft = from_word(p("Beslut", "Rubrik1") + p(f"{LONG} {REST}"))
    draft, share = paged(draft, line("Beslut", 70, 730, 16, "B") + column(LONG, top=120), column(REST))
    assert share == 1
    assert (place(draft, "Beslut").page, place(draft, "fler kvinnor").page, place(draft, "utbildning").page) == (
        1,
        1,
        2,
    )
    left, top, right, bottom = place(draft, "utbildning").box
    assert 69 < left < 71 and 125 < top < bottom < 150 and right > 300
    assert {place.paragraph for place in draft.places} == {1, 2}


def test_words_begin_a_page_with_their_quotation_mark():
    body = column(LONG, top=120), column("”de som” redan arbetar där får den utbildning som industrin behöver.")
    draft, _ = paged(
        from_word(p(f"{LONG} ”de som” redan arbetar där får den utbildning som industrin behöver.")), *body
    )
    assert (place(draft, "att ”de").page, place(draft, "”de som").page) == (1, 2)


def test_parted_words_capitals_and_ligatures_are_the_same_words():
    parted = column("PROJEKTET BIDRAR TILL ATT FLER KVINNOR OCH UNGA FÅR ARBETE OCH KOMPE-", "TENS I LÄNET.")
    draft = from_word(p("Projektet bidrar till att fler kvinnor och unga får arbete och kompetens i länet."))
    assert paged(draft, parted)[1] == 1
    assert letters_of("Eﬀekt, ﬁn").text == letters_of("effekt\u00ad fi-n").text
    assert letters_of("ﬁn").at == [0, 0, 1]


def test_a_number_before_a_heading_and_a_note_s_mark_are_passed_over():
    marked = f"<w:p>{r(LONG)}<w:r><w:footnoteReference w:id='1'/></w:r>{r(' ' + REST)}</w:p>"
    note = {"word/footnotes.xml": NOTE.format(W=W, note=p("Enligt ansökan."))}
    draft = from_word(p("Beslut", "Rubrik1") + marked, note)
    page = line("1.1 Beslut", 70, 730, 16, "B") + column(
        f"{LONG}1 de som redan", "arbetar där får den utbildning som", top=120
    )
    draft, share = paged(draft, page + line("1 Enligt ansökan.", 70, 60, 9), column("industrin behöver."))
    assert (place(draft, "Beslut").page, place(draft, "de som").page, place(draft, "Enligt").page) == (1, 1, 1)
    assert place(draft, "Enligt").box[1] > 700
    assert share > 0.8


def test_what_stands_between_the_halves_of_a_paragraph_is_passed_over():
    first = column(LONG, top=120) + line("1 En not som står sist på sidan.", 70, 60, 9)
    draft, share = paged(from_word(p(f"{LONG} {REST}") + p("Sist.")), first, column(REST) + line("Sist.", 70, 600))
    assert (share, place(draft, REST).page, place(draft, "Sist").page) == (1, 2, 2)


def test_a_text_that_comes_again_is_told_by_its_order():
    body = p("Bakgrund", "Rubrik1") + p(LONG + ".") + p("Bedömning", "Rubrik1") + p(LONG + ".")
    pages = [
        line("Bakgrund", 70, 530, 16, "B") + column(LONG + ".", top=500),
        line("Bedömning", 70, 530, 16, "B") + column(LONG + ".", top=500),
    ]
    draft, _ = paged(from_word(body), *pages)
    assert [place.page for place in draft.places] == [1, 1, 2, 2]


def test_a_text_that_comes_another_number_of_times_is_told_by_what_it_stands_beside_or_not_at_all():
    page = line("Beslut", 70, 730, 16, "B") + column(LONG + ".") + line("Regionen", 70, 500)
    body = p("Beslut", "Rubrik1") + p(LONG + ".") + p("Beslut") + p("Bilaga som inte skrevs ut.") + p("Beslut")
    draft, _ = paged(from_word(body), page)
    assert [place.page for place in draft.places] == [1, 1, None, None, None]
    alone = p("Strateg") + p("Saknas här.") + p("Strateg")
    draft, _ = paged(from_word(p(LONG + ".") + p("Mer.") + alone), column(LONG + ".") + line("Strateg", 70, 400))
    assert [place.page for place in draft.places] == [1, None, None, None, None]


def test_a_word_that_ends_a_line_is_no_heading():
    page = column(LONG, "beslut") + line("Annan rubrik", 70, 600, 16, "B")
    draft, _ = paged(from_word(p(f"{LONG} beslut") + p("Beslut", "Rubrik1")), page)
    assert [place.page for place in draft.places] == [1, 1, None]


def test_a_paragraph_that_was_changed_since_has_no_page():
    other = "Projektet bidrar till att fler kvinnor och män i Norge får mycket mer att göra på sin fritid varje vår."
    draft, share = paged(from_word(p(f"{LONG} {REST}") + p("Kvar.")), column(other) + line("Kvar.", 70, 500))
    assert (place(draft, "Projektet").page, place(draft, "Kvar").page) == (None, 1)
    assert share < 0.2


def test_what_differs_in_the_middle_of_a_page_is_on_it_and_has_no_box():
    changed = f"{LONG} helt andra ord om något som inte finns {REST} Mer text på samma sida, till slutet."
    page = column(LONG, "nya ord om annat", REST, "Mer text på samma sida, till slutet.")
    draft, _ = paged(from_word(p(changed)), page)
    assert (place(draft, "helt andra").page, place(draft, "helt andra").box) == (1, None)
    assert place(draft, "redan").box is not None


def test_signatures_in_a_table_are_found_by_cell():
    cells = "".join(
        f"<w:tc>{p(name)}{p(role)}</w:tc>" for name, role in (("Stina Sjölin-Berg", "direktör"), ("Bo Ek", "Strateg"))
    )
    page = (
        column(LONG + ".")
        + column("Stina Sjölin-", "Berg", "direktör", top=500)
        + column("Bo Ek", "Strateg", x=300, top=500)
    )
    draft, share = paged(from_word(p(LONG + ".") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), page)
    assert share == 1
    assert place(draft, "Strateg").box[0] > 250 > place(draft, "direktör").box[0]
    assert [place.cell for place in draft.places[1:]] == [(1, 1)] * 3 + [(1, 2)] * 2


def test_alike_cells_whose_order_is_not_certain_have_a_page_and_no_box():
    rows = [("A", "0 kr"), ("0 kr", "B")]
    table = "".join("<w:tr>" + "".join(f"<w:tc>{p(text)}</w:tc>" for text in row) + "</w:tr>" for row in rows)
    page = column(LONG + ".") + column("A", "0 kr", top=500) + column("0 kr", "B", x=300, top=500)
    draft, _ = paged(from_word(p(LONG + ".") + f"<w:tbl>{table}</w:tbl>"), page)
    assert [(place.page, place.box is None) for place in draft.places[1:]] == [
        (1, False),
        (1, True),
        (1, True),
        (1, False),
    ]


def heads(first, other):
    """Two heads, of the first page and of those after it, with what makes them one document."""
    relations = "".join(f'<Relationship Id="{n}" Type="x/header" Target="{n}.xml"/>' for n in ("h1", "h2"))
    parts = {"word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>"}
    for name, texts in (("h1", first), ("h2", other)):
        rows = "<w:tr>" + "".join(f"<w:tc>{p(text)}</w:tc>" for text in texts) + "</w:tr>"
        parts[f"word/{name}.xml"] = f'<w:hdr xmlns:w="{W}"><w:tbl>{rows}</w:tbl></w:hdr>'
    kinds = '<w:headerReference w:type="{}" r:id="{}"/>'
    return parts, kinds.format("default", "h2") + kinds.format("first", "h1") + "<w:titlePg/>"


def test_a_head_is_on_the_first_page_that_has_all_of_it():
    parts, section = heads(("Anna Berg", "2020-11-25"), ("Anna Bergh", "2020-11-25"))
    pages = [
        line(name, 70, 800, 9) + line("2020-11-25", 300, 800, 9) + column(text)
        for name, text in (("Anna Berg", LONG), ("Anna Bergh", "de stannar."), ("Anna Bergh", "Sist."))
    ]
    draft, share = paged(from_word(p(LONG + " de stannar.") + p("Sist."), parts, section), *pages)
    assert share == 1
    assert place(draft, "Anna Bergh").page == place(draft, "2020-11-25").page == 2
    assert place(draft, "Anna Berg\n").page == place(draft, "2020-11-25", 1).page == 1


def test_an_open_document_is_paired_as_well():
    body = f'<text:h text:outline-level="1">Beslut</text:h><text:p>{LONG} {REST}</text:p>'
    draft = read_draft(odt(body, head="<text:p>Region Norr</text:p>"), "utkast.odt")
    pages = [
        line("Region Norr", 70, 810, 9) + text
        for text in (line("Beslut", 70, 730, 16, "B") + column(LONG), column(REST))
    ]
    draft, share = paged(draft, *pages)
    assert (share, place(draft, "Region").page, place(draft, REST).page) == (1, 1, 2)


def test_the_text_and_the_blocks_stay_as_they_are():
    before = from_word(
        p("Beslut", "Rubrik1") + f'<w:p>{r("Beviljar ")}<w:ins w:id="1">{r("300")}</w:ins>{r(" kronor.")}</w:p>'
    )
    after, _ = paged(before, column("Beslut", "Beviljar 300 kronor."))
    assert (after.text, after.blocks, after.flags, after.unchanged) == (
        before.text,
        before.blocks,
        before.flags,
        before.unchanged,
    )
    assert [place.start for place in after.places] == sorted(place.start for place in after.places)


# ── drafts of any shape ──

WORDS = st.sampled_from(("Beslut", "Strateg", "0 kr", "Ja", "projektet", "kronor", "länet", "och"))
TEXTS = st.lists(st.one_of(WORDS, st.lists(WORDS, min_size=1, max_size=60).map(" ".join)), min_size=1, max_size=25)


def exported(texts, kept, width, rows):
    """The export of those texts that are kept, so many letters to a line and lines to a page; each text's own pages."""
    building, number, pages = Building(), 0, []
    for index, text in enumerate(texts):
        own = []
        if index in kept:
            parts = []
            for part in textwrap.wrap(text, width):
                page, row = 1 + number // rows, number % rows
                parts.append((part + " ", page, (70.0, 15.0 * row, 500.0, 15.0 * row + 11)))
                own.append((part, page))
                number += 1
            building.run("para", parts)
        pages.append(own)
    return building.draft("export.pdf", b"", ()), pages


def as_draft(texts):
    building = Building()
    for text in texts:
        building.add("para", text)
    return building.draft("utkast.docx", b"", ())


@settings(max_examples=200, deadline=None, database=None)
@given(TEXTS, st.integers(12, 80), st.integers(1, 12))
def test_the_same_text_has_its_own_pages(texts, width, rows):
    export, pages = exported(texts, range(len(texts)), width, rows)
    draft, _ = paired(as_draft(texts), export)
    for number, own in enumerate(pages, 1):
        given_ = [place.page for place in draft.places if place.paragraph == number and place.page is not None]
        assert set(given_) <= {page for _, page in own}


@settings(max_examples=200, deadline=None, database=None)
@given(TEXTS, st.integers(12, 80), st.integers(1, 12), st.sets(st.integers(0, 24)))
def test_a_page_that_is_given_has_the_words(texts, width, rows, left_out):
    export, pages = exported(texts, set(range(len(texts))) - left_out, width, rows)
    draft, _ = paired(as_draft(texts), export)
    on = {}
    for own in pages:
        for part, page in own:
            on.setdefault(page, []).append(letters_of(part).text)
    stops = [place.start for place in draft.places[1:]] + [len(draft.text)]
    for place_, stop in zip(draft.places, stops, strict=True):
        words = letters_of(draft.text[place_.start : stop]).text
        if place_.box is not None:
            assert any(words in text for text in on[place_.page])


@pytest.mark.parametrize("texts", [["a" * 60_000], ["Strateg"] * 5000, [f"{LONG} {n}" for n in range(2000)]])
def test_a_draft_made_to_be_slow_is_paired_too(texts):
    export, _ = exported(texts, range(len(texts)), 80, 40)
    assert paired(as_draft(texts), export)[1] == 1
