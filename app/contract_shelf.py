"""The JSON of `footnote rename`, `tag`, `move`, `restore` and `bin`; see `app.contract`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:  # as in app.contract
    from app.shelf import Binned
    from indexes.types import Document


class ShelvedJson(TypedDict):
    """A document as it is now. before: the id that it had, the same unless it was moved.

    source: the path or upload name it came from, whatever it is called.
    """

    id: str
    before: str
    document: str
    source: str
    collection: str
    tags: list[str]


class BinnedJson(TypedDict):
    """A removed document. until: when it is deleted for good, ISO 8601 with its zone."""

    id: str
    document: str
    collection: str
    until: str


def shelved_json(document: Document, before: str = "") -> ShelvedJson:
    """A document that was renamed, tagged, moved or brought back."""
    return {
        "id": document.id,
        "before": before or document.id,
        "document": document.name,
        "source": document.source,
        "collection": document.collection,
        "tags": list(document.tags),
    }


def binned_json(binned: Binned) -> BinnedJson:
    """A document in the bin."""
    return {
        "id": binned.document.id,
        "document": binned.document.name,
        "collection": binned.document.collection,
        "until": binned.until.isoformat(),
    }
