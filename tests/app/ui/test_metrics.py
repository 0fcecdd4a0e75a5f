from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.settings import Settings
from app.telemetry.prometheus import Metrics
from app.ui import metrics
from indexes.errors import SettingsError
from tests.app.telemetry.traces import TRACE


@dataclass(frozen=True)
class Metered:
    settings: Settings
    metrics: Metrics


def client(home: Path, allowed: str, address: str = "127.0.0.1") -> TestClient:
    """One that asks from `address` while the setting `metrics` is `allowed`."""
    metered = Metered(Settings(home=home, metrics=allowed), Metrics())
    metered.metrics.listen(TRACE)
    app = Starlette(routes=metrics.routes(lambda: metered))
    return TestClient(app, client=(address, 40_000), raise_server_exceptions=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine_reads_the_figures(tmp_path: Path, address: str) -> None:
    answer = client(tmp_path, "local", address).get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'footnote_questions_total{outcome="answered"} 1.0' in answer.text


@pytest.mark.parametrize("address", ["192.168.1.7", "::ffff:10.0.0.1", "fe80::1", "unknown", ""])
def test_others_are_refused_in_a_sentence(tmp_path: Path, address: str) -> None:
    answer = client(tmp_path, "local", address).get("/metrics")
    assert answer.status_code == 403
    assert answer.text == metrics.ELSEWHERE + "\n"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_proxy_on_this_machine_is_not_this_machine(tmp_path: Path, header: str) -> None:
    answer = client(tmp_path, "local").get("/metrics", headers={header: "127.0.0.1"})
    assert answer.status_code == 403


def test_all_may_read_where_the_setting_says_so(tmp_path: Path) -> None:
    answer = client(tmp_path, "all", "192.168.1.7").get("/metrics")
    assert answer.status_code == 200


def test_nobody_reads_what_is_switched_off(tmp_path: Path) -> None:
    answer = client(tmp_path, "off").get("/metrics")
    assert answer.status_code == 404
    assert answer.text == metrics.OFF + "\n"


def test_application_that_cannot_open_is_told_to_this_machine_only(tmp_path: Path) -> None:
    def broken() -> Metered:
        raise SettingsError("FOOTNOTE_HOME is no folder.")

    app = Starlette(routes=metrics.routes(broken))
    here = TestClient(app, client=("127.0.0.1", 1)).get("/metrics")
    assert (here.status_code, here.text) == (503, "FOOTNOTE_HOME is no folder.\n")
    elsewhere = TestClient(app, client=("192.168.1.7", 1)).get("/metrics")
    assert (elsewhere.status_code, elsewhere.text) == (503, metrics.UNEXPECTED + "\n")


def test_error_that_nobody_expected_shows_nothing_of_itself(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken() -> Metered:
        raise ValueError("secret path")

    answer = TestClient(Starlette(routes=metrics.routes(broken))).get("/metrics")
    assert answer.status_code == 500
    assert "secret path" not in answer.text
    assert "secret path" in caplog.text
