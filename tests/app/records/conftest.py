from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.records import Records
from tests.app.cli.fakes import NOON


def ticking() -> Iterator[datetime]:
    """Noon, and each time a minute later."""
    moment = NOON
    while True:
        yield moment
        moment += timedelta(minutes=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "footnote.sqlite3"


@pytest.fixture
def records(path: Path) -> Records:
    return Records(path, ticking().__next__)
