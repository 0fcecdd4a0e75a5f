"""Rows of CSV files round a passage."""

from __future__ import annotations

from app.sources.rows import BEFORE, ROWS, Passed, csv_table
from app.sources.types import Table

LONG = "Lamp,Watts,Note\n" + "".join(f'{n},{n % 7},"a, b {n}"\n' for n in range(500))


def table(text: str, words: str = "", at: int | None = None) -> Table:
    first = text.index(words) if words else 0
    found = csv_table(text, Passed(first, first + len(words), at))
    assert found is not None
    return found


def test_row_of_the_passage_is_marked_under_the_names_of_its_columns() -> None:
    found = table("Lamp;Watts\n1;60\n2;75\n", "2;75")
    assert found.columns == ("Lamp", "Watts")
    assert found.rows == (("1", "60"), ("2", "75"))
    assert (found.first, found.marked) == (1, frozenset({1}))
    assert not found.before
    assert not found.after


def test_cells_are_shown_without_their_quotation_marks() -> None:
    assert table('Port,Said\nMoss,"a ""b"", c"\nBergen,d\n').rows[0] == ("Moss", 'a "b", c')


def test_long_table_is_shown_round_the_passage() -> None:
    found = table(LONG, '250,5,"a, b 250"')
    assert len(found.rows) == ROWS
    assert found.rows[BEFORE] == ("250", "5", "a, b 250")
    assert found.marked == {BEFORE}
    assert found.first == 251 - BEFORE
    assert found.before
    assert found.after


def test_paging_down_and_up_from_the_passage_shows_every_row() -> None:
    seen: set[str] = set()
    found = start = table(LONG, "250,5")
    while True:
        seen |= {row[0] for row in found.rows}
        if not found.after:
            break
        found = table(LONG, "250,5", found.end)
    found = start
    while found.before:
        found = table(LONG, "250,5", found.start - 1)
        seen |= {row[0] for row in found.rows}
    assert seen == {str(n) for n in range(500)}


def test_rows_of_unequal_width_are_filled_up() -> None:
    found = table("a,b,c\n1,2,3\n4,5,6\n7\n", "7")
    assert found.rows[-1] == ("7", "", "")


def test_passage_on_the_names_themselves_is_marked() -> None:
    found = table("Lamp,Watts\n1,60\n", "Lamp,Watts")
    assert found.columns == ()
    assert found.marked == {0}


def test_lines_above_the_table_are_no_rows() -> None:
    text = "Lamps of the pier\nLamp,Watts\n1,60\n2,75\n"
    assert csv_table(text, Passed(0, 17)) is None
    assert table(text, "2,75").rows == (("1", "60"), ("2", "75"))


def test_empty_file_is_no_table() -> None:
    assert csv_table("", Passed(0, 0)) is None
