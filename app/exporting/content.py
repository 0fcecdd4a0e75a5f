"""What an export says, whatever its format: questions, statements, and one list of sources.

Every text in here is one line, see `app.exporting.text`; each format makes it inert in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.exporting.text import one_line
from app.types import Answer, Citation, Sentence, Verdict

UNTITLED = "Conversation"
REMOVED = "This document has been removed from the library."
NEAREST = "The nearest passages:"
SOURCES = "Sources"

_REMARKS: dict[Verdict, str] = {
    "supported": "",
    "weak": "weak support",
    "unsupported": "not supported",
}
_MARK = re.compile(r"\s*\[(\d{1,3})\]")
_CLOSING = re.compile(r"[.!?:;]*$")


@dataclass(frozen=True, slots=True)
class Source:
    """A cited place. number: in the list, from 1; 0 for a passage that nothing cites.

    quote: '' when its document has been removed. place: `page 3` or ''. dated: '' if unknown.
    """

    number: int
    name: str
    place: str
    dated: str
    quote: str

    @property
    def where(self) -> str:
        """Page and date behind the name, such as `, page 3, 4 May 2024`; '' without both."""
        return "".join(f", {part}" for part in (self.place, self.dated) if part)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer. body: up to its closing punctuation, before which its marks stand.

    numbers: of its sources. remark: its verdict in words with the reason, '' when it is supported.
    struck: whether no source supports it.
    """

    body: str
    closing: str
    numbers: tuple[int, ...]
    remark: str
    struck: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or an item of a list. heading: the one above it, '' for none."""

    statements: tuple[Statement, ...]
    heading: str = ""
    item: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer. notes: how the question was read. model: which wrote."""

    question: str
    notes: tuple[str, ...]
    blocks: tuple[Block, ...]
    nearest: tuple[Source, ...]
    model: str


@dataclass(frozen=True, slots=True)
class Exported:
    """A conversation. sources: in the order of their numbers, each place once."""

    title: str
    turns: tuple[Turn, ...]
    sources: tuple[Source, ...]


def collected(title: str, answers: Sequence[Answer]) -> Exported:
    """The conversation of these answers with its sources numbered from its first answer on."""
    sources: dict[tuple[str, int, int], Source] = {}
    turns = tuple(_turn(answer, sources) for answer in answers)
    return Exported(one_line(title) or UNTITLED, turns, tuple(sources.values()))


def _turn(answer: Answer, sources: dict[tuple[str, int, int], Source]) -> Turn:
    """The answer as it is exported; places that it is the first to cite are added to `sources`."""
    numbers: dict[int, int] = {}
    for each in answer.citations:
        place = (each.document_id, each.start, each.end)
        source = sources.setdefault(place, _source(each, len(sources) + 1))
        numbers[each.mark] = source.number
    searched = one_line(answer.read_as)
    asked = one_line(answer.question)
    notes = [f"Searched for: {searched}"] if searched not in ("", asked) else []
    abstained = answer.status == "abstained"
    return Turn(
        question=asked,
        notes=(*notes, *filter(None, map(one_line, answer.notes))),
        blocks=_sentences(answer.sentences, numbers) or _text(answer.text, numbers),
        nearest=tuple(_source(each, 0) for each in answer.nearest) if abstained else (),
        model=_model(answer),
    )


def _source(citation: Citation, number: int) -> Source:
    return Source(
        number=number,
        name=one_line(citation.document),
        place=citation.place,
        dated=one_line(citation.dated),
        quote=one_line(citation.quote),
    )


def _sentences(sentences: Sequence[Sentence], numbers: dict[int, int]) -> tuple[Block, ...]:
    """Paragraphs and items as the sentences' leads say."""
    blocks: list[Block] = []
    for each in sentences:
        said = _statement(each, numbers)
        opens = each.is_item or each.heading or "\n" in each.lead
        if blocks and not opens:
            last = blocks[-1]
            blocks[-1] = Block((*last.statements, said), last.heading, last.item)
        else:
            blocks.append(Block((said,), one_line(each.heading), each.is_item))
    return tuple(blocks)


def _statement(sentence: Sentence, numbers: dict[int, int]) -> Statement:
    text = one_line(sentence.text)
    if not (sentence.heading or sentence.is_item):
        text = one_line(f"{sentence.lead} {text}")
    body, closing = _split(text)
    remark, reason = _REMARKS[sentence.verdict], one_line(sentence.reason).rstrip(".")
    return Statement(
        body=body,
        closing=closing,
        numbers=tuple(numbers[mark] for mark in sentence.marks if mark in numbers),
        remark=f"{remark}: {reason}" if remark and reason else remark,
        struck=sentence.verdict == "unsupported",
    )


def _text(text: str, numbers: dict[int, int]) -> tuple[Block, ...]:
    """Paragraphs of an answer that is not held in sentences; its sources stand behind the last."""
    lines = [one_line(_without_marks(line, numbers)) for line in text.splitlines()]
    lines = [line for line in lines if line]
    cited = tuple(dict.fromkeys(numbers.values()))
    return tuple(
        Block((Statement(*_split(line), cited if at == len(lines) else (), "", False),))
        for at, line in enumerate(lines, start=1)
    )


def _without_marks(line: str, numbers: dict[int, int]) -> str:
    """The line without its own `[n]`, whose numbers are others in the conversation's list."""
    return _MARK.sub(lambda found: "" if int(found[1]) in numbers else found[0], line)


def _split(text: str) -> tuple[str, str]:
    """The text before its closing punctuation, and that; all of it where there is nothing else."""
    closing = _CLOSING.search(text)
    at = closing.start() if closing else len(text)
    return (text[:at], text[at:]) if at else (text, "")


def _model(answer: Answer) -> str:
    """Which chat model wrote the answer, or looked for it."""
    name = one_line(answer.model)
    if not name or not answer.usage.completion_tokens:
        return "Model: none"
    return f"Model: {name}"
