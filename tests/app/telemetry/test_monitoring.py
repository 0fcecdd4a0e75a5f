"""docs/monitoring and `/metrics`, before a real Prometheus."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.settings import Settings
from app.telemetry.prometheus import Gauges, Metrics
from app.ui.metrics import routes
from tests.app.telemetry.monitor import DOCS, Prometheus, scraping, serving
from tests.app.telemetry.traces import TRACE, ended, numbered

pytestmark = pytest.mark.skipif(
    not (shutil.which("prometheus") and shutil.which("promtool")),
    reason="needs Prometheus: apt-get install prometheus",
)

DASHBOARD = DOCS / "grafana" / "dashboards" / "footnote.json"
ALERTS = DOCS / "alerts.yml"
RULES = Path(__file__).with_name("alerts.test.yml")
NAME = re.compile(r"\b(?:footnote|process)_\w+")


@dataclass(frozen=True)
class Watched:
    """As much of an application as `/metrics` needs."""

    settings: Settings
    metrics: Metrics


def expressions() -> list[str]:
    """Those of the dashboard, with Grafana's variables as it would fill them in."""
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    found = [target["expr"] for panel in panels for target in panel.get("targets", ())]
    return [
        each.replace("$__rate_interval", "1m").replace("$__range", "1h") for each in sorted(found)
    ]


@pytest.fixture(scope="module")
def metrics() -> Metrics:
    metrics = Metrics(Gauges(lambda: 2, lambda: 12, lambda: 340), version="0.1.0")
    for number in (1, 2, 3):
        metrics.listen(numbered(number))
    metrics.listen(ended("failed", "ModelError"))
    metrics.feedback(True)
    return metrics


@pytest.fixture(scope="module")
def prometheus(metrics: Metrics, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """One that has read our figures."""
    folder = tmp_path_factory.mktemp("prometheus")
    watched = Watched(Settings(home=folder), metrics)
    with serving(routes(lambda: watched)) as target, scraping(target, folder) as prometheus:
        prometheus.wait_for('up{job="footnote"}', 1)
        yield prometheus


def test_prometheus_reads_our_figures(prometheus: Prometheus, metrics: Metrics) -> None:
    prometheus.wait_for('footnote_questions_total{outcome="answered"}', 3)
    assert prometheus.value('footnote_errors_total{kind="ModelError"}') == 1
    assert prometheus.value("footnote_library_documents") == 12
    assert prometheus.value('footnote_input_tokens_total{model="openai:gpt-4o-mini"}') == 2700
    metrics.listen(TRACE)
    prometheus.wait_for('footnote_questions_total{outcome="answered"}', 4)


@pytest.mark.parametrize("expression", expressions())
def test_every_expression_of_the_dashboard_is_valid(
    prometheus: Prometheus, expression: str
) -> None:
    prometheus.query(expression)


def test_every_metric_that_the_dashboard_names_is_known(prometheus: Prometheus) -> None:
    named = {name for each in expressions() for name in NAME.findall(each)}
    assert named
    assert {name for name in named if prometheus.value(f"count({name})") is None} == set()


def test_every_metric_that_the_alerts_name_is_known(prometheus: Prometheus) -> None:
    text = ALERTS.read_text(encoding="utf-8")
    named = set(NAME.findall(text))
    assert {name for name in named if prometheus.value(f"count({name})") is None} == set()


def test_configuration_and_alerts_are_valid() -> None:
    promtool("check", "config", str(DOCS / "prometheus.yml"))
    promtool("check", "rules", str(ALERTS))


def test_alerts_fire_when_they_should_and_only_then() -> None:
    promtool("test", "rules", str(RULES))


def promtool(*arguments: str) -> None:
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
