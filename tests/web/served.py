"""A real server on loopback, and people who come to it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx


@dataclass(frozen=True, slots=True)
class Served:
    """A server under way: where it is, and the address that lets one in."""

    url: str
    address: str
    process: subprocess.Popen[str]

    @contextmanager
    def client(self) -> Iterator[httpx.Client]:
        """A browser of its own that has come in by the address."""
        with self.stranger() as made:
            assert made.get(self.address).status_code == 303
            yield made

    def stranger(self) -> httpx.Client:
        """A browser that has not."""
        return httpx.Client(base_url=self.url, headers={"origin": self.url}, timeout=60)


@contextmanager
def serving(*arguments: str) -> Iterator[Served]:
    """`regelkoll serve` as a process of its own, ended at the end."""
    command = [sys.executable, "-m", "regelkoll", "serve", "--no-browser", "--lang", "en", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        found = re.search(r"(http://[^/\s]+)/\S*", line)
        assert found, line + process.stderr.read()
        wait_for(lambda: httpx.get(found[1] + "/halsa").status_code == 200)
        yield Served(found[1], found[0], process)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def wait_for(done, seconds: float = 60.0) -> None:
    """Until `done()` is true; a server that does not answer yet is not done."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if done():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError("it did not come about in time")


def csrf(client: httpx.Client, path: str = "/") -> str:
    return re.search(r'name="csrf" value="(\w+)"', client.get(path).text)[1]


def send(client: httpx.Client, name: str, data: bytes, **fields: str) -> httpx.Response:
    """A draft sent as the form sends it."""
    return client.post("/kontrollera", data={"csrf": csrf(client), **fields}, files={"utkast": (name, data)})


def report(client: httpx.Client, sent: httpx.Response, seconds: float = 60.0) -> httpx.Response:
    """The report's page when it is ready."""
    assert sent.status_code == 303, sent.text[:500]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        got = client.get(sent.headers["location"])
        if "refresh" not in got.headers:
            return got
        time.sleep(0.2)
    raise AssertionError("no report in time")
