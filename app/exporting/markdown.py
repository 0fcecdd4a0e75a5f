"""Answers as Markdown.

Marks are `[1]` with a numbered list below, not `[^1]`: footnotes are an extension that mail,
chats, wikis and word processors mostly show as they are written, while brackets and a list read
well everywhere, also where nothing is rendered. No link definition is ever written, so that a mark
is plain text to a renderer.

Text is escaped sparsely, since people paste it into plain text too: what formats, links or embeds
within a line, what starts a block at its beginning, and `<` and `&` as entities, which no renderer
takes for HTML. Addresses that GitHub's Markdown would make links of by themselves become code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from app.exporting.content import (
    NEAREST,
    REMOVED,
    SOURCES,
    Block,
    Exported,
    Source,
    Statement,
    Turn,
    collected,
)
from app.exporting.text import day
from app.types import Answer

_WORD = re.compile(r"[!-~]+")
_ADDRESS = re.compile(r"://|www\.|mailto:|xmpp:|@", re.IGNORECASE)
_PUNCTUATION = ".,;:!?()[]\"'"
_INLINE = re.compile(r"[\\`*_\[\]{~|$#^]|=(?==)|:(?=[\w+-]+:)")
_ENTITY = re.compile(r"&(?=#?\w+(?:;|$))")
_BLOCK = re.compile(r"^(?:(\d{1,9})([.)])|([-+=>:]))")
_TICKS = re.compile(r"`+")


def copied(answer: Answer) -> str:
    """One answer with its numbered sources, as it is copied from the page; without the question."""
    export = collected("", [answer])
    (turn,) = export.turns
    parts = [*_answer(turn), *_list(export)]
    return "\n\n".join(parts) + "\n"


def markdown(title: str, answers: Sequence[Answer], now: datetime) -> str:
    """The conversation. now: when it is exported, with its zone."""
    export = collected(title, answers)
    parts = [f"# {inert(export.title)}", f"*Exported from Footnote on {day(now)}.*"]
    for turn in export.turns:
        parts.append(f"## {inert(turn.question)}".rstrip())
        parts += [f"*{inert(note)}*" for note in turn.notes]
        parts += _answer(turn)
        parts.append(f"*{inert(turn.model)}.*")
    listed = _list(export)
    parts += [f"## {SOURCES}", *listed] if listed else []
    return "\n\n".join(parts) + "\n"


def inert(text: str) -> str:
    """A line of text that no Markdown renderer formats, links, embeds or takes for HTML.

    What stands at the beginning of a line is then put through `_opening`.
    """
    parts: list[str] = []
    at = 0
    for found in _WORD.finditer(text):
        address = found[0].strip(_PUNCTUATION)
        if not _ADDRESS.search(address):
            continue
        start = text.index(address, found.start())
        parts += [_escaped(text[at:start]), _code(address)]
        at = start + len(address)
    return "".join([*parts, _escaped(text[at:])])


def _opening(line: str) -> str:
    """An inert line that opens no list, quotation or rule."""
    return _BLOCK.sub(lambda lead: f"{lead[1] or ''}\\{lead[2] or lead[3]}", line)


def _escaped(text: str) -> str:
    text = _ENTITY.sub("&amp;", _INLINE.sub(r"\\\g<0>", text))
    return text.replace("<", "&lt;")


def _code(address: str) -> str:
    """The address as code, between more back ticks than stand together in it."""
    fence = "`" * (max(map(len, _TICKS.findall(address)), default=0) + 1)
    pad = " " if "`" in address else ""
    return f"{fence}{pad}{address}{pad}{fence}"


def _answer(turn: Turn) -> list[str]:
    """The answer's paragraphs, and the passages that were nearest where there is no answer."""
    parts: list[str] = []
    items: list[str] = []
    for block in turn.blocks:
        if items and (block.heading or not block.item):
            parts.append("\n".join(items))
            items = []
        if block.heading:
            parts.append(f"**{inert(block.heading)}**")
        if block.item:
            items.append(f"- {_said(block)}")
        else:
            parts.append(_said(block))
    if items:
        parts.append("\n".join(items))
    if turn.nearest:
        parts += [NEAREST, "\n".join(f"- {_place(each)}" for each in turn.nearest)]
    return parts


def _said(block: Block) -> str:
    return _opening(" ".join(map(_statement, block.statements)))


def _statement(statement: Statement) -> str:
    marks = "".join(f" [{number}]" for number in statement.numbers)
    body = f"~~{inert(statement.body)}~~" if statement.struck else inert(statement.body)
    said = f"{body}{marks}{statement.closing}"
    return f"{said} ({inert(statement.remark)})" if statement.remark else said


def _list(export: Exported) -> list[str]:
    """The numbered sources as one part; [] without any."""
    lines = [f"{each.number}. {_place(each)}" for each in export.sources]
    return ["\n".join(lines)] if lines else []


def _place(source: Source) -> str:
    quote = f"\u201c{inert(source.quote)}\u201d" if source.quote else REMOVED
    return f"**{inert(source.name)}**{inert(source.where)}: {quote}"
