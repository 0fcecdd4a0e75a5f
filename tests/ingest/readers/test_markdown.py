from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.base import Reading
from tests.ingest.readers.check import block_of, checked, labelled, said, texts

SOURCE = """---
title: "Diving rules"
draft: true
---
# Rules #

Setext
------

First paragraph, *hard*
wrapped.

- one
- two
  continued
  1. nested

> quoted text
> goes on

| Depth | Time |
|------:|------|
| 30 m  | 25 **min** |
| 40 m  | 15 min |

```python
x = 1

y = 2
```

    indented code

<div>html text</div>

<!-- hidden -->

### Deep

[ref]: https://example.org
End [ref].
"""


def _read(folder: Path, source: str) -> Reading:
    path = folder / "rules.md"
    path.write_bytes(source.encode())
    return checked(path)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_text_is_the_file_itself_and_offsets_are_exact(tmp_path: Path, line_end: str) -> None:
    source = SOURCE.replace("\n", line_end)
    reading = _read(tmp_path, source)
    assert reading.text == source
    assert texts(reading, "heading") == ["Rules", "Setext", "Deep"]
    assert [text.split()[0] for text in texts(reading, "item")] == ["one", "two", "nested"]


def test_title_comes_from_front_matter_else_from_the_first_heading(tmp_path: Path) -> None:
    assert _read(tmp_path, SOURCE).title == "Diving rules"
    assert _read(tmp_path, "Intro\n\n# The **big** one\n").title == "The big one"
    assert _read(tmp_path, "No heading.").title == ""


def test_front_matter_markup_and_comments_are_not_indexed(tmp_path: Path) -> None:
    indexed = " ".join(texts(_read(tmp_path, SOURCE)))
    for absent in ("draft", "hidden", "<div>", "https://example.org", "```", "|--"):
        assert absent not in indexed
    assert "html text" in indexed


def test_headings_form_a_path(tmp_path: Path) -> None:
    reading = _read(tmp_path, SOURCE)
    assert block_of(reading, "First paragraph").headings == ("Rules", "Setext")
    assert block_of(reading, "End").headings == ("Rules", "Setext", "Deep")
    assert block_of(reading, "Deep").headings[-1] == "Deep"


def test_table_rows_know_their_columns(tmp_path: Path) -> None:
    reading = _read(tmp_path, SOURCE)
    rows = [block for block in reading.blocks if block.kind == "row"]
    assert [labelled(row) for row in rows] == [
        {"Depth": "30 m", "Time": "25 **min**"},
        {"Depth": "40 m", "Time": "15 min"},
    ]
    assert said(reading, rows[0]) == "| 30 m  | 25 **min** |"


def test_code_is_kept_without_its_fence(tmp_path: Path) -> None:
    assert texts(_read(tmp_path, SOURCE), "code") == ["x = 1\n\ny = 2", "indented code"]


def test_quotation_begins_after_its_mark(tmp_path: Path) -> None:
    reading = _read(tmp_path, SOURCE)
    assert said(reading, block_of(reading, "quoted")) == "quoted text\n> goes on"


def test_unclosed_fence_runs_to_the_end(tmp_path: Path) -> None:
    assert texts(_read(tmp_path, "Text\n\n```\ncode\nmore"), "code") == ["code\nmore"]


def test_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    reading = _read(tmp_path, "---\n\nSome text.\n\nMore text.\n")
    assert texts(reading) == ["Some text.", "More text."]
