"""Marks in a draft's text: nothing is lost, each stands on its words, and each leads to its finding and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fullrun import RUNS, TEXT, reviewed
from hypothesis import given
from hypothesis import strategies as st

from regelkoll.language import words
from regelkoll.model import Block, Draft, Place
from regelkoll.reports.marked import (
    Page,
    Paragraph,
    Table,
    _marks,
    marking,
)
from regelkoll.reports.marks import Anchor, Mark, Marked, Parts, Sort
from regelkoll.reports.marks import cut as cut_at
from regelkoll.reports.sheets import sheet

WORDS = "Region beviljar 300 kronor"


def anchors(*spans: tuple[int, int], sort: Sort = Sort.STOP) -> list[Anchor]:
    return [Anchor(f"f{n}", sort, "S", "T", (span,)) for n, span in enumerate(spans)]


def cut(blocks: list[Block], *spans: tuple[int, int]) -> list[Parts]:
    return cut_at(blocks, _marks(anchors(*spans), ""))


def plain(parts: Parts) -> str:
    return "".join(part if isinstance(part, str) else plain(part.parts) for part in parts)


def written(parts: Parts) -> str:
    """`[` opens a mark, `{` goes on with one; `]` closes, `}` breaks off."""
    return "".join(
        part
        if isinstance(part, str)
        else ("[" if part.opens else "{") + written(part.parts) + ("]" if part.closes else "}")
        for part in parts
    )


def stretches(parts: Parts) -> Iterator[tuple[Mark, str]]:
    for part in parts:
        if isinstance(part, Marked):
            yield part.mark, plain(part.parts)
            yield from stretches(part.parts)


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ((), WORDS),
        (((0, 6),), "[Region] beviljar 300 kronor"),
        (((0, 26),), "[Region beviljar 300 kronor]"),
        (((0, 26), (16, 19)), "[Region beviljar [300] kronor]"),
        (((0, 6), (0, 15)), "[[Region] beviljar] 300 kronor"),
        (((0, 15), (7, 19)), "[Region [beviljar}]{ 300] kronor"),
        (((0, 15), (7, 15)), "[Region [beviljar]] 300 kronor"),
        (((0, 19), (7, 26), (16, 26)), "[Region [beviljar [300}}]{{ kronor]]"),
        (((40, 50),), WORDS),
    ],
    ids=["none", "start", "whole", "inside", "begin-together", "cross", "end-together", "three", "elsewhere"],
)
def test_marks_stand_inside_one_another_and_go_on_where_they_cross(
    spans: tuple[tuple[int, int], ...], shown: str
) -> None:
    assert written(cut([Block("para", WORDS, ((0, 0),))], *spans)[0]) == shown


def test_a_mark_over_two_blocks_opens_once_and_closes_once() -> None:
    blocks = [Block("para", "Anna", ((0, 0),)), Block("para", "Direktör", ((0, 6),))]
    assert [written(parts) for parts in cut(blocks, (0, 14))] == ["[Anna}", "{Direktör]"]


def test_a_block_whose_text_is_joined_from_pieces_is_marked_by_its_pieces() -> None:
    block = Block("para", "ett två", ((0, 10), (4, 30)))
    assert written(cut([block], (30, 33))[0]) == "ett [två]"
    assert written(cut([block], (10, 33))[0]) == "[ett två]"
    assert written(cut([block], (20, 25))[0]) == "ett två"


@given(st.lists(st.tuples(st.integers(0, 26), st.integers(0, 26)), max_size=8))
def test_nothing_of_the_text_is_lost_and_every_mark_covers_its_words(spans: list[tuple[int, int]]) -> None:
    good = [(a, b) for a, b in spans if a < b]
    parts = cut([Block("para", WORDS, ((0, 0),))], *good)[0]
    assert plain(parts) == WORDS
    for start, end in good:
        covered = [text for mark, text in stretches(parts) if mark.span == (start, end)]
        assert "".join(covered) == WORDS[start:end]


def test_a_mark_is_of_the_gravest_and_names_one_met_rule() -> None:
    found = [
        *anchors((0, 6), (0, 6), sort=Sort.PASSED),
        *anchors((0, 6), sort=Sort.STOP),
        *anchors((0, 6), sort=Sort.INFO),
    ]
    (mark,) = _marks(found, "")
    assert mark.sort is Sort.STOP
    assert [anchor.sort for anchor in mark.anchors] == [Sort.STOP, Sort.INFO, Sort.PASSED]


def test_every_finding_has_its_own_place_and_marks_stand_on_their_words() -> None:
    item = reviewed()
    made = sheet(item.report, words("en"))
    view = marking(item.draft, made, words("en"), "x-")
    assert len({anchor.id for anchor in view.anchors.values()}) == len(view.anchors)
    assert all(anchor.id.startswith("x-") for anchor in view.anchors.values())
    quoted = {TEXT[start:end] for start, end in view.marks}
    assert {"beviljar 350 000 kronor", "från 1 januari 2020", "start 2021-01-01", "Åsa Öberg"} <= quoted
    for card in [*made.failed["stop"], *made.passed, *made.waived]:
        assert view.at(card).title == card.title


def test_a_case_file_has_anchors_and_no_text() -> None:
    (item,) = RUNS["case"]
    view = marking(None, sheet(item.report, words("en")), words("en"))  # type: ignore[union-attr]
    assert view.anchors
    assert (view.draft, view.heads, view.marks) == ((), (), {})


def test_pages_tables_and_headings_come_in_order() -> None:
    blocks = (
        Block("header", "Sidhuvud", ((0, 0),)),
        Block("title", "Titel", ((0, 10),)),
        Block("heading", "Rubrik", ((0, 20),), level=3),
        Block("heading", "Under", ((0, 30),), level=5),
        Block("heading", "Nästa", ((0, 40),), level=3),
        Block("para", "  ", ((0, 46),)),
        Block("para", "a", ((0, 50),), table=1, row=0, column=0),
        Block("para", "b", ((0, 52),), table=1, row=1, column=1),
        Block("para", "slut", ((0, 60),)),
    )
    draft = Draft("u.pdf", " " * 70, blocks, "", places=(Place(0, page=1), Place(48, page=2), Place(60, page=2)))
    view = marking(draft, sheet(reviewed().report, words("en")), words("en"))
    assert [plain(piece.parts) for piece in view.heads if isinstance(piece, Paragraph)] == ["Sidhuvud"]
    kinds = [piece.number if isinstance(piece, Page) else type(piece).__name__ for piece in view.draft]
    assert kinds == [1, "Paragraph", "Paragraph", "Paragraph", "Paragraph", 2, "Table", "Paragraph"]
    assert [piece.depth for piece in view.draft if isinstance(piece, Paragraph)] == [0, 1, 2, 1, None]
    (table,) = [piece for piece in view.draft if isinstance(piece, Table)]
    assert [[len(cell) for cell in row] for row in table.rows] == [[1, 0], [0, 1]]
