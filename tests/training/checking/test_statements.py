from __future__ import annotations

import pytest

from training.checking.statements import stated


@pytest.mark.parametrize(
    ("question", "answer", "statement"),
    [
        ("When was the quay built?", "1890", "The quay was built in 1890."),
        ("When was the quay built?", "In May 1890", "The quay was built In May 1890."),
        ("Who signed the lease?", "Ingrid Solberg", "Ingrid Solberg signed the lease."),
        ("What is the fee?", "4 crowns", "The fee is 4 crowns."),
        ("Why does it leak?", "It is old", ""),
        ("What is the boat made of?", "oak", ""),
    ],
)
def test_question_and_answer_make_a_statement(question: str, answer: str, statement: str) -> None:
    assert stated(question, answer) == statement
