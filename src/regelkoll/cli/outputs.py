"""Where reports go: `-o FORMAT:FILE`, several from one run, each whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from regelkoll.cli.inputs import Stop
from regelkoll.cli.writing import why, written
from regelkoll.language import N_, Words
from regelkoll.model import Reviewed, Run
from regelkoll.reports import RENDERERS, NotThisDraft, render
from regelkoll.rulefiles.problems import closest

NOT_THIS = {
    "format": N_("The draft is not of the format that {format} is a copy of."),
    "signed": N_("The draft is signed, and a copy with notes would break the signature."),
    "restricted": N_("The draft is locked with an owner's password, and nothing can be put into it."),
    "changed": N_("The notes could not be written without changing the draft itself."),
}


@dataclass(frozen=True, slots=True)
class Output:
    """A format and where it goes. `folder`: one copy per draft is written in `path`, named after the draft; without a
    `path`, beside the draft."""

    format: str
    path: Path | None
    folder: bool = False


def looked_over(
    texts: Sequence[str], names: Sequence[str], given: Iterable[str | Path], words: Words
) -> tuple[list[Output], list[str]]:
    """What each `-o` asks for (FORMAT:FILE, or FILE where its suffix tells the format), and in sentences what is wrong
    with those that cannot be written: they are told before anything is checked, and the others are written.

    `names` are the drafts; `given` what else the run reads, a folder standing for the YAML in it. Raises Stop(2) where
    none is left."""
    outputs: list[Output] = []
    troubles: list[str] = []
    taken = _read(names, given)
    for text in texts:
        try:
            one = _output(text, words)
            _tried(one, len(names), taken, outputs, words)
            outputs.append(one)
        except Stop as error:
            troubles.append(error.message)
        except OSError as error:
            troubles.append(words("'{path}' cannot be written: {why}.", path=text, why=why(error, words)))
    if troubles and not outputs:
        raise Stop(2, "\n".join(troubles))
    return outputs, troubles


def _output(text: str, words: Words) -> Output:
    name, colon, path = text.partition(":")
    if name in RENDERERS and (colon or RENDERERS[name].copy):
        if not path and not RENDERERS[name].copy:
            raise Stop(2, words("'{text}' is not FMT:FILE.", text=text))
        return _placed(name, path)
    by_suffix = _by_suffix(text) if not colon or re.match(r"[A-Za-z]:[\\/]", text) else ""
    if by_suffix:
        return _placed(by_suffix, text)
    near = closest(name, RENDERERS)
    hint = words("The formats are {formats}.", formats=", ".join(RENDERERS))
    did = "(" + words("did you mean '{name}'?", name=near) + ") " if near else ""
    raise Stop(2, words("'{text}' is not FMT:FILE.", text=text), did + hint)


def _by_suffix(name: str) -> str:
    """The format whose suffix the name ends with, the longest first; empty for none."""
    found = [(len(end), f) for f, one in RENDERERS.items() for end in one.suffixes if name.lower().endswith(end)]
    return max(found, key=lambda pair: pair[0])[1] if found else ""


def _placed(name: str, path: str) -> Output:
    copy = bool(RENDERERS[name].copy)
    folder = copy and (not path or path.endswith(("/", os.sep)) or Path(path).is_dir())
    return Output(name, Path(path) if path else None, folder)


def _tried(one: Output, drafts: int, taken: set[Place], others: Sequence[Output], words: Words) -> None:
    """Raises Stop(2) where the output cannot be, as far as can be seen before anything is written."""
    wanted(one.format, words)
    if RENDERERS[one.format].copy and not one.folder and drafts != 1:
        hint = words("Name a folder: {format}:FOLDER/", format=one.format)
        raise Stop(2, words("'{format}' is a copy of one draft.", format=one.format), hint)
    if one.path is None:
        return
    folder = one.path if one.folder else one.path.absolute().parent
    if not folder.is_dir():
        hint = words("Check the name, or make the folder first.")
        raise Stop(2, words("There is no folder '{path}'.", path=str(folder)), hint)
    if one.folder:
        return
    if one.path.is_dir():
        raise Stop(2, words("'{path}' is a folder.", path=str(one.path)), words("Name a file in it."))
    if _places(one.path) & taken:
        raise Stop(2, words("'{path}' is read by this run and is not written over.", path=str(one.path)))
    if any(other.path is not None and _same(one.path, other.path) for other in others):
        raise Stop(2, words("'{path}' is named for two reports.", path=str(one.path)))


Place: TypeAlias = Path | tuple[int, int]
"""A file: its whole name, and what the disk calls it, by which a link or another spelling is known."""


def _read(names: Iterable[str], given: Iterable[str | Path]) -> set[Place]:
    """What the run reads."""
    paths = [Path(name) for name in (*names, *given)]
    inside = [file for path in paths if path.is_dir() for end in ("*.yaml", "*.yml") for file in path.rglob(end)]
    return {place for path in (*paths, *inside) for place in _places(path)}


def _places(path: Path) -> set[Place]:
    try:
        found = path.stat()
    except OSError:
        return {_real(path)}
    return {_real(path), (found.st_dev, found.st_ino)}


def _same(one: Path, other: Path) -> bool:
    """Whether two reports would meet, on some disk: on Windows a name in capitals is the same name. A device takes
    several."""
    if one.exists() and not one.is_file():
        return False
    return bool(_places(one) & _places(other)) or str(_real(one)).casefold() == str(_real(other)).casefold()


def wanted(name: str, words: Words) -> None:
    """Raises Stop(2) where the format needs an extra that is not installed."""
    one = RENDERERS[name]
    if one.needs and find_spec(one.needs) is None:
        hint = words("Install it with: pip install 'regelkoll[{extra}]'", extra=one.extra)
        raise Stop(2, words("The format {format} needs the extra '{extra}'.", format=name, extra=one.extra), hint)


def printed(name: str, words: Words) -> None:
    """Raises Stop(2) where the format cannot be printed: its extra is not installed, or it is no text."""
    if not RENDERERS[name].text:
        hint = words("Write it to a file: -o {format}:FILE", format=name)
        raise Stop(2, words("The format {format} is not text and cannot be printed.", format=name), hint)
    wanted(name, words)


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself is a RuntimeError before Python 3.13
        return path.absolute()


def write_all(run: Run, outputs: Sequence[Output], words: Words, verbose: bool) -> list[str]:
    """Writes every report that can be written; what could not, in sentences."""
    return [line for one in outputs for line in _write(run, one, words, verbose)]


def _write(run: Run, one: Output, words: Words, verbose: bool) -> list[str]:
    """Of several drafts those of the format get their copy, and the others none; that none gets one is told."""
    said: list[str] = []
    others: list[str] = []
    parts = list(_parts(run, one))
    for path, part in parts:
        try:
            written(path, render(part, one.format, words, width=100, verbose=verbose))
        except NotThisDraft as error:
            name = part[0].report.draft if isinstance(part[0], Reviewed) else part[0].draft
            lines = others if error.code == "format" else said
            lines.append(f"{name}: " + words(NOT_THIS[error.code], format=one.format))
        except OSError as error:
            said.append(words("'{path}' cannot be written: {why}.", path=str(path), why=why(error, words)))
    return said + (others if len(others) == len(parts) else [])


def _parts(run: Run, one: Output) -> Iterator[tuple[Path, Run]]:
    """The files that an output comes to: the run in one, or each checked draft's copy in its own."""
    copy = RENDERERS[one.format].copy
    checked = [item for item in run if isinstance(item, Reviewed)]
    if one.path is not None and not one.folder:
        yield from ((one.path, (item,)) for item in checked) if copy else [(one.path, run)]
        return
    taken: set[Path] = {_real(Path(item.report.draft)) for item in checked}
    for item in checked:
        draft = Path(item.report.draft)
        path = _free(draft.parent if one.path is None else one.path, draft.stem, copy, taken)
        taken.add(_real(path))
        yield path, (item,)


def _free(folder: Path, stem: str, copy: str, taken: set[Path]) -> Path:
    """The copy's name; a later draft of the same name in another folder gets a number."""
    path, number = folder / f"{stem}{copy}", 1
    while _real(path) in taken:
        number += 1
        path = folder / f"{stem}-{number}{copy}"
    return path
