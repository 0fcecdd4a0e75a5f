"""What a PDF's reader says about pages: which, why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from indexes.errors import ReadError
from indexes.types import Unread
from ingest.readers.ocr import languages, left_out
from ingest.readers.pdf_page import PageRead

DAMAGED = "This page is damaged; open the file in a PDF viewer, save it again and ingest that."

_MOST_NAMED_PAGES = 10
_UNSURE = 75.0  # confidence below which words are often wrong
_SCAN = "This page is a picture"


def warnings_of(pages: Sequence[PageRead], ocr: str) -> list[str]:
    """What of the pages is not in the text, or is in doubt. ocr: the setting, as in `Desk`."""
    numbered = list(enumerate(pages, start=1))
    warnings = []
    left = [number for number, page in numbered if page.picture_left]
    if left:
        remedy = next(page.picture_left for page in pages if page.picture_left)
        warnings.append(f"The picture that fills {named(left)} was not read: {remedy}")
    read = [number for number, page in numbered if page.seen is not None and page.lines]
    if read:
        warnings.append(
            f"{_capital(named(read))} {'was' if len(read) == 1 else 'were'} read from a picture by "
            "Tesseract; compare quotes with the page."
        )
        if others := left_out(ocr):
            warnings.append(
                f"Tesseract read {languages(ocr)} alone, of {len(others)} more languages that are "
                "installed; name those of the file in the setting ocr."
            )
    unsure = [number for number in read if (pages[number - 1].seen or 0.0) < _UNSURE]
    if unsure:
        warnings.append(f"Tesseract was unsure of {named(unsure)}: words may be wrong or missing.")
    silent = [number for number, page in numbered if page.seen is not None and not page.lines]
    if silent:
        warnings.append(f"No text was found in the pictures on {named(silent)}.")
    pictures = [number for number, page in numbered if page.picture]
    if pictures:
        warnings.append(f"Words in the large pictures on {named(pictures)} are not read.")
    outside = [number for number, page in numbered if page.outside]
    if outside:
        warnings.append(f"Text outside the visible page is left out on {named(outside)}.")
    return warnings


def nothing_read(pages: Sequence[PageRead], unread: Sequence[Unread]) -> ReadError:
    """Why a document without any text is refused."""
    if not unread:
        if any(page.seen is not None for page in pages):
            return ReadError("has no text, nor could any be seen in its pictures; check the file.")
        return ReadError("has no text; check that it is the file you meant.")
    reason = unread[0].reason
    if all(entry.reason == DAMAGED for entry in unread):
        return ReadError("is damaged; open it in a PDF viewer and save it again.")
    if reason.startswith(_SCAN):
        return ReadError(f"is a scan without text; {reason.partition('; ')[2]}")
    return ReadError(f"has no page that could be read. {reason}")


def named(pages: Sequence[int]) -> str:
    """Page numbers in words, the first ten."""
    numbers = ", ".join(map(str, pages[:_MOST_NAMED_PAGES]))
    more = f" and {len(pages) - _MOST_NAMED_PAGES} more" if len(pages) > _MOST_NAMED_PAGES else ""
    return f"page{'s' if len(pages) > 1 else ''} {numbers}{more}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
