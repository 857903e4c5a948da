"""The server started on an address, told of, and ended whole."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from regelkoll.model import RuleSet, Waivers
from regelkoll.web.app import app
from regelkoll.web.guard import Door
from regelkoll.web.kept import Bounds, Reports
from regelkoll.web.packed import Packing
from regelkoll.web.site import Site
from regelkoll.web.theme import Theme
from regelkoll.web.workers import Limits, Workers

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MOST_WORKERS = 4
SECONDS_TO_END = 3


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens. `header` names what the proxy writes the signed-in user in; without it the server is
    for this machine alone. `name` is what the public calls the server, where the proxy does not see to it."""

    host: str = "127.0.0.1"
    port: int = 0
    header: str = ""
    name: str = ""


def listening(address: Address) -> socket.socket:
    """The socket, bound. Raises OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((address.host, address.port))
    except OSError:
        bound.close()
        raise
    return bound


def door_of(address: Address, port: int) -> Door:
    """Who is let in by this address."""
    if address.header:
        return Door(port, (address.name.lower(),) if address.name else (), address.header)
    names = ("127.0.0.1", "localhost", "[::1]")
    return Door(port, tuple(f"{name}:{port}" for name in names) + (names if port == 80 else ()))


def opened(door: Door, host: str) -> str:
    """The address to open, with the token that lets one in."""
    at = f"http://{f'[{host}]' if ':' in host else host}:{door.port}/"
    return at if door.header else f"{at}?token={door.token}"


def _ending(_: int, __: object) -> None:
    """Nothing more: what the signal asked for is under way."""


def serve(
    ruleset: RuleSet,
    contents: Mapping[str, bytes],
    address: Address,
    theme: Theme,
    lang: str,
    tell: Callable[[str], None],
    today: Callable[[], date],
    waivers: Waivers | None = None,
    limits: Limits | None = None,
    outdated: Callable[[], bool] = lambda: False,
) -> None:
    """Serves until the process is told to end. `tell` is given the address to open, `today` gives the day of a check,
    `outdated` whether the files that all was read from are others now. Raises OSError when the port is taken."""
    import uvicorn

    bound = listening(address)
    door = door_of(address, bound.getsockname()[1])
    count = max(1, min(MOST_WORKERS, os.cpu_count() or 1))
    workers = Workers(ruleset, dict(contents), limits or Limits(workers=count), waivers)
    try:
        site = Site(ruleset, contents, workers, Reports(Bounds()), Packing(ruleset), door, theme, lang, today, outdated)
        config = uvicorn.Config(
            app(site),
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=SECONDS_TO_END,
        )
        server = uvicorn.Server(config)
        bound.listen(128)
        tell(opened(door, address.host))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _ending)  # the server has its own while it runs, and hands the signal on at its end
        server.run(sockets=[bound])
    finally:
        workers.close()
        bound.close()
