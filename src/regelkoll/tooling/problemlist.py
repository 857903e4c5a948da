"""Lists of problems and advice as text, one line each, JSON, SARIF and GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from regelkoll import __version__
from regelkoll.language import Words
from regelkoll.model import Problem
from regelkoll.tooling.advice import ADVICE, hint, message

Writer: TypeAlias = Callable[[Sequence[Problem], Words], str]


def placed(problems: Sequence[Problem], folder: str) -> list[Problem]:
    """The problems with their files seen from where the command runs; `folder` is the pack's, with `/`."""
    stem = "" if folder in ("", ".") else folder.rstrip("/") + "/"
    return [replace(problem, file=f"{stem}{problem.file}") for problem in problems]


def level(problem: Problem) -> str:
    """What loads is a warning; what does not is an error."""
    return "warning" if problem.code in ADVICE else "error"


def as_text(problems: Sequence[Problem], words: Words) -> str:
    """File by file, each with its line, sentence and what to do."""
    blocks: list[str] = []
    file = None
    for problem in problems:
        if problem.file != file:
            file = problem.file
            blocks.append(f"\n{file}" if blocks else file)
        place = words("line {line}", line=problem.line)
        blocks.append(f"  {place}: {message(problem, words)} [{problem.code}]")
        advice = hint(problem, words)
        blocks += [f"    {advice}"] if advice else []
    return "\n".join(blocks) + "\n" if blocks else ""


def as_concise(problems: Sequence[Problem], words: Words) -> str:
    """`file:line:column: code message (hint)`."""
    rows = []
    for p in problems:
        advice = hint(p, words)
        rows.append(f"{p.file}:{p.line}:{p.column}: {p.code} {message(p, words)}{f' ({advice})' if advice else ''}\n")
    return "".join(rows)


def as_json(problems: Sequence[Problem], words: Words) -> str:
    """A list of objects with file, line, column, code, level, message and hint."""
    rows = [
        {
            "file": p.file,
            "line": p.line,
            "column": p.column,
            "code": p.code,
            "level": level(p),
            "message": message(p, words),
            "hint": hint(p, words) or None,
        }
        for p in problems
    ]
    return (
        json.dumps({"schema": "regelkoll.lint/1", "problems": rows}, ensure_ascii=False, indent=2, sort_keys=True)
        + "\n"
    )


def as_sarif(problems: Sequence[Problem], words: Words) -> str:
    """SARIF 2.1.0: one run, each code a rule."""
    codes = sorted({problem.code for problem in problems})
    results: list[dict[str, Any]] = [
        {
            "ruleId": p.code,
            "ruleIndex": codes.index(p.code),
            "level": level(p),
            "message": {"text": message(p, words)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": p.file},
                        "region": {"startLine": p.line, "startColumn": p.column},
                    }
                }
            ],
        }
        for p in problems
    ]
    driver = {"name": "regelkoll", "version": __version__, "rules": [{"id": code} for code in codes]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def as_github(problems: Sequence[Problem], words: Words) -> str:
    """Workflow commands; what a message may not hold is escaped as GitHub's toolkit does."""
    rows = []
    for p in problems:
        place = f"file={_property(p.file)},line={p.line},col={p.column},title={_property(p.code)}"
        rows.append(f"::{level(p)} {place}::{_data(message(p, words))}\n")
    return "".join(rows)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


WRITERS: Mapping[str, Writer] = {
    "text": as_text,
    "concise": as_concise,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
