"""What a browser sends, counted while it comes and kept in memory: nothing of it is written to disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 10 << 20
AROUND = 1 << 20
"""What a form may hold beside its file: other fields, borders."""
PASSED_OVER = 100 << 20
"""So much more of a body that is too large is received and thrown away, for a browser shows no answer before it has
sent everything."""


class Counted:
    """Stops a body that is larger than a draft may be, whatever its length is said to be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        too_large = not length.isdecimal() or int(length) > LARGEST + AROUND
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if too_large or got > LARGEST + AROUND:
                await _pass_over(receive, message)
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)


async def _pass_over(receive: Receive, message: Message) -> None:
    left = PASSED_OVER
    while message.get("more_body") and left > 0:
        message = await receive()
        left -= len(message.get("body", b""))


class _InMemory(MultiPartParser):
    spool_max_size = LARGEST + AROUND


@dataclass(frozen=True, slots=True)
class Sent:
    """A form: its fields, each by its last value, and the file (its name without folders; empty where none was)."""

    fields: Mapping[str, str]
    name: str = ""
    data: bytes = b""


async def sent(request: Request) -> Sent:
    """The form of a request. Raises HTTPException 400 for what is no form, 413 for what is too large."""
    kind = request.headers.get("content-type", "")
    try:
        if kind.startswith("multipart/form-data"):
            most = {"max_files": 1, "max_fields": 200, "max_part_size": AROUND}
            form = await _InMemory(request.headers, request.stream(), **most).parse()
        else:
            form = await FormParser(request.headers, request.stream()).parse()
        fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        "".join(fields.values()).encode()
    except (MultiPartException, UnicodeError):
        raise HTTPException(400) from None
    files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
    if not files:
        return Sent(fields)
    data = await files[0].read()
    await form.close()
    if len(data) > LARGEST:
        raise HTTPException(413)
    name = (files[0].filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    return Sent(fields, _shortened("".join(c for c in name if c.isprintable())), data)


def _shortened(name: str) -> str:
    """A name of bearable length. Its suffix stays whole, for it says how the file is read."""
    stem, dot, suffix = name.rpartition(".")
    return name if len(name) <= 150 else stem[:100] + dot + suffix[:40]
