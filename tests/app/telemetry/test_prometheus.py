from __future__ import annotations

import logging
import sqlite3
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.telemetry.prometheus import MOST_VALUES, OTHER, Gauges, Metrics
from app.tracing.types import Made
from indexes.errors import LibraryError
from tests.app.telemetry.traces import ANSWER, QUESTION, ROW, TRACE, ended

MODEL = '{model="openai:gpt-4o-mini"}'


def figures(metrics: Metrics) -> dict[str, float]:
    """Every sample by its name and labels as they are written."""
    found = {}
    for family in text_string_to_metric_families(metrics.text().decode()):
        for sample in family.samples:
            labels = ",".join(f'{name}="{value}"' for name, value in sample.labels.items())
            found[sample.name + (f"{{{labels}}}" if labels else "")] = sample.value
    return found


def counted() -> dict[str, float]:
    metrics = Metrics()
    metrics.listen(TRACE)
    return figures(metrics)


def test_answer_is_counted_with_its_tokens_and_price() -> None:
    found = counted()
    assert found['footnote_questions_total{outcome="answered"}'] == 1
    assert found["footnote_answers_total" + MODEL] == 1
    assert found["footnote_input_tokens_total" + MODEL] == 900
    assert found["footnote_output_tokens_total" + MODEL] == 40
    assert found["footnote_cached_input_tokens_total" + MODEL] == 600
    assert found["footnote_price_total" + MODEL] == 0.002
    assert found["footnote_cpu_seconds_total"] == 1.75


def test_sentences_are_counted_by_verdict() -> None:
    found = counted()
    assert found['footnote_sentences_total{verdict="supported"}'] == 3
    assert found['footnote_sentences_total{verdict="weak"}'] == 1
    assert found["footnote_unsupported_sentences_total"] == 2


def test_times_are_told_in_seconds() -> None:
    found = counted()
    assert found["footnote_answer_seconds_sum"] == 2.5
    assert found["footnote_time_to_first_token_seconds_sum"] == 1.2
    assert found["footnote_time_between_tokens_seconds_sum"] == 0.025
    assert found['footnote_answer_seconds_bucket{le="3.0"}'] == 1
    assert found['footnote_answer_seconds_bucket{le="2.0"}'] == 0
    assert found['footnote_step_seconds_sum{step="search: dense"}'] == pytest.approx(0.02025)


def test_question_that_was_stopped_is_no_answer_and_tells_no_time() -> None:
    metrics = Metrics()
    metrics.listen(ended("stopped"))
    found = figures(metrics)
    assert found['footnote_questions_total{outcome="stopped"}'] == 1
    assert found["footnote_answer_seconds_count"] == 0
    assert not [name for name in found if name.startswith("footnote_answers_total")]


def test_abstentions_errors_and_thumbs_are_counted() -> None:
    metrics = Metrics()
    metrics.listen(ended("abstained"))
    metrics.listen(ended("failed", "ModelError"))
    for liked in (True, True, False):
        metrics.feedback(liked)
    found = figures(metrics)
    assert found["footnote_abstentions_total"] == 1
    assert found['footnote_errors_total{kind="ModelError"}'] == 1
    assert found['footnote_feedback_total{thumb="up"}'] == 2
    assert found['footnote_feedback_total{thumb="down"}'] == 1


def test_answer_from_the_cache_is_a_hit() -> None:
    metrics = Metrics()
    metrics.listen(replace(TRACE, row=replace(ROW, made=replace(ROW.made, cached=True))))
    assert figures(metrics)["footnote_answer_cache_hits_total"] == 1


def test_every_outcome_and_verdict_is_there_before_the_first_question() -> None:
    found = figures(Metrics(version="0.1.0"))
    for outcome in ("answered", "abstained", "stopped", "failed", "refused"):
        assert found[f'footnote_questions_total{{outcome="{outcome}"}}'] == 0
    assert found['footnote_sentences_total{verdict="unsupported"}'] == 0
    assert found['footnote_feedback_total{thumb="down"}'] == 0
    assert found['footnote_build_info{version="0.1.0"}'] == 1


def test_gauges_are_looked_up_when_somebody_reads() -> None:
    waiting = [3]
    metrics = Metrics(Gauges(queue=lambda: waiting[0], documents=lambda: 7))
    assert figures(metrics)["footnote_queue_questions"] == 3
    waiting[0] = 0
    found = figures(metrics)
    assert found["footnote_queue_questions"] == 0
    assert found["footnote_library_documents"] == 7
    assert "footnote_library_chunks" not in found


@pytest.mark.parametrize("error", [LibraryError, sqlite3.OperationalError])
def test_gauge_that_cannot_be_looked_up_costs_no_other_figure(
    error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    def locked() -> int:
        raise error("The library is locked.")

    with caplog.at_level(logging.WARNING):
        found = figures(Metrics(Gauges(queue=lambda: 1, chunks=locked)))
    assert found["footnote_queue_questions"] == 1
    assert "footnote_library_chunks" not in found
    assert "The library is locked." in caplog.text


def test_labels_stay_few_whatever_the_models_are_called() -> None:
    metrics = Metrics()
    for number in range(MOST_VALUES + 20):
        metrics.listen(replace(TRACE, row=replace(ROW, made=Made(f"model-{number}"))))
    found = figures(metrics)
    answers = {name: count for name, count in found.items() if "answers_total{" in name}
    assert len(answers) == MOST_VALUES + 1
    assert answers[f'footnote_answers_total{{model="{OTHER}"}}'] == 20


def test_no_person_document_or_word_is_told() -> None:
    metrics = Metrics()
    metrics.listen(TRACE)
    text = metrics.text().decode()
    for private in (ROW.actor, ROW.session, ROW.trace_id, "doc-handbook", QUESTION, ANSWER):
        assert private not in text.replace("footnote_build_info", "").replace("readable", "")


def test_what_a_name_holds_cannot_break_the_text() -> None:
    metrics = Metrics()
    metrics.listen(replace(TRACE, row=replace(ROW, made=Made('a"b\\c\nd'))))
    names = list(text_string_to_metric_families(metrics.text().decode()))
    assert "footnote_answers" in {family.name for family in names}


def test_name_that_is_no_text_does_not_take_all_figures_away() -> None:
    metrics = Metrics()
    metrics.listen(replace(TRACE, row=replace(ROW, made=Made("b\udcfccher"))))
    assert 'footnote_answers_total{model="b?cher"} 1.0' in metrics.text().decode()
