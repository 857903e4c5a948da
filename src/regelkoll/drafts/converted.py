"""What LibreOffice makes of a file in a limited child process, where it is installed: .docx of old Word files (.doc)
and RTF, and a PDF of a draft whose pages are wanted."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.drafts.limited import run_on_file
from regelkoll.drafts.word import read_word
from regelkoll.model import Draft

MEMORY = 3 << 30
"""LibreOffice reserves far more than it uses, so that what it may reserve is more than a reader of ours."""
FILTERS = {".doc": "MS Word 97", ".rtf": "Rich Text Format", ".docx": "MS Word 2007 XML", ".odt": "writer8"}
TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
"""With tags a page's head and foot are known as such."""


def office() -> str | None:
    """LibreOffice's command, None where it is not installed."""
    usual = [Path("C:/Program Files/LibreOffice/program/soffice.exe")] if sys.platform == "win32" else []
    usual += [Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")] if sys.platform == "darwin" else []
    return shutil.which("soffice") or next((str(path) for path in usual if path.is_file()), None)


def read_converted(data: bytes, name: str) -> Draft:
    """A .doc or .rtf draft, with the flag `converted`. Raises UnreadableDraft."""
    suffix = name[name.rindex(".") :].lower()
    if suffix == ".doc":
        _look_at(data)
    made = _made(data, suffix, "docx", "docx:MS Word 2007 XML")
    draft = read_word(made, name)
    flags = draft.flags | {"converted"} | ({"embedded"} if b"\\objdata" in data else set())
    own = hashlib.sha256(data).hexdigest()
    return Draft(draft.name, draft.text, draft.blocks, own, flags, draft.places, draft.unchanged)


def exported(data: bytes, name: str) -> bytes:
    """The draft as LibreOffice prints it, a PDF. The same draft may give other pages where other fonts are installed.
    Raises UnreadableDraft."""
    return _made(data, name[name.rindex(".") :].lower(), "pdf", TAGGED)


def _made(data: bytes, suffix: str, kind: str, wanted: str) -> bytes:
    """The file as a file of another kind. Raises UnreadableDraft: "converter" without LibreOffice, else "stopped"."""
    command = office()
    if command is None:
        raise UnreadableDraft("converter")
    profile = "-env:UserInstallation={folder}/profile"
    arguments = ["--headless", "--norestore", "--nolockcheck", f"--infilter={FILTERS[suffix]}"]
    return run_on_file(
        [command, profile, *arguments, "--convert-to", wanted, "draft" + suffix],
        data,
        "draft" + suffix,
        "draft." + kind,
        MEMORY,
    )


def _look_at(data: bytes) -> None:
    """Refuses macros, a password and a signature by the names of the file's streams."""
    for code, names in (
        ("macros", ("Macros", "_VBA_PROJECT")),
        ("encrypted", ("EncryptedPackage", "EncryptionInfo")),
        ("signed", ("_signatures", "_xmlsignatures")),
    ):
        if any((stream + "\0").encode("utf-16-le") in data for stream in names):
            raise UnreadableDraft(code)
