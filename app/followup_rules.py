"""Rules that put a fragment, as `in 2019` or `the second floor`, in its place in a question.

Each gives the whole question, or None where it does not apply; none guesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from app.followup_values import Value, base, names, spans, values
from indexes.words import STOP_WORDS

PREPOSITIONS = frozenset(
    """about after at before between by during for from in into of on over per since to under until
    with within without""".split()  # noqa: SIM905  # a list of literals is longer to read
)
DETERMINERS = frozenset({"a", "an", "the", "my", "our", "your", "their", "its", "his", "her"})
IS = r"(?:is|are|was|were)"
DOES = r"(?:do|does|did|can|could|will|would|should|must|may)"
VERBS = (
    r"(?:apply|arrive|begin|close|cost|earn|end|expire|get|happen|last|leave|mean|need|open|owe|"
    r"own|pay|receive|run|start|take|work)"
)
_NATURAL = {"day": "on", "month": "in", "year": "in", "quarter": "in", "half": "in"}
_TIMES = frozenset({"year", "fiscal year", "quarter", "half", "month", "day"})
_TAIL = re.compile(r"[\s?!.]*$")
_POSSESSED = re.compile(
    rf"^((?:what|how (?:much|high|large|big)) {IS} (?:.+?['\u2019]s?|our|my|your|their|its) )"
    r"(?:[a-z][\w&-]*(?: |\b(?=[?.!]*$))){1,4}?(?P<rest>(?:"
    + "|".join(sorted(PREPOSITIONS))
    + r") .*|[?.!]*)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    rf"^((?:where|when|who|why|(?:how|which|what)(?: \w+){{0,4}}?) )"
    rf"(?:({IS}) (?P<is>[^?]+?)|({DOES}) (?P<does>[^?]+?) {VERBS}(?: [^?]*)?)\??$",
    re.IGNORECASE,
)


def resolved(fragment: str, earlier: str) -> str | None:
    """The earlier question with the fragment in the place of its like; None when that is unclear.

    fragment: without `and` or `what about` before it and without punctuation after it.
    """
    for rule in _RULES:
        text = rule(fragment, earlier)
        if text is not None and text != earlier:
            return text
    return None


def without(text: str, parts: Sequence[Value]) -> str:
    """The text without these parts and the prepositions before them."""
    for part in reversed(parts):
        before = text[: part.start].rstrip().split(" ")
        if before[-1].lower() in PREPOSITIONS | DETERMINERS:
            before.pop()
        text = f"{' '.join(before)} {text[part.end :].lstrip()}"
    return text.strip(" ,")


def ended(text: str, addition: str) -> str:
    """`addition` before the punctuation that ends the text."""
    at = _TAIL.search(text)
    cut = at.start() if at else len(text)
    return f"{text[:cut]} {addition}{text[cut:]}"


def _by_value(fragment: str, earlier: str) -> str | None:
    """Year for year, day for day; what is left over must find its own place."""
    new = values(fragment)
    if not new:
        return None
    text = _swapped(new, fragment, earlier)
    rest = without(fragment, new)
    if text is None or not rest:
        return text
    rules = (_by_name, _by_head, _possessed)
    return next((found for rule in rules if (found := rule(rest, text))), None)


def _swapped(new: Sequence[Value], fragment: str, earlier: str) -> str | None:
    edits: list[tuple[int, int, str]] = []
    old = values(earlier)
    for kind in dict.fromkeys(value.kind for value in new):
        mine = [value for value in new if value.kind == kind]
        theirs = [value for value in old if value.kind == kind]
        if not theirs and len(new) == 1:
            return _added(mine[0], fragment, earlier, old)
        if len(mine) != len(theirs):
            return None
        edits += [_edit(m, fragment, t, earlier) for m, t in zip(mine, theirs, strict=True)]
    return _edited(earlier, edits)


def _edited(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    for start, end, put in sorted(edits, reverse=True):
        text = text[:start] + put + text[end:]
    return text


def _edit(new: Value, fragment: str, old: Value, earlier: str) -> tuple[int, int, str]:
    """The new value for the old one; times bring their own preposition, `since` for `in`."""
    mine, theirs = _preposition(fragment, new.start), _preposition(earlier, old.start)
    if new.kind in _TIMES and mine and theirs and mine != theirs and theirs != "of":
        return old.start - len(theirs) - 1, old.end, f"{mine} {new.text}"
    return old.start, old.end, new.text


def _added(new: Value, fragment: str, earlier: str, old: Sequence[Value]) -> str | None:
    """A time for a question that names none of its kind."""
    if new.kind not in _TIMES:
        return None
    years = [value for value in old if value.kind == "year"]
    if new.kind in ("month", "quarter") and len(years) == 1:
        return _edited(earlier, [(years[0].start, years[0].start, f"{new.text} ")])
    if any(value.kind in _TIMES for value in old):
        return None
    preposition = _preposition(fragment, new.start) or _NATURAL.get(new.kind, "in")
    return ended(earlier, f"{preposition} {new.text}")


def _preposition(text: str, at: int) -> str:
    """The preposition that ends before `at`; '' for another word."""
    before = text[:at].split()
    word = before[-1] if before else ""
    return word if word.lower() in PREPOSITIONS and text[:at].endswith(f"{word} ") else ""


def _by_name(fragment: str, earlier: str) -> str | None:
    """Name for name, where the fragment is one name and the question's own is plain."""
    new, old = names(fragment, inside=True), names(earlier)
    if len(new) != 1 or without(fragment, new) or not old:
        return None
    mine = _preposition(fragment, new[0].start)
    owners = [value for value in old if earlier[value.end : value.end + 1] in ("'", "\u2019")]
    placed = [value for value in old if mine and _preposition(earlier, value.start) == mine]
    likely = next((group for group in (placed, owners, old) if len(group) == 1), None)
    if likely is None or (not mine and _shouted(new[0].text) and not _shouted(likely[0].text)):
        return None
    return _edited(earlier, [(likely[0].start, likely[0].end, base(new[0].text))])


def _shouted(text: str) -> bool:
    """`EBITDA` may be a name or a measure; `IBM` looks the same."""
    return len(text) > 2 and text.isupper()


def _by_head(fragment: str, earlier: str) -> str | None:
    """`the second floor` for `the first floor`: the last words are the same."""
    parts = fragment.split()
    if parts and parts[0].lower() in PREPOSITIONS:
        parts = parts[1:]
    bare = parts[1:] if parts and parts[0].lower() in DETERMINERS else parts
    words = spans(earlier)
    at = [i for i, word in enumerate(words) if bare and word[0].lower() == bare[-1].lower()]
    if len(bare) < 2 or len(at) != 1 or at[0] < len(bare):
        return None
    first = at[0] - len(bare) + 1
    taken = [word[0].lower() for word in words[first : at[0]]]
    if any(word in STOP_WORDS for word in taken):
        return None
    start = words[first].start()
    return _edited(earlier, [(start, words[at[0]].end(), " ".join(bare))])


def _by_preposition(fragment: str, earlier: str) -> str | None:
    """`for children` for `for adults`; at the end of a question that has no such phrase."""
    parts = fragment.split()
    if len(parts) < 2 or parts[0].lower() not in PREPOSITIONS:
        return None
    words = spans(earlier)
    at = [i for i, word in enumerate(words) if word[0].lower() == parts[0].lower()]
    timed = values(earlier)
    at = [
        i for i in at
        if not any(value.start == words[i].end() + 1 and value.kind in _TIMES for value in timed)
    ]  # fmt: skip
    if not at:
        return ended(earlier, fragment)
    after = words[at[-1] + 1 :]
    length = next(
        (i for i, word in enumerate(after) if word[0].lower() in PREPOSITIONS | {"and", "or"}),
        len(after),
    )
    if not 1 <= length <= 4:
        return None
    return _edited(earlier, [(words[at[-1]].start(), after[length - 1].end(), fragment)])


def _possessed(fragment: str, earlier: str) -> str | None:
    """`operating income` for the expenditure in `What was 3M's capital expenditure in 2018?`."""
    found = _POSSESSED.match(earlier)
    words = fragment.split()
    if words and words[0].lower() in DETERMINERS:
        words = words[1:]
    if (
        not found
        or not words
        or len(words) > 4
        or set(words) & PREPOSITIONS
        or names(fragment, inside=True)
    ):
        return None
    rest = found["rest"]
    return f"{found[1]}{' '.join(words)}{' ' if rest[:1].isalpha() else ''}{rest}"


def _subject(fragment: str, earlier: str) -> str | None:
    """`the library` for the museum in `When does the museum open?` or `Where is the museum?`."""
    found = _SUBJECT.match(earlier.strip())
    words = fragment.split()
    if not found or not 1 <= len(words) <= 4 or set(words) & PREPOSITIONS:
        return None
    group = "is" if found["is"] else "does"
    old = found[group].split()
    determined = old[0].lower() in DETERMINERS, words[0].lower() in DETERMINERS
    if set(old) & PREPOSITIONS or len(old) > 4 or determined[0] != determined[1]:
        return None
    if group == "is" and (re.search(r"['\u2019]", found[group]) or len(old) > 3):
        return None
    return _edited(earlier.strip(), [(found.start(group), found.end(group), fragment)])


_RULES: tuple[Callable[[str, str], str | None], ...] = (
    _by_value,
    _by_name,
    _by_head,
    _by_preposition,
    _possessed,
    _subject,
)
