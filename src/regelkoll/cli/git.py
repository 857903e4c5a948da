"""What git says is changed since a commit: asked without a shell, without a network, and with nothing of the
repository's own (hooks, monitors, drivers for differences) run on the way."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120
QUIET = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
KEPT = ("GIT_CONFIG", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES")
"""What of git's own variables is passed on. A hook's say where its index and folder are, seen from elsewhere."""
SETTINGS = ("core.fsmonitor=false", "core.quotepath=off", f"core.hooksPath={os.devnull}", "protocol.allow=never")
SHOWN = ("--name-status", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative")
WHOLE = "--ignore-submodules=none"


class GitTrouble(Exception):
    """Why git could not say: `missing`, `not_here`, `no_name`, `unknown`, `shallow`, `unrelated`, `slow`, `failed`
    (`said` is then git's own sentence)."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code)
        self.code, self.said = code, said


@dataclass(frozen=True, slots=True)
class Changes:
    """The repository's folder, and by `key` what is changed there (also deleted or new; → its path seen from the
    folder, a submodule or a repository within as one path) and what git follows."""

    root: Path
    changed: Mapping[str, str]
    followed: frozenset[str]


def key(path: str | Path) -> str:
    """A whole path as it is compared: one spelling of its letters, and their case only where the system has it."""
    return os.path.normcase(unicodedata.normalize("NFC", os.fspath(path)))


def changes_since(ref: str, folder: Path) -> Changes:
    """What differs from the newest commit that `ref` and HEAD have in common: committed, staged, in the working tree,
    and what is neither followed nor ignored. Raises GitTrouble."""
    if not ref or ref.startswith("-") or "\0" in ref:
        raise GitTrouble("no_name")
    root = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n"))).resolve()
    base = _base(root, ref)
    names = {name for of in ((base, "HEAD"), ("--cached", base), (base,)) for name in _differing(root, *of)}
    names.update(_parts(_git(root, "ls-files", "-z", "--others", "--exclude-standard")))
    followed = [(entry[:1], entry[2:]) for entry in _parts(_git(root, "ls-files", "-z", "-v"))]
    # Tags other than H: git is told not to look at the file, or it is not merged.
    names.update(name for tag, name in followed if tag != "H" and os.path.lexists(root / name))
    changed = {key(root / name): name.rstrip("/") for name in sorted(names)}
    return Changes(root, changed, frozenset(key(root / name) for _, name in followed))


def _base(root: Path, ref: str) -> str:
    shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    found = _asked(root, "rev-parse", "--verify", "--quiet", ref + "^{commit}")
    if found.returncode != 0:
        raise GitTrouble("shallow" if shallow else "unknown")
    base = _asked(root, "merge-base", found.stdout.decode("ascii").strip(), "HEAD")
    if base.returncode == 1:
        raise GitTrouble("shallow" if shallow else "unrelated")
    return _said(base).decode("ascii").strip()


def _differing(root: Path, *of: str) -> Iterator[str]:
    fields = _parts(_git(root, "diff", *SHOWN, WHOLE, *of, "--"))
    yield from fields[1::2]


def _parts(data: bytes) -> list[str]:
    return [os.fsdecode(part) for part in data.split(b"\0")[:-1]]


def _git(folder: Path, *arguments: str) -> bytes:
    return _said(_asked(folder, *arguments))


def _said(done: subprocess.CompletedProcess[bytes]) -> bytes:
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit {done.returncode}"]
        raise GitTrouble("not_here" if "not a git repository" in lines[0] else "failed", lines[0])
    return done.stdout


def _asked(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    settings = [part for setting in SETTINGS for part in ("-c", setting)]
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(KEPT)}
    try:
        return subprocess.run(
            ["git", "--no-pager", *settings, *arguments],
            cwd=folder,
            env={**own, **QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise GitTrouble("missing") from None
    except subprocess.TimeoutExpired:
        raise GitTrouble("slow") from None
    except OSError as error:
        raise GitTrouble("failed", error.strerror or str(error)) from None
