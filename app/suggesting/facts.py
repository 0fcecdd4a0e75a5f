"""A plain statement of fact -> the question that it answers.

Only sentences of a few fixed shapes are turned, so that the question is grammatical.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LEAST_THING = 4
"""Words of what `What is ...` asks about, its article included."""

LONGEST = 220
"""Characters of a sentence that is turned."""

_NUMBER = (
    r"(?P<number>(?:about |at most |at least |up to |some |only )?(?:[\d][\d,.\u00a0]*|two|three|"
    r"four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty)"
    r"(?: (?:hundred|thousand|million))?)"
)
_THING = r"(?P<thing>[^\W\d_][\w'\u2019-]*(?: [\w'\u2019-]+){0,8}?)"
_COUNTED = r"(?P<counted>[^\W\d_][\w-]*(?: (?:of |in )?[^\W\d_][\w-]*){0,4}?)"
_STOP = (
    r"(?=[.,;]|$| (?:and|but|from|for|each|every|which|who|that|if|until|when|on|at|in|as|with|"
    r"a (?:day|week|month|year)|per)\b)"
)
_WHEN = r"(?:in (?:\w+ )?(?:1[5-9]|20)\d\d|on \d{1,2} [A-Z][a-z]+(?: (?:1[5-9]|20)\d\d)?)\b"
_CLOCK = r"at \d{1,2}[:.]\d\d"
_DUE = (
    r"(?:within|no later than|not later than|at the latest|by|before|until|after) "
    r"(?:\d|one|two|three|four|five|six|seven|eight|ten|twelve|the end|the start|noon|midnight)"
)

_VERBS = {
    "has": "have", "have": "have", "had": "have", "holds": "hold", "hold": "hold", "held": "hold",
    "seats": "seat", "seat": "seat", "carries": "carry", "carry": "carry", "employs": "employ",
    "employed": "employ", "receives": "receive", "receive": "receive", "received": "receive",
    "gets": "get", "get": "get", "needs": "need", "need": "need", "covers": "cover",
    "cover": "cover", "covered": "cover", "pays": "pay", "pay": "pay", "contains": "contain",
    "contain": "contain", "counted": "count", "sold": "sell", "bought": "buy", "lost": "lose",
    "welcomed": "welcome",
}  # fmt: skip
_TIMED = {
    "leaves": "leave", "opens": "open", "closes": "close", "starts": "start", "begins": "begin",
    "ends": "end", "meets": "meet", "leave": "leave", "open": "open", "close": "close",
    "start": "start", "begin": "begin", "end": "end",
}  # fmt: skip
_SINGULAR = frozenset(form for form in (*_VERBS, *_TIMED, "costs", "lasts", "takes", "weighs")
                      if form.endswith("s"))  # fmt: skip
_PAST = frozenset(
    {"had", "held", "employed", "received", "covered", "counted", "sold", "bought", "lost"}
    | {"welcomed", "lasted", "took", "weighed", "cost"}
)
_PARTICIPLE = (
    r"(?P<done>(?:\w{3,}ed|built|made|held|sent|given|taken|kept|put|paid|found|written|brought|"
    r"sold|bought|begun|laid)(?: (?:up|out|in|down|over|back|off))?)"
)
_ARTICLES = frozenset({"the", "a", "an", "each", "every", "all", "any", "both", "no", "one"})
_BAD_STARTS = frozenset(
    """it they he she this that these those we you i there here if when while where as after before
    in on at by from for with of to and but or so since because once who which what no not then now
    later today please see note also such another other others some many most both all""".split()  # noqa: SIM905  # reads better as words
)
_MEASURES = frozenset(
    """age allowance amount area average budget capacity cost count current deadline density depth
    distance dose duration fee flow height income interval length level limit load maximum mean
    minimum number period population pressure price range rate record salary score share size speed
    target temperature total turnover value volume weight width""".split()  # noqa: SIM905  # reads better as words
)
_UNCOUNTED = frozenset("of tenths percent per cent times or and to more less".split())  # noqa: SIM905  # reads better as words
_MONEY = frozenset("cr crown crowns euro euros eur dollar dollars usd pound pounds gbp".split())  # noqa: SIM905  # reads better as words
_INSIDE = re.compile(
    r"\b(?:which|who|whose|that|and|or|but|it|they|he|she|we|you|i|this|these|those|is|are|was|were"
    r"|has|have|had|will|must|may|can|if|when|not)\b",
    re.IGNORECASE,
)

_SHAPES = (
    ("How many {counted} {aux} {thing} {base}?",
     re.compile(rf"{_THING} (?P<verb>{'|'.join(_VERBS)}) {_NUMBER} {_COUNTED}{_STOP}")),
    ("How many {counted} {be} {thing} entitled to?",
     re.compile(rf"{_THING} (?P<be>is|are) entitled to {_NUMBER} {_COUNTED}{_STOP}")),
    ("How much {aux} {thing} cost?",
     re.compile(rf"{_THING} (?P<verb>costs?) {_NUMBER}\b")),
    ("How long {aux} {thing} {base}?",
     re.compile(rf"{_THING} (?P<verb>lasts?|lasted|takes?|took) {_NUMBER} "
                r"(?:seconds|minutes|hours|days|weeks|months|years)\b")),
    ("When {aux} {thing} {base}?",
     re.compile(rf"{_THING} (?P<verb>{'|'.join(_TIMED)}) (?:[\w ]{{0,30}} )?{_CLOCK}")),
    ("When {be} {thing} {done}?",
     re.compile(rf"{_THING} (?P<be>was|were) {_PARTICIPLE} {_WHEN}")),
    ("When must {thing} be {done}?",
     re.compile(rf"{_THING} (?:must|has to|have to) be {_PARTICIPLE} {_DUE}")),
    ("What {be} {thing}?",
     re.compile(rf"(?P<thing>The [\w'\u2019-]+(?: [\w'\u2019-]+){{0,6}}?) (?P<be>is|are|was|were) "
                rf"{_NUMBER}\b")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a document writes its words. lower: those in lower case somewhere. names: those with a
    capital inside a sentence.
    """

    lower: frozenset[str]
    names: frozenset[str]


def questions(sentence: str, spelling: Spelling) -> Iterator[str]:
    """The questions that a sentence answers, mostly none or one.

    A sentence whose first word may be a name or not is left out.
    """
    text = " ".join(sentence.split())
    if len(text) > LONGEST or not text.endswith((".", "!")):
        return
    for frame, shape in _SHAPES:
        found = shape.match(text)
        if found and _stands(found["thing"]) and (said := _worded(frame, found, spelling)):
            yield said


def _stands(thing: str) -> bool:
    """Whether the words before the verb are one thing that needs nothing said before."""
    first = thing.split()[0].lower()
    return first not in _BAD_STARTS and _INSIDE.search(thing) is None


def _worded(frame: str, found: re.Match[str], spelling: Spelling) -> str:
    """'' where it would not read well."""
    parts = found.groupdict()
    verb = parts.get("verb") or ""
    base = _VERBS.get(verb) or _TIMED.get(verb) or _base(verb)
    parts["base"] = base
    parts["aux"] = "did" if verb in _PAST else "does" if verb in _SINGULAR else "do"
    parts["thing"] = _lowered(found["thing"], spelling)
    counted = (parts.get("counted") or "").split()
    if not parts["thing"] or (counted and counted[0].lower() in _UNCOUNTED):
        return ""
    measured = _MEASURES & {word.lower() for word in found["thing"].split()}
    if frame.startswith("What") and (len(found["thing"].split()) < LEAST_THING or not measured):
        return ""
    if counted and counted[0].lower() in _MONEY and verb:
        frame = "How much {aux} {thing} {base}?"
    return frame.format(**parts)


def _base(verb: str) -> str:
    return {"takes": "take", "took": "take", "lasts": "last", "lasted": "last"}.get(verb, verb)


def _lowered(thing: str, spelling: Spelling) -> str:
    """Without the capital of the sentence's start, unless it is a name's; '' where in doubt."""
    first, blank, rest = thing.partition(" ")
    small = first.lower()
    if small in _ARTICLES or (small in spelling.lower and not rest[:1].isupper()):
        return f"{small}{blank}{rest}"
    return thing if first in spelling.names or rest[:1].isupper() else ""
