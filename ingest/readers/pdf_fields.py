"""The fields of a form on a PDF page, each as "name: value"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

from ingest.readers.pdf_extras import Extra, OpenPage
from ingest.readers.pdf_frame import Box
from ingest.readers.pdf_strings import wide

SECTION = "Form fields"
TICKED, NOT_TICKED, NONE_CHOSEN = "ticked", "not ticked", "none chosen"

_OFF = "Off"
_PASSWORD = 1 << 13  # a bit of a text field's flags
_INDEX = re.compile(r"\[\d+\]")
_PLAIN_STATE = re.compile(r"(?:yes|on|off|ja|oui|true|checked|\d{1,3}|choice ?\d+)?", re.IGNORECASE)
_LONGEST_ROW = 400  # characters of a value above which it is a text rather than a cell
_MOST_OPTIONS = 2_000


@dataclass(frozen=True, slots=True)
class _Field:
    """One field as drawn once on a page.

    label: what the form calls it for people, or ''. state: of a box or button, the name of the way
    it is drawn: "Off" where it is not ticked.
    """

    kind: int
    name: str
    label: str
    value: str
    state: str
    box: Box | None

    @property
    def is_ticked(self) -> bool:
        return self.state not in ("", _OFF)


def fields(annotations: Sequence[object], page: OpenPage) -> list[Extra]:
    """The filled fields of a page; boxes and choices also when empty, if the form names them."""
    widgets = [
        annotation
        for annotation in annotations
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
    ]
    if not widgets:
        return []
    page.document.init_forms()
    form = page.document.formenv
    if form is None:
        return []
    found = [_field(form, widget, page.place(widget)) for widget in widgets]
    chosen = {
        field.name
        for field in found
        if field.kind == pdfium.FPDF_FORMFIELD_RADIOBUTTON and field.is_ticked
    }
    rows: dict[tuple[str, str], Extra] = {}
    for field in found:
        value = _state(field, chosen)
        if value:
            label = field.label or _last_name(field.name)
            rows.setdefault((field.name, value), _row(label, value, field.box))
    return list(rows.values())


def is_secret(form: object, widget: object) -> bool:
    """Whether a field holds a password."""
    return bool(pdfium.FPDFAnnot_GetFormFieldFlags(form, widget) & _PASSWORD)


def _field(form: object, widget: object, box: Box | None) -> _Field:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, widget)
    value = state = ""
    if kind in (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        value = _chosen(form, widget)
    elif kind != pdfium.FPDF_FORMFIELD_PUSHBUTTON and not is_secret(form, widget):
        value = wide(pdfium.FPDFAnnot_GetFormFieldValue, form, widget)
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        state = wide(pdfium.FPDFAnnot_GetStringValue, widget, b"AS") or value
    label = " ".join(wide(pdfium.FPDFAnnot_GetFormFieldAlternateName, form, widget).split())
    name = wide(pdfium.FPDFAnnot_GetFormFieldName, form, widget)
    return _Field(kind, name, label, value, state, box)


def _chosen(form: object, widget: object) -> str:
    """The options that are chosen, as people see them; else what was typed."""
    count = min(pdfium.FPDFAnnot_GetOptionCount(form, widget), _MOST_OPTIONS)
    labels = [
        wide(pdfium.FPDFAnnot_GetOptionLabel, form, widget, index)
        for index in range(count)
        if pdfium.FPDFAnnot_IsOptionSelected(form, widget, index)
    ]
    return ", ".join(labels) or wide(pdfium.FPDFAnnot_GetFormFieldValue, form, widget)


def _state(field: _Field, chosen: set[str]) -> str:
    """What a field holds, in words; '' where there is nothing to say."""
    if field.kind == pdfium.FPDF_FORMFIELD_CHECKBOX:
        if not field.is_ticked:
            return NOT_TICKED if field.label else ""
        return TICKED if _PLAIN_STATE.fullmatch(field.state) else f"{TICKED} ({field.state})"
    if field.kind == pdfium.FPDF_FORMFIELD_RADIOBUTTON:
        if not field.is_ticked:
            return NONE_CHOSEN if field.label and field.name not in chosen else ""
        return field.value or field.state
    return field.value


def _last_name(name: str) -> str:
    """A field's own name, without the groups that it is in."""
    return _INDEX.sub("", name).rpartition(".")[2].strip() or "Field"


def _row(label: str, value: str, box: Box | None) -> Extra:
    text = f"{label}: {value}"
    if len(value) > _LONGEST_ROW:
        return Extra("text", SECTION, text, box=box)
    return Extra("row", SECTION, text, (label,), (" ".join(value.split()),), box)
