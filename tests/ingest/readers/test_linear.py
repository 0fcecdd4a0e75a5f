"""Four times the text must not take more than about four times the steps."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from ingest.chunk import chunk
from ingest.readers import read

SIZE = 12_000


def steps(path: Path) -> int:
    """Calls, of Python and of C, that reading and chunking a file takes."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        chunk(read(path))
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("a.txt", "word and "),
        ("a.txt", "x"),
        ("a.txt", "line\n"),
        ("a.txt", "- item\n"),
        ("a.txt", "page\f"),
        ("a.txt", "One sentence. "),
        ("a.csv", "1,Kelp,7\n"),
        ("a.csv", 'a,"b\n'),
        ("a.csv", '"'),
        ("a.md", "# H\n\ntext\n\n- a\n"),
        ("a.js", "function a(b){return b*2};var c=1;"),
        ("a.py", "def f():\n  pass\n"),
        ("a.java", "int f(int a"),
        ("a.yaml", "a: b\n"),
        ("a.json", '{"name":"x","list":[1,2]},'),
        ("a.json", '["a'),
        ("a.rst", "Name\n====\n"),
        ("a.tex", "\\section{a}"),
        ("a.adoc", "== a\n"),
    ],
)
def test_steps_grow_with_the_text(tmp_path: Path, name: str, unit: str) -> None:
    path = tmp_path / name
    counts = []
    for times in (1, 1, 4):  # the first run imports
        path.write_text("words\n" + unit * (times * SIZE // len(unit)))
        counts.append(steps(path))
    assert counts[2] < 4.6 * counts[1] + 3000
