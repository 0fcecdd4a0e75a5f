"""Who is asking, and which documents they may see."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from app.types import Actor
from indexes.catalog import Catalog
from indexes.errors import QuestionError


def authorise(
    catalog: Catalog,
    actor: Actor,
    collection: str | None,
    documents: AbstractSet[str] | None = None,
) -> frozenset[str]:
    """Ids of the documents that the actor may search: their own, in the collection if one is named.

    documents: narrows them further; an id that is not theirs counts as not there. The set goes into
    both searches. Raises QuestionError for a collection that the actor has not, and where none of
    the documents is left.
    """
    allowed = catalog.ready_ids(collection, actor.id)
    if collection is not None and not allowed:
        names = sorted({item.document.collection for item in catalog.documents(owner=actor.id)})
        known = f"there are: {', '.join(names)}" if names else "the library is empty"
        raise QuestionError(f"There is no collection {collection!r}; {known}.")
    return allowed if documents is None or not allowed else _chosen(allowed, documents, collection)


def _chosen(
    allowed: frozenset[str], documents: AbstractSet[str], collection: str | None
) -> frozenset[str]:
    """Those of the documents that are allowed, at least one."""
    if not documents:
        raise QuestionError("No document is chosen; choose one at least, or ask all of them.")
    if left := allowed & documents:
        return left
    one = len(documents) == 1
    where = f"in the collection {collection}" if collection else "in the library"
    which = "The chosen document is not" if one else "None of the chosen documents is"
    raise QuestionError(f"{which} {where}; choose others, or ask all of them.")
