"""Citations with the windows round them, where what supports a sentence is only a part of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.checking import Checked
from app.types import Citation
from indexes.types import Window


def surrounded(checked: Checked, windows: Sequence[Window]) -> Checked:
    """With the first of the windows that holds it round each citation; no window: as it was."""
    return with_context(checked, lambda citation: _holding(citation, windows))


def with_context(checked: Checked, context: Callable[[Citation], str]) -> Checked:
    """With the text that `context` gives for each citation round it; '' leaves it as it was."""
    return replace(
        checked,
        citations=tuple(
            replace(citation, context=context(citation) or citation.context)
            for citation in checked.citations
        ),
    )


def _holding(citation: Citation, windows: Sequence[Window]) -> str:
    return next(
        (
            window.text
            for window in windows
            if window.document.id == citation.document_id
            and window.start <= citation.start
            and citation.end <= window.end
        ),
        "",
    )
