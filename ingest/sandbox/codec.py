"""What opening a file gave, as JSON and back; what comes back is checked: nobody vouches for it."""

from __future__ import annotations

import json
import math
import re
import stat
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from ingest.extract import Extract, Opened

_OPENED = TypeAdapter(Opened)
_HALF = re.compile("[\ud800-\udfff]")
_HALVES = "Halves of characters, which mean nothing alone, are shown as �."


def encoded(opened: Opened) -> bytes:
    """As JSON, field by field; lone surrogates, halves of characters, as �: JSON holds none."""
    try:
        return _OPENED.dump_json(opened)
    except PydanticSerializationError:
        extract = opened.extract
        if extract is not None:
            told = (*extract.warnings, _HALVES)
            opened = replace(opened, extract=replace(extract, warnings=told))
        whole = _whole(_OPENED.dump_python(opened))
        return json.dumps(whole, default=str).encode("ascii")


def _whole(value: object) -> object:
    """The same without halves of characters; offsets stay."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, list | tuple):
        return [_whole(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _whole(each) for key, each in value.items()}


def decoded(result: bytes, folder: Path) -> Opened:
    """What `encoded` made; ValueError where it is not that, or lies about places.

    folder: where members must be.
    """
    try:
        opened = _OPENED.validate_json(result, strict=True)
    except ValidationError as error:
        raise ValueError(f"a result of another shape ({error.error_count()} errors)") from error
    if opened.extract is not None:
        _check(opened.extract)
    for member in opened.unpacked.members:
        inside = member.path.is_relative_to(folder) and ".." not in member.path.parts
        if not inside or not stat.S_ISREG(member.path.lstat().st_mode):
            raise ValueError("a member that is not where it should be")
    return opened


def _check(extract: Extract) -> None:
    """That every chunk is what stands at its place, and every line on its page."""
    text = "".join(page.text for page in extract.pages)
    starts = [0, *accumulate(len(page.text) for page in extract.pages)]
    for chunk in extract.chunks:
        placed = 1 <= chunk.page <= len(extract.pages) and chunk.start < chunk.end
        placed = placed and starts[chunk.page - 1] <= chunk.start < starts[chunk.page]
        if not placed or text[chunk.start : chunk.end] != chunk.text:
            raise ValueError("a chunk that is nowhere in the text")
    if any(chunk.id or chunk.document_id for chunk in extract.chunks):
        raise ValueError("a chunk that claims to be stored")
    for page, start in zip(extract.pages, starts, strict=False):
        for line in page.lines:
            places = (line.left, line.bottom, line.right, line.top)
            if not start <= line.start <= line.end <= start + len(page.text):
                raise ValueError("a line that is nowhere on its page")
            if not all(map(math.isfinite, places)):
                raise ValueError("a line that stands nowhere")
    if any(not 1 <= unread.page <= len(extract.pages) for unread in extract.unread):
        raise ValueError("an unread page that is none")
