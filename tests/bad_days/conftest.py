from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.build import Footnote
from tests.bad_days.house import House, furnished, local


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return furnished(tmp_path_factory.mktemp("bad") / "home")


@pytest.fixture(scope="session")
def footnote(house: House) -> Iterator[Footnote]:
    """Ready to answer, with the default model; shared, so every test leaves it answering."""
    opened = house.opened(questions_waiting=64)
    opened.warm_up()
    local(opened).warm_up()
    yield opened
    local(opened).close()
