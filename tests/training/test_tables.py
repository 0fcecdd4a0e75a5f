from __future__ import annotations

import random

import pytest

from training.tables import KINDS, Column, Kind, count, date, firm, of, person, price, spoken


def drawn(column: Column) -> list[str]:
    return [column.make(random.Random(seed)) for seed in range(50)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.key))
def test_columns_are_asked_about_and_answered_with_the_key_and_the_cell(kind: Kind) -> None:
    for column in kind.columns:
        assert column.questions
        assert all("{key}" in question for question in column.questions)
        assert "{key}" in column.answer
        assert "{cell}" in column.answer


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.key))
def test_keys_and_columns_are_there_once_and_keys_suffice_for_a_table(kind: Kind) -> None:
    names = [kind.key, *(column.name for column in kind.columns)]
    assert len(set(names)) == len(names)
    assert len(set(kind.keys)) == len(kind.keys) >= 5


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.key))
def test_cells_vary_and_cannot_be_taken_for_two(kind: Kind) -> None:
    for column in kind.columns:
        cells = drawn(column)
        assert len(set(cells)) > 5
        assert not any(mark in cell for cell in cells for mark in (";", "|", ": "))


def test_cells_of_one_seed_are_the_same() -> None:
    for make in (date, price, person, firm, of("a", "b"), count(1, 9, " kg")):
        assert make(random.Random(7)) == make(random.Random(7))


def test_a_count_keeps_to_its_range_and_has_its_unit() -> None:
    found = {count(2, 4, " kg")(random.Random(seed)) for seed in range(50)}
    assert found == {"2 kg", "3 kg", "4 kg"}


def test_a_row_is_spoken_with_the_names_of_the_columns_asked_for() -> None:
    kind = KINDS[0]
    cells = {column.name: column.name.upper() for column in kind.columns}
    said = spoken(kind, "pump", kind.columns[:2], cells, " | ")
    assert said == "Item: pump | Cost: COST | Supplier: SUPPLIER"
