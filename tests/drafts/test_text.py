"""The text reader: what is refused, how a paged text becomes paragraphs again, what is flagged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regelkoll.drafts import UnreadableDraft, read_draft

HEADER = "Handläggare\nAnna Ek**Datum**\n2020-01-02**Diarienummer**\nAB/1\n"
PAGED = f"{HEADER}\nBeslut om bidrag\n\nText som börjar på en sida och innebär att\n\n{HEADER}\nmeningen slutar på nästa.\n\nNy text.\n"


def kinds(text, name="u.txt"):
    return [(block.kind, block.text) for block in read_draft(text.encode(), name).blocks]


REFUSED = {
    "empty": b"",
    "blank": b"\n \n",
    "zip": b"PK\x03\x04aa",
    "pdf": b"%PDF-1.7",
    "nul": b"Be\0slut",
    "bell": b"\x07" * 50,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name):
    with pytest.raises(UnreadableDraft) as caught:
        read_draft(REFUSED[name], "u.txt")
    assert caught.value.code == ("empty" if name in ("empty", "blank") else "binary")


def test_too_large_and_unknown_formats_are_refused():
    for data, name, code in (
        (b"a" * (2 * 1024 * 1024 + 1), "u.txt", "too_large"),
        (b"PK", "u.docx", "wrong_type"),
        (b"PK", "u.xlsx", "format"),
    ):
        with pytest.raises(UnreadableDraft) as caught:
            read_draft(data, name)
        assert caught.value.code == code


def test_a_page_header_stands_apart_and_cuts_no_sentence():
    found = kinds(PAGED)
    assert [kind for kind, _ in found] == ["header", "title", "para", "header", "para"]
    assert found[2][1] == "Text som börjar på en sida och innebär att meningen slutar på nästa."


def test_a_misspelt_first_header_is_the_same_header():
    found = kinds(PAGED.replace("Anna Ek", "Anna Eck", 1))
    assert [kind for kind, _ in found].count("header") == 2


def test_every_character_leads_back_to_its_place():
    draft = read_draft(PAGED.encode(), "u.txt")
    for block in draft.blocks:
        ends = [at for at, _ in block.pieces[1:]] + [len(block.text)]
        for (at, source), end in zip(block.pieces, ends, strict=True):
            words = block.text[at:end].rstrip()
            assert draft.text[source : source + len(words)] == words


def test_markdown_headings():
    assert kinds("# Rubrik\n\n## Beslut\n\nText här.\n", "u.md") == [
        ("title", "Rubrik"),
        ("heading", "Beslut"),
        ("para", "Text här."),
    ]


def test_a_text_that_stops_in_a_sentence_is_cut_off():
    sentence = (
        "Det här är en lång mening som handlar om ett projekt och som aldrig tar slut eftersom den är avklippt här"
    )
    assert "cut_off" in read_draft(f"Titel\n\n{sentence}".encode(), "u.txt").flags
    assert "cut_off" not in read_draft(f"Titel\n\n{sentence}.".encode(), "u.txt").flags


def test_encodings():
    text = "Titel\n\nBeslut på svenska."
    assert read_draft(text.encode("cp1252"), "u.txt").flags == {"cp1252"}
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        draft = read_draft(text.replace("\n", "\r\n").encode(encoding), "u.txt")
        assert (draft.text, draft.flags) == (text, frozenset())


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_bytes_crash_the_reader(data):
    try:
        draft = read_draft(data, "u.txt")
    except UnreadableDraft:
        return
    assert draft.text


def test_a_long_text_of_nothing_but_heads_is_read_and_a_longer_one_refused():
    assert len(kinds("Handläggare: a\nDatum: b\n\n" * 19_000)) == 19_000
    with pytest.raises(UnreadableDraft) as caught:
        kinds("Handläggare: a\nDatum: b\n\n" * 21_000)
    assert caught.value.code == "too_large"
