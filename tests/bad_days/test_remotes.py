"""A remote model that fails in every way: the local one answers, and the user reads why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.build import Footnote
from tests.app.remote.server import Reply, Server, closed_port, serving
from tests.bad_days.house import QUESTION, RIGHT, House, asked, local

pytestmark = pytest.mark.model

WHOLE = Reply(("Staff receive 25 days ", "of paid leave [1]."))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(WHOLE) as running:
        yield running


@pytest.fixture(scope="module")
def distant(house: House, server: Server) -> Iterator[Footnote]:
    opened = house.opened(model="openai:stub", base_url=server.url, remote_seconds=1)
    yield opened
    local(opened).close()


def test_remote_that_works_answers(distant: Footnote, server: Server) -> None:
    answer = asked(distant)
    assert RIGHT in answer.text
    assert answer.model == "openai:stub"
    assert "openai" not in " ".join(answer.notes)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(status=429, message="slow down"), "takes no more questions for now, HTTP 429"),
        (Reply(status=500), "HTTP 500"),
        (Reply(status=401, message="bad key"), "does not accept the key, HTTP 401"),
        (Reply(("Staff receive 25 ",), ending="cut"), "cut the answer midway"),
        (Reply(("Staff receive 25 ",), ending="short"), "cut the answer midway"),
        (Reply(ending="silent"), "silent for 1 s"),
        (Reply(ending="garbage"), "sent what is not an answer"),
    ],
    ids=["limited", "failing", "refused key", "cut", "short", "silent", "garbage"],
)
def test_remote_that_fails_is_named_with_the_reason_and_the_local_model_answers(
    distant: Footnote, server: Server, reply: Reply, why: str
) -> None:
    server.replies = (reply,)
    distant.voices.first.pause.end()
    try:
        answer = asked(distant)
    finally:
        server.replies = (WHOLE,)
        distant.voices.first.pause.end()
    assert RIGHT in answer.text
    assert answer.model == local(distant).label
    assert answer.notes[-1] == f"openai:stub could not answer ({why}); {answer.model} answered."
    assert RIGHT in asked(distant).text


def test_command_line_says_that_the_local_model_answered(house: House) -> None:
    address = f"http://127.0.0.1:{closed_port()}/v1"
    ended = house.run("ask", QUESTION, FOOTNOTE_MODEL="openai:stub", FOOTNOTE_BASE_URL=address)
    assert ended.status == 0
    assert RIGHT in ended.said
    assert "openai:stub could not be reached (refused the connection); SmolLM2" in ended.errors
    assert "Traceback" not in ended.errors
