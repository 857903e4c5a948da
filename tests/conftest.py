"""What tests need from the machine: a missing piece skips with a word, and fails under REGELKOLL_CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser as chromium
import pytest

from regelkoll.drafts import converted
from regelkoll.engine.durable import available


@pytest.fixture(scope="session", autouse=True)
def kept_packs(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Packs that commands keep are kept outside the user's own folders."""
    os.environ["REGELKOLL_CACHE"] = str(tmp_path_factory.mktemp("packs"))


@pytest.fixture
def durable() -> None:
    """Skips where durable_rules is not installed; a failure in CI."""
    if not available():
        if os.environ.get("REGELKOLL_CI"):
            pytest.fail("durable_rules is not installed")
        pytest.skip("durable_rules is not installed (no C compiler when the environment was made)")


@pytest.fixture
def office() -> None:
    """Skips where LibreOffice is not installed; a failure in CI."""
    if converted.office() is None:
        if os.environ.get("REGELKOLL_CI"):
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")


@pytest.fixture
def corpus() -> Path:
    """The folder of real drafts that REGELKOLL_CORPUS names; skips without."""
    folder = os.environ.get("REGELKOLL_CORPUS")
    if not folder:
        pytest.skip("REGELKOLL_CORPUS is not set")
    return Path(folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium for the session; skips where there is none, a failure in CI."""
    with chromium.started() as started:
        yield started
