"""HTML: the document's text is what a person would read, block by block."""

from __future__ import annotations

from pathlib import Path

from ingest.readers.base import Reading
from ingest.readers.draft import Draft
from ingest.readers.markup import html_tree, markup_of
from ingest.readers.webpage import WebPage


def read_html(path: Path) -> Reading:
    """Read a web page: headings, paragraphs, list items, table rows, preformatted text.

    Beside the text that a browser shows, the texts of pictures, the values of form fields, folded
    sections, and frames that are stored in the page are read. Scripts, styles, navigation menus
    and what the page itself hides are not. It counts as one page. Raises ReadError where elements
    nest more deeply than the parser follows.
    """
    draft = Draft()
    page = WebPage(draft)
    page.write(html_tree(markup_of(path.read_bytes())))
    text, blocks = draft.finish()
    return Reading(page.title, "text/html", (text,), blocks, page.warnings)
