"""What is refused before anything is read: empty, too large, binary, undecodable."""

from __future__ import annotations

import codecs
import re
import unicodedata

MAX_TEXT = 2 * 1024 * 1024
_MAGIC = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


MACROS = (".docm", ".dotm", ".xlsm", ".pptm")
_STARTS = {".docx": b"PK\x03\x04", ".odt": b"PK\x03\x04", ".doc": b"\xd0\xcf\x11\xe0", ".rtf": b"{\\rtf"}
_OLE = b"\xd0\xcf\x11\xe0"


class UnreadableDraft(Exception):
    """A draft that is refused; `code` is stable (`refused` has what is said of each)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def looked_at(data: bytes, suffix: str, most: int) -> None:
    """Refuses what is empty, too large, locked with a password, or not what its suffix says."""
    if not data.strip(b"\x00 \r\n\t"):
        raise UnreadableDraft("empty")
    if len(data) > most:
        raise UnreadableDraft("too_large")
    if suffix == ".pdf" and b"%PDF-" not in data[:1024]:
        raise UnreadableDraft("wrong_type")
    start = _STARTS.get(suffix)
    if start is None or data.startswith(start):
        return
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableDraft("encrypted")
    raise UnreadableDraft("wrong_type")


def decoded(data: bytes) -> tuple[str, frozenset[str]]:
    """The canonical text (LF, NFC, no byte order mark) and the flags of how it was read."""
    if len(data) > MAX_TEXT:
        raise UnreadableDraft("too_large")
    if not data.strip():
        raise UnreadableDraft("empty")
    if data.startswith(_MAGIC):
        raise UnreadableDraft("binary")
    text, flags = _text(data)
    if "\x00" in text or len(_CONTROL.findall(text)) > max(8, len(text) // 100):
        raise UnreadableDraft("binary")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    if not text.strip():
        raise UnreadableDraft("empty")
    if _CONTROL.search(text):
        flags |= {"control_characters"}
    return text, frozenset(flags)


def _text(data: bytes) -> tuple[str, set[str]]:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16"), set()
        return data.decode("utf-8-sig"), set()
    except UnicodeDecodeError:
        pass
    if b"\x00" in data:
        raise UnreadableDraft("binary")
    try:
        return data.decode("cp1252"), {"cp1252"}
    except UnicodeDecodeError:
        raise UnreadableDraft("undecodable") from None
