"""A small client of yaml-language-server: one file opened, its diagnostics, completions at places."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "build/node/node_modules/yaml-language-server/bin/yaml-language-server"
PATIENCE = 60


def server() -> list[str] | None:
    """The command of the server, where it is installed."""
    node = shutil.which("node")
    place = Path(os.environ.get("REGELKOLL_YAML_SERVER", SERVER))
    return [node, str(place), "--stdio"] if node and place.is_file() else None


class Client:
    """Speaks to a server in a child process; `with` ends it."""

    def __init__(self, command: list[str], schemas: dict[str, str], folder: Path) -> None:
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.answers: queue.Queue[dict] = queue.Queue()
        self.settings = {
            "yaml": {
                "schemas": schemas,
                "validate": True,
                "completion": True,
                "hover": True,
                "schemaStore": {"enable": False},
            },
        }
        self.number = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
        }})  # fmt: skip
        self.say("initialized", {})
        self.say("workspace/didChangeConfiguration", {"settings": self.settings})

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.kill()
        self.child.wait(timeout=PATIENCE)

    def _read(self) -> None:
        stream = self.child.stdout
        assert stream is not None
        while True:
            length = 0
            while line := stream.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            self.answers.put(json.loads(stream.read(length)))

    def _send(self, message: dict) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.child.stdin is not None
        self.child.stdin.write(f"Content-Length: {len(data)}\r\n\r\n".encode() + data)
        self.child.stdin.flush()

    def say(self, method: str, params: dict) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: dict) -> object:
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        return self.until(lambda m: m.get("id") == self.number and "method" not in m)["result"]

    def until(self, wanted) -> dict:
        """The first message wanted; questions from the server are answered on the way."""
        for _ in range(500):
            message = self.answers.get(timeout=PATIENCE)
            if "method" in message and "id" in message:
                items = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
                result = [self.settings.get(item.get("section")) for item in items]
                self._send({"id": message["id"], "result": result or None})
            elif wanted(message):
                return message
        raise AssertionError("no answer")

    def open(self, path: Path) -> list[dict]:
        """Opens a file; its diagnostics."""
        text = path.read_text(encoding="utf-8")
        self.say(
            "textDocument/didOpen",
            {"textDocument": {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}},
        )
        done = self.until(
            lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == path.as_uri()
        )
        return done["params"]["diagnostics"]

    def offered(self, path: Path, line: int, column: int) -> list[str]:
        """What is offered at a place, counted from 0."""
        place = {"line": line, "character": column}
        found = self.ask("textDocument/completion", {"textDocument": {"uri": path.as_uri()}, "position": place})
        items = found["items"] if isinstance(found, dict) else found or []
        return [item["label"] for item in items]
