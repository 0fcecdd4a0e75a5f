"""HTML: the document's text is what a person would read, block by block."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from indexes.errors import ReadError
from ingest.readers.base import BlockKind, Reading
from ingest.readers.decode import decode
from ingest.readers.draft import Draft
from ingest.readers.grid import Grid

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)  # the parser reads nothing after them
_HEAD_BYTES = 4096
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DROPPED = frozenset(
    """
    script style noscript template nav head iframe object embed svg canvas select button
    """.split()  # noqa: SIM905  # a list of literals would be many times as long
)
_BLOCKS: dict[str, BlockKind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    "pre": "code",
}
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark meter
    q rp rt ruby s samp small span strike strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905  # a list of literals would be many times as long
)


def read_html(path: Path) -> Reading:
    """Read a web page: headings, paragraphs, list items, table rows, preformatted text.

    Scripts, styles and navigation are dropped; the texts of pictures are kept. It counts as one
    page. Raises ReadError where elements nest more deeply than the parser follows.
    """
    data = path.read_bytes()
    charset = _CHARSET.search(data[:_HEAD_BYTES])
    markup = decode(data, charset.group(1).decode("ascii") if charset else "")
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    markup = _END.sub("", _DECLARATION.sub("", markup, count=1))
    root = etree.fromstring(markup or "<html/>", parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError("nests its elements too deeply; save it as plain text from a browser.")
    page = _Page()
    if root is not None:
        page.walk(root)
    text, blocks = page.draft.finish()
    return Reading(page.title, "text/html", (text,), blocks)


class _Page:
    """One pass over the elements; text gathers until a block begins or ends."""

    def __init__(self) -> None:
        self.draft = Draft()
        self.title = ""
        self._texts: list[str] = []
        self._open: list[str] = []  # the elements around that say what kind of block this is

    def walk(self, root: etree._Element) -> None:
        """Without recursion: pages nest as deeply as they like."""
        self.title = _squeezed(root.findtext(".//title") or "")
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._leave(element)
            elif element.tag in _DROPPED or element.get("hidden") is not None:
                walker.skip_subtree()
            elif element.tag == "table" and (grid := Grid.of(element)) is not None:
                self._flush()
                self.draft.table(grid.rows, grid.marked, grid.caption)
                walker.skip_subtree()
            else:
                self._enter(element)

    def _enter(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self._texts.append("\n" if "pre" in self._open else " ")
        elif tag == "img":
            self._texts.append(f" {element.get('alt') or ''} ")
        elif tag not in _INLINE:
            self._flush()
            if tag in _BLOCKS:
                self._open.append(tag)
        if element.text:
            self._texts.append(element.text)

    def _leave(self, element: etree._Element) -> None:
        tag = element.tag
        if tag not in _INLINE and tag not in _DROPPED and tag != "br":
            self._flush()
            if self._open and self._open[-1] == tag:
                self._open.pop()
        if element.tail:
            self._texts.append(element.tail)

    def _flush(self) -> None:
        """What has gathered becomes a block of the innermost kind."""
        text = "".join(self._texts)
        self._texts.clear()
        tag = self._open[-1] if self._open else ""
        kind = _BLOCKS.get(tag, "text")
        if kind == "code":
            self.draft.add(text.strip("\r\n"), "code")
        elif kind == "heading":
            self.draft.heading(_HEADINGS[tag], _squeezed(text))
        else:
            self.draft.add(_squeezed(text), kind)


def _squeezed(text: str) -> str:
    return " ".join(text.split())
