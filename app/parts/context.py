"""What stands round the chunks that an answer in parts cites, as people are shown it."""

from __future__ import annotations

from app.checking import Checked
from app.parts.tools import Tools
from app.surroundings import with_context
from app.types import Citation
from indexes.types import Chunk

REACH = 2
"""Neighbours on each side, as in the windows that are searched."""


def placed(answer: Checked, tools: Tools) -> Checked:
    """With its neighbours round each citation that has nothing round it yet."""
    return with_context(answer, lambda citation: _round(citation, tools))


def _round(citation: Citation, tools: Tools) -> str:
    if citation.context != citation.quote:
        return ""
    chunks = tools.chunks(citation.document_id)
    at = [i for i, chunk in enumerate(chunks) if _overlap(chunk, citation)]
    if not at:
        return ""
    first, last = max(0, at[0] - REACH), min(len(chunks), at[-1] + 1 + REACH) - 1
    return tools.context(citation.document_id, chunks[first].start, chunks[last].end)


def _overlap(chunk: Chunk, citation: Citation) -> bool:
    return chunk.start < citation.end and citation.start < chunk.end
