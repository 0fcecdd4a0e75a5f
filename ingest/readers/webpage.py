"""HTML elements -> blocks of a draft: one pass over a page, in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.readers.base import BlockKind
from ingest.readers.draft import Draft
from ingest.readers.elements import (
    NEVER,
    between,
    flat,
    instead,
    is_inline,
    is_menu,
    is_shown,
    says_anything,
    word_count,
)
from ingest.readers.grid import Grid
from ingest.readers.markup import html_tree

Frames = Callable[[str], str]
"""The markup of the page that a frame shows, by its `src`; '' where it is not at hand."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS: dict[str, BlockKind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    "pre": "code",
}
_SPACE = re.compile(r"[^\S\n]+|\n")
_GAP = re.compile(r"\n\s*\n")
_PERMALINK = re.compile(r"(?:\s+[#§]|\s*[¶🔗])+$")
_KEPT_LINES = re.compile(r"(?:^|;)\s*white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_DEEPEST_FRAME = 3
_MOST_FRAMES = 200
_WORTH_SAYING = 20


def nothing(address: str) -> str:
    """The frames of a page that came alone."""
    return ""


class WebPage:
    """What a page says, written to a draft; several pages may go into one.

    title: of the last page written. Navigation, which is to say `nav` elements that are mostly
    links, and what the page hides are left out and counted, unless there is nothing else.
    """

    def __init__(self, draft: Draft, frames: Frames = nothing) -> None:
        self.title = ""
        self._draft = draft
        self._frames = frames
        self._texts: list[str] = []
        self._open: list[etree._Element] = []  # elements around that say what kind of block it is
        self._lines: list[etree._Element] = []  # elements around whose line ends count
        self._depth = 0
        self._whole = False
        self._menu_words = self._hidden_words = 0
        self._read_frames = self._lost_frames = 0

    def write(self, root: etree._Element) -> None:
        """Append a page. Time grows linearly with its size."""
        title = root.find(".//title")
        self.title = flat(title) if title is not None else ""
        self._whole = not says_anything(root)
        self._walk(root)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out, a sentence each."""
        said = []
        if self._menu_words >= _WORTH_SAYING:
            said.append(f"The navigation menus ({self._menu_words} words) are left out.")
        if self._hidden_words >= _WORTH_SAYING:
            said.append(f"What the page hides ({self._hidden_words} words) is left out.")
        if self._lost_frames:
            frames = (
                "A frame shows" if self._lost_frames == 1 else f"{self._lost_frames} frames show"
            )
            said.append(f"{frames} another page, which is not in this file; save it by itself.")
        return tuple(said)

    def _walk(self, root: etree._Element) -> None:
        """Without recursion: pages nest as deeply as they like."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._leave(element)
            elif self._passes(element) or self._writes_table(element):
                walker.skip_subtree()
            else:
                self._enter(element)
        self._flush()

    def _passes(self, element: etree._Element) -> bool:
        """Whether the element's children are not to be read, or stand for something else."""
        if not (is_shown(element) or (self._whole and element.tag not in NEVER)):
            if element.tag not in NEVER:
                self._hidden_words += word_count(element)
            return True
        if not self._whole and is_menu(element):
            self._menu_words += word_count(element)
            return True
        if element.tag in ("iframe", "frame"):
            self._frame(element)
            return True
        text = instead(element)
        if text is not None:
            self._texts.append(text)
        return text is not None

    def _writes_table(self, element: etree._Element) -> bool:
        grid = Grid.of(element) if element.tag == "table" else None
        if grid is not None:
            self._flush()
            self._draft.table(grid.rows, grid.marked, grid.caption)
        return grid is not None

    def _frame(self, element: etree._Element) -> None:
        source = element.get("src") or ""
        room = self._depth < _DEEPEST_FRAME and self._read_frames < _MOST_FRAMES
        markup = (element.get("srcdoc") or self._frames(source)) if room else ""
        if not markup:
            self._lost_frames += source.partition(":")[0] not in ("", "about", "javascript", "data")
            return
        self._flush()
        self._depth += 1
        self._read_frames += 1
        self._walk(html_tree(markup))
        self._depth -= 1

    def _enter(self, element: etree._Element) -> None:
        if element.tag == "br":
            self._texts.append("\n")
        elif not is_inline(element):
            self._flush()
            if element.tag in _BLOCKS:
                self._open.append(element)
        if element.tag == "pre" or _KEPT_LINES.search(element.get("style") or ""):
            self._lines.append(element)
        if self._texts and (gap := between(element, self._texts[-1])):
            self._texts.append(gap)
        self._say(element.text)

    def _leave(self, element: etree._Element) -> None:
        if not is_inline(element) and element.tag != "br":
            self._flush()
        for around in (self._open, self._lines):
            if around and around[-1] is element:
                around.pop()
        self._say(element.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._texts.append(text if self._lines else _SPACE.sub(" ", text))

    def _flush(self) -> None:
        """What has gathered becomes blocks of the innermost kind, parted at blank lines."""
        text = "".join(self._texts)
        self._texts.clear()
        tag = self._open[-1].tag if self._open else ""
        kind = _BLOCKS.get(tag, "text")
        if kind == "code":
            self._draft.add(text.strip("\r\n"), "code")
        elif kind == "heading":
            name = _PERMALINK.sub("", " ".join(text.split()))
            self._draft.heading(_HEADINGS[tag], name)
        else:
            for part in _GAP.split(text):
                lines = (" ".join(line.split()) for line in part.splitlines())
                self._draft.add("\n".join(filter(None, lines)), kind)
