"""What kind of answer in parts a question wants, by its form alone; English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Relation = Literal["more", "less"]

_YEAR = r"(?:19|20)\d\d"
_YEARS = re.compile(rf"(?<![\d.,-])({_YEAR})(?![\d-])")
_CHANGES = re.compile(
    r"^(?:what(?:['’]s| is| are| was| has| have| did)?(?: been)? (?:all )?"
    r"(?:changed?|changes|changing|new|different)|what changes? (?:were|was|has been|have been) "
    r"made|(?:list|show|tell me|name|describe) (?:me )?(?:all )?(?:the )?changes"
    r"|which (?:rules|things|points|sections) (?:have )?changed)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_VERSION = (
    r"(?:polic(?:y|ies)|reports?|notices?|rules?|guidelines?|manuals?|handbooks?|versions?|one)"
)
_REVISED = re.compile(
    rf"^(?:what (?:did|does) (?P<a>.*\b{_VERSION}) change"
    rf"|what (?:changes|differences) (?:did|does|do) (?P<b>.*\b{_VERSION}) (?:bring|make|introduce"
    rf"|contain|have)|(?:summari[sz]e|sum up|outline|explain|describe|give me) (?:me )?(?:all )?"
    rf"(?:the )?(?:changes|differences) (?P<c>.+)"
    rf"|(?:what|which) (?:rules|things|points|sections|parts) (?:are|were|have been) (?:new|"
    rf"different|changed) (?P<d>.+)|how (?:do|does|did|is|are) (?P<e>.*\b{_VERSION}) (?:differ|"
    rf"different|changed?) from (?:the |that |those |its )?(?:.* )?{_VERSION}?.*"
    rf"|what (?:is|are) the differences? (?P<f>between the .*\b{_VERSION}\b.*))$",
    re.IGNORECASE,
)
_DIFFER = re.compile(
    r"^how (?:do|does|did|has|have) (?P<topic>.+?) (?:differ|change|changed|compare|vary|varied)\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"^(?:please )?(?:compare|what(?:['’]s| is| are| was| were) the differences? (?:in|of) |"
    r"what(?:['’]s| is| are| was| were) the differences?)\b\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"^which (?:\w+ )?(?P<verb>is|was|are|has|costs?|lasts?) (?:the )?(?P<word>[a-z]+)"
    r"(?P<noun> [\w ]+?)?,? (?P<a>[^,?]+?),? or (?P<b>[^,?]+)$"
    r"|^which of (?P<a2>.+?) and (?P<b2>.+?) (?P<verb2>is|was|are|has|costs?|lasts?) (?:the )?"
    r"(?P<word2>[a-z]+)(?P<noun2> [\w ]+)?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^(?:(?P<topic>.+?) )?between (?P<a>.+?) and (?P<b>.+)$", re.IGNORECASE)
_OF_BOTH = re.compile(
    r"^(?:the )?(?P<topic>.+?) (?P<of>of|in|at|for|on) (?P<a>.+?) "
    r"(?:and|with|to|against|versus|vs\.?) (?:(?:that|those) (?:of|in|at|for|on) )?(?P<b>.+)$",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"^(?:(?:what|which) (?:are|were) (?:all )?(?:the )?|(?:please )?(?:list|name|give me|show me|"
    r"enumerate)(?: me)? (?:a list of )?(?:all )?(?:of )?(?:the )?)(?P<topic>.+)$",
    re.IGNORECASE,
)
_WHICH_LIST = re.compile(
    r"^(?:which|what) (?P<topic>[a-z][\w'’ -]*?) (?:are|were) (?P<rest>.+)$", re.IGNORECASE
)
_YES_NO = re.compile(
    r"^(?P<verb>is|are|was|were|does|do|did|can|could|may|must|should|has|have|will) "
    r"(?P<claim>.+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """`What are the house rules?` topic: what is listed."""

    topic: str


@dataclass(frozen=True, slots=True)
class Changed:
    """`What changed between the 2024 and the 2025 leave policy?` topic: its other words.

    years: those that it names, in order of time; at most two.
    """

    topic: str
    years: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """`Compare the pay of guides and wardens`. questions: one each. things: what each is about.

    years: the two, where they tell the things apart, else (). word: the comparative of a question
    such as `Which is older`, else ''.
    """

    questions: tuple[str, str]
    things: tuple[str, str]
    years: tuple[str, str] | tuple[()]
    word: str = ""


@dataclass(frozen=True, slots=True)
class YesNo:
    """`May visitors bring dogs?` verb: the auxiliary in lower case; claim: what follows it."""

    verb: str
    claim: str


Kind = Listed | Changed | Compared | YesNo


def read(question: str) -> Kind | None:
    """The kind of a question; None for a plain one. Counts and sums are read in `figures`."""
    bare = " ".join(question.split()).rstrip("?.! ")
    return _changed(bare) or _compared(bare) or _listed(bare) or _yes_no(bare)


def _changed(bare: str) -> Changed | None:
    found = _CHANGES.match(bare)
    years = tuple(sorted(set(_YEARS.findall(bare))))
    if revised := _REVISED.match(bare):
        return Changed(next(g for g in revised.groups() if g), years) if len(years) < 3 else None
    if not found:
        return None
    rest = found["rest"].strip()
    if (
        len(years) > 2
        or not rest
        or not re.match(
            r"^(?:between|in|from|since|to|about|for|with|"
            r"of|made)\b",
            rest,
            re.IGNORECASE,
        )
    ):
        return None
    return Changed(rest, years)


def _compared(bare: str) -> Compared | None:
    if found := _DIFFER.match(bare):
        years = tuple(sorted(set(_YEARS.findall(found["rest"]))))
        asks = f"What is {found['topic']}?"
        if len(years) == 2:
            return Compared((asks, asks), (years[0], years[1]), (years[0], years[1]))
        return None
    if found := _WHICH.match(bare):
        return _which(found)
    if found := _COMPARE.match(bare):
        return _pair(found["rest"])
    return None


def _pair(rest: str) -> Compared | None:
    """The two things of `the price of A and B`, `the pay between A and B`."""
    years = tuple(sorted(set(_YEARS.findall(rest))))
    between = _BETWEEN.match(rest)
    if between and not between["topic"]:
        between = None
        rest = re.sub(r"^between ", "", rest, flags=re.IGNORECASE)
    found = between or _OF_BOTH.match(rest)
    if not found:
        return None
    topic = re.sub(r"^(?:the|in)\s+(?:the\s+)?|\s+(?:in|of)$", "", (found["topic"] or "").strip())
    if not topic:
        return None
    if len(years) == 2:
        left = re.sub(rf"\b{_YEAR}\b|\b(?:report|policy|notices|rules|version)\b", "", found["a"])
        if re.sub(r"\b(?:the|of|in)\b|\W", "", left, flags=re.IGNORECASE):
            return None
        asks = f"What is the {topic}?"
        return Compared((asks, asks), (years[0], years[1]), (years[0], years[1]))
    a, b = _things(found["a"], found["b"])
    if years or not a or not b:
        return None
    of = found.groupdict().get("of") or "of"
    return Compared(
        (f"What is the {topic} {of} {a}?", f"What is the {topic} {of} {b}?"), (a, b), ()
    )


_ASKS = {
    "older": "How old is {}?", "younger": "How old is {}?", "newer": "How old is {}?",
    "longer": "How long is {}?", "shorter": "How long is {}?", "bigger": "How big is {}?",
    "larger": "How large is {}?", "smaller": "How large is {}?", "higher": "How high is {}?",
    "lower": "How high is {}?", "heavier": "How heavy is {}?", "lighter": "How heavy is {}?",
    "deeper": "How deep is {}?", "shallower": "How deep is {}?", "faster": "How fast is {}?",
    "slower": "How fast is {}?", "cheaper": "How much does {} cost?", "wider": "How wide is {}?",
}  # fmt: skip


def _which(found: re.Match[str]) -> Compared | None:
    groups = found.groupdict()
    word = (groups["word"] or groups["word2"] or "").lower()
    noun = (groups["noun"] or groups["noun2"] or "").strip()
    a, b = _things(groups["a"] or groups["a2"], groups["b"] or groups["b2"])
    if not a or not b:
        return None
    if word == "more" and noun:
        return Compared(
            (f"How many {noun} does {a} have?", f"How many {noun} does {b} have?"), (a, b), (), word
        )
    if word not in _ASKS or noun:
        return None
    return Compared((_ASKS[word].format(a), _ASKS[word].format(b)), (a, b), (), word)


def _things(a: str, b: str) -> tuple[str, str]:
    """Both things without their ends; ('', '') when one is too long to be a name."""
    pair = tuple(each.strip(" ,") for each in (a, b))
    long = any(
        len(each.split()) > 5 or re.search(r"\b(?:and|or|that|which)\b", each) for each in pair
    )
    return ("", "") if long else (pair[0], pair[1])


def _listed(bare: str) -> Listed | None:
    found = _LIST.match(bare)
    if found:
        return Listed(found["topic"])
    found = _WHICH_LIST.match(bare)
    return Listed(f"{found['topic']} {found['rest']}") if found else None


def _yes_no(bare: str) -> YesNo | None:
    found = _YES_NO.match(bare)
    if not found or " or " in f" {bare} " or re.search(r"\b(?:how|what|when|why|who)\b", bare):
        return None
    return YesNo(found["verb"].lower(), found["claim"])
