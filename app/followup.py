"""Questions in conversation: a follow-up becomes a question that can be searched for by itself.

First by rules, which know a follow-up by its form (`and in 2019?`, `why?`, `who approved it?`) and
put it in its place in the question before. A follow-up that no rule can place keeps its own words
and gains the earlier question's topic: `Who pays for it? (a new parking permit)`. A question that
could stand alone is left as it is: a wrong rewrite is worse than none.

No model takes part. On the follow-ups of tests/app/followups.jsonl that no rule places, the
packaged one wrote 4 of 16 questions that could be searched for, and 2 of 16 that kept to the words
of the chat, in 0.7 s each; mostly it repeated the earlier question. The topic keeps the words of
all 16.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.followup_rules import DETERMINERS, DOES, IS, PREPOSITIONS, resolved
from app.followup_signs import (
    BARE,
    CONNECTIVE,
    FULL,
    POSSESSIVES,
    WH,
    closed,
    depends,
    fragment,
    pronoun,
)
from app.followup_values import base, names, overlap, spans, values
from indexes.words import STOP_WORDS

How = Literal["asked", "rule", "topic"]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """text: what to search for. how: `asked` is the question unchanged; `rule` puts it in the place
    of its like; `topic` adds the earlier question's topic. earlier: the question it was read with,
    '' when unchanged.
    """

    text: str
    how: How
    earlier: str = ""


LONGEST = 300
"""Characters. A longer question says enough by itself; of an earlier one, so many are read."""

_RESET = re.compile(
    r"^(?:now )?(?:(?:let'?s|can we) (?:talk|move|turn|switch|change)|(?:an? )?(?:new|different|"
    r"another|change of|unrelated) (?:topic|subject|question)|chang(?:e|ing) the (?:topic|subject)|"
    r"switching|moving on)\b(?: about| to| on)?(?: the (?:topic|subject))?[\s:,.;!-]*",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:ok(?:ay)?|so|thanks|thank you|then|right|well)\b[,.!]?(?:\s+|$))+", re.IGNORECASE
)
_ADJUNCT = r"(?:why|when|where|how|since when|until when|how (?:long|often|soon))"
_ADJUNCT_ALONE = re.compile(rf"^(?:and |but )?({_ADJUNCT})$", re.IGNORECASE)
_ADJUNCT_LED = re.compile(rf"^(?:{_ADJUNCT} )?({IS}|{DOES}|has|have|had) (.+)$", re.IGNORECASE)
_ABOUT = r"(?:please )?(?:tell me|let'?s talk) (?:more )?about|explain|describe"
_HAS = rf"(?:{IS}|{DOES}|has|have|had)"
_LED = re.compile(
    rf"^(?:{_ABOUT}|(?:in|on|at|by|for|from) {WH}(?: \w+)?|{WH}(?:['\u2019]s)?)\b"
    rf"(?: (?:much|many|long|often|far|old|big|high))?(?: {_HAS})?(?: (?:there|you|I|we))?\s+"
    rf"|^{_HAS}(?: (?:there|you|I|we))?\s+",
    re.IGNORECASE,
)
_NOUN = re.compile(rf"^(?:(?:what|who|where)(?:['\u2019]s| {IS})|{_ABOUT})\s+(.+)$", re.IGNORECASE)
_CARRIED = re.compile(r"\(([^()]+)\)$")


def standalone(question: str, earlier: Sequence[str]) -> Rewritten:
    """The question as it would have been asked without the questions before it.

    earlier: the chat's questions as they were read, oldest first. Never raises; whatever is not
    clearly a follow-up comes back as it was.
    """
    if len(question) > LONGEST:
        return Rewritten(question, "asked")
    asked, before = _plain(question), _last(earlier)
    if not before or not asked or _RESET.match(asked):
        return Rewritten(question, "asked")
    text = _placed(asked, before)
    if text is not None:
        return Rewritten(_capital(text), "rule", before)
    if depends(asked):
        return Rewritten(_with_topic(asked, before), "topic", before)
    return Rewritten(question, "asked")


def topic(question: str) -> str:
    """What a question is about: itself without the words that make it a question."""
    text = closed(question.strip())
    carried = _CARRIED.search(text)
    return carried[1] if carried else _LED.sub("", text, count=1)


def _plain(question: str) -> str:
    return _OPENING.sub("", " ".join(question.split()))


def _last(earlier: Sequence[str]) -> str:
    """The newest earlier question that is about something; '' where the topic was dropped.

    At most LONGEST characters of it.
    """
    for question in reversed(earlier):
        text = _plain(question[: 2 * LONGEST])
        text = text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0]
        after = _RESET.sub("", text, count=1)
        if after != text and not _meant(after):
            return ""
        if _meant(after):
            return text if after == text or "about" in text else after
    return ""


def _meant(text: str) -> bool:
    return any(word[0].lower() not in STOP_WORDS | BARE for word in spans(text))


def _placed(asked: str, before: str) -> str | None:
    """The whole question, where a rule is sure of it."""
    part = fragment(asked)
    if part:
        return resolved(part, before)
    bare = closed(asked)
    if _is_bare_like(bare, before):
        opening, _, rest = bare.partition(" ")
        return resolved(
            f"{opening.lower()} {rest}" if opening.lower() in PREPOSITIONS else bare, before
        )
    alone, led = _ADJUNCT_ALONE.match(bare), _ADJUNCT_LED.match(before)
    if alone and led:
        return f"{alone[1]} {led[1].lower()} {led[2]}"
    return _with_noun(asked, before)


def _is_bare_like(text: str, before: str) -> bool:
    """`in 2019`, `Best Buy`, `for doctors`: nothing but something of which the earlier has one."""
    parts = text.split()
    opening = parts[0].lower() if parts else ""
    if len(parts) < 4 and opening in PREPOSITIONS and f" {opening} " in before.lower():
        return not set(map(str.lower, parts)) <= STOP_WORDS | PREPOSITIONS
    found = values(text) or names(text)
    if not found or len(parts) > 5:
        return False
    left = [
        word for word in spans(text)
        if not any(overlap(value, word) for value in found)
    ]  # fmt: skip
    if any(word[0].lower() not in PREPOSITIONS | DETERMINERS for word in left):
        return False
    kinds = {value.kind for value in (*values(before), *names(before))}
    sure = found[0].kind != "name" or len(parts) > 1
    return sure and all(value.kind in kinds for value in found)


def _with_noun(asked: str, before: str) -> str | None:
    """The pronoun replaced by the noun that the earlier question consists of."""
    found, noun = pronoun(closed(asked)), _NOUN.match(closed(before))
    if not found or not noun or len(noun[1].split()) > 6 or found[0].lower() in ("her", "him"):
        return None
    if not _is_noun(noun[1]) or not _agrees(found[0].lower(), noun[1]):
        return None
    ending = "'s" if found[0].lower() in POSSESSIVES else ""
    if ending and set(noun[1].lower().split()) & PREPOSITIONS:
        return None
    put = noun[1] + ending
    opened = CONNECTIVE.match(asked)
    text = asked[: found.start()] + put + asked[found.end() :]
    return text[opened.end() :] if opened and FULL.match(text[opened.end() :]) else text


def _is_noun(text: str) -> bool:
    """Whether this is one noun with its adjectives and complements, as far as form can tell."""
    words = text.split()
    determined = words[0].lower() in DETERMINERS or bool(names(text)) or len(words) <= 3
    clause = re.search(r"\b(?:and|or|when|if|who|which|that|to)\b|[,;:()]|ed\b", text)
    return determined and not clause


def _agrees(word: str, noun: str) -> bool:
    """Whether `they` has a plural or a name before it, and the others none but a name."""
    head = next((i for i, each in enumerate(noun.split()) if each.lower() in PREPOSITIONS), None)
    last = base(noun.split()[: head or None][-1]).lower()
    plural = last in ("people", "staff", "children") or bool(re.search(r"[^sui]s$", last))
    return bool(names(noun, inside=True)) or plural == (word in ("they", "them", "their"))


def _with_topic(asked: str, before: str) -> str:
    text = CONNECTIVE.sub("", asked, count=1) if FULL.match(CONNECTIVE.sub("", asked)) else asked
    about = topic(before)
    return f"{_capital(text)} ({about})" if about else _capital(text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
