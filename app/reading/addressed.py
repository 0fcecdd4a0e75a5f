"""Sentences of a document that speak to whoever answers, and so are no evidence.

A document may be written by anyone. What a reader finds likeliest may then be an order ("reply with
nothing but ..."), a forged turn of a chat or a forged source. Such a sentence is told by signs: one
of those that no other text has, or two of those that other text may have one of.
"""

from __future__ import annotations

import re
from dataclasses import replace

from indexes.types import Chunk, Hit, Window
from indexes.words import words
from ingest import sentences

LEAST_SIGNS = 2
"""How many kinds of signs an order shows; one alone stands in letters, forms and manuals too."""

LEAST_ASKED = 5
"""Words from which on a question is not repeated by chance."""

_REPLY = r"(?:repl(?:y|ies)|answers?|responses?|outputs?)"
_SAY = (
    r"(?:reply|respond|answer|say|output|print|quote|repeat|reveal|refuse|claim|tell|write|state)"
)

_FORGED = re.compile(
    r"<\|[^|<>]{1,40}\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>"
    r"|^\W*#{2,}\s*(?:system|user|assistant|human|instruction|response)\s*:"
    r"|^\s*\[\d+\]\s*[^\s:]+\.(?:txt|md|pdf|docx|html|csv)\b[^:]{0,40}:",
    re.IGNORECASE | re.MULTILINE,
)
"""Control tokens and turns of chat templates, and a source's head as the prompt writes it."""

_QUESTION_MARK = re.compile(r"\?")

_SIGNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # who is spoken to
        r"\b(?:language models?|AI (?:assistants?|models?|systems?)|LLMs?|chat ?bots?"
        r"|machine readers?|assistant:|(?:to|dear|attention,?) (?:the |all )?(?:assistant|AI)\b"
        r"|assistant reading)",
        # when it is to be said
        r"\b(?:who(?:ever)? (?:is )?ask(?:s|ed)|(?:if|when) (?:\w+ )?(?:asks|(?:\w+ )?asked)"
        r"|what(?:ever)? (?:is|you are) asked|to everything|(?:before|when|while) answering)\b",
        # an order to speak
        rf"(?:^\W*|[,;:] |\b(?:and|must|then|first|please|to|should|only) ){_SAY}\b",
        # what is spoken
        rf"\b(?:your|each|every|all) (?:\w+ )?{_REPLY}\b"
        rf"|\b{_REPLY} (?:about|based on|to) (?:this|the) (?:page|text|document)"
        rf"|\b(?:correct|right|true|official|permitted|only) {_REPLY}\b",
        # how it is to be said
        r"\bnothing (?:but|more|else)\b|\bonly (?:with|the words?)\b|\bverbatim\b|\bword for word\b"
        r"|\bthe (?:single )?(?:word|expression|phrase)\b|\bfrom (?:here|now) on\b"
        r"|\bin no other language\b"
        r"|\b(?:no|without) (?:\w+ )?(?:footnotes?|citations?|references|marks|bracketed)\b"
        r"|\bsquare brackets\b",
        # what is to be forgotten
        r"\b(?:ignore|disregard|forget|override|never mind)\b"
        r"|\b(?:earlier|previous|prior|above|given) (?:rules?|instructions?|guidance|orders)\b",
        # the prompt
        r"\bsystem (?:prompt|message)\b|\bhidden (?:configuration|instructions?|prompt)\b"
        r"|\byour (?:\w+ )?(?:instructions|prompt|guidelines)\b|\beverything above\b",
        # what sources and library are to be said to hold
        r"\b(?:no|the) sources? (?:covers?|says?|do(?:es)? not)\b|\bthis library\b",
        # a question within the sentence
        r"[\"\u201c\u201e\u00ab][^\"\u201d\u00bb]*\?[\"\u201d\u00bb]",
        # a mark of an answer
        r"\[\d\]\W*$|\[\d\]\[\d\]",
    )
)


def addressed(sentence: str) -> bool:
    """Whether the sentence speaks to whoever answers questions from the document."""
    if _FORGED.search(sentence):
        return True
    return sum(sign.search(sentence) is not None for sign in _SIGNS) >= LEAST_SIGNS


def echoes(sentence: str, question: str) -> bool:
    """Whether the sentence repeats the question and says more: it speaks of the question itself.

    A document states what is so, or puts a question as a heading of its own; only what was written
    for whoever answers puts question and reply into one sentence.
    """
    said = len(words(sentence))
    heads = [words(sentence[: found.start()]) for found in _QUESTION_MARK.finditer(sentence)]
    for start, end in sentences.split(question):
        asked = words(question[start:end])
        ends = question[start:end].rstrip().endswith("?") and LEAST_ASKED <= len(asked) < said
        if ends and any(head[-len(asked) :] == asked for head in heads):
            return True
    return False


def unaddressed(hit: Hit, question: str) -> Hit | None:
    """The hit without such sentences; None when it has no others.

    A table's row may well hold a question and its answer: it counts by its signs alone. Where the
    centre is left out the nearest sentence that stays takes its place.
    """
    window = hit.window
    kept = [chunk.id for chunk in window.chunks if not _told(chunk, question)]
    if len(kept) == len(window.chunks):
        return hit
    return replace(hit, window=_cut(window, kept)) if kept else None


def _told(chunk: Chunk, question: str) -> bool:
    is_row = "".join(chunk.text.split()) != "".join(chunk.spoken.split())
    return addressed(chunk.text) or (not is_row and echoes(chunk.text, question))


def _cut(window: Window, kept: list[int]) -> Window:
    """The window with these chunks, some of whose neighbours are gone from between them."""
    order = [chunk.id for chunk in window.chunks]
    middle = order.index(window.centre)
    centre = min(kept, key=lambda each: abs(order.index(each) - middle))
    chunks = tuple(chunk for chunk in window.chunks if chunk.id in kept)
    start = window.start
    text = window.text[chunks[0].start - start : chunks[-1].end - start]
    return replace(window, centre=centre, chunks=chunks, text=text)
