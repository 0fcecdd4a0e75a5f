from __future__ import annotations

import socket

import pytest

from app.alerts.webhook import PAUSES_S, TIMEOUT_S, WAITING, Webhook
from tests.app.alerts.server import HANG, serving

BODY = b'{"event": "opened"}'
POSTED = ("/hook/s3cret", "application/json", BODY)
SOON = 30.0


def post(address: str, body: bytes = BODY, timeout_s: float = 5.0) -> None:
    """Send one and wait until it has been dealt with."""
    webhook = Webhook(address, timeout_s, (0.0, 0.0))
    webhook.send(body)
    assert webhook.finish(SOON)


def test_it_is_tried_three_times_with_five_seconds_each() -> None:
    assert (TIMEOUT_S, len(PAUSES_S)) == (5.0, 2)


def test_json_is_posted_to_the_address(caplog: pytest.LogCaptureFixture) -> None:
    with serving() as server:
        post(server.address)

    assert server.posted == [POSTED]
    assert caplog.messages == []


def test_posts_come_in_order() -> None:
    with serving() as server:
        webhook = Webhook(server.address)
        for number in range(5):
            webhook.send(str(number).encode())
        assert webhook.finish(SOON)

    assert [body for _, _, body in server.posted] == [b"0", b"1", b"2", b"3", b"4"]


def test_server_error_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    with serving((500, 503, 200)) as server:
        post(server.address)

    assert server.posted == [POSTED] * 3
    assert caplog.messages == []


def test_after_three_tries_it_is_given_up_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with serving((500,)) as server:
        post(server.address)

    assert len(server.posted) == 3
    (message,) = caplog.messages
    assert "127.0.0.1: it answers with status 500" in message
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_request_that_will_never_be_taken_is_not_tried_again(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with serving((status,)) as server:
        post(server.address)

    assert len(server.posted) == 1
    assert f"status {status}" in caplog.text


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(status: int, caplog: pytest.LogCaptureFixture) -> None:
    with serving() as other, serving((status,), other.address) as server:
        post(server.address)

    assert len(server.posted) == 1
    assert other.posted == []
    assert "redirects" in caplog.text
    assert "s3cret" not in caplog.text


def test_server_that_hangs_is_left_and_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    with serving((HANG, HANG, 200)) as server:
        post(server.address, timeout_s=0.2)

        assert len(server.posted) == 3
    assert caplog.messages == []


def test_server_that_is_not_there_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        post(f"http://127.0.0.1:{held.getsockname()[1]}/s3cret")

    assert "could not be posted" in caplog.text
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize("path", ["s3cr\u00e9t", "s3cret space", "s3cret\x7f"])
def test_address_that_cannot_be_asked_is_logged_without_it(
    path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with serving() as server:
        post(f"{server.address}/{path}")

    assert "could not be posted" in caplog.text
    assert "s3cr" not in caplog.text


def test_sender_never_waits_and_what_is_too_much_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with serving((HANG,)) as server:
        webhook = Webhook(server.address, 0.2, ())
        for _ in range(WAITING + 2):
            webhook.send(BODY)

        assert "too slow" in caplog.text
    assert webhook.finish(SOON)


def test_webhook_that_was_never_used_finishes_at_once() -> None:
    assert Webhook("http://127.0.0.1:9/").finish(0.0)
