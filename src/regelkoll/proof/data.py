"""What a verification came to, as data for machines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypeAlias

from regelkoll.proof.passages import Differences, Stretch
from regelkoll.proof.told import Verified
from regelkoll.reports.data import location_data

Data: TypeAlias = Mapping[str, Any]

SCHEMA = "regelkoll.verify/1"


def verified_data(verified: Verified) -> dict[str, Any]:
    """`sameness` is unchanged, saved_again, reordered or changed; `held` is true where the exit code is 0. What has not
    been compared is left out."""
    found, report = verified.compared, verified.report
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "draft": verified.draft,
        "held": verified.held,
        "report": {
            "draft": report["draft"],
            "check_day": report["check_day"],
            "recommendation": report["recommendation"],
            "edited": not verified.whole,
        },
        "sameness": found.sameness.value,
        "text": _text(found.text),
        "facts": [
            {
                "name": f.name,
                "then": None if f.then is None else dict(f.then),
                "now": None if f.now is None else dict(f.now),
                "gone": list(f.gone),
                "new": list(f.new),
            }
            for f in found.facts
        ],
        "flags": {"new": list(found.flags_new), "gone": list(found.flags_gone)},
        "findings": [{**asdict(one), "facts": list(one.facts)} for one in found.resting],
        "rules": _lists(asdict(found.rules)),
        "program": None if found.program is None else list(found.program),
        "read_otherwise": found.read_otherwise,
        "cells": found.cells,
        "without_facts": found.without_facts,
    }
    if verified.replay is not None:
        data["replay"] = {**_lists(asdict(verified.replay)), "same": verified.replay.same}
    return data


def _lists(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _lists(value) for name, value in data.items()}
    return [_lists(value) for value in data] if isinstance(data, list | tuple) else data


def _text(text: Differences) -> Data:
    changes = [
        {"after": change.after, "gone": [asdict(gone) for gone in change.gone], "new": _stretches(change.new)}
        for change in text.changes
    ]
    heads = {"new": _stretches(text.heads_new), "gone": text.heads_gone}
    return {
        "changes": changes,
        "moved": _stretches(text.moved),
        "heads": heads,
        "undone": text.undone,
        "unnumbered": text.unnumbered,
    }


def _stretches(found: Iterable[Stretch]) -> list[Data]:
    return [{"text": one.text, "location": location_data(one.location)} for one in found]
