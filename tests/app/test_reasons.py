from __future__ import annotations

import pytest

from app.reasons import place_and_reason, unread_pages
from indexes.types import Unread
from ingest.report import Outcome


def test_pages_are_gathered_by_reason_and_runs_are_joined() -> None:
    dark = [Unread(page, "It is a picture.") for page in (9, 3, 4, 5, 6, 7)]
    assert unread_pages([*dark, Unread(1, "It is damaged.")]) == [
        ("pages 3-7, 9", "It is a picture."),
        ("page 1", "It is damaged."),
    ]


def test_nothing_unread_is_nothing_to_tell() -> None:
    assert unread_pages([]) == []


@pytest.mark.parametrize(
    ("source", "reason", "told"),
    [
        ("/files/a.pdf", "a.pdf is damaged.", "/files/a.pdf is damaged."),
        ("a.zip//b/c.txt", "b/c.txt: Its name is odd.", "a.zip//b/c.txt: Its name is odd."),
        ("a.zip//b/c.txt", "c.txt is empty.", "a.zip//b/c.txt is empty."),
        ("/files/a.pdf", "a.pdfx is damaged.", "/files/a.pdf: a.pdfx is damaged."),
        ("/drive", "It holds no file any more.", "/drive: It holds no file any more."),
    ],
)
def test_name_of_a_file_is_not_said_twice(source: str, reason: str, told: str) -> None:
    assert "".join(place_and_reason(Outcome(source, "failed", reason))) == told
