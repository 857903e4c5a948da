"""Who is let in, and the headers of every answer.

On this machine the opened address holds a random token, which becomes a cookie that no script reads and no other site
sends. Behind a proxy the proxy signs people in and names them in a header. Foreign hosts and other sites are refused.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEALTH, OPEN = "/halsa", "/static/"
SAFE = ("GET", "HEAD")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True, slots=True)
class Door:
    """How people come in. With `header` a proxy names the signed-in user there and no token is needed; `hosts` are the
    names that the server may be called by (none: any, which only a proxy may decide)."""

    port: int
    hosts: tuple[str, ...]
    header: str = ""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @property
    def cookie(self) -> str:
        return f"regelkoll-{self.port}"

    def signed(self, text: str) -> str:
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()

    def form_token(self, owner: str) -> str:
        """What a form must carry to be this owner's own."""
        return self.signed(f"form {owner}")

    def is_form_of(self, owner: str, given: str) -> bool:
        return hmac.compare_digest(self.form_token(owner).encode(), given.encode())

    def new_session(self) -> str:
        name = secrets.token_urlsafe(18)
        return f"{name}.{self.signed(f'session {name}')}"

    def owner(self, headers: Headers) -> str:
        """Who asks, empty for nobody: the proxy's user, or the session of the cookie."""
        if self.header:
            given = headers.getlist(self.header)
            return f"user {given[0]}" if len(given) == 1 and given[0].strip() else ""
        name, _, seal = _cookie(headers, self.cookie).partition(".")
        good = hmac.compare_digest(seal.encode(), self.signed(f"session {name}").encode())
        return f"session {name}" if name and good else ""


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found is not None else ""


class Guard:
    """The outermost part: refuses, lets in with a new session, or passes on with `scope["owner"]` set."""

    def __init__(self, app: ASGIApp, door: Door, refused: dict[str, bytes]) -> None:
        self.app, self.door, self.refused = app, door, refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        answer = self._answer(scope)
        await (answer or self.app)(scope, receive, guarded)

    def _answer(self, scope: Scope) -> Response | None:
        """What is answered at once, `None` to pass on."""
        headers = Headers(scope=scope)
        if scope["path"] == HEALTH:
            return None
        if not self._host_known(headers):
            return self._page("host", 400)
        if scope["method"] not in SAFE and not self._own_site(headers):
            return self._page("site", 403)
        scope["owner"] = self.door.owner(headers)
        if scope["owner"] or scope["path"].startswith(OPEN):
            return None
        token = QueryParams(scope["query_string"]).get("token", "")
        right = hmac.compare_digest(token.encode(), self.door.token.encode())
        if self.door.header or scope["path"] != "/" or scope["method"] != "GET" or not right:
            return self._page("token", 403)
        let_in = RedirectResponse("/", 303)
        session = self.door.new_session()
        let_in.set_cookie(self.door.cookie, session, httponly=True, samesite="strict", path="/")
        return let_in

    def _page(self, why: str, status: int) -> Response:
        return Response(self.refused[why], status, media_type="text/html")

    def _host_known(self, headers: Headers) -> bool:
        given = headers.getlist("host")
        return len(given) == 1 and (not self.door.hosts or given[0].lower() in self.door.hosts)

    def _own_site(self, headers: Headers) -> bool:
        """Whether the page that sends is our own. A browser says so in one of two headers; what says nothing is not. A
        form of a page without a referrer names the origin `null`, which only the other header can make good."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None and site != "same-origin":
            return False
        if origin is None or origin == "null":
            return site is not None
        return origin.partition("://")[2].lower() == headers.get("host", "").lower()
