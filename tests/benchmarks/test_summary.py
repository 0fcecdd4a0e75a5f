from __future__ import annotations

import pytest

from benchmarks.measures import Asked
from benchmarks.messages import PieceJson
from benchmarks.summary import Line, Run, compare, render
from tests.benchmarks.fakes import question, response, run

QUOTE = "Every member of staff may take fourteen days of leave."
FOUND: PieceJson = {"document": "a.txt", "text": QUOTE}


def line(tutorial: Run, footnote: Run, name: str) -> Line:
    return next(each for each in compare(tutorial, footnote) if each.name == name)


def test_ingest_is_rated_by_the_same_characters_for_both() -> None:
    slow, fast = run("tutorial", [], ingest_cpu_s=4.0), run("footnote", [], ingest_cpu_s=2.0)
    rated = line(slow, fast, "ingest, characters per CPU-second")
    assert (rated.tutorial, rated.footnote, rated.ratio) == (250, 500, 2)


def test_times_are_medians_over_the_questions() -> None:
    asked = [
        Asked(question(), response(cpu_s=cpu), response(first_token_s=cpu))
        for cpu in (0.01, 0.02, 9.0)
    ]
    rated = line(run("tutorial", asked), run("footnote", asked), "retrieval, CPU-ms")
    assert rated.tutorial == pytest.approx(20)
    first = line(run("tutorial", asked), run("footnote", asked), "first token, s")
    assert first.footnote == pytest.approx(0.02)


def test_answers_without_a_streamed_token_have_no_first_token() -> None:
    asked = [Asked(question(), response(), response(abstained=True))]
    first = line(run("tutorial", asked), run("footnote", asked), "first token, s")
    assert first.footnote is None
    assert first.ratio is None


def test_right_answers_are_counted_together_and_apart() -> None:
    asked = [
        Asked(question(), response(), response("14 days")),
        Asked(question(), response(), response("15 days")),
        Asked(question(answers=()), response(), response("I don't know.")),
    ]
    lines = {each.name: each.footnote for each in compare(run("t", []), run("f", asked))}
    assert lines["right answers, %"] == pytest.approx(200 / 3)
    assert lines["  library holds the answer, %"] == pytest.approx(50)
    assert lines["  library does not, %"] == pytest.approx(100)


def test_a_ratio_to_nothing_is_not_invented() -> None:
    right = [Asked(question(), response(), response("14 days"))]
    wrong = [Asked(question(), response(), response("15 days"))]
    assert line(run("t", wrong), run("f", right), "right answers, %").ratio is None


def test_gold_text_is_averaged_over_questions_with_spans() -> None:
    asked = [
        Asked(question(QUOTE), response(pieces=[FOUND]), response()),
        Asked(question(QUOTE), response(), response()),
        Asked(question(), response(), response()),
    ]
    found = line(run("t", []), run("f", asked), "gold text in the first 1000 characters, %")
    assert found.footnote == pytest.approx(50)
    assert found.tutorial is None


def test_the_table_is_aligned_and_shows_unknown_values_as_a_dash() -> None:
    lines = render(compare(run("t", []), run("f", []))).splitlines()
    assert lines[0].split() == ["tutorial", "footnote", "ratio", "better"]
    assert len({line.rindex(line.split()[-1]) + len(line.split()[-1]) for line in lines}) == 1
    assert "-" in next(each for each in lines if each.startswith("right answers")).split()
