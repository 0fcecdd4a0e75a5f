from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from app.evaluation.entailment import CitedSentence
from app.evaluation.evaluate import Plan, Step, run, spread
from app.evaluation.grading import RANKS, Judges
from app.evaluation.measures import abstained, failed, figures
from app.evaluation.questions import GoldQuestion
from app.evaluation.report import Figure, Judged, Report
from app.evaluation.report_text import render
from app.evaluation.saving import save
from app.settings import Settings
from app.types import Sentence
from indexes.errors import ModelError, PromptError, QuestionError
from tests.app.evaluation.fakes import (
    LEAVE,
    NOON,
    FakeFootnote,
    ScriptedJourney,
    ScriptedRetriever,
    Shelf,
    answer,
    gold,
    hit,
    question,
)

CLOSING = "The office closes on 24 December."
DAYS = question(1, ["25 days"], gold("leave.txt", "Staff get 25 days of leave."))
CLOSED = question(2, ["24 December"], gold("leave.txt", CLOSING))
PARKING = question(3, ["3 euros"], gold("parking.txt", "3 euros a day"))
LUNCH = question(4, [])
PENSION = question(5, [])
ALL = (DAYS, CLOSED, PARKING, LUNCH, PENSION)


EVERYTHING = Plan()


def noon() -> datetime:
    return NOON


def scripted() -> FakeFootnote:
    """DAYS right and rightly cited; CLOSED wrongly; PARKING abstained; LUNCH invented."""
    days = hit("leave.txt", "Staff get 25 days of leave.")
    closing = hit("leave.txt", CLOSING)
    return FakeFootnote(
        retriever=ScriptedRetriever(
            {DAYS.question: [days], CLOSED.question: [days, closing], LUNCH.question: [days]}
        ),
        journey=ScriptedJourney(
            {
                DAYS.question: answer(DAYS.question, "25 days [1].", cited=[days]),
                CLOSED.question: answer(CLOSED.question, "On 25 December [1].", cited=[days]),
                LUNCH.question: answer(LUNCH.question, "At noon [1].", cited=[days]),
            }
        ),
    )


def evaluated(
    footnote: FakeFootnote, questions: tuple[GoldQuestion, ...] = ALL, plan: Plan = EVERYTHING
) -> Report:
    return run(questions, footnote, plan, clock=noon)


def figure(report: Report, name: str, over: str) -> Figure:
    return next(f for f in figures(report.rows) if (f.name, f.over) == (name, over))


def mean(report: Report, name: str, over: str) -> float:
    return figure(report, name, over).interval.mean


def test_retrieval_is_measured_over_questions_with_gold_spans() -> None:
    report = evaluated(scripted())
    assert mean(report, "recall@5", "with gold spans") == pytest.approx(2 / 3)
    assert mean(report, "MRR", "with gold spans") == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert figure(report, "MRR", "with gold spans").interval.n == 3


def test_retrieval_asks_for_enough_windows_of_the_allowed_documents_alone() -> None:
    footnote = scripted()
    evaluated(footnote, (DAYS,))
    allowed = frozenset({"id-leave.txt", "id-parking.txt"})
    assert set(footnote.retriever.asked_for) == {(RANKS, allowed)}


def test_abstaining_from_an_answerable_question_scores_nothing() -> None:
    report = evaluated(scripted())
    assert mean(report, "exact match", "answerable") == pytest.approx(1 / 3)
    assert mean(report, "exact match", "answerable and answered") == pytest.approx(1 / 2)
    assert figure(report, "exact match", "answerable").interval.n == 3


def test_marks_are_not_part_of_the_answer_that_is_compared() -> None:
    report = evaluated(scripted(), (DAYS,))
    assert mean(report, "exact match", "answerable") == 1


def test_citing_an_unanswerable_question_counts_as_a_wrong_citation() -> None:
    report = evaluated(scripted())
    assert mean(report, "citation precision (gold spans)", "citing") == pytest.approx(1 / 3)
    assert mean(report, "citation recall (gold spans)", "answerable and answered") == pytest.approx(
        1 / 2
    )
    assert mean(report, "cited text holds gold", "answerable and answered") == 0.5


def test_abstentions_are_counted_in_all_four_cases() -> None:
    counts = abstained(evaluated(scripted()).rows)
    assert (counts.right, counts.needless, counts.missed, counts.answered) == (1, 1, 1, 2)


def test_retrieval_only_asks_no_model() -> None:
    footnote = scripted()
    report = evaluated(footnote, plan=Plan(retrieval_only=True))
    assert footnote.journey.asked == []
    assert mean(report, "recall@5", "with gold spans") == pytest.approx(2 / 3)
    assert all(row.said is None for row in report.rows)
    assert "abstention" not in render(report)


def test_a_refused_question_becomes_a_failed_row_and_the_others_go_on() -> None:
    footnote = scripted()
    footnote.journey.replies[DAYS.question] = PromptError("Too long; ask less.")
    report = evaluated(footnote)
    assert [row.id for row in failed(report.rows)] == [DAYS.id]
    assert mean(report, "exact match", "answerable") == 0
    assert len(report.rows) == len(ALL)
    assert "q1: Too long; ask less." in render(report)


def test_a_broken_model_stops_the_evaluation() -> None:
    footnote = scripted()
    footnote.journey.replies[DAYS.question] = ModelError("No model; install one.")
    with pytest.raises(ModelError):
        evaluated(footnote)


def test_documents_that_are_absent_are_named_before_anything_is_asked() -> None:
    footnote = scripted()
    footnote.catalog = Shelf({"leave.txt": LEAVE})
    with pytest.raises(
        QuestionError, match=r"parking\.txt.*footnote ingest data/samples"
    ) as raised:
        evaluated(footnote)
    assert "leave.txt" not in str(raised.value)
    assert footnote.journey.asked == []


def test_a_document_that_reads_otherwise_is_named_with_the_place() -> None:
    footnote = scripted()
    footnote.catalog.reading["leave.txt"] = " " + LEAVE
    with pytest.raises(QuestionError, match=r"leave\.txt at 0:27 \(question q1\)"):
        evaluated(footnote)


def test_a_limit_keeps_the_share_of_each_kind_and_the_order() -> None:
    facts = [question(number, ["x"]) for number in range(30)]
    mixed = [question(number, []) for number in range(30, 40)]
    chosen = spread([*facts[:10], *mixed, *facts[10:]], 8)
    assert [q.kind for q in chosen].count("unanswerable") == 2
    assert len({q.id for q in chosen}) == 8
    assert [q for q in [*facts[:10], *mixed, *facts[10:]] if q in chosen] == list(chosen)


def test_a_limit_beyond_the_set_takes_all_and_a_limit_of_none_is_refused() -> None:
    assert spread(ALL, 99) == ALL
    with pytest.raises(QuestionError, match="limit of 0"):
        spread(ALL, 0)


def test_progress_is_told_after_each_question() -> None:
    steps: list[Step] = []
    run(ALL, scripted(), on_progress=steps.append, clock=noon)
    assert [(step.done, step.total) for step in steps] == [(n, 5) for n in range(1, 6)]
    assert [step.row.id for step in steps] == [q.id for q in ALL]


def test_the_report_says_what_made_it_without_naming_folders() -> None:
    footnote = scripted()
    footnote.settings = Settings(lora="/somewhere/adapter.gguf")
    versions = evaluated(footnote).versions
    assert (versions.model, versions.prompt, versions.build_id) == ("scripted", "answer@1", "b1")
    assert versions.embedding == "hashed float32"
    assert versions.documents == 2
    assert dict(versions.settings)["lora"] == "adapter.gguf"
    assert versions.date == NOON


def test_the_saved_report_holds_figures_and_every_row(tmp_path: Path) -> None:
    report = evaluated(scripted())
    path = save(report, tmp_path)
    assert path == tmp_path / "evaluations" / "20260102T120000Z.json"
    saved = json.loads(path.read_text(encoding="utf-8"))
    assert [row["id"] for row in saved["rows"]] == [q.id for q in ALL]
    assert saved["rows"][0]["said"]["citations"][0]["document"] == "leave.txt"
    assert saved["abstention"]["missed"] == 1
    assert saved["versions"]["settings"]["answer_tokens"] == Settings().answer_tokens


def test_a_second_report_of_the_same_second_does_not_replace_the_first(tmp_path: Path) -> None:
    report = evaluated(scripted())
    assert save(report, tmp_path) != save(report, tmp_path)
    assert len(list((tmp_path / "evaluations").iterdir())) == 2


def test_the_text_names_every_figure_and_kind() -> None:
    report = evaluated(scripted())
    text = render(report)
    assert "5 questions, 3 of them answerable, 2 documents, 2026-01-02 12:00 UTC" in text
    assert all(each.name in text for each in figures(report.rows))
    assert "abstention: precision 50.0 %, recall 50.0 %, F1 50.0 %" in text
    kinds = [line.split()[:2] for line in text.splitlines()[-2:]]
    assert kinds == [["fact", "3"], ["unanswerable", "2"]]


def sentence(text: str, *marks: int) -> Sentence:
    return Sentence(text, marks, "supported" if marks else "unsupported")


def in_two_sentences() -> FakeFootnote:
    """DAYS, answered in two sentences of which one stands on nothing."""
    footnote = scripted()
    days, closing = footnote.retriever.hits[CLOSED.question]
    said = (sentence("Staff get 25 days.", 1), sentence("It rains."))
    text = "Staff get 25 days [1]. It rains."
    footnote.journey.replies[DAYS.question] = answer(
        DAYS.question, text, cited=[days], sentences=said
    )
    footnote.journey.shown[DAYS.question] = [closing, days]
    return footnote


def holds(claim: str, passages: Sequence[str], question: str) -> bool:
    """A judge that looks for the number."""
    return any("25" in passage for passage in passages) and "25" in claim


class SaysYes:
    """A judge that is content with everything."""

    label = "content"

    def judge(
        self, question: str, golds: Sequence[str], answer: str, sentences: Sequence[CitedSentence]
    ) -> Judged:
        return Judged((True,) * len(sentences), True if golds else None)


def test_the_context_is_what_the_journey_showed_the_model() -> None:
    report = evaluated(in_two_sentences(), (DAYS,))
    assert mean(report, "context precision", "with gold spans") == 0.5
    assert mean(report, "context recall", "with gold spans") == 1


def test_sentences_and_their_verdicts_are_kept_and_counted() -> None:
    report = evaluated(in_two_sentences(), (DAYS,))
    assert report.rows[0].said is not None
    verdicts = [(each.marks, each.verdict) for each in report.rows[0].said.sentences]
    assert verdicts == [((1,), "supported"), ((), "unsupported")]
    assert mean(report, "unsupported sentences", "answered") == 0.5


def test_citations_are_judged_by_entailment_where_there_is_a_judge() -> None:
    report = run((DAYS,), in_two_sentences(), clock=noon, judges=Judges(entails=holds))
    assert mean(report, "citation recall (ALCE)", "answered") == 0.5
    assert mean(report, "citation precision (ALCE)", "answered") == 1
    names = {each.name for each in figures(evaluated(in_two_sentences(), (DAYS,)).rows)}
    assert "citation recall (ALCE)" not in names


def test_relevancy_is_the_cosine_of_question_and_answer() -> None:
    # Two words asked, six said: four degrees apart.
    report = evaluated(in_two_sentences(), (DAYS,))
    assert mean(report, "answer relevancy", "answered") == pytest.approx(0.99756, abs=1e-5)


def test_a_long_answer_does_not_hold_gold_in_forty_words() -> None:
    footnote = scripted()
    days = footnote.retriever.hits[DAYS.question]
    footnote.journey.replies[DAYS.question] = answer(
        DAYS.question, "25 days " + "word " * 38 + "[1]", cited=days
    )
    assert mean(evaluated(footnote, (DAYS,)), "holds gold in 40 words", "answerable") == 1
    footnote.journey.replies[DAYS.question] = answer(
        DAYS.question, "25 days " + "word " * 39 + "[1]", cited=days
    )
    report = evaluated(footnote, (DAYS,))
    assert mean(report, "holds gold in 40 words", "answerable") == 0
    assert mean(report, "holds gold", "answerable") == 1


def test_the_cited_text_is_looked_at_where_the_short_answer_is_right() -> None:
    report = evaluated(scripted())
    cited = figure(report, "cited text holds gold", "holding gold in 40 words")
    assert (cited.interval.mean, cited.interval.n) == (1, 1)


def test_a_judge_counts_abstentions_as_not_correct_and_is_named() -> None:
    report = run(ALL, scripted(), clock=noon, judges=Judges(model=SaysYes()))
    assert mean(report, "correct (judge)", "answerable") == pytest.approx(2 / 3)
    assert report.versions.judge == "content"
    assert "judge content" in render(report)


def test_the_file_of_questions_is_named() -> None:
    report = evaluated(scripted(), plan=Plan(file="mine.jsonl"))
    assert report.versions.questions == "mine.jsonl"
    assert "mine.jsonl" in render(report)
