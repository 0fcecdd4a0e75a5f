"""What a drawing process does: open a PDF, draw one page, say where some characters stand.

Run as `python -m ingest.drawing.draw`. Each page is drawn in a process of its own, forked from one
in which PDFium is loaded. Scripts in the file are not run: this PDFium has no engine for them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from io import BytesIO
from math import sqrt
from pathlib import Path

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from PIL import Image, PngImagePlugin
from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from indexes.errors import ReadError
from ingest.drawing.glyphs import places_of
from ingest.drawing.types import Part, Request
from ingest.sandbox.limits import Limits
from ingest.sandbox.server import main

MOST_PIXELS = 8_000_000
"""Of a picture; a larger page is drawn with fewer pixels a point."""

MOST_ACROSS = 8000
"""Pixels along the longer side."""

_COMPRESSION = 3  # of 9
_WHITE = (255, 255, 255, 255)
_PRINT_COLOURS = 4096  # more are a photograph, which 256 colours would spoil

assert PngImagePlugin  # registered before the fork: Pillow would import it with each picture


def work(request: Request, begin: Callable[[int, int], None], limits: Limits) -> bytes:
    """Draw a page: a line of JSON with its size and the places asked for, then a PNG.

    Raises ReadError where PDFium cannot.
    """
    try:
        document = PdfDocument(Path(request["path"]))
        _open_forms(document)
        page = document[request["page"]]
        width, height = page.get_size()
        png = _picture(page, request["scale"])
        places = places_of(page, [Part(*each) for each in request["parts"]])
    except (PdfiumError, ValueError, ArithmeticError, LookupError) as error:
        logging.getLogger(__name__).info("page %d: %s", request["page"] + 1, error)
        raise ReadError("the file is damaged there") from error
    except OSError as error:
        raise ReadError(f"the file cannot be opened ({error.strerror})") from error
    head = {"width": width, "height": height, "places": places}
    return json.dumps(head).encode("ascii") + b"\n" + png


def _open_forms(document: PdfDocument) -> None:
    """Have form fields drawn as they print, without the colour that asks to be filled in."""
    document.init_forms()
    if document.formenv:
        pdfium.FPDF_RemoveFormFieldHighlight(document.formenv)


def scale_of(width: float, height: float, wanted: float) -> float:
    """Pixels a point for a page of so many points: as wanted, or as many as are allowed."""
    by_area = sqrt(MOST_PIXELS / max(width * height, 1.0))
    return min(wanted, by_area, MOST_ACROSS / max(width, height, 1.0))


def _picture(page: PdfPage, wanted: float) -> bytes:
    """The page with its annotations and form fields.

    Print is brought down to 256 colours: no channel moves by more than 15 of 255, and the picture
    is a third of the size.
    """
    width, height = page.get_size()
    scale = scale_of(width, height, wanted)
    bitmap = page.render(scale=scale, fill_color=_WHITE, rev_byteorder=True, prefer_bgrx=True)
    picture = bitmap.to_pil().convert("RGB")
    if _is_grey(picture):
        picture = picture.getchannel("G")
    elif picture.getcolors(_PRINT_COLOURS):
        picture = picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    png = BytesIO()
    picture.save(png, "PNG", compress_level=_COMPRESSION)
    return png.getvalue()


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = (channel.tobytes() for channel in picture.split())
    return red == green == blue


if __name__ == "__main__":
    main(work)
