"""How one thing changed between two years: a row of figures, or the passages of two versions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.checking import Checked
from app.parts.changes import changed, topic_of
from app.parts.cite import Book, Place
from app.parts.comparisons import differing
from app.parts.kinds import Changed
from app.parts.over_time import Trend
from app.parts.pieces import is_heading, pieces
from app.parts.reckoning import near
from app.parts.series import Pair as Figures
from app.parts.series import in_two_years
from app.parts.terms import content, counted, keys, plain, shown
from app.parts.tools import Tools
from app.parts.versions import Pair, pairs
from indexes.types import Chunk

NOTHING = Checked("", (), ())
"""Says that the library does not hold the answer."""

ALIKE = 0.5
"""Ratio of common words from which on the passages of two versions are the same rule."""

FEW = 3
"""Most passages that answer a question about one thing."""

_MEASURES = frozenset(
    "number amount rate level length limit rule size price cost figur total come came spend".split()  # noqa: SIM905  # a list of literals would be longer to read
)
_CHANGE = re.compile(
    r"\b(?:rose|risen|rises?|fell|fallen|falls?|grew|grown|increased?|decreased?|dropped|declined|"
    r"changed?|unchanged|more than|less than|fewer than|higher than|lower than|now|instead of|"
    r"rather than|against|before,)\b",
    re.IGNORECASE,
)


_IDENTIFIER = re.compile(
    r"\b(?:extension|telephone|phone|fax|codes?|version|account|serial|room|ring|call)\b",
    re.IGNORECASE,
)
"""Words beside numbers that name something; their difference says nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the two versions say of one thing, alike or not."""

    pair: Pair
    was: Chunk
    now: Chunk

    @property
    def same(self) -> bool:
        return keys(self.was.spoken) == keys(self.now.spoken)


def told(question: str, asked: Trend, tools: Tools) -> Checked | None:
    """The thing in both years, with the difference where code can compute it; None if not found."""
    figures = in_two_years(asked.topic, asked.years, near(question, tools))
    if figures:
        return _figures(figures, asked)
    for pair in pairs(question, asked.years, tools):
        answer = _in_versions(question, asked, pair, tools)
        if answer:
            return answer
    return None


def _in_versions(question: str, asked: Trend, pair: Pair, tools: Tools) -> Checked | None:
    """The passages that changed, few or as a list; else those that say the same in both."""
    wanted = topic_of(asked.topic, pair)
    years = (pair.old_year, pair.new_year)
    if not wanted:
        return changed(question, Changed("", years), tools)
    unchanged: list[Said] = []
    for stems in (wanted, wanted - _MEASURES):
        said = _both(stems, pair, tools) if stems else []
        differ = [each for each in said if not each.same]
        if 0 < len(differ) <= FEW:
            return _passages(differ, asked)
        unchanged = unchanged or [each for each in said if each.same]
    listed = changed(question, Changed(" ".join(wanted - _MEASURES), years), tools)
    return listed or (_passages(unchanged, asked) if 0 < len(unchanged) <= FEW else None)


def otherwise(question: str, asked: Trend, tools: Tools) -> Checked:
    """The plain path's answer where it speaks of a change of the topic, else NOTHING."""
    answer = tools.answer(question)
    cited = " ".join(each.quote for each in answer.citations) if answer else ""
    topic = set(content(asked.topic)) - _MEASURES
    if answer and topic and topic <= set(content(cited)) and _CHANGE.search(cited):
        return answer
    return NOTHING


def _figures(found: Figures, asked: Trend) -> Checked:
    (was, now), (first, second) = found.values, found.years
    places, book = [found.table.place(found.row)], Book()
    texts = [_with_unit(text, found.unit) for text in found.texts]
    lead = _verdict(asked, was, now)
    name = plain(found.name)
    book.say(f"{lead}{name}: {texts[0]} in {first}, {texts[1]} in {second}.", places)
    if was != now:
        high, low = max(was, now), min(was, now)
        by, way = _with_unit(shown(high - low), found.unit), "more" if now > was else "less"
        year = "" if asked.asks != "which" else f"So it was {_more(asked, found)}. "
        told = f"That is {by} {way} in {second} (computed: {shown(high)} − {shown(low)})."
        book.say(f"{year}{told}", places)
    return book.done()


def _more(asked: Trend, found: Figures) -> str:
    was, now = found.values
    return found.years[int((now > was) == (asked.way != "down"))]


def _with_unit(text: str, unit: str) -> str:
    return text if not unit or "%" in text else f"{text}%" if unit == "%" else f"{text} {unit}"


def _verdict(asked: Trend, was: float, now: float) -> str:
    if asked.asks != "whether":
        return ""
    if not asked.way:
        return "Yes — " if was != now else "No — "
    return "Yes — " if (now > was if asked.way == "up" else now < was) else "No — "


def _both(stems: set[str], pair: Pair, tools: Tools) -> list[Said]:
    """Sentences of the two versions that hold the stems, each with the one that it is most like."""
    old, new = (_holding(stems, tools.chunks(each.id)) for each in (pair.old, pair.new))
    return _matched(old, new, pair)


def _holding(stems: set[str], chunks: Sequence[Chunk]) -> list[Chunk]:
    return [
        piece
        for chunk in chunks
        if not is_heading(chunk) and stems <= set(content(chunk.spoken))
        for piece in pieces(chunk)
        if stems <= set(content(piece.spoken))
    ]


def _matched(old: Sequence[Chunk], new: Sequence[Chunk], pair: Pair) -> list[Said]:
    """Each new chunk with the old one that is most like it, if that is like enough."""
    found = []
    for now in new:
        ratios = [
            (SequenceMatcher(None, keys(was.spoken), keys(now.spoken), False).ratio(), -i)
            for i, was in enumerate(old)
        ]
        ratio, at = max(ratios, default=(0.0, 0))
        if ratio >= ALIKE:
            found.append(Said(pair, old[-at], now))
    return found


def _passages(said: Sequence[Said], asked: Trend) -> Checked:
    book = Book()
    first = said[0]
    lead = _changed_lead(said, asked)
    for at, each in enumerate(said):
        before = "" if not at else "\n\n"
        places = [Place(each.pair.old, each.was), Place(each.pair.new, each.now)]
        opening = lead if not at else ""
        if each.same:
            both = f"{each.pair.old.title} and {each.pair.new.title}"
            book.say(f"{opening}{both} say the same: “{plain(each.now.spoken)}”.", places, before)
            continue
        was, now = f"“{plain(each.was.spoken)}”", f"“{plain(each.now.spoken)}”"
        book.say(f"{opening}{each.pair.old.title}: {was}.", places[:1], before)
        book.say(f"{each.pair.new.title}: {now}.", places[1:])
    amounts = _amounts(first) if len(said) == 1 else None
    if amounts and not (amounts[2] == "" and _IDENTIFIER.search(first.now.spoken)):
        was_amount, now_amount, unit = amounts
        high, low = max(was_amount, now_amount), min(was_amount, now_amount)
        by = counted(round(high - low, 6), unit)
        way = "more" if now_amount > was_amount else "less"
        places = [Place(first.pair.old, first.was), Place(first.pair.new, first.now)]
        book.say(f"That is {by} {way} (computed: {shown(high)} − {shown(low)}).", places)
    return book.done()


def _amounts(said: Said) -> tuple[float, float, str] | None:
    """The one number in which the two differ, and its unit."""
    found = differing(said.was.spoken, said.now.spoken, (said.pair.old.title, said.pair.new.title))
    return (found[0].value, found[1].value, found[0].unit) if found else None


def _changed_lead(said: Sequence[Said], asked: Trend) -> str:
    """`Yes — ` or `No — ` where one passage surely says so, else ''."""
    if asked.asks != "whether" or len(said) != 1:
        return ""
    amounts = _amounts(said[0])
    if amounts:
        return _verdict(asked, amounts[0], amounts[1])
    if asked.way:
        return ""
    return "No — " if said[0].same else ""
