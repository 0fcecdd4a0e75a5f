from __future__ import annotations

import pytest

from app.formats import format_name
from tests.app.cli.fakes import document


@pytest.mark.parametrize(
    ("name", "media_type", "format"),
    [
        ("a.pdf", "application/pdf", "PDF"),
        ("a.PDF", "text/html", "HTML"),
        ("a.py", "text/x-source", "code"),
        ("a.xyz", "application/x-unheard-of", "XYZ"),
        ("a", "application/x-unheard-of", "application/x-unheard-of"),
    ],
)
def test_format_goes_by_what_the_file_is(name: str, media_type: str, format: str) -> None:
    assert format_name(document(name, media_type=media_type)) == format
