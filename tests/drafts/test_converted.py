"""Old Word files and RTF, through LibreOffice where it is installed."""

from __future__ import annotations

import pytest

from regelkoll.drafts import UnreadableDraft, converted, read_draft

RTF = rb"{\rtf1\ansi\ansicpg1252 {\b Beslut}\par Regionen beviljar 300 000 kronor till F\'f6reningen.\par}"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(data, name):
    with pytest.raises(UnreadableDraft) as caught:
        read_draft(data, name)
    return caught.value.code


@pytest.mark.usefixtures("office")
def test_rtf_is_read_and_flagged():
    draft = read_draft(RTF, "utkast.rtf")
    assert [b.text for b in draft.blocks] == ["Beslut", "Regionen beviljar 300 000 kronor till Föreningen."]
    assert draft.flags == {"converted"}


@pytest.mark.usefixtures("office")
def test_an_old_word_file_is_read_as_the_new_one(corpus):
    old = read_draft((corpus / "corpus" / "d01_old.doc").read_bytes(), "d01_old.doc")
    new = read_draft((corpus / "corpus" / "a01_styles_table.docx").read_bytes(), "a01.docx")
    assert [b.text for b in old.blocks if b.kind != "header"] == [b.text for b in new.blocks if b.kind != "header"]


def test_without_libreoffice_it_says_so(monkeypatch):
    monkeypatch.setattr(converted, "office", lambda: None)
    assert refused(RTF, "u.rtf") == "converter"


@pytest.mark.parametrize(
    ("stream", "code"), [("Macros", "macros"), ("EncryptionInfo", "encrypted"), ("_signatures", "signed")]
)
def test_old_files_that_are_refused(stream, code):
    assert refused(OLE + (stream + "\0").encode("utf-16-le"), "u.doc") == code


def test_a_doc_that_is_something_else():
    assert refused(b"PK\x03\x04", "u.doc") == "wrong_type"
    assert refused(b"Hej", "u.rtf") == "wrong_type"
