from __future__ import annotations

from datetime import datetime

import pytest

from app.exporting.text import day, one_line
from tests.app.exporting.samples import HOSTILE


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" a \n\t b\r\nc\u2028d ", "a b c d"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\x00b\x1bc\ue000d\ud800e\ufeff", "abcde"),
        ("a\ufffeb\uffffc\U0001ffffd\ufdd0e", "abcde"),
        ("日本語 🙂 שלום", "日本語 🙂 שלום"),
        ("", ""),
    ],
)
def test_line_holds_what_can_be_printed(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize("text", HOSTILE)
def test_line_of_a_line_is_itself(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)


def test_day_is_written_out() -> None:
    assert day(datetime(2026, 1, 2)) == "2 January 2026"
