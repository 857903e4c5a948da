"""A JSON report that was written earlier: read, tried against its own sum, and the one for a draft chosen."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, TypeAlias
from typing import Literal as OneOf

from regelkoll.reports.data import SCHEMA
from regelkoll.reports.seal import SEAL, seal_of

Data: TypeAlias = Mapping[str, Any]


class NotAReport(Exception):
    """The bytes are no report that this version reads. `code`: `damaged` (no JSON, or cut off), `other` (something
    else), `schema` (a report of another version: `found`), `edited` (changed by hand so that it cannot be read)."""

    def __init__(self, code: OneOf["damaged", "other", "schema", "edited"], found: str = "") -> None:
        super().__init__(code)
        self.code, self.found = code, found


class NotChosen(Exception):
    """None of the reports, or more than one, is the draft's: the names of the drafts that they are about."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"{len(names)} reports")
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Saved:
    """A report in the shape of `reports.schema`. `whole`: its sum is right, so nobody has edited it."""

    data: Data
    whole: bool


def reports_in(data: bytes) -> list[Data]:
    """The reports of a file, not yet looked into. Raises NotAReport."""
    try:
        found = json.loads(data, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise NotAReport("damaged") from None
    if not isinstance(found, dict) or not isinstance(found.get("schema"), str):
        raise NotAReport("other")
    if found["schema"] != SCHEMA:
        family = SCHEMA.rpartition("/")[0]
        raise NotAReport("schema" if found["schema"].startswith(f"{family}/") else "other", found["schema"])
    reports = found.get("reports", [found])
    if not isinstance(reports, list) or not all(isinstance(one, dict) for one in reports):
        raise NotAReport("other")
    return reports


def report_for(reports: Sequence[Data], name: str, sha256: str, of: str | None = None) -> Saved:
    """The report on a draft: the one that `of` names; else the only one; else the only one on a draft with that path,
    that file name, those bytes, or that file name but for the suffix. Raises NotChosen and NotAReport."""
    if of is not None:
        return _read(_only([one for one in reports if one.get("draft") == of], reports))
    if len(reports) == 1:
        return _read(reports[0])
    path = PurePosixPath(name.replace("\\", "/"))
    tests: tuple[Callable[[Data], bool], ...] = (
        lambda one: bool(one.get("draft") == name),
        lambda one: _path(one).name == path.name,
        lambda one: bool(_receipt(one).get("draft_sha256") == sha256),
        lambda one: _path(one).stem == path.stem,
    )
    found: list[Data] = next((kept for test in tests if (kept := [one for one in reports if test(one)])), [])
    return _read(_only(found, reports))


def _only(found: Sequence[Data], reports: Sequence[Data]) -> Data:
    if len(found) != 1:
        raise NotChosen([str(one.get("draft", "")) for one in found or reports])
    return found[0]


def _read(report: Data) -> Saved:
    from pydantic import ValidationError

    from regelkoll.reports.schema import ReportShape

    whole = report.get(SEAL) == seal_of(report)
    try:
        ReportShape.model_validate({**report, SEAL: str(report.get(SEAL, ""))})
    except ValidationError:
        raise NotAReport("other" if whole or not _receipt(report) else "edited") from None
    return Saved(report, whole)


def _path(report: Data) -> PurePosixPath:
    return PurePosixPath(str(report.get("draft", "")).replace("\\", "/"))


def _receipt(report: Data) -> Data:
    found = report.get("receipt")
    return found if isinstance(found, dict) else {}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once: of two alike nobody can tell which is meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)
