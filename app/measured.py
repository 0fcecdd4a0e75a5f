"""A Footnote as evaluations ask it: by its settings alone.

No experiment, quota, trace or held answer stands between the question and what is measured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.queued import Answers
from app.settings import Settings
from app.types import Actor
from indexes.catalog import Catalog
from indexes.embed import Embedder
from indexes.retrieve import Retriever


@dataclass(frozen=True, slots=True)
class Measured:
    """The subject of an evaluation. embeds: gives the embedding model, which it may load.

    allows: ids of the documents that an actor may search, in a collection or in all.
    """

    settings: Settings
    actor: Actor
    catalog: Catalog
    retriever: Retriever
    journey: Answers
    embeds: Callable[[], Embedder]
    allows: Callable[[Actor, str | None], frozenset[str]]

    @property
    def embedder(self) -> Embedder:
        return self.embeds()

    def allowed(self, actor: Actor, collection: str | None) -> frozenset[str]:
        """Ids of the documents that an actor may search."""
        return self.allows(actor, collection)
