"""No bytes crash a reader: what comes is a draft or a refusal."""

from __future__ import annotations

import random

import pytest
from building import line, odt, p, pdf, r, word, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regelkoll.drafts import READERS, UnreadableDraft, read_draft
from regelkoll.model import Draft

QUICK = sorted(READERS.keys() - {".pdf", ".doc", ".rtf"})
WORD = word(p("Beslut", "Rubrik1") + f'<w:p>{r("Beviljar ")}<w:ins w:id="1">{r("300 000 kronor")}</w:ins></w:p>')
ODT = odt('<text:h text:outline-level="1">Beslut</text:h><text:p>Beviljar 300 000 kronor.</text:p>')
PDF = pdf([line("Beslut", 70, 700, 18) + line("Beviljar 300 000 kronor.", 70, 660)])
often = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def fate(data, name):
    try:
        return read_draft(data, name)
    except UnreadableDraft as refused:
        return refused.code


@often
@given(st.binary(max_size=400), st.sampled_from(QUICK))
def test_any_bytes(data, suffix):
    assert isinstance(fate(data, "u" + suffix), Draft | str)


def damaged(data, seed):
    r_ = random.Random(seed)
    made = bytearray(data)
    for _ in range(r_.randint(1, 4)):
        at = r_.randrange(len(made))
        if r_.random() < 0.7:
            made[at] = r_.randrange(256)
        else:
            del made[at : at + r_.randint(1, 30)]
    return bytes(made)


@often
@given(st.integers(0, 2**32), st.sampled_from([("u.docx", WORD), ("u.odt", ODT)]))
def test_a_damaged_package(seed, file):
    assert isinstance(fate(damaged(file[1], seed), file[0]), Draft | str)


TAGS = ["p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "moveTo", "hyperlink", "br", "tab", "drawing", "txbxContent", "AlternateContent", "pPr", "rPr", "footnoteReference", "sectPr"]  # fmt: skip


def tree(r_, depth):
    name = r_.choice(TAGS)
    inner = "".join(tree(r_, depth - 1) for _ in range(r_.randint(0, 3))) if depth else ""
    return f'<w:{name} w:val="{r_.choice(["", "0", "x", "9"])}" w:id="{r_.randint(0, 3)}">{inner}text</w:{name}>'


@often
@given(st.integers(0, 2**32))
def test_any_order_of_word_s_elements(seed):
    r_ = random.Random(seed)
    assert isinstance(fate(word("".join(tree(r_, 5) for _ in range(3))), "u.docx"), Draft | str)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_pdf(seed):
    assert isinstance(fate(damaged(PDF, seed), "u.pdf"), Draft | str)


@often
@given(
    st.dictionaries(
        st.sampled_from(["[Content_Types].xml", "word/document.xml", "content.xml", "styles.xml", "word/styles.xml"]),
        st.binary(max_size=60),
    )
)
def test_any_members(members):
    for name in ("u.docx", "u.odt"):
        assert isinstance(fate(zipped(members), name), Draft | str)
