"""Whether a sentence says just what a question claims: its content words, and nothing that narrows.

Stems are compared in the order of the sentence. What is set beside another thing by `and` or a
comma may be left out; what stands before or between the claim's words may not, for it narrows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.parts.terms import content

_IRREGULAR = {
    "eaten": "eat", "flown": "fli", "drunk": "drink", "worn": "wear", "children": "child",
    "driven": "drive", "paid": "pai", "held": "hold", "kept": "keep", "given": "give",
    "left": "leav", "lent": "lend", "sent": "send", "flies": "fli", "written": "write",
}  # fmt: skip
_GENERIC = frozenset(
    """
    peopl person anyon anybodi everybodi everyon i we you us bring take taken use have food thing
    enter come go get possibl need must requir do make let keep own there ani it they
    forbidden prohibit ban disallow stai remain station organis compani welcom both place still
    cannot never
    """.split()  # noqa: SIM905  # a list of literals would be longer to read
)
ROLES = frozenset(
    """
    visitor guest employe staff member student pupil child traine volunt diver teacher senior adult
    research applic crew captain master director manager resident parent
    """.split()  # noqa: SIM905  # a list of literals would be longer to read
)
"""Stems for kinds of people; a rule for one of them says nothing of another."""

_JOINED = re.compile(r",? (?:and|or)\b(?: for| on| in| at)?|,(?! \d)")
_INVERTED = re.compile(r"^Not (\w+) (is|are) (.+?)[.]?$")
_MODAL = re.compile(r"\bmay\b|\b(?:allowed|permitted)\b|['’]s\b")
"""Words of permission and the genitive; not the month, which has a capital."""

_VERB = re.compile(r"\b(?:is|are|was|were|may|can|must|has|have|does|do|will)\b")


def bare(text: str) -> list[str]:
    """Content stems in order, irregular forms as their verb or noun."""
    return [_IRREGULAR.get(stem, stem) for stem in content(_MODAL.sub(" ", text)) if stem]


def wanted(claim: str, sentence: str, around: frozenset[str]) -> list[str]:
    """The claim's stems that the sentence has to hold.

    Words that only say that somebody does something are left out, kinds of people where the
    sentence speaks of none, and what the headings round the sentence say already.
    """
    held = set(bare(sentence))
    people = bool(held & ROLES)
    return [
        stem for stem in bare(claim)
        if stem not in _GENERIC and (people or stem not in ROLES)
        and (stem in held or stem not in around)
    ]  # fmt: skip


def covers(claim: list[str], sentence: str, extra: int, ordered: bool) -> bool:
    """Whether the sentence begins with the claim's stems and holds few behind them.

    extra: most stems behind. ordered: whether they must come in the claim's order, as where both
    who acts and what is acted on are named.
    """
    return bool(claim) and any(
        _begins(claim, held, extra, ordered) for held in _variants(claim, sentence)
    )


def _begins(claim: list[str], held: list[str], extra: int, ordered: bool) -> bool:
    first = held[: len(claim)]
    same = first == claim if ordered else sorted(first) == sorted(claim)
    return same and len(held) - len(claim) <= extra


def _variants(claim: list[str], sentence: str) -> Iterator[list[str]]:
    """The sentence's stems: all, and with one thing of each list that it holds."""
    sentence = _INVERTED.sub(r"\3 \2 not \1", sentence)
    yield told(sentence)
    verb = _VERB.search(sentence)
    subject = sentence[: verb.start()] if verb else ""
    for thing in _JOINED.split(subject) if _JOINED.search(subject) else ():
        if (own := told(thing)) and set(own) <= set(claim) and verb:
            yield from _parts(claim, own, sentence[verb.start() :])
    yield from _parts(claim, [], sentence)


def _parts(claim: list[str], subject: list[str], rest: str) -> Iterator[list[str]]:
    """With one of the things that the rest of the sentence lists at its end."""
    parts = [told(part) for part in _JOINED.split(rest)]
    head = [*subject, *parts[0]]
    yield head
    places = [at for at, stem in enumerate(head) if stem in claim]
    for part in parts[1:] if places else ():
        yield [*head[: places[-1] + 1], *part]


def told(text: str) -> list[str]:
    """A text's stems but for the generic ones."""
    return [stem for stem in bare(text) if stem not in _GENERIC]


def others(claim: str, sentence: str) -> bool:
    """Whether the sentence speaks of people that the claim does not."""
    return bool((set(bare(sentence)) & ROLES) - set(bare(claim)))
