"""Where packs are: the shipped one, one in a folder, and packs kept from an earlier run so that a start is fast."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path, PurePath

from regelkoll import __version__, model
from regelkoll.model import RuleSet

KEPT = 8
_SUFFIX = ".pack"


def default_pack() -> Path:
    """The shipped rules: in a wheel beside the package's modules, in a checkout the folder `rules` at its root."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "pack"
    return packed if packed.is_dir() else package.parents[1] / "rules"


def is_installed(folder: Path) -> bool:
    """Whether the pack lies in the program itself, where what is written is lost with its next version."""
    return folder.resolve().is_relative_to(Path(__file__).resolve().parents[1])


def load_rules(folder: Path, keep: Path | None = None) -> RuleSet:
    """The pack in a folder. Raises `RuleProblems` with all problems, FileNotFoundError when there is no such folder.

    With `keep`, a pack without problems is kept in that folder under a key of every file's bytes, the program's own
    files and Python's version, and the next time read from there; what cannot be read there is read anew.
    """
    contents = contents_of(folder)
    kept = None if keep is None else keep / (_key(contents, folder.name) + _SUFFIX)
    found = None if kept is None else _found(kept)
    if found is not None:
        return found
    from regelkoll.rulefiles.load import read_pack

    ruleset = read_pack(contents, folder.name)
    if kept is not None:
        _keep(ruleset, kept)
    return ruleset


def contents_of(folder: Path) -> dict[str, bytes]:
    """The pack's files: path in the folder → bytes. Raises FileNotFoundError when there is no such folder."""
    if not folder.is_dir():
        raise FileNotFoundError(str(folder))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in _yaml_files(folder)}


def keep_folder() -> Path | None:
    """Where packs are kept: `REGELKOLL_CACHE`, else the user's cache folder; `None` when the variable says `off`."""
    asked = os.environ.get("REGELKOLL_CACHE", "")
    if asked:
        return None if asked == "off" else Path(asked)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "regelkoll" / "cache" if base else None
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "regelkoll" if os.path.isabs(base) else None


def is_pack_file(path: PurePath) -> bool:
    """Whether a file (seen from the pack's folder) is the pack's; one with another spelling of the suffix too, so that
    it is not passed over."""
    parts = path.parts
    return (
        path.suffix.lower() in (".yaml", ".yml")
        and "cases" not in parts
        and not any(part.startswith(".") for part in parts)
    )


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if is_pack_file(p.relative_to(folder)) and p.is_file())


def digest(data: bytes) -> str:
    """sha256 of the text with LF line ends and no byte order mark, so that it is the same on every machine."""
    return hashlib.sha256(data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")).hexdigest()


def _key(contents: Mapping[str, bytes], name: str) -> str:
    """Of everything that decides what a pack is when loaded. Each part goes in with its length."""
    sums = hashlib.sha256()
    parts = [__version__, sys.version, name, *_program(Path(__file__).resolve().parents[1])]
    for part in (*(p.encode() for p in parts), *(b for f, data in contents.items() for b in (f.encode(), data))):
        sums.update(len(part).to_bytes(8, "big"))
        sums.update(part)
    return sums.hexdigest()


def _program(folder: Path) -> Iterator[str]:
    """The program's modules with their sizes and times: a changed program reads every pack anew."""
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.is_dir() and entry.name not in ("__pycache__", "pack"):
            yield from _program(Path(entry.path))
        elif entry.name.endswith(".py"):
            stat = entry.stat()
            yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"


class _Reader(pickle.Unpickler):
    """Builds the model's own types and nothing else, whatever the file says."""

    def find_class(self, module: str, name: str) -> type:
        if (module, name) in (("fractions", "Fraction"), ("datetime", "date")):
            return {"Fraction": Fraction, "date": date}[name]
        found = getattr(model, name, None)
        if module.startswith("regelkoll.model.") and isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _found(path: Path) -> RuleSet | None:
    """The pack kept there, `None` when there is none, it is another user's, or it is not what was written."""
    try:
        stat = path.stat()
        if hasattr(os, "getuid") and (stat.st_uid != os.getuid() or stat.st_mode & 0o022):
            return None
        data = path.read_bytes()
        sealed, body = data[:32], data[32:]
        if hashlib.sha256(body).digest() != sealed:
            return None
        ruleset = _Reader(io.BytesIO(body)).load()
    except Exception:  # noqa: BLE001  whatever is wrong with a kept pack, the files themselves are read
        return None
    return ruleset if isinstance(ruleset, RuleSet) else None


def _keep(ruleset: RuleSet, path: Path) -> None:
    """Writes a pack whole or not at all; the oldest beyond `KEPT` go. A folder that cannot be written is left."""
    body = pickle.dumps(ruleset, protocol=5)
    part = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(hashlib.sha256(body).digest() + body)
        os.replace(part, path)
        kept = sorted(path.parent.glob(f"*{_SUFFIX}"), key=lambda p: p.stat().st_mtime)
        for old in kept[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return
