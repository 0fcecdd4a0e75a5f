"""A sentence of a document as an answer: free of its neighbours, and no longer than it must be."""

from __future__ import annotations

import re

from app.reading import rows
from indexes.words import STOP_WORDS, stem, words

MOST_WORDS = 34
"""Words from which on a sentence is cut to the part round the phrase that answers."""

LEANING = re.compile(
    r"(?:it|he|she|they|this|these|that|those|his|her|its|their|such|another|both|the (?:former"
    r"|latter))\b",
    re.IGNORECASE,
)
"""How a sentence begins that is understood with the one before it."""

_CONNECTIVE = re.compile(
    r"(?:however|moreover|furthermore|in addition|additionally|also|thus|therefore|for example"
    r"|for instance|as a result|in fact|indeed|consequently|nevertheless|similarly|meanwhile"
    r"|finally|then|and|but|so|in contrast(?! (?:to|with)\b)|on the other hand|accordingly"
    r"|hence|likewise|instead(?! of\b)"
    r"|still|yet|or|nor)\b,?\s+",
    re.IGNORECASE,
)
_LEAST_LEFT = 15
"""Characters that must be left when a connective goes."""

_BULLET = re.compile(r"[•·▪◦‣●○■□–*-]\s+")
_REFERENCE = re.compile(r"\s*\[\d+\](?::\d+)?")
_CUT = re.compile(r"(?<=[,;:])\s+|\s+(?=[(–—])|(?<=\))\s+|\s+-\s+")
_BEGINNING = re.compile(r"^(?:[\s,;:]|[–—-](?!\d))+")
"""What no sentence begins with; a minus sign stays."""
_END = " \t\n,;:–—-"

_PRONOUN = re.compile(r"(?:it|he|she|they)\b\s*", re.IGNORECASE)
_AUXILIARIES = frozenset(
    ("did", "do", "does", "was", "were", "is", "are", "has", "have", "had", "will", "can", "could",
     "would", "should", "may", "must")
)  # fmt: skip
_NO_NAMES = frozenset(("it", "he", "she", "they", "this", "that", "you", "i", "we", "there"))
_SUBJECT_WORDS = 8


def worded(question: str, sentence: str, phrase: str) -> str:
    """The sentence as an answer to the question, without its last full stop.

    phrase: the words in it that answer, which stay. A leading bullet or connective and reference
    numbers go; a leading pronoun becomes the question's subject where both are followed by the same
    verb; of a table's row the cells stay that are asked about; what is longer than MOST_WORDS is
    cut at commas and dashes round the phrase. '' when the phrase is not in the sentence.
    """
    said = resolved(question, _freed(rows.cut(question, sentence, phrase)))
    at = said.find(" ".join(phrase.split()))
    if at < 0 or not phrase.strip():
        return ""
    cut = _trimmed(said, at, at + len(" ".join(phrase.split())))
    cut = _CONNECTIVE.sub("", cut, count=1) if _CONNECTIVE.match(cut) and cut != said else cut
    cut = _BEGINNING.sub("", cut).rstrip(_END).rstrip(" .,;:!?")
    if cut.count("(") != cut.count(")"):
        cut = _without_odd_bracket(cut)
    return cut[:1].upper() + cut[1:]


def _freed(sentence: str) -> str:
    """Without bullet, connective and reference numbers, in one line."""
    text = _REFERENCE.sub("", " ".join(sentence.split()))
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    found = _CONNECTIVE.match(text)
    if found and len(text) - found.end() > _LEAST_LEFT:
        text = text[found.end() :]
    return text


def resolved(question: str, sentence: str) -> str:
    """The sentence with its leading pronoun replaced by what the question asks about.

    "When was the tower built?" and "It was built in 1910." make "The tower was built in 1910.":
    only where a word behind the question's subject stands among the first behind the pronoun.
    """
    pronoun = _PRONOUN.match(sentence)
    asked = question.rstrip(" ?.!").split()
    auxiliary = next((i for i, w in enumerate(asked[:8]) if w.lower() in _AUXILIARIES and i), None)
    if not pronoun or auxiliary is None:
        return sentence
    said = [stem(word) for word in words(sentence[pronoun.end() :])][:3]
    rest = asked[auxiliary + 1 :]
    for length in range(1, min(len(rest), _SUBJECT_WORDS + 1)):
        verb = next(iter(words(rest[length])), "")
        if verb and verb not in STOP_WORDS and stem(verb) in said:
            subject = " ".join(rest[:length])
            if words(subject)[:1] and words(subject)[0] not in _NO_NAMES:
                return f"{subject[0].upper()}{subject[1:]} {sentence[pronoun.end() :]}"
    return sentence


def _trimmed(text: str, start: int, end: int) -> str:
    """The longest part between commas and dashes that holds text[start:end]: from the beginning if
    it can be; a phrase in no such part keeps as many words on both sides.
    """
    if _fits(text):
        return text
    cuts = [0, *(found.end() for found in _CUT.finditer(text)), len(text)]
    heads = [cut for cut in cuts if cut >= end and _fits(text[:cut])]
    if heads:
        return text[: heads[-1]]
    first = max(at for at, cut in enumerate(cuts) if cut <= start)
    last = next(at for at, cut in enumerate(cuts) if cut >= end)
    if not _fits(text[cuts[first] : cuts[last]]):
        around = max(0, MOST_WORDS - len(text[start:end].split())) // 2
        begin = max(0, len(text[:start].split()) - around)
        return " ".join(text.split()[begin : begin + MOST_WORDS])
    while first > 0 and _fits(text[cuts[first - 1] : cuts[last]]):
        first -= 1
    while last + 1 < len(cuts) and _fits(text[cuts[first] : cuts[last + 1]]):
        last += 1
    return text[cuts[first] : cuts[last]]


def _fits(text: str) -> bool:
    return len(text.split()) <= MOST_WORDS


def _without_odd_bracket(text: str) -> str:
    """Without its brackets, where they do not close."""
    return " ".join(text.replace("(", " ").replace(")", " ").split())
