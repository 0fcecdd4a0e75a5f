"""Who is asking, and which documents they may see."""

from __future__ import annotations

from app.types import Actor
from indexes.catalog import Catalog
from indexes.errors import QuestionError


def authorise(catalog: Catalog, actor: Actor, collection: str | None) -> frozenset[str]:
    """Ids of the documents that the actor may search: their own, in the collection if one is named.

    The set goes into both searches. Raises QuestionError for a collection that the actor has not.
    """
    allowed = catalog.ready_ids(collection, actor.id)
    if collection is not None and not allowed:
        names = sorted({item.document.collection for item in catalog.documents(owner=actor.id)})
        known = f"there are: {', '.join(names)}" if names else "the library is empty"
        raise QuestionError(f"There is no collection {collection!r}; {known}.")
    return allowed
