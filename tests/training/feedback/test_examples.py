from __future__ import annotations

from pathlib import Path

import pytest

from app.checking import Checker
from tests.training.feedback.library import RULES, row, view
from training.chat.sources import REFUSAL
from training.feedback import examples
from training.feedback.examples import Maker, phrase_in


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    monkeypatch.setattr(examples, "TAKEN_AWAY", 0.0)
    return Maker(view(tmp_path), Checker())


def test_the_gold_sentence_is_said_with_the_mark_of_its_source(maker: Maker) -> None:
    (made,) = maker.examples(row("When was the crane renewed?", ("2019",), (RULES[2],)))
    mark = next(n for n, each in enumerate(made.sources, 1) if RULES[2] in each.text)
    assert made.answer == f"The crane was renewed in 2019 [{mark}]."


def test_two_places_are_said_in_two_sentences(maker: Maker) -> None:
    asked = "When does the gate open, and when was the crane renewed?"
    (made,) = maker.examples(row(asked, ("06:30", "2019"), (RULES[0], RULES[2])))
    assert made.kind == "both"
    first, second = made.answer.split(". ")
    assert first.startswith("The harbour master opens the gate at 06:30 [")
    assert second.startswith("The crane was renewed in 2019 [")


def test_an_unanswerable_question_is_refused_over_what_is_found(maker: Maker) -> None:
    (made,) = maker.examples(row("Who paid for the crane?"))
    assert made.answer == REFUSAL
    assert made.sources


def test_without_its_passage_a_question_is_refused(
    maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examples, "TAKEN_AWAY", 1.0)
    shared = row("What is the cost of the crane's pump?", ("2019",), (RULES[2],))
    answered, *refused = maker.examples(shared)
    assert "2019" in answered.answer
    assert all(each.answer == REFUSAL for each in refused)
    assert all(RULES[2] not in source.text for each in refused for source in each.sources)


def test_a_reviewers_own_sentence_is_learnt_only_where_the_place_supports_it(maker: Maker) -> None:
    fit = "Boats of visitors may stay in the harbour for three nights"
    (made,) = maker.examples(row("How long may a boat stay?", (fit,), (RULES[1],)))
    assert made.answer.startswith("Boats of visitors may stay")
    false = "Boats of visitors may stay in the harbour for nine whole weeks"
    (made,) = maker.examples(row("How long may a boat stay?", (false,), (RULES[1],)))
    assert "nine" not in made.answer


def test_a_row_that_makes_no_example_is_counted(maker: Maker) -> None:
    gone = row("When was it?", ("2019",), (RULES[2],))
    gone = type(gone)(**{**{n: getattr(gone, n) for n in gone.__slots__}, "gold": ()})
    assert maker.examples(gone) == []
    assert sum(maker.left_out.values()) == 1


def test_a_phrase_is_found_whatever_its_case_and_spacing() -> None:
    assert phrase_in("On 20  May 2025 it left.", "20 may 2025.") == "20  May 2025"
    assert phrase_in("On 120 May it left.", "20 May") == ""
    assert phrase_in("On 20 May it left.", " ") == ""
