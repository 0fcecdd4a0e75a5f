"""A draft's sentences and the sources that their marks name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest import sentences

_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")
_MARK_AFTER_STOP = re.compile(r"([.!?])((?:\s*\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\])+)[.!?]?")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
_JOINT = re.compile(
    r"\s*[,;]\s+(?:and|but|while|whereas|as well as)\s+|\s*[;:]\s+|\s+(?:and|but|while|whereas)\s+"
    r"|\s*,\s+"
)
LEAST_PART = 2
"""Words longer than two letters that each part of a joined sentence has."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the draft. named: the evidence numbers that its marks name, in order."""

    text: str
    named: tuple[int, ...]


def parse(draft: str) -> list[Claim]:
    """The draft's sentences and the evidence numbers that each names; marks taken out.

    A mark behind a full stop belongs to the sentence before it, also where a second stop follows.
    A sentence said twice counts once.
    """
    inside = _MARK_AFTER_STOP.sub(r"\2\1", draft.strip())
    claims: dict[str, Claim] = {}
    for start, end in sentences.split(inside):
        sentence = inside[start:end]
        named = [
            int(n) for group in _MARK.findall(sentence) for n in re.split(r"\s*[,;]\s*", group)
        ]
        text = _TWO_STOPS.sub(".", " ".join(_MARK.sub("", sentence).split()))
        if any(character.isalnum() for character in text):
            earlier = claims.get(text, Claim(text, ()))
            claims[text] = Claim(text, tuple(dict.fromkeys((*earlier.named, *named))))
        elif claims:  # marks alone, on a line of their own
            last = next(reversed(claims.values()))
            claims[last.text] = Claim(last.text, tuple(dict.fromkeys((*last.named, *named))))
    return list(claims.values())


def parted(text: str) -> list[tuple[str, str]]:
    """Every way to cut a sentence in two where clauses or items may be joined, in order."""
    cuts = []
    for match in _JOINT.finditer(text):
        first, second = text[: match.start()], text[match.end() :]
        if all(len(re.findall(r"\w{3,}|\d", part)) >= LEAST_PART for part in (first, second)):
            cuts.append((first, second))
    return cuts
