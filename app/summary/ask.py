"""Whether a question asks for the summary of one document, and of which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from indexes.types import Document
from indexes.words import stem, words

_POLITE = (
    r"(?:please|kindly|now|can you|could you|would you|will you|i(?:'d| would) like(?: you)? to)"
)
_SHORT = r"(?:(?:short|brief|quick|concise|complete|full)\s+)?"
_SUMMARY = rf"{_SHORT}(?:summary|overview|outline|abstract|r\u00e9sum\u00e9|digest)"
_OPENINGS = tuple(
    re.compile(rf"(?:{_POLITE}[\s,]+)*{pattern}\s*[?.!]*", re.IGNORECASE)
    for pattern in (
        r"(?:summari[sz]e|outline)\s+(?P<what>.+?)",
        r"sum\s+up\s+(?P<what>.+?)",
        r"sum\s+(?P<what>.+?)\s+up",
        rf"(?:give|write|show|make)\s+(?:me\s+)?(?:an?\s+|the\s+)?{_SUMMARY}\s+(?:of|for)\s+(?P<what>.+?)",
        rf"(?:an?\s+|the\s+)?{_SUMMARY}\s+(?:of|for)\s+(?P<what>.+?)",
        r"what(?:\s+is|'s|\u2019s)\s+(?P<what>.+?)\s+(?:all\s+)?about",
        r"what(?:\s+is|'s|\u2019s)\s+in\s+(?P<what>.+?)",
        r"what\s+does\s+(?P<what>.+?)\s+(?:say|contain|cover)",
        r"tl;?dr:?\s+(?:of\s+)?(?P<what>.+?)",
    )
)
_TAIL = re.compile(
    r"[\s,]+(?:please|for me|briefly|in short|in (?:a few|\w+) (?:words|sentences))$", re.IGNORECASE
)
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "my", "our", "your", "its", "of"})
_POINTERS = frozenset({"this", "that", "the", "my", "it"})
_THINGS = frozenset({"document", "doc", "file", "text", "paper", "pdf", "spreadsheet", "it"})
_KINDS = frozenset(
    map(
        stem,
        """agreement article book catalogue charter contract guide guideline handbook history
        journal log manual memo minutes newsletter notes notices paper plan policy protocol
        register report runbook specification study survey thesis transcript""".split(),  # noqa: SIM905  # reads better as words
    )
)
_NAMED = 0.5
"""Share of a name's words that the question has to say when it names no kind of document."""


def wanted(question: str, documents: Sequence[Document]) -> Document | None:
    """The document that the question asks to have summarised; None when it does not, or unsure.

    documents: those that the person may see. Unsure is: the name fits none of them or several, or
    the question says more than a name ("Summarise the leave rules for trainees").
    """
    what = _target(question)
    if what is None:
        return None
    exact = [each for each in documents if _plain(what) in _names(each)]
    if exact:
        return exact[0] if len(exact) == 1 else None
    said = [word for word in words(what) if word not in _ARTICLES]
    if not said or all(word in _THINGS for word in said):
        points = any(word in _POINTERS for word in words(what))
        return documents[0] if points and len(documents) == 1 else None
    stems = frozenset(stem(word) for word in said if word not in _THINGS)
    fitting = [each for each in documents if _fits(stems, each)]
    return fitting[0] if len(fitting) == 1 else None


def _target(question: str) -> str | None:
    """What is to be summarised, as it is written; None for another kind of question."""
    asked = _TAIL.sub("", " ".join(question.split()).rstrip("?.! "))
    for pattern in _OPENINGS:
        found = pattern.fullmatch(asked)
        if found:
            return str(found["what"]).strip(" \"'\u201c\u201d\u2018\u2019")
    return None


def _names(document: Document) -> frozenset[str]:
    name = PurePath(document.name)
    return frozenset(map(_plain, (document.name, name.stem, document.title, document.id)))


def _plain(text: str) -> str:
    """Words alone, so that `leave-policy-2025.docx` and `Leave policy 2025` differ by little."""
    bare = " ".join(re.findall(r"\w+", text.casefold().replace("_", " ")))
    return bare.removeprefix("the ")


def _fits(stems: frozenset[str], document: Document) -> bool:
    """Whether all of the words are the document's name, and enough of it."""
    for name in (PurePath(document.name).stem.replace("_", " "), document.title):
        held = frozenset(stem(word) for word in words(name) if word not in _ARTICLES)
        if stems <= held and (len(stems) >= _NAMED * len(held) or stems & _KINDS):
            return True
    return False
