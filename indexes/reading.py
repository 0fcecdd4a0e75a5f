"""How words are read: those that stand nowhere are searched for as their neighbours."""

from __future__ import annotations

from dataclasses import replace

from indexes.lexical import Lexical
from indexes.query import Permitted, Query
from indexes.words import content_words, stem

EVERYDAY = frozenset(
    """
    many much long often ever every least less else gets give given know need says take want make
    made mean name like work list show find question answer please
    """.split()  # noqa: SIM905  # as in words.py
)
"""Words of questions that are never misspelt, though a small library may hold none of them."""


def respelt(query: Query, permitted: Permitted, lexical: Lexical) -> tuple[Query, dict[str, str]]:
    """The question with spellings for words that no permitted document holds.

    Returns it with {word as asked: stem that is searched for instead}. A spelling is taken only
    from permitted documents: what others have written must not show.
    """
    spellings: dict[str, str] = {}
    for word in content_words(query.text):
        asked = stem(word)
        if word in EVERYDAY or asked not in query.stems or lexical.holds(asked, permitted):
            continue
        for nearest in lexical.suggest(asked, permitted)[:1]:
            spellings[word] = nearest
    if not spellings:
        return query, {}
    return replace(
        query, stems=tuple(dict.fromkeys((*query.stems, *spellings.values())))
    ), spellings


def spelling_notes(spellings: dict[str, str], texts: list[str]) -> tuple[str, ...]:
    """A sentence for each word that was read otherwise. texts: of hits, to show a whole word."""
    notes = []
    for word, near in spellings.items():
        shown = next(
            (found for text in texts for found in content_words(text) if stem(found) == near), near
        )
        notes.append(
            f"No document holds \u201c{word}\u201d; searched for \u201c{shown}\u201d as well."
        )
    return tuple(notes)
