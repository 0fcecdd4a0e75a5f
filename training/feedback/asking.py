"""Questions that a sentence or a row of a table answers, made by rules. English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.reading.wording import LEANING

LEAST_WORDS, MOST_WORDS = 6, 34
"""Words of a sentence that is asked about."""

MOST_SUBJECT = 8
"""Words of the thing that is asked about."""

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_WHEN = re.compile(
    rf"\b(?:in|on|by|until|since|from|before|after|no later than) "
    rf"(?P<time>(?:\d{{1,2}} )?{_MONTH}(?: \d{{4}})?|(?:1[6-9]|20)\d\d)\b"
)
_CLAUSE = re.compile(
    r"(?P<subject>(?:The|A|An|Each|Every|All|[A-Z][\w'-]+)(?: [\w'/&.-]+){0,7}?) "
    r"(?P<verb>is|are|was|were|must|may|can|should|shall|will|has|have) (?P<rest>.+)"
)
_DOES = {
    "costs": "cost", "weighs": "weigh", "lasts": "last", "takes": "take", "holds": "hold",
    "contains": "contain", "needs": "need", "requires": "require", "uses": "use",
    "covers": "cover", "pays": "pay", "keeps": "keep", "receives": "receive", "bears": "bear",
    "earns": "earn", "owns": "own", "runs": "run", "gives": "give", "carries": "carry",
    "shows": "show", "measures": "measure", "means": "mean", "includes": "include",
}  # fmt: skip
_ACTION = re.compile(
    rf"(?P<subject>(?:The|A|An|Each|Every|[A-Z][\w'-]+)(?: [\w'/&.-]+){{0,7}}?) "
    rf"(?P<verb>{'|'.join(_DOES)}) (?P<rest>.+)"
)
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[-*\u2022])\s+(?=[A-Z])")
_BY = re.compile(r" by (?P<who>(?:Dr |the )?[A-Z][\w.-]+(?: [A-Z][\w.-]+)*)[.,;]?$")
_CELL = re.compile(r"(?P<name>[^:;]{1,40}): (?P<value>[^;]{1,80})(?:; |$)")
_SEVERAL = re.compile(r"[.!?:]\s")
_INNER = re.compile(r"\b(?:who|which|that|whose|where|when|if|because|although|while|not)\b")
_NO_SUBJECT = frozenset(
    ("in", "at", "on", "for", "from", "with", "after", "before", "during", "under", "when", "what",
     "who", "whoever", "if", "you", "i", "we", "one", "some", "last", "our", "my", "your", "there",
     "here", "see", "all", "no", "nobody", "nothing", "note")
)  # fmt: skip
_PEOPLE = re.compile(
    r"(?:ers?|ors?|staff|trainees?|employees?|members?|people|persons?|guests?|captain|party|"
    r"volunteers?|heads?|students?|parents?|whoever|everyone)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the words of the sentence that answer it."""

    question: str
    phrase: str


def asked(spoken: str) -> list[Asked]:
    """The questions that the sentence or row answers, the surest first; mostly none or one.

    spoken: as a chunk is spoken.
    """
    if ";" in spoken and _CELL.match(spoken):
        return list(_of_row(spoken))
    text = _NUMBERED.sub("", " ".join(spoken.split())).rstrip(" .")
    short = LEAST_WORDS <= len(text.split()) <= MOST_WORDS
    if not short or LEANING.match(text) or _SEVERAL.search(text):
        return []
    return [*_of_clause(text), *_of_action(text)]


def _of_clause(text: str) -> Iterator[Asked]:
    found = _CLAUSE.fullmatch(text)
    if not found or not _simple(found["subject"]):
        return
    subject, verb, rest = _lower(found["subject"]), found["verb"], found["rest"]
    time = _WHEN.search(rest)
    if time and 2 <= len(rest[: time.start()].split()) <= 12:
        yield Asked(_line("When", verb, subject, rest[: time.start()]), time["time"])
        return
    by = _BY.search(rest)
    if by and verb in ("is", "are", "was", "were") and len(rest[: by.start()].split()) <= 10:
        yield Asked(_line("By whom", verb, subject, rest[: by.start()]), by["who"])
        return
    if verb in ("must", "may", "can", "should", "shall") and len(rest.split()) <= 16:
        if _PEOPLE.search(found["subject"]):
            yield Asked(_line("Who", verb, "", rest), found["subject"])
        elif not rest.startswith(("be ", "not ")):
            yield Asked(_line("What", verb, subject, "do"), rest)
    elif verb in ("is", "are") and re.match(r"(?:an? |the |\d)", rest):
        yield Asked(_line("What", verb, subject, ""), rest)


def _of_action(text: str) -> Iterator[Asked]:
    found = _ACTION.fullmatch(text)
    if not found or not _simple(found["subject"]):
        return
    rest, verb = found["rest"], _DOES[found["verb"]]
    many = "How much does" if verb in ("cost", "weigh") else "What does"
    if re.match(r"\d", rest) and verb in ("last", "take"):
        many = "How long does"
    yield Asked(_line(many, "", _lower(found["subject"]), verb), rest)


def _of_row(spoken: str) -> Iterator[Asked]:
    """About each cell but the first, of what the first one names."""
    cells = [(each["name"].strip(), each["value"].strip()) for each in _CELL.finditer(spoken)]
    (_, key), *others = cells
    keys = key if re.search(r"[A-Za-z]", key) else ""
    named = next((value for name, value in others if name.lower() in ("item", "name")), "")
    for name, value in others:
        if keys and value not in (key, named) and len(value.split()) <= 12:
            column = name.replace("_", " ")
            yield Asked(f"What is the {column} of {named or keys}?", value)


def _simple(subject: str) -> bool:
    """Whether the words before the verb are one thing, and no clause of their own."""
    said = subject.lower().split()
    return (
        len(said) <= MOST_SUBJECT
        and said[0] not in _NO_SUBJECT
        and not _INNER.search(subject.lower())
        and not any(each.endswith(("ed", ".")) or each in _DOES for each in said[1:])
    )


def _lower(subject: str) -> str:
    first = subject.split()[0]
    articles = ("The", "A", "An", "Each", "Every", "All")
    return subject[0].lower() + subject[1:] if first in articles else subject


def _line(*parts: str) -> str:
    return " ".join(" ".join(parts).split()).rstrip(" ,;") + "?"
