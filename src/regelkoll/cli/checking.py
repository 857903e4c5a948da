"""Drafts checked one by one or by several processes, whatever is wrong with one kept to itself."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from regelkoll.check import CaseProblems, Checker, EngineChoice, checker, review
from regelkoll.cli.inputs import Found, Stop, read_bytes
from regelkoll.cli.pages import paged
from regelkoll.cli.pool import Lost, Progress, worked
from regelkoll.drafts import UnreadableDraft
from regelkoll.drafts.pages import Pages
from regelkoll.drafts.refused import UNREADABLE
from regelkoll.language import Words
from regelkoll.language import words as words_of
from regelkoll.model import Reviewed, RuleSet, Unread, Waivers
from regelkoll.rulefiles import in_words


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a draft, and what is said of it on stderr."""

    item: Reviewed | Unread
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What every draft of a run is checked with."""

    today: date
    as_of: date | None
    facts: tuple[bytes, str] | None
    lang: str
    pages: Pages | None = None
    keep: bool = False
    """Whether a report is made that needs the draft itself."""
    waivers: Waivers | None = None


def checked(ready: Checker, name: str, data: bytes | OSError, how: Check) -> Checked:
    """One draft checked; whatever is wrong with it is its own."""
    words = words_of(how.lang)
    try:
        if isinstance(data, OSError):
            raise data
        make = partial(review, ready, data, name, how.today, how.as_of, how.facts, waivers=how.waivers)
        made, beside = paged(make, how.pages, name, words)
        return Checked(made if how.keep else Reviewed(made.report, None, b""), beside)
    except Stop as error:
        return _lost(name, error.code, error.message)
    except UnreadableDraft as error:
        return _lost(name, 4, f"{name}: {words(UNREADABLE[error.code])}")
    except CaseProblems as error:
        return _lost(name, 4, *(in_words(problem, words) for problem in error.problems))
    except OSError as error:
        why = error.strerror or str(error)
        return _lost(name, 4, f"{name}: " + words("The file cannot be read: {why}.", why=why))
    except Exception:  # noqa: BLE001  the one boundary per draft: a bug is loud, and the other drafts are checked
        said = words("{name}: an internal error; the draft was not checked. Report it.", name=name)
        return Checked(Unread(name, 70, (said,)), (said, traceback.format_exc()))


def _lost(name: str, code: int, *said: str) -> Checked:
    return Checked(Unread(name, code, said), said)


def _bytes(path: Path | None) -> bytes | OSError:
    try:
        return read_bytes(path)
    except OSError as error:
        return error


def checked_all(ready: Checker, inputs: Found, how: Check, words: Words, given: dict[str, Any]) -> list[Checked]:
    """What came of every input, in their order."""
    progress = Progress(
        len(inputs.inputs),
        lambda done, count, left: words("{done} of {count} drafts, {left} left", done=done, count=count, left=left),
    )
    results: dict[int, Checked] = {}
    jobs = min(given["jobs"], len(inputs.inputs))
    if jobs <= 1:
        for number, (name, path) in enumerate(inputs.inputs):
            results[number] = checked(ready, name, _bytes(path), how)
            progress.show(len(results))
    else:
        evaluated = (ready.ruleset, given["engine"], how)
        for number, done in worked(inputs.inputs, jobs, _prepare, evaluated, _work):
            name = inputs.inputs[number][0]
            said = words("{name}: the process that read it was stopped; the draft was not checked.", name=name)
            results[number] = _lost(name, 4, said) if isinstance(done, Lost) else done
            progress.show(len(results))
    return [results[number] for number in range(len(inputs.inputs))]


_READY: dict[str, Any] = {}


def _prepare(ruleset: RuleSet, engine: EngineChoice, how: Check) -> None:
    """In a worker: the rules compiled once."""
    _READY.update(ready=checker(ruleset, engine), how=how)


def _work(job: tuple[str, Path | None]) -> Checked:
    return checked(_READY["ready"], job[0], _bytes(job[1]), _READY["how"])
