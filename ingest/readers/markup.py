"""Bytes of an HTML or XHTML document -> its tree of elements."""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from indexes.errors import ReadError
from ingest.readers.charsets import decoded

_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)  # the parser reads nothing after them
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_STYLING = re.compile(r"</?(?:a|b|big|em|font|i|small|span|strong|u)\b[^>]*>", re.IGNORECASE)
_BOX = re.compile(r"</?(?:article|center|div|main|section)\b[^>]*>", re.IGNORECASE)
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))


def markup_of(data: bytes, declared: str = "") -> str:
    """The markup in `data`. declared: the encoding told outside the document, '' if none."""
    named = _CHARSET.search(data[:_HEAD_BYTES])
    inside = named.group(1).decode("ascii") if named else ""
    if inside.lower().startswith("utf-16"):
        inside = "utf-8"  # it was read as ASCII, so it cannot be
    return decoded(data, declared or inside)


def html_tree(markup: str) -> etree._Element:
    """The tree of a page as browsers repair it.

    Where elements nest too deeply for the parser, as with thousands of tags that are never closed,
    those that only style or box their content are taken out first. Raises ReadError where that
    does not help.
    """
    if _DECLARATION.match(markup) and (root := xml_tree(markup)) is not None:
        return root
    tidy = _END.sub("", _DECLARATION.sub("", markup, count=1)).replace("\0", "")
    root = _parsed(tidy)
    if root is None:
        root = _parsed(_BOX.sub("<br><br>", _STYLING.sub("", tidy)))
    if root is None:
        raise ReadError("nests its elements too deeply; save it as plain text from a browser.")
    return root


def _parsed(markup: str) -> etree._Element | None:
    """The repaired tree; None where elements nest more deeply than the parser follows."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = (markup if markup.strip() else "<html/>").encode("utf-8", "replace")
    root = etree.fromstring(data, parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return None
    return root if root is not None else etree.Element("html")


def xml_tree(markup: str) -> etree._Element | None:
    """The tree of XHTML, names without namespace; None where it is not well-formed.

    No document type is read, so that nothing is fetched and no entity expands.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
        no_network=True,
    )
    plain = _DOCTYPE.sub("", _DECLARATION.sub("", markup, count=1), count=1)
    try:
        data = _ENTITY.sub(_character, plain).strip().encode("utf-8", "replace")
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname.lower()
    return root


def _character(entity: re.Match[str]) -> str:
    name = entity.group(1)
    return entity.group() if name in _OF_XML else html5.get(f"{name};", entity.group())
