"""True claims that are no copies: each maker changes the wording and keeps what is said."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from training.checking.spots import MONTHS, SPELT, VALUES, days, numbers, put

Maker = Callable[[str, random.Random], str]

_TURNING = re.compile(
    r"\b(?:except|unless|if|but|not|without|only|until|provided|when|rather|instead|although|nor)\b",
    re.IGNORECASE,
)
_FRONT = re.compile(
    r"(?P<head>(?:In|On|At|After|Before|During|Since|For|By|When|If|From|Under|Between)"
    r" [^,;()]{3,80}), "
    r"(?P<rest>[^;]{15,})[.]"
)
_BACK = re.compile(
    r"(?P<rest>[^;]{20,}?),? (?P<tail>(?:if|when|after|because|unless) [^,;]{8,})[.]"
)
_OPENERS = frozenset(
    """
    the a an it this these those there all every each no any some most many staff they he she we
    when if after in on at once its their
    """.split()  # noqa: SIM905  # a list of literals would be five times as long to read
)

SYNONYMS = {
    "begin": "start", "begins": "starts", "began": "started", "buy": "purchase",
    "needs": "requires", "need": "require", "show": "indicate", "shows": "indicates",
    "showed": "indicated", "employees": "staff", "must": "has to", "big": "large",
    "about": "around", "approximately": "about", "located": "situated", "get": "receive",
    "gets": "receives", "help": "assist", "helps": "assists", "use": "employ", "used": "employed",
    "main": "principal", "build": "construct", "built": "constructed", "often": "frequently",
    "several": "a number of", "children": "kids", "film": "movie", "tell": "inform",
    "people": "persons", "goods": "wares", "ship": "vessel", "vessel": "ship", "boat": "craft",
    "yearly": "annual", "annual": "yearly", "costs": "expenses", "salary": "pay",
    "ends": "finishes",
    "ended": "finished", "because": "since", "also": "additionally",
    "called": "named",
    "writes": "pens", "died": "passed away", "keep": "retain", "kept": "retained",
    "gave": "granted",
}  # fmt: skip
_WRITTEN = {
    r"(?<=\d) per cent\b": "%", r"(?<=\d)%": " percent", r"(?<=\d) kg\b": " kilograms",
    r"(?<=\d) kilograms\b": " kg", r"(?<=\d) metres\b": " m", r"(?<=\d) kilometres\b": " km",
    r"(?<=\d) km\b(?!/)": " kilometres", r"(?<=\d) m\b(?!/)": " metres",
    r"(?<=\d) minutes\b": " min",
    r"(?<=\d) hours\b": " h", r"(?<=\d) cr\b": " crowns", r"(?<=\d) crowns\b": " cr",
}  # fmt: skip


def verbatim(text: str, rnd: random.Random) -> str:
    """The sentence itself."""
    return text


def trimmed(text: str, rnd: random.Random) -> str:
    """Without what follows a comma or a `which`, where nothing there turns the sentence round."""
    cuts = [
        match.start()
        for match in re.finditer(r", | which | because ", text)
        if len(text[: match.start()].split()) >= 6
        and not _TURNING.search(text[match.start() :])
        and not re.match(r", (?:and|or) ", text[match.start() :])
        and not re.match(r", [\w\s]{1,40}(?:, | and | or )", text[match.start() :])
    ]
    return text[: rnd.choice(cuts)].rstrip(" ,") + "." if cuts else ""


def fronted(text: str, rnd: random.Random) -> str:
    """`In 2024, the fee rose.` -> `The fee rose in 2024.`, and a last `if` or `when` put first."""
    match = _FRONT.fullmatch(text)
    if match:
        head = match["head"][0].lower() + match["head"][1:]
        return match["rest"][0].upper() + match["rest"][1:] + " " + head + "."
    match = _BACK.fullmatch(text)
    if not match:
        return ""
    tail = match["tail"][0].upper() + match["tail"][1:]
    return f"{tail}, {lowered(match['rest'])}."


def unbracketed(text: str, rnd: random.Random) -> str:
    """Without what stands in brackets."""
    without = re.sub(r"\s*\([^()]*\)", "", text)
    return without if without != text else ""


def rewritten(text: str, rnd: random.Random) -> str:
    """Numbers written otherwise: 1250 for 1,250, ten for 10, % for per cent."""
    out = text
    for spot in reversed(numbers(text)):
        out = put(
            out, spot.start, spot.end, _otherwise(spot.text, spot.value, spot.year, text, spot.end)
        )
    for pattern, new in _WRITTEN.items():
        changed = re.sub(pattern, new, out)
        if changed != out:
            return changed
    return out if out != text else ""


def _otherwise(said: str, value: str, year: bool, text: str, end: int) -> str:
    follows = text[end : end + 9]
    if (
        year
        or "." in value
        or re.match(r"(?:\s?(?:%|per cent|million|hundred|thousand|:)| (?:and|to) \d)", follows)
    ):
        return said
    if said.lower() in SPELT:
        return value
    number = int(value)
    if number in VALUES and re.match(r" [a-z]{3,}", follows):
        return SPELT[VALUES.index(number)]
    return f"{number}" if "," in said else f"{number:,}"


def redated(text: str, rnd: random.Random) -> str:
    """Dates written otherwise: March 14, 2025 or 2025-03-14 for 14 March 2025."""
    found = days(text)
    if not found:
        return ""
    out = text
    for each in reversed(found):
        month = MONTHS.index(each.month) + 1
        forms = [f"{each.month} {each.day}" + (f", {each.year}" if each.year else "")]
        if each.year:
            forms.append(f"{each.year}-{month:02}-{each.day:02}")
            forms.append(f"{each.day} {each.month[:3]} {each.year}")
        else:
            forms.append(f"{each.day}{_ordinal(each.day)} of {each.month}")
        out = put(out, each.start, each.end, rnd.choice(forms))
    return out if out != text else ""


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def reworded(text: str, rnd: random.Random) -> str:
    """One or two words exchanged for others of the same meaning."""
    places = [m for m in re.finditer(r"\b[a-z]+\b", text) if m.group() in SYNONYMS]
    chosen = rnd.sample(places, min(2, len(places)))
    out = text
    for match in sorted(chosen, key=lambda m: -m.start()):
        out = put(out, match.start(), match.end(), SYNONYMS[match.group()])
    return out if out != text else ""


def attributed(text: str, rnd: random.Random) -> str:
    """As a model says it: `According to the source, ...`."""
    opener = rnd.choice(("According to the source, ", "The document says that ", "Yes, "))
    return opener + lowered(text)


def joined(first: str, second: str, rnd: random.Random) -> str:
    """Two sentences made one."""
    joint = rnd.choice((", and ", "; ", ", while ", " and "))
    return first.rstrip(".") + joint + lowered(second)


def lowered(text: str) -> str:
    """With a small first letter, where the first word is no name."""
    opener = text.split(" ", 1)[0].lower()
    return text[0].lower() + text[1:] if opener in _OPENERS else text


MAKERS: dict[str, Maker] = {
    "verbatim": verbatim, "trimmed": trimmed, "clauses reordered": fronted,
    "brackets dropped": unbracketed, "numbers rewritten": rewritten, "dates rewritten": redated,
    "synonyms": reworded, "attributed": attributed,
}  # fmt: skip
"""Name of a kind -> its maker; '' where a sentence does not lend itself."""
