"""A found passage on the page: the scored sentence on a coloured ground, the question's words bold.

Everything comes out inert: `markup` escapes every stretch by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.explain import asked_words, centre_span
from app.ui import markup
from app.ui.lines import flow
from indexes.types import Window

# Private-use characters that carry what is marked through the joining of lines; see markup.OPEN.
_CENTRE, _CENTRE_END = markup.OPEN, markup.CLOSE
_WORD, _WORD_END = "\ue002", "\ue003"
_ASIDE, _ASIDE_END = "\ue004", "\ue005"
_MARKS = re.compile("([\ue000-\ue005])")
# A directive's label holds 999 characters of source: escapes and bold signs can make three of one.
_STRETCH = re.compile(r".{1,250}(?:\s|$)|.{1,250}")
_SIDES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


@dataclass(slots=True)
class _State:
    """What the text at hand is part of."""

    centre: bool = False
    word: bool = False
    aside: bool = False

    def turn(self, sign: str) -> None:
        if sign in (_CENTRE, _CENTRE_END):
            self.centre = sign == _CENTRE
        elif sign in (_WORD, _WORD_END):
            self.word = sign == _WORD
        else:
            self.aside = sign == _ASIDE

    @property
    def directive(self) -> str:
        return "orange-background" if self.centre else "gray" if self.aside else ""


def passage(window: Window, stems: Collection[str], before: str = "", after: str = "") -> str:
    """The window's text as Markdown. stems: of the question. before, after: its surroundings, grey.

    Paragraphs and the writer's line breaks stay.
    """
    start, end = centre_span(window)
    text = window.text
    marked = (
        f"{_aside(before)}{_signed(text[:start], stems)}{_CENTRE}{_signed(text[start:end], stems)}"
        f"{_CENTRE_END}{_signed(text[end:], stems)}{_aside(after)}"
    )
    return _joined(_lines(marked))


def _aside(text: str) -> str:
    return f"{_ASIDE}{markup.printable(text)}{_ASIDE_END}" if text else ""


def _signed(text: str, stems: Collection[str]) -> str:
    """Printable text with signs round the words that the question asks for."""
    text = markup.printable(text)
    parts: list[str] = []
    at = 0
    for start, end in asked_words(text, stems):
        parts += [text[at:start], _WORD, text[start:end], _WORD_END]
        at = end
    return "".join([*parts, text[at:]])


def _lines(marked: str) -> Iterator[str]:
    state = _State()
    for line in flow(marked):
        yield "".join(_drawn(line, state))


def _drawn(line: str, state: _State) -> Iterator[str]:
    """One line as Markdown; stretches under the same directive go into one label."""
    label, directive = "", state.directive
    for part in _MARKS.split(line):
        if _MARKS.fullmatch(part):
            state.turn(part)
            continue
        if not part:
            continue
        if state.directive != directive:
            yield _labelled(label, directive)
            label, directive = "", state.directive
        for stretch in _STRETCH.findall(part):
            drawn = _bold(stretch) if state.word else _inert(stretch)
            if len(label) + len(drawn) > 950:
                yield _labelled(label, directive)
                label = ""
            label += drawn
    yield _labelled(label, directive)


def _labelled(label: str, directive: str) -> str:
    """The label under its directive, the spaces at its edges outside, where they count."""
    core = label.strip()
    if not core or not directive:
        return label
    left, right = label.startswith(" "), label.endswith(" ")
    return f"{' ' * left}:{directive}[{core}]{' ' * right}"


def _bold(word: str) -> str:
    """Bold, unless a sign at its edge would keep Markdown from seeing that."""
    return f"**{_inert(word)}**" if word[0] != "_" and word[-1] != "_" else _inert(word)


def _inert(text: str) -> str:
    """Inert text with the spaces at its edges, which `markup.line` drops."""
    found = _SIDES.match(text)
    if found is None:
        return markup.line(text)
    left, core, right = found.groups()
    return f"{' ' if left else ''}{markup.line(core)}{' ' if right else ''}"


def _joined(lines: Iterator[str]) -> str:
    """Lines, where an empty one ends a paragraph, as Markdown with hard breaks."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(line.strip())
        else:
            paragraphs.append([])
    return "\n\n".join("  \n".join(each) for each in paragraphs if each)
