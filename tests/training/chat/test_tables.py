from __future__ import annotations

import random
import re

from training.chat.sources import Example
from training.chat.tables import about_a_row

_BETWEEN = re.compile(r"(?:; | \| |, )(?=[A-Z][a-z ]+: )")


def tables() -> list[Example]:
    return [about_a_row(random.Random(seed)) for seed in range(200)]


def test_answer_names_row_and_cell_of_the_source_that_it_cites() -> None:
    for example in (each for each in tables() if not each.refused):
        said, _, number = example.answer.removesuffix("].").rpartition(" [")
        row = example.sources[int(number) - 1].text
        (_, key), *cells = (each.split(": ") for each in _BETWEEN.split(row))
        assert key in example.question
        assert key in said
        assert any(cell in said for _, cell in cells)


def test_some_ask_about_what_has_no_row() -> None:
    refused = [each for each in tables() if each.refused]
    assert 10 < len(refused) < 60
    for example in refused:
        keys = [_BETWEEN.split(source.text)[0].split(": ")[1] for source in example.sources]
        assert not [key for key in keys if key in example.question]


def test_sentences_begin_with_a_capital_and_hold_no_placeholder() -> None:
    assert all(each.answer[0].isupper() and "{" not in each.answer for each in tables())
    assert not any("{" in each.question for each in tables())
