"""Which of the questions are suggested: those that the library really answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from app.suggesting.candidates import candidates
from app.suggesting.types import Candidate
from app.types import Answer
from indexes.catalog import Catalog
from indexes.dates import name_date
from indexes.types import Document
from indexes.versions import bare_name

MOST_DOCUMENTS = 30
"""Documents that are looked at, so that a large library costs no more than a small one."""

LENGTH_STEP = 20
"""Characters by which a question counts as longer than another one that is as good."""

MOST_TRIES = 4
"""Questions of one document that are put to the proof."""

Asks = Callable[[str], Answer]
"""Answers a question over the documents that the suggestions are for."""


class Proof:
    """Tells whether the library answers a question from where it was made."""

    def __init__(self, asks: Asks, confirms: Asks | None = None) -> None:
        """asks: a quick journey. confirms: asked what that one answers; None: nobody."""
        self._journeys = [each for each in (asks, confirms) if each]

    def holds(self, candidate: Candidate) -> bool:
        """Whether it is answered, and every sentence is supported by the place it was made from."""
        return all(_from_there(ask(candidate.question), candidate) for ask in self._journeys)


def _from_there(answer: Answer, candidate: Candidate) -> bool:
    told = all(
        each.verdict == "supported" and not each.text.rstrip().endswith("?")
        for each in answer.sentences
    )
    placed = all(
        each.document_id == candidate.document_id
        and each.start < candidate.end
        and candidate.start < each.end
        for each in answer.citations
    )
    return answer.status == "answered" and bool(answer.citations) and told and placed


@dataclass(frozen=True, slots=True)
class _Offer:
    """A question of a document. tier: smaller ones are tried first."""

    document: Document
    candidate: Candidate
    tier: int

    @property
    def order(self) -> tuple[int, int, int, int]:
        return (self.tier, *self.candidate.rank[:2], len(self.candidate.question) // LENGTH_STEP)


def suggestions(
    catalog: Catalog, proof: Proof, allowed: Collection[str], most: int = 3
) -> tuple[str, ...]:
    """Up to `most` short questions, each answered from another document, the best first.

    allowed: ids of the documents that they may be made from. Documents of different kinds come
    first; those of several versions, and questions on whole documents, come last. The same library
    gives the same questions. Raises what asking raises.
    """
    held = [each.document for each in catalog.documents() if each.document.id in allowed]
    versions = Counter(map(_bare, held))
    offers: list[_Offer] = []
    for document in _spread(_newest(held))[:MOST_DOCUMENTS]:
        found = candidates(document, catalog.chunks(document.id))
        tier = int(versions[_bare(document)] > 1)
        precise = [each for each in found if each.origin != "document"][:MOST_TRIES]
        offers += [_Offer(document, each, tier) for each in precise]
        offers += [_Offer(document, each, 2) for each in found if each.origin == "document"]
    offers.sort(key=lambda offer: offer.order)
    return tuple(islice(_proven(offers, proof), most))


def _proven(offers: Sequence[_Offer], proof: Proof) -> Iterator[str]:
    """One question of each document that has a good one: in a tier first of kinds not seen yet."""
    kinds: set[str] = set()
    left = list(offers)
    while left:
        tier = [each for each in left if each.tier == left[0].tier]
        offer = next((each for each in tier if each.document.media_type not in kinds), tier[0])
        left.remove(offer)
        if proof.holds(offer.candidate):
            kinds.add(offer.document.media_type)
            left = [each for each in left if each.document.id != offer.document.id]
            yield offer.candidate.question


def _newest(documents: Sequence[Document]) -> list[Document]:
    """Without those of which a later version is there."""
    newest: dict[tuple[str, str], Document] = {}
    for each in documents:
        held = newest.get(_bare(each))
        if held is None or name_date(held.name) < name_date(each.name):
            newest[_bare(each)] = each
    return list(newest.values())


def _bare(document: Document) -> tuple[str, str]:
    """What the versions of one document share."""
    return document.collection, bare_name(document.name) or document.id


def _spread(documents: Sequence[Document]) -> list[Document]:
    """Kinds in turn, the newest of each first."""
    kinds: dict[str, list[Document]] = {}
    for each in sorted(documents, key=lambda d: (-d.added_at.timestamp(), d.name, d.id)):
        kinds.setdefault(each.media_type, []).append(each)
    rows = max(map(len, kinds.values()), default=0)
    columns = [kinds[kind] for kind in sorted(kinds)]
    return [column[row] for row in range(rows) for column in columns if row < len(column)]
