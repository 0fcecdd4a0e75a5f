"""Lines by hand: what PDF generators write is told apart by place and type alone."""

from __future__ import annotations

from ingest.readers.pdf_baselines import on_baselines
from ingest.readers.pdf_blocks import body_of, parts_of
from ingest.readers.pdf_lines import Cell, Line
from ingest.readers.pdf_running import running_lines
from ingest.readers.pdf_tables import rows_of, table_runs

WIDTH = 5.0


def line(text: str, left: float, bottom: float, height: float = 12, bold: bool = False) -> Line:
    right = left + WIDTH * len(text)
    return Line(text, left, right, bottom, height, bold, (), (0, 0), bottom, bottom + height)


def row(bottom: float, *cells: tuple[str, float]) -> Line:
    text = " ".join(cell for cell, _ in cells)
    placed, start = [], 0
    for cell, left in cells:
        placed.append(Cell(start, start + len(cell), left, left + WIDTH * len(cell)))
        start += len(cell) + 1
    right = placed[-1].right
    return Line(
        text, placed[0].left, right, bottom, 12, False, tuple(placed), (0, 0), bottom, bottom + 12
    )


def test_lines_at_one_height_are_joined() -> None:
    joined = on_baselines([line("Purpose", 50, 700), line("4", 400, 700), line("Next", 50, 680)])
    assert [found.text for found in joined] == ["Purpose 4", "Next"]
    assert len(joined[0].cells) == 2


def test_right_column_at_the_same_height_but_earlier_is_not_joined() -> None:
    assert len(on_baselines([line("right", 300, 700), line("left", 50, 700)])) == 2


def test_cell_that_jumps_back_up_belongs_to_its_row() -> None:
    lines = [
        row(700, ("Class", 50), ("Certificate", 150), ("Dives", 300)),
        row(680, ("B, diver", 50), ("European", 150)),
        line("Diver", 150, 668),
        row(680, ("70", 300), ("24 m", 360)),
        row(650, ("C", 50), ("Two-star", 150), ("30", 300)),
    ]
    assert table_runs(lines) == [(0, 5)]
    rows = rows_of(lines, 0, 5)
    assert [(found.first, found.last) for found in rows] == [(0, 1), (1, 4), (4, 5)]
    assert rows[1].cells == ("B, diver", "European Diver", "70", "24 m")


def test_caption_ends_the_table_above_it() -> None:
    lines = [
        row(700, ("a", 50), ("1", 150)),
        row(685, ("b", 50), ("2", 150)),
        line("Table 2. Next", 50, 665),
        row(650, ("c", 50), ("3", 150)),
        row(635, ("d", 50), ("4", 150)),
    ]
    assert table_runs(lines) == [(0, 2), (3, 5)]


def test_paragraph_under_a_table_is_not_drawn_in() -> None:
    prose = "This is a sentence that runs over the whole width of the page and on."
    lines = [
        row(700, ("a", 50), ("1", 250)),
        row(685, ("b", 50), ("2", 250)),
        line(prose, 50, 665),
        line(prose, 50, 652),
    ]
    assert table_runs(lines) == [(0, 2)]


def test_bold_words_at_a_paragraph_start_do_not_cut_it() -> None:
    lines = [
        line("What does the laboratory cost the", 50, 700, bold=True),
        line("station in a year? We pump all day and night", 50, 688),
        line("and all night too.", 50, 676),
    ]
    body = body_of([lines * 3])
    assert [(part.kind, part.first, part.last) for part in parts_of(lines, body)] == [
        ("text", 0, 3)
    ]


def test_running_line_is_known_on_one_side_of_the_leaf() -> None:
    pages = [
        [
            line(f"{'Book' if n % 2 else 'Chapter'} {n}", 50, 800),
            line(f"text {chr(97 + n)}", 50, 400),
        ]
        for n in range(8)
    ]
    assert running_lines(pages) == [{0}] * 8


def test_line_numbers_are_running_but_values_are_not() -> None:
    pages = [
        [
            line("top", 50, 800 + n),
            line("12", 20, 500),
            line(f"{n}", 300, 450),
            line("more", 50, 300 + n),
            line("end", 50, 90 + n),
        ]
        for n in range(6)
    ]
    assert all(1 in found for found in running_lines(pages))
    assert all(2 not in found for found in running_lines(pages))


def test_whole_rows_stay_apart_where_others_wrap() -> None:
    lines = [
        row(700, ("Medicine", 50), ("Dose", 150)),
        row(683, ("Paracetamol", 50), ("1 g", 150)),
        row(666, ("Ibuprofen", 50), ("400 mg by", 150)),
        line("mouth", 150, 654),
        row(637, ("Morphine", 50), ("5 mg", 150)),
        line("acid", 50, 620),
        line("salicylic", 50, 608),
        row(620, ("300 mg", 150), ("No", 250)),
    ]
    spans = [(found.first, found.last) for found in rows_of(lines, 0, len(lines))]
    assert spans == [(0, 1), (1, 2), (2, 4), (4, 5), (5, 8)]
