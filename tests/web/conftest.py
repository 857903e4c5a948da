"""One server for all the tests of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Served, serving

DRAFT = Path(__file__).resolve().parents[2] / "cases/med-fel-2024"


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture
def client(server: Served):
    with server.client() as made:
        yield made


@pytest.fixture(scope="session")
def draft() -> tuple[str, bytes]:
    """A draft with faults, as text."""
    path = next(path for path in sorted(DRAFT.iterdir()) if path.stem == "draft")
    return path.name, path.read_bytes()
