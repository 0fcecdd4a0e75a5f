"""Two documents or two named things side by side, and the difference where code can compute it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from app.checking import Checked
from app.parts.cells import named_unit, without_unit
from app.parts.changes import Difference, changed, compare, topic_of
from app.parts.cite import Book, Place, said
from app.parts.kinds import Changed, Compared
from app.parts.reckoning import near
from app.parts.table import Row, Table
from app.parts.terms import Amount, amounts, content, counted, keys, plain, shown
from app.parts.tools import Tools
from app.parts.versions import Pair, versions
from app.types import Citation, Sentence

ALIKE = 0.5
"""Ratio of common words from which on the passages of two versions are the same rule."""

FEW = 4
"""Most aligned differences that still answer a question about one thing."""

_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()  # noqa: SIM905  # reads better as words
)
_LESS = frozenset("younger newer shorter smaller lower lighter shallower cheaper slower".split())  # noqa: SIM905  # reads better as words
_AGES = frozenset({"older", "younger", "newer"})
_FIRST_YEAR, _LAST_YEAR = 1500, 2100


def compared(kind: Compared, question: str, tools: Tools) -> Checked | None:
    """Both parts, named; None when one is not found or they do not speak of the same."""
    if kind.years:
        return _versions(kind, question, tools)
    return _cells(kind, question, tools) or _things(kind, tools)


def _versions(kind: Compared, question: str, tools: Tools) -> Checked | None:
    pair = versions(question, kind.years, tools)
    if pair is None:
        return None
    parts = []
    for asks, document in zip(kind.questions, (pair.old, pair.new), strict=True):
        answer = tools.answer(asks, (document.id,))
        sentence = _first(answer)
        if answer is None or sentence is None:
            return _aligned(kind, question, pair, tools)
        parts.append((document.title, sentence, said(answer, sentence)))
    quotes = [_quote(citations) for _, _, citations in parts]
    if SequenceMatcher(None, keys(quotes[0]), keys(quotes[1]), False).ratio() < ALIKE:
        return _aligned(kind, question, pair, tools)
    if not difference(parts[0][1].text, parts[1][1].text, (parts[0][0], parts[1][0])):
        return _aligned(kind, question, pair, tools) or _told(kind, parts)
    return _told(kind, parts)


def _aligned(kind: Compared, question: str, pair: Pair, tools: Tools) -> Checked | None:
    """The aligned differences of the two versions, where few concern all words of the topic."""
    topic = re.sub(r"^What is (?:the )?", "", kind.questions[0])
    wanted = topic_of(topic, pair)
    found: list[Difference] = [
        each for each in compare(tools.chunks(pair.old.id), tools.chunks(pair.new.id))
        if wanted and wanted <= each.said()
    ]  # fmt: skip
    if not 0 < len(found) <= FEW:
        return None
    return changed(question, Changed(topic, kind.years), tools)


def _things(kind: Compared, tools: Tools) -> Checked | None:
    parts = []
    for asks, thing in zip(kind.questions, kind.things, strict=True):
        answer = tools.answer(asks)
        sentence = _first(answer)
        if answer is None or sentence is None:
            return None
        citations = said(answer, sentence)
        if not set(content(thing)) <= set(content(f"{sentence.text} {_quote(citations)}")):
            return None
        parts.append((thing, sentence, citations))
    if _places(parts[0][2]) == _places(parts[1][2]):
        return None
    return _told(kind, parts)


def _first(answer: Checked | None) -> Sentence | None:
    """The answer's first sentence that its citation supports."""
    sentences = answer.sentences if answer else ()
    return next((each for each in sentences if each.marks and each.verdict == "supported"), None)


def _quote(citations: Sequence[Citation]) -> str:
    return " ".join(" ".join(citation.quote.split()) for citation in citations)


def _places(citations: Sequence[Citation]) -> set[tuple[str, int]]:
    return {(citation.document_id, citation.start) for citation in citations}


def _told(
    kind: Compared, parts: Sequence[tuple[str, Sentence, tuple[Citation, ...]]]
) -> Checked | None:
    book = Book()
    for at, (name, sentence, citations) in enumerate(parts):
        lead = f"{chr(10) * 2 if at else ''}**{_capital(name)}:** "
        book.repeat(sentence.text, citations, sentence.verdict, lead)
    (first, a, cited), (second, b, also) = parts
    told = difference(a.text, b.text, (first, second), kind.word)
    if kind.word and not told:
        return None
    if told:
        book.repeat(told, (*cited, *also), "supported", "\n\n")
    return book.done()


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def difference(one: str, other: str, names: tuple[str, str], word: str = "") -> str:
    """The difference in a sentence, marked as computed; '' where it is not sure.

    one, other: texts that say a number each. names: of what they speak of. word: the comparative
    that was asked with, as in `Which is older`.
    """
    pair = differing(one, other, (*names,))
    if pair is None:
        return ""
    a, b = pair
    if word:
        return _winner(a, b, names, word)
    if _is_year(a) or a.value == b.value:
        return ""
    way = "more" if b.value > a.value else "less"
    high, low = max(a.value, b.value), min(a.value, b.value)
    return (
        f"That is {counted(round(high - low, 6), a.unit)} {way} for {names[1]} "
        f"(computed: {shown(high)} − {shown(low)})."
    )


def differing(one: str, other: str, names: Sequence[str]) -> tuple[Amount, Amount] | None:
    """The one number in which two texts differ, of the same unit; None when there are several."""
    named = {amount.value for name in names for amount in amounts(name)}
    a, b = ([n for n in amounts(text) if n.value not in named] for text in (one, other))
    if len(a) != len(b) or not a:
        return None
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if (x.value, x.unit) != (y.value, y.unit)]
    if len(pairs) != 1:
        return None
    (x, y), = pairs  # fmt: skip
    same_text = keys(_without(one, x)) == keys(_without(other, y))
    alone = len(a) == 1 and bool(x.unit or _is_year(x))
    if x.unit.lower() != y.unit.lower() or x.unit.lower() in _MONTHS or not (same_text or alone):
        return None
    return x, y


def _without(text: str, amount: Amount) -> str:
    return f"{text[: amount.start]} {text[amount.end :]}"


def _is_year(amount: Amount) -> bool:
    whole = amount.value == int(amount.value)
    return whole and not amount.unit and _FIRST_YEAR <= amount.value <= _LAST_YEAR


def _winner(a: Amount, b: Amount, names: tuple[str, str], word: str) -> str:
    if a.value == b.value or (_is_year(a) and word not in _AGES):
        return ""
    less = (word in _LESS) != _is_year(a)
    at = 0 if (a.value < b.value) == less else 1
    if _is_year(a):
        return f"So {names[at]} is the {word} one (computed: {_year(a)} and {_year(b)})."
    high, low = max(a.value, b.value), min(a.value, b.value)
    by = counted(round(high - low, 6), a.unit)
    told = "has more" if word == "more" else f"is the {word} one"
    return f"So {names[at]} {told}, by {by} (computed: {shown(high)} − {shown(low)})."


def _year(amount: Amount) -> str:
    return str(int(amount.value))


def _cells(kind: Compared, question: str, tools: Tools) -> Checked | None:
    """The two things as rows of one table, compared in the column that the question names."""
    asked = set(content(kind.questions[0])) - set(content(kind.things[0]))
    found = []
    for table in near(question, tools):
        rows = [_row(table, thing) for thing in kind.things]
        columns = [
            c for c in table.columns if (own := set(content(without_unit(c)))) and own == asked
        ]
        if rows[0] and rows[1] and len(columns) == 1:
            found.append((table, rows[0], rows[1], columns[0]))
    if len(found) != 1:
        return None
    table, one, other, column = found[0]
    if column not in one.cells or column not in other.cells:
        return None
    book, unit = Book(), named_unit(column)
    texts = [f"{row.cells[column]} {unit}".strip() for row in (one, other)]
    places = [Place(table.document, row.chunk) for row in (one, other)]
    for at, (thing, text) in enumerate(zip(kind.things, texts, strict=True)):
        lead = f"{chr(10) * 2 if at else ''}**{_capital(thing)}:** "
        book.say(f"{without_unit(column)}: {plain(text)}.", places[at : at + 1], lead)
    told = difference(texts[0], texts[1], kind.things, kind.word)
    if told:
        book.say(told, places, "\n\n")
    return book.done()


def _row(table: Table, thing: str) -> Row | None:
    """The one row with a cell that is the thing."""
    wanted = [key for key in keys(thing) if key not in ("the", "a", "an")]
    rows = [row for row in table.rows if any(keys(cell) == wanted for cell in row.cells.values())]
    return rows[0] if len(rows) == 1 else None
