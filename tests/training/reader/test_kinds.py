from __future__ import annotations

import random
import re

import pytest

from training.reader.kinds import EVERY
from training.tables import KINDS, Kind

each_kind = pytest.mark.parametrize(
    "kind", EVERY, ids=[f"{number} {kind.key}" for number, kind in enumerate(EVERY)]
)


@each_kind
def test_questions_name_columns_that_are_there_but_never_the_cell_asked_for(kind: Kind) -> None:
    known = {column.name.lower() for column in kind.columns}
    for column in kind.columns:
        assert column.questions
        for question in column.questions:
            named = set(re.findall(r"\{([^}]+)\}", question)) - {"key"}
            assert named <= known - {column.name.lower()}


@each_kind
def test_a_key_or_other_cells_tell_which_row_is_meant(kind: Kind) -> None:
    assert all("{" in question for column in kind.columns for question in column.questions)


@each_kind
def test_keys_and_columns_are_there_once(kind: Kind) -> None:
    names = [column.name.lower() for column in kind.columns]
    assert len(set(names)) == len(names)
    assert len(set(kind.keys)) == len(kind.keys) > 4


@each_kind
def test_cells_hold_no_mark_that_parts_cells(kind: Kind) -> None:
    for column in kind.columns:
        cells = [column.make(random.Random(seed)) for seed in range(20)]
        assert all(cells)
        assert not any(mark in cell for cell in cells for mark in (";", "|"))


def test_the_shared_kinds_stand_first_and_are_asked_about_in_more_ways() -> None:
    for kind, more in zip(KINDS, EVERY, strict=False):
        assert [column.name for column in more.columns] == [column.name for column in kind.columns]
        for column, other in zip(kind.columns, more.columns, strict=True):
            assert other.questions[: len(column.questions)] == column.questions
    shared = EVERY[: len(KINDS)]
    also = [question for kind in shared for column in kind.columns for question in column.questions]
    assert "How do I reach {key} by phone?" in also
    assert "Who runs the city of {key}?" in also
