"""Charts of Office documents: their title, and their values as a table."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.readers.sheet_values import number_shown
from ingest.readers.slide_text import A

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_MOST_POINTS = 20_000
_AXES = ("catAx", "valAx", "dateAx", "serAx")


@dataclass(frozen=True, slots=True)
class Chart:
    """title: '' if it shows none. axes: what the axes are called. rows: the first names columns."""

    title: str
    axes: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart_of(root: etree._Element) -> Chart:
    """The chart that a chart part describes."""
    chart = root.find(f"{C}chart")
    if chart is None:
        return Chart("", (), ())
    axes = tuple(said for tag in _AXES for axis in chart.iter(f"{C}{tag}") if (said := _said(axis)))
    names: list[str] = []
    labels: dict[int, str] = {}
    columns: list[dict[int, str]] = []
    for series in chart.iter(f"{C}ser"):
        name = " ".join(_points(series.find(f"{C}tx")).values())
        names.append(name or f"Series {len(names) + 1}")
        columns.append(_points(series.find(f"{C}val"), series.find(f"{C}yVal")))
        for at, label in _points(series.find(f"{C}cat"), series.find(f"{C}xVal")).items():
            labels.setdefault(at, label)
    places = sorted({*labels, *(at for column in columns for at in column)})
    corner = "Category" if labels else "Point"
    rows = [
        (labels.get(at, str(at + 1)), *(column.get(at, "") for column in columns))
        for at in places[:_MOST_POINTS]
    ]
    return Chart(_said(chart), axes, ((corner, *names), *rows) if rows else ())


def _said(element: etree._Element) -> str:
    """The title of a chart or axis, on one line."""
    title = element.find(f"{C}title")
    if title is None:
        return ""
    texts = [node.text or "" for node in title.iter(f"{A}t")] or list(_points(title).values())
    return " ".join("".join(texts).split())


def _points(*places: etree._Element | None) -> dict[int, str]:
    """The values that a chart remembers of the cells that it was drawn from, by index.

    Of categories on several levels, the levels' values are joined, the outermost first.
    """
    found: dict[int, str] = {}
    for place in places:
        if place is None:
            continue
        levels = list(place.iter(f"{C}lvl")) or [place]
        for level in levels:
            code = level.findtext(f".//{C}formatCode") or "General"
            for point in level.iter(f"{C}pt"):
                value = _shown(point, code, numeric=place.find(f".//{C}numCache") is not None)
                at = int(point.get("idx", "0"))
                found[at] = f"{value}, {found[at]}" if at in found else value
        if not found and place.findtext(f"{C}v"):
            found[0] = place.findtext(f"{C}v") or ""
    return {at: value for at, value in found.items() if value}


def _shown(point: etree._Element, code: str, numeric: bool) -> str:
    text = " ".join((point.findtext(f"{C}v") or "").split())
    if not numeric:
        return text
    try:
        return number_shown(float(text), point.get("formatCode") or code)
    except ValueError:
        return text
