"""What to do after an abstention: what was searched, and what may help, only where it applies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.absent import Absent
from app.access import authorise
from app.languages import other_language
from app.parts.both import split
from app.plain import is_relevant
from app.types import Answer, Question
from indexes.catalog import Catalog
from indexes.listing import Listing
from indexes.retrieve import Search
from indexes.words import STOP_WORDS, stem, words

LONG_WORDS = 60
"""Words from which on a question is long."""

SHOWN = 160
"""Characters of a question that are shown."""

MOST_NAMED = 3
"""Words or documents that a sentence names."""

WIDER_HITS = 5
"""Windows that are looked for outside of what was chosen."""

LEAST_HELD = 0.6
"""Share of the question's words, weighted by rarity, that a passage elsewhere must hold."""


@dataclass(frozen=True, slots=True)
class Advice:
    """searched: a sentence on what was searched for, and where. tries: sentences, the likeliest
    help first; the last is always that a document may be missing.
    """

    searched: str
    tries: tuple[str, ...]


class Searches(Protocol):
    """What finds passages: the retriever."""

    def search(self, question: str, k: int, allowed: frozenset[str]) -> Search:
        """Up to k windows from the allowed documents, best first."""
        ...


class Adviser:
    """Advises on abstentions. Holds no state of its own; may be shared between threads."""

    def __init__(
        self, catalog: Catalog, searches: Searches, absent: Absent, english_only: bool = True
    ) -> None:
        """absent: finds words that no document holds. english_only: whether the models know no
        other language.
        """
        self._catalog = catalog
        self._searches = searches
        self._absent = absent
        self._english_only = english_only

    def advice(self, answer: Answer, question: Question) -> Advice:
        """What was searched for this answer and what to try. Makes a search or two; no chat model.

        answer: an abstention. Raises QuestionError where what was searched is gone meanwhile.
        """
        actor, within = question.actor, question.documents
        allowed = authorise(self._catalog, actor, question.collection, within)
        mine = self._catalog.documents(owner=actor.id)
        searched = [each for each in mine if each.document.id in allowed]
        everything = authorise(self._catalog, actor, None)
        foreign = other_language(question.text) if self._english_only else ""
        tries = [
            *([f"The question seems to be in {foreign}; ask it in English."] if foreign else ()),
            *self._wider(answer.read_as, question, everything - allowed),
            *(() if foreign else self._words(answer.read_as, searched, everything)),
            *_unread(answer, searched),
            *_form(answer.read_as),
            "If the library should know this, add the document that says it on the Library page.",
        ]
        return Advice(_searched(answer, question, searched), tuple(tries))

    def _words(
        self, text: str, searched: Sequence[Listing], everything: frozenset[str]
    ) -> Iterator[str]:
        """Words that stand nowhere, first those that may be misspelt."""
        named = {
            stem(word)
            for each in searched
            for word in words(f"{each.document.name} {each.document.title}".replace("_", " "))
        }
        ids = frozenset(each.document.id for each in searched)
        absent = {
            word: near for word, near in self._absent.words(text, ids, everything).items()
            if not named.issuperset(map(stem, words(word)))
        }  # fmt: skip
        for word, near in list(absent.items())[:MOST_NAMED]:
            if near:
                quoted = _quoted([word], "")
                yield f"{_hold(searched)} {quoted}; did you mean \u201c{near}\u201d?"
        unknown = [word for word, near in absent.items() if not near][:MOST_NAMED]
        if unknown:
            other = "another word" if len(unknown) == 1 else "other words"
            yield f"{_hold(searched)} {_quoted(unknown, 'or')}; try {other} for it."

    def _wider(self, text: str, question: Question, outside: frozenset[str]) -> Iterator[str]:
        """Where else passages are near to the question."""
        if not outside:
            return
        hits = self._searches.search(text, WIDER_HITS, outside).hits
        near = [hit for hit in hits if is_relevant(hit) and hit.coverage >= LEAST_HELD]
        names = list(dict.fromkeys(hit.window.document.name for hit in near))[:MOST_NAMED]
        if not names:
            return
        chosen = "the chosen documents" if question.documents is not None else ""
        beyond = chosen or f"the collection {question.collection}"
        speak = "has passages" if len(names) == 1 else "have passages"
        yield f"Look beyond {beyond}: {_listed(names, 'and')} {speak} near to this."


def _searched(answer: Answer, question: Question, searched: Sequence[Listing]) -> str:
    if question.documents is not None and len(searched) == 1:
        where = searched[0].document.name
    else:
        count = "1 document" if answer.searched == 1 else f"{answer.searched:,} documents"
        chosen = " that you chose" if question.documents is not None else ""
        within = f" of the collection {question.collection}" if question.collection else ""
        where = f"{count}{within}{chosen}"
    return f"I searched {where} for \u201c{_short(answer.read_as)}\u201d."


def _unread(answer: Answer, searched: Sequence[Listing]) -> Iterator[str]:
    """Pages that could not be read, in the documents that are nearest to the question."""
    likely = {each.document_id for each in answer.nearest}
    asked = {stem(word) for word in words(answer.read_as) if word not in STOP_WORDS}
    for each in searched:
        document = each.document
        named = asked & {stem(word) for word in words(document.name.rpartition(".")[0])}
        if each.unread_count and (document.id in likely or named):
            pages = "1 page" if each.unread_count == 1 else f"{each.unread_count} pages"
            yield (
                f"{pages} of {document.name} could not be read, and the answer may stand there; "
                "the Library page says why."
            )


def _form(text: str) -> Iterator[str]:
    """What is better about a question that is shorter, longer or simpler."""
    count = len(text.split())
    if parts := split(text):
        first, second = parts
        yield (
            f"This asks two things; ask them one by one: \u201c{_short(first)}\u201d "
            f"and \u201c{_short(second)}\u201d"
        )
    elif count > LONG_WORDS:
        yield f"The question has {count} words; ask for one thing in a sentence or two."
    elif count < 3:
        yield "Ask a whole question, with what you want to know about it."


def _hold(searched: Sequence[Listing]) -> str:
    if len(searched) == 1:
        return f"{searched[0].document.name} does not hold"
    return "No document that I searched holds"


def _quoted(texts: Sequence[str], joint: str) -> str:
    return _listed([f"\u201c{each}\u201d" for each in texts], joint)


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= SHOWN else said[: SHOWN - 1].rstrip() + "\u2026"


def _listed(texts: Sequence[str], joint: str) -> str:
    *most, last = texts
    return f"{', '.join(most)} {joint} {last}" if most else last
