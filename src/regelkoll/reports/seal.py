"""A report's own sum, by which a report that was edited by hand is known. It guards against carelessness: who means to
can write a new sum, so a report that must hold against that is signed or kept where nobody writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SEAL = "digest"


def seal_of(report: Mapping[str, Any]) -> str:
    """sha256 of one report's data without its sum: JSON, keys sorted, no spaces, ASCII, whole numbers without
    decimals. Another indent or order of keys is the same report."""
    data = {key: _plain(value) for key, value in report.items() if key != SEAL}
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def sealed(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report's data with its sum."""
    return {**report, SEAL: seal_of(report)}


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
