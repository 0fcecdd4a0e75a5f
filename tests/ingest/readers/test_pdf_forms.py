"""Fields of forms: text, boxes, choices, and forms in XFA."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdf
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.ingest.readers.check import checked, labelled, texts


def _form(folder: Path, draw: Callable[[Canvas], object]) -> Path:
    path = folder / "form.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 750, "Application for leave, to be filled in by hand or here.")
    draw(canvas)
    canvas.save()
    return path


def test_form_fields_are_rows_of_name_and_value(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        form, at = canvas.acroForm, {"x": 150, "width": 100, "height": 20}
        form.textfield(name="who.name", tooltip="Full name", value="Ada Thorn", y=690, **at)
        form.textfield(name="who.place[0]", value="Aft cabin", y=660, **at)
        form.textfield(name="who.empty", tooltip="Second name", value="", y=630, **at)
        form.textfield(name="word", value="hush", y=600, fieldFlags="password", **at)
        form.choice(name="month", value="May", options=["April", "May"], y=570, **at)
        form.listbox(
            name="days",
            value=["Mon", "Wed"],
            options=["Mon", "Tue", "Wed"],
            y=500,
            fieldFlags="multiSelect",
            **at,
        )

    reading = checked(_form(tmp_path, draw))
    rows = [block for block in reading.blocks if block.kind == "row"]
    assert [labelled(row) for row in rows] == [
        {"Full name": "Ada Thorn"},
        {"place": "Aft cabin"},
        {"month": "May"},
        {"days": "Mon, Wed"},
    ]
    assert rows[0].headings == ("Form fields",)
    assert "Full name: Ada Thorn" in reading.text
    assert "hush" not in reading.text


def test_boxes_and_choices_tell_their_state(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        form = canvas.acroForm
        form.checkbox(name="agree", tooltip="I agree", checked=True, x=150, y=600)
        form.checkbox(name="news", tooltip="Send news", checked=False, x=150, y=570)
        form.checkbox(name="c1_1", checked=False, x=150, y=540)
        for value, chosen in (("sea", False), ("shore", True)):
            form.radio(name="kind", tooltip="Kind", value=value, selected=chosen, x=150, y=510)
        for value in ("fish", "meat"):
            form.radio(name="meal", tooltip="Meal", value=value, selected=False, x=150, y=480)

    reading = checked(_form(tmp_path, draw))
    assert texts(reading, "row") == [
        "I agree: ticked",
        "Send news: not ticked",
        "Kind: shore",
        "Meal: none chosen",
    ]


FORM = b"""<template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"><subform name="leave">
<draw><value><text>Leave at sea</text></value></draw>
<field name="who"><caption><value><text>Full name</text></value></caption></field>
<field name="days"><caption><value><text>Days</text></value></caption><value><text>7</text></value>
</field></subform></template>"""
DATA = b"""<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><leave>
<who>Ada Thorn</who><boat>Petrel</boat></leave></xfa:data></xfa:datasets>"""


def test_words_of_an_xfa_form_are_read(tmp_path: Path) -> None:
    path = _form(tmp_path, lambda _: None)
    writer = pypdf.PdfWriter(clone_from=path)
    packets = ArrayObject()
    for name, xml in (("template", FORM), ("datasets", DATA)):
        packet = StreamObject()
        packet.set_data(xml)
        packets += [TextStringObject(name), writer._add_object(packet)]
    form = DictionaryObject({NameObject("/XFA"): packets})
    form[NameObject("/Fields")] = ArrayObject()
    writer.root_object[NameObject("/AcroForm")] = form
    writer.root_object[NameObject("/NeedsRendering")] = BooleanObject(True)
    writer.write(path)
    reading = checked(path)
    assert texts(reading)[1:] == [
        "Leave at sea",
        "Full name",
        "Days",
        "Days: 7",
        "Full name: Ada Thorn",
        "boat: Petrel",
    ]
    (warning,) = reading.warnings
    assert warning.startswith("The file is a form in XFA, which only Adobe's programs draw")
