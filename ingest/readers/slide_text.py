"""The text of a shape on a slide: its paragraphs, which of them are bulleted, its alt text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_BULLETS = (f"{A}buChar", f"{A}buAutoNum", f"{A}buBlip")
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf|webp|heic)", re.IGNORECASE)
_MADE_NAME = re.compile(
    r"(?:picture|image|graphic|photo|diagram|chart|table|shape|icon|logo|object|img|dsc|grafik|"
    r"bild)[\s_-]*[\d_-]*",
    re.IGNORECASE,
)
_BY_MACHINE = re.compile(
    r"\s*(?:Description automatically generated(?: with \w+ confidence)?|"
    r"AI-generated content may be incorrect\.?)",
    re.IGNORECASE,
)


def lift_alternatives(root: etree._Element) -> None:
    """Put what newer programs show in the place of each pair of alternatives.

    Without that, libraries see neither: equations, say, stand in such pairs.
    """
    for pair in list(root.iter(f"{_MC}AlternateContent")):
        parent = pair.getparent()
        chosen = pair.find(f"{_MC}Choice")
        if parent is None or chosen is None:
            continue
        at = parent.index(pair)
        tail = pair.tail
        parent[at : at + 1] = list(chosen)
        if tail and tail.strip() and at < len(parent):
            parent[at].tail = tail


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of an a:p, line breaks as such, the runs of equations as they stand."""
    said: list[str] = []
    for element in paragraph.iter(f"{A}t", f"{_M}t", f"{A}br"):
        said.append("\n" if element.tag == f"{A}br" else element.text or "")
    return "".join(said).replace("\v", "\n").strip()


def paragraphs(
    body: etree._Element | None, styles: tuple[etree._Element, ...] = ()
) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a text body that say something, each with whether it is bulleted.

    styles: the lists of paragraph styles that the body inherits from, nearest first.
    """
    if body is None:
        return
    own = body.find(f"{A}lstStyle")
    lists = (own, *styles) if own is not None else styles
    for paragraph in body.findall(f"{A}p"):
        text = paragraph_text(paragraph)
        if text:
            yield text, _bulleted(paragraph.find(f"{A}pPr"), lists)


def flat(body: etree._Element | None) -> str:
    """A text body on one line."""
    return " ".join(" ".join(text for text, _ in paragraphs(body)).split())


def alt_text(properties: etree._Element | None) -> str:
    """What a shape's author says that it shows; '' for names of files and what programs fill in."""
    if properties is None:
        return ""
    said = properties.get("descr") or properties.get("title") or ""
    said = " ".join(_BY_MACHINE.sub("", said).split())
    if _FILE_NAME.fullmatch(said) or _MADE_NAME.fullmatch(said) or "://" in said.split(" ")[0]:
        return ""
    return said if any(map(str.isalpha, said)) else ""


def _bulleted(properties: etree._Element | None, lists: tuple[etree._Element, ...]) -> bool:
    level = properties.get("lvl", "0") if properties is not None else "0"
    number = int(level) + 1 if level.isdecimal() else 1
    inherited = (style.find(f"{A}lvl{number}pPr") for style in lists)
    for place in (properties, *inherited):
        if place is None:
            continue
        if place.find(f"{A}buNone") is not None:
            return False
        if any(place.find(bullet) is not None for bullet in _BULLETS):
            return True
    return False
