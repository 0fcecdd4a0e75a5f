"""Jupyter notebooks: Markdown, code and printed results, in the order of their cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from indexes.errors import ReadError
from ingest.readers.base import Reading
from ingest.readers.decode import decipher
from ingest.readers.markdown import markdown_reading

_FENCE = "`" * 12  # longer than any in a cell
_DAMAGED = "is no whole notebook; open it in Jupyter and save it again."


def read_notebook(path: Path) -> Reading:
    """Read a notebook: its text is Markdown, cell by cell, code and results in fences.

    Raises ReadError when it is no notebook. Results that are pictures only are counted in a
    warning.
    """
    decoded = decipher(path.read_bytes())
    try:
        notebook = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        raise ReadError(_DAMAGED) from error
    cells = _list(notebook, "cells")
    for sheet in _list(notebook, "worksheets"):  # before version 4
        cells = [*cells, *_list(sheet, "cells")]
    if not cells:
        raise ReadError(_DAMAGED if not isinstance(notebook, dict) else "holds no cells.")
    pictures = 0
    parts: list[str] = []
    for cell in cells:
        parts += _cell(cell)
        pictures += sum(_is_picture(output) for output in _list(cell, "outputs"))
    warnings = list(decoded.warnings)
    if pictures:
        what = "1 result is a picture" if pictures == 1 else f"{pictures:,} results are pictures"
        warnings.append(f"{what} and left out.")
    media_type = "application/x-ipynb+json"
    return markdown_reading("\n\n".join(parts) + "\n", media_type, tuple(warnings))


def _cell(cell: object) -> Iterator[str]:
    """A cell as Markdown."""
    source = _text(cell, "source") or _text(cell, "input")
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    if kind == "heading" and isinstance(cell, dict):
        level = cell.get("level")
        yield f"{'#' * (level if isinstance(level, int) and 0 < level < 7 else 1)} {source}"
    elif kind != "code":
        yield source
    else:
        if source.strip():
            yield f"{_FENCE}\n{source}\n{_FENCE}"
        for output in _list(cell, "outputs"):
            if result := _result(output).strip("\n"):
                yield f"{_FENCE}\n{result}\n{_FENCE}"


def _result(output: object) -> str:
    """What a cell printed, as text; '' if it is none."""
    if not isinstance(output, dict):
        return ""
    if output.get("output_type") == "error" or "ename" in output:
        return f"{_text(output, 'ename')}: {_text(output, 'evalue')}"
    return _text(output, "text") or _text(output.get("data"), "text/plain")


def _is_picture(output: object) -> bool:
    data = output.get("data") if isinstance(output, dict) else None
    return isinstance(data, dict) and any(str(name).startswith("image/") for name in data)


def _text(holder: object, name: str) -> str:
    """A text that is stored whole or as a list of lines."""
    value = holder.get(name) if isinstance(holder, dict) else None
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _list(holder: object, name: str) -> list[object]:
    value = holder.get(name) if isinstance(holder, dict) else None
    return value if isinstance(value, list) else []
