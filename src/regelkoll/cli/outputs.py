"""Where reports go: `-o FORMAT:FILE`, several from one run, each whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from regelkoll.cli.inputs import Stop
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
    """A format and where it goes. `folder`: one copy per draft is written in `path`, named after the draft."""

    format: str
    path: Path
    folder: bool = False


def output(text: str, words: Words) -> Output:
    """What one `-o` asks for: FORMAT:FILE, or FILE where its suffix tells the format. Raises Stop(2)."""
    name, colon, path = text.partition(":")
    if name in RENDERERS and (colon or RENDERERS[name].copy):
        if not path and not RENDERERS[name].copy:
            raise Stop(2, words("'{text}' is not FMT:FILE.", text=text))
        return _placed(name, path)
    by_suffix = [f for f, one in RENDERERS.items() if text.lower().endswith(one.suffixes)] if not colon else []
    if by_suffix:
        return _placed(by_suffix[0], text)
    near = closest(name, RENDERERS)
    hint = words("The formats are {formats}.", formats=", ".join(RENDERERS))
    did = "(" + words("did you mean '{name}'?", name=near) + ") " if near else ""
    raise Stop(2, words("'{text}' is not FMT:FILE.", text=text), did + hint)


def _placed(name: str, path: str) -> Output:
    copy = bool(RENDERERS[name].copy)
    folder = copy and (not path or path.endswith(("/", os.sep)) or Path(path).is_dir())
    return Output(name, Path(path), folder)


def looked_over(outputs: Sequence[Output], names: Sequence[str], given: Iterable[str], words: Words) -> None:
    """Refuses, before anything is checked, what cannot be written or would write over a draft (`names`) or another
    file that the run reads (`given`). Raises Stop(2)."""
    taken = {_real(Path(name)) for name in (*names, *given)}
    seen: set[Path] = set()
    for one in outputs:
        wanted(one.format, words)
        if RENDERERS[one.format].copy and not one.folder and len(names) != 1:
            hint = words("Name a folder: {format}:FOLDER/", format=one.format)
            raise Stop(2, words("'{format}' is a copy of one draft.", format=one.format), hint)
        for place in [_real(one.path)] if not one.folder else []:
            if place in taken:
                raise Stop(2, words("'{path}' is read by this run and is not written over.", path=str(one.path)))
            if place in seen:
                raise Stop(2, words("'{path}' is named for two reports.", path=str(one.path)))
            seen.add(place)


def wanted(name: str, words: Words) -> None:
    """Raises Stop(2) where the format needs an extra that is not installed."""
    one = RENDERERS[name]
    if one.needs and find_spec(one.needs) is None:
        hint = words("Install it with: pip install 'regelkoll[{extra}]'", extra=one.extra)
        raise Stop(2, words("The format {format} needs the extra '{extra}'.", format=name, extra=one.extra), hint)


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except OSError:
        return path.absolute()


def write_all(run: Run, outputs: Sequence[Output], words: Words, verbose: bool) -> list[str]:
    """Writes every report that can be written; what could not, in sentences."""
    said: list[str] = []
    for one in outputs:
        for path, part in _parts(run, one):
            try:
                written(path, render(part, one.format, words, width=100, verbose=verbose))
            except NotThisDraft as error:
                name = part[0].report.draft if isinstance(part[0], Reviewed) else part[0].draft
                said.append(f"{name}: " + words(NOT_THIS[error.code], format=one.format))
            except OSError as error:
                why = error.strerror or str(error)
                said.append(words("'{path}' cannot be written: {why}.", path=str(path), why=why))
    return said


def _parts(run: Run, one: Output) -> Iterator[tuple[Path, Run]]:
    """The files that an output comes to: the run in one, or each checked draft's copy in its own."""
    copy = RENDERERS[one.format].copy
    checked = [item for item in run if isinstance(item, Reviewed)]
    if not copy:
        yield one.path, run
    elif not one.folder:
        yield from ((one.path, (item,)) for item in checked)
    else:
        taken: set[Path] = {_real(Path(item.report.draft)) for item in checked}
        for item in checked:
            draft = Path(item.report.draft)
            place = one.path if str(one.path) != "." else draft.parent
            path = _free(place, draft.stem, copy, taken)
            taken.add(_real(path))
            yield path, (item,)


def _free(folder: Path, stem: str, copy: str, taken: set[Path]) -> Path:
    """The copy's name; a later draft of the same name in another folder gets a number."""
    path, number = folder / f"{stem}{copy}", 1
    while _real(path) in taken:
        number += 1
        path = folder / f"{stem}-{number}{copy}"
    return path


def written(path: Path, data: bytes) -> None:
    """The file whole: written beside under another name, then moved. What is no file (a device) is written to."""
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        with path.open("wb") as device:
            device.write(data)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name[:200]}.{os.getpid()}")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
