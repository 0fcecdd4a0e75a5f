from __future__ import annotations

import numpy as np
import pytest

from app.curation.grouping import groups, name
from indexes.embed import SentenceTransformerEmbedder


def test_like_rows_are_grouped_largest_first_and_each_is_in_one() -> None:
    rng = np.random.default_rng(1)
    middles = np.eye(3, 8, dtype=np.float32)
    rows = np.repeat(middles, (2, 5, 3), axis=0) + rng.normal(0, 0.02, (10, 8))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    found = groups(rows)
    assert [len(each) for each in found] == [5, 3, 2]
    assert sorted(row for each in found for row in each) == list(range(10))


def test_no_rows_have_no_groups() -> None:
    assert groups(np.zeros((0, 4), np.float32)) == []


def test_name_is_of_words_that_most_questions_share() -> None:
    asked = [
        "How long is parental leave?",
        "Do fathers get parental leave?",
        "Is parental leave paid?",
    ]
    assert name(asked) == "parental, leave"


def test_name_of_questions_that_share_nothing_is_of_the_middle_one() -> None:
    assert name(["Where is the sauna?", "Any pool?", "A gym?"]) == "sauna"


@pytest.mark.model
def test_questions_are_parted_by_subject() -> None:
    subjects = (
        [
            "How long is parental leave?",
            "Do fathers get parental leave?",
            "Is parental leave paid?",
        ],
        ["Where can I park my bicycle?", "Is there a bicycle stand?", "Are bikes let in?"],
        ["Who repairs the coffee machine?", "The coffee machine is broken, whom do I call?"],
    )
    texts = [text for subject in subjects for text in subject]
    found = groups(SentenceTransformerEmbedder(precision="float32").passages(texts))
    assert sorted(sorted(each) for each in found) == [[0, 1, 2], [3, 4, 5], [6, 7]]
