"""What a PDF becomes, whichever library reads it: its title, its pages' texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

MEDIA_TYPE = "application/pdf"

_NO_TITLE = re.compile(
    r"(?:\(?(?:untitled|anonymous)\)?|microsoft \w+ - .*"
    r"|.*\.(?:docx?|pdf|indd|tex|dvi|xlsx?|pptx?|rtf|qxd))?",
    re.IGNORECASE,
)


def joined(pages: Sequence[str]) -> tuple[str, ...]:
    """Page texts, each but the last ending with a form feed."""
    return (*(f"{page}\f" for page in pages[:-1]), *pages[-1:])


def stated_title(stated: str | None) -> str:
    """The title that a file gives itself; '' if that is none, as the name of a file."""
    title = " ".join((stated or "").replace("\x00", "").split())
    return "" if _NO_TITLE.fullmatch(title) else title
