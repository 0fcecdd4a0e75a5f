"""What the styles of an OpenDocument text say about a paragraph."""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.readers.opendocument_text import TEXT

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LIST = f"{STYLE}list-style-name"
_MOST_PARENTS = 20


class ParagraphStyles:
    """The paragraph styles of one document, by name."""

    def __init__(self, roots: list[etree._Element]) -> None:
        """roots: of the parts that describe styles."""
        self._styles = {
            style.get(f"{STYLE}name", ""): style
            for root in roots
            for style in root.iter(f"{STYLE}style")
            if style.get(f"{STYLE}family") == "paragraph"
        }

    def is_title(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph is the document's title."""
        return "Title" in self._names(paragraph)

    def list_style(self, paragraph: etree._Element) -> str | None:
        """The list by which a paragraph's style numbers it: '' for none, None if it is silent."""
        for name in self._names(paragraph):
            style = self._styles.get(name)
            if style is not None and style.get(_LIST) is not None:
                return str(style.get(_LIST))
        return None

    def _names(self, paragraph: etree._Element) -> list[str]:
        """The names of the paragraph's style and of those that it stands on."""
        names: list[str] = []
        name = paragraph.get(f"{TEXT}style-name", "")
        while name and name not in names and len(names) < _MOST_PARENTS:
            names.append(name)
            style = self._styles.get(name)
            name = style.get(f"{STYLE}parent-style-name", "") if style is not None else ""
        return names
