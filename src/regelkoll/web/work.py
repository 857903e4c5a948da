"""What a worker process does: one question at a time, within limits, until its pipe closes."""

from __future__ import annotations

import signal
import sys
import traceback
from functools import partial
from multiprocessing.connection import Connection
from types import FrameType
from typing import assert_never

from regelkoll.check import CaseProblems, Checker, checker, completed, read_case, review
from regelkoll.drafts import UnreadableDraft
from regelkoll.language import words as words_of
from regelkoll.model import Reviewed, RuleSet, Waivers
from regelkoll.reports import NotThisDraft, render
from regelkoll.web.answers import CASE, MEMORY, Answer, Asked, Check, Checked, Draft, Refused, Save, Saved, Try
from regelkoll.web.packed import Packing
from regelkoll.web.tried import tried

CPU = 60


def work(pipe: Connection, ruleset: RuleSet, contents: dict[str, bytes], waivers: Waivers | None) -> None:
    """The process: compiles the rules once, says that it is ready, and answers until there is nobody to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.unraisablehook = _unraisable
    _limit_memory()
    packing, ready = Packing(ruleset), checker(ruleset)
    answer = partial(_answer, ready=ready, packing=packing, contents=contents, waivers=waivers)
    try:
        pipe.send_bytes(b"")
        while True:
            asked = pipe.recv()
            _limit_time()
            signal.signal(signal.SIGTERM, _ended)
            told = packing.packed(answer(asked))
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            pipe.send_bytes(told)
    except (EOFError, OSError):
        return


def _ended(number: int, _: FrameType | None) -> None:
    """Asked to end while it reads a draft: what it has begun (a child, a folder) is cleared up on the way out."""
    sys.exit(128 + number)


def _unraisable(what: sys.UnraisableHookArgs) -> None:
    """An end that falls into a destructor is not to be told of; the one who asked for it sees to it."""
    if not isinstance(what.exc_value, SystemExit):
        sys.__unraisablehook__(what)


def _limit_memory() -> None:
    """The soft limit alone: a child process with limits of its own may need another."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time() -> None:
    """So much processor time from now on."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU, hard))


def _answer(
    asked: Asked, ready: Checker, packing: Packing, contents: dict[str, bytes], waivers: Waivers | None
) -> Answer:
    try:
        match asked:
            case Check(draft=draft):
                return Checked(_reviewed(ready, draft, waivers))
            case Save():
                return Saved(_saved(asked, ready.ruleset, packing))
            case Try():
                return tried(asked, ready.ruleset, contents)
            case _:
                assert_never(asked)
    except UnreadableDraft as error:
        return Refused(code=error.code)
    except CaseProblems as error:
        return Refused(problems=tuple(error.problems))
    except NotThisDraft as error:
        return Refused(format=error.code)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  the boundary: a bug is told without what stands in the draft
        place = traceback.extract_tb(error.__traceback__)[-1]
        return Refused(bug=f"{type(error).__name__}, {place.filename.rsplit('regelkoll', 1)[-1]}:{place.lineno}")


def _reviewed(ready: Checker, draft: Draft, waivers: Waivers | None) -> Reviewed:
    days = (draft.check_day, draft.as_of)
    return review(ready, draft.data, draft.name, *days, draft.known, waivers=waivers)


def _saved(asked: Save, ruleset: RuleSet, packing: Packing) -> bytes:
    words = words_of(asked.lang)
    if asked.format == CASE:
        from regelkoll.tooling.casefile import case_file

        draft = asked.draft
        case = read_case(draft.data, draft.name, ruleset)
        case = case if draft.known is None else completed(case, read_case(*draft.known, ruleset))
        return case_file(case, ruleset.vocabulary, words).encode()
    checked = packing.unpacked(asked.checked)
    assert isinstance(checked, Checked)
    return render((checked.reviewed,), asked.format, words, verbose=True)
