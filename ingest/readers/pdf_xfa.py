"""Forms in XFA: a PDF that holds an XML form, which only Adobe's programs draw."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_ulong, create_string_buffer
from itertools import chain

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from lxml import etree  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import PdfDocument

from ingest.readers.pdf_extras import Extra

SECTION = "Form"

_MOST_BYTES = 20_000_000
_MOST_PACKETS = 50
_VALUES = frozenset(("text", "integer", "decimal", "float", "date", "time", "dateTime", "exData"))


def xfa_form(document: PdfDocument) -> list[Extra]:
    """The words of an XFA form: its own, then what is filled in, as "caption: value".

    Places are not known. Nothing where the XML is damaged.
    """
    parts = [root for packet in _packets(document) if (root := _parsed(packet)) is not None]
    captions: dict[str, str] = {}
    own: list[str] = []
    filled: list[tuple[str, str]] = []
    for element in chain.from_iterable(root.iter(etree.Element) for root in parts):
        kind = _kind(element)
        if kind == "draw":
            own.append(_value(element))
        elif kind in ("field", "exclGroup"):
            name = element.get("name", "")
            caption = next((_value(child) for child in element if _kind(child) == "caption"), "")
            captions[name] = caption or name
            own.append(caption)
            filled.append((name, _value(element)))
        elif kind == "data":
            filled += _leaves(element)
    words = [Extra("text", SECTION, text) for text in dict.fromkeys(own) if text]
    return words + list(dict.fromkeys(_row(captions.get(n) or n, v) for n, v in filled if v))


def _packets(document: PdfDocument) -> Iterator[bytes]:
    for index in range(min(pdfium.FPDF_GetXFAPacketCount(document), _MOST_PACKETS)):
        size = c_ulong()
        pdfium.FPDF_GetXFAPacketContent(document, index, None, 0, byref(size))
        if 0 < size.value <= _MOST_BYTES:
            data = create_string_buffer(size.value)
            pdfium.FPDF_GetXFAPacketContent(document, index, data, size.value, byref(size))
            yield data.raw


def _parsed(packet: bytes) -> etree._Element | None:
    """The packet's XML; None for a bare opening or closing tag, which also are packets."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(packet.strip(b"\x00 \r\n\t"), parser)
    except etree.XMLSyntaxError:
        return None


def _kind(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _value(element: etree._Element) -> str:
    """The text of an element's own value, not of those of its children."""
    for child in element:
        if _kind(child) == "value":
            for content in child:
                if _kind(content) in _VALUES:
                    return " ".join("".join(content.itertext()).split())
    return ""


def _leaves(data: etree._Element) -> list[tuple[str, str]]:
    """Name and text of the elements without children: what is filled in."""
    return [
        (_kind(leaf), " ".join((leaf.text or "").split()))
        for leaf in data.iter(etree.Element)
        if not len(leaf) and leaf is not data
    ]


def _row(label: str, value: str) -> Extra:
    return Extra("row", SECTION, f"{label}: {value}", (label,), (value,))
