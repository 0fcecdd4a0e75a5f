"""Documents, names and answers that try to act on whoever looks at them.

What runs sets `window.__hit`; what loads or links asks for something at HOST. Each plant says in
which place it was put, so that a failure tells where it grew.
"""

from __future__ import annotations

import io
import json
from html import escape

import pptx
from docx import Document
from playwright.sync_api import FilePayload
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

HOST = "tracker.example"
"""No name of this machine, nor of any other."""

FACTS = {
    "md": "The lighthouse of Planthaven was built in 1911 by the engineer Ada Quill.",
    "html": "The ferry to Gull Island leaves at 06:40 on Sundays.",
    "txt": "The bakery on Mill Street opens at 05:15 in winter.",
    "csv": "Tower clock",
    "docx": "The mayor of Oakford is elected for six years.",
    "pptx": "The swimming pool at Elm Park is 33 metres long.",
    "pdf": "The Raven brewery was founded in 1788 by two brothers.",
}
"""What each document says besides, by the ending of its name."""


QUESTIONS = {
    "md": "When was the lighthouse of Planthaven built?",
    "html": "When does the ferry to Gull Island leave on Sundays?",
    "txt": "When does the bakery on Mill Street open in winter?",
    "csv": "In which year was the Tower clock made?",
    "docx": "For how long is the mayor of Oakford elected?",
    "pptx": "How long is the swimming pool at Elm Park?",
    "pdf": "When was the Raven brewery founded?",
}
MIDST = f"Its <img src=http://{HOST}/midst.png onerror=__hit=1> [door](javascript:1) is green."
"""A sentence beside a fact."""


def plant(place: str) -> str:
    """One line of short sentences with what could run, load, link or format, for a text."""
    hit = f"window.__hit='{place}'"
    at = f"http://{HOST}/{place}"
    sentences = (
        f'It has <img src={at}.png onerror="{hit}"> <script>{hit}</script> in it',
        f'There is <svg onload="{hit}"> <iframe src=//{HOST}/{place}></iframe> too',
        f"A ![pixel]({at}-md.png) is [here](javascript:{hit})",
        f"Some go [there](data:text/html,<script>{hit}</script>) or <{at}-auto> or {at}-bare",
        f'Write to www.{HOST} or me@{HOST} or <a href="javascript:{hit}">x</a>',
        f"It wears <style>@import url({at}.css);</style> and <link rel=stylesheet href={at}.css>",
        f"One signs <form action={at}><button>Go</button></form> <input onfocus={hit} autofocus>",
        f'So <meta http-equiv="refresh" content="0;url={at}"> and <base href="{at}/"> follow',
        f"Then $\\href{{javascript:{hit}}}{{x}}$ :material/skull: :streamlit: :smile: :red[red]",
        f"And `code` [^1] [99] [0] [ref]: {at}-ref",
    )
    return f"{'. '.join(sentences)}."


def title(place: str) -> str:
    """The same in 60 characters and without a slash: for names, titles and collections."""
    return f"{place} <img src=x onerror=window.__hit=1> [x](javascript:1)"[:60]


def tag(place: str) -> str:
    """The same in 30 characters: as much of a tag as a list shows."""
    return f"{place} <svg onload=__hit=1>"


def files() -> tuple[FilePayload, ...]:
    """A document of each kind, with plants in its name, its text, its headings and its title."""
    made = {
        "md": _markdown(),
        "html": _page(),
        "txt": f"{FACTS['txt']}\n\n{plant('txt')}\n\n{plant('txt-two')}\n".encode(),
        "csv": _table(),
        "docx": _word(),
        "pptx": _slides(),
        "pdf": _paper(),
    }
    return tuple(
        {"name": name(ending), "mimeType": "application/octet-stream", "buffer": held}
        for ending, held in made.items()
    )


def name(ending: str) -> str:
    """What the planted document of this kind is called."""
    return f"{title(ending)} $x$ `y`.{ending}"


def questions() -> FilePayload:
    """Questions with known answers, for an evaluation; in each field something planted."""
    rows = [
        {
            "id": title("id"), "kind": title("kind"),
            "question": f"{QUESTIONS['md']} {title('question')}",
            "answers": ["1911", plant("gold")],
        },
        {"id": "two", "kind": "unanswerable", "question": plant("question-two"), "answers": []},
    ]  # fmt: skip
    text = "\n".join(map(json.dumps, rows))
    named = f"{title('rows')}.jsonl"
    return {"name": named, "mimeType": "application/jsonl", "buffer": text.encode()}


MARKS = "[1][2][3][4][5][6][7]"
"""Whatever number the right source has in the model's prompt."""


def reply() -> str:
    """What a hostile model answers: true sentences amid planted ones, marks of no source."""
    bold = "<b onclick=__hit=1>[by](javascript:1)</b>"
    return (
        f"{FACTS['md']} {MARKS}[99] {plant('model')} [1]. "
        f"The lighthouse of Planthaven was built in 1911 {bold} Ada Quill {MARKS}.\n\n"
        f"**{title('heading')}**\n- {plant('model-item')} [2]\n- {FACTS['md']} [0] {MARKS}"
    )


def said(ending: str) -> str:
    """What a truthful model answers to the question about this document."""
    fact = FACTS[ending] if ending != "csv" else "The year of the Tower clock is 1802."
    return f"{fact} {MARKS}"


def _markdown() -> bytes:
    parts = (
        f"# {title('md-heading')}", f"{FACTS['md']} {MIDST} It is open daily.", plant("md"),
        f"## {plant('md-second')}", f"| a | {plant('md-cell')} |",
    )  # fmt: skip
    return "\n\n".join(parts).encode()


def _page() -> bytes:
    told = escape(plant("html"))
    head = f"<title>{escape(title('html-title'))}</title><link rel=stylesheet href=//{HOST}/x.css>"
    text = (
        f"<h1>{escape(title('html-heading'))}</h1><p>{FACTS['html']} {escape(MIDST)}</p>"
        f"<p>{told}</p><h2>{told}</h2><p>{plant('html-live')}</p>"
    )
    return f"<!doctype html><html><head>{head}</head><body>{text}</body></html>".encode()


def _table() -> bytes:
    """A column's name, a cell, and formulas that would link."""
    column = title("csv-column")
    link = f'=HYPERLINK(""http://{HOST}/cell"")'
    rows = [
        f'Thing,"{column}",Year',
        f"{FACTS['csv']},{title('csv-cell')},1802",
        f'Bell,"{link}",1803',
    ]
    rows.append('Gong,"{}",1804'.format(plant("csv").replace('"', '""')))
    return "\n".join(rows).encode()


def _word() -> bytes:
    document = Document()
    document.core_properties.title = title("docx-title")
    document.add_heading(title("docx-heading"))
    for text in (FACTS["docx"], plant("docx")):
        document.add_paragraph(text)
    document.add_heading(plant("docx-second"))
    document.add_table(1, 1).cell(0, 0).text = plant("docx-cell")
    return _saved(document)


def _slides() -> bytes:
    deck = pptx.Presentation()
    for first, second in ((title("pptx-title"), FACTS["pptx"]), (plant("pptx"), plant("pptx-two"))):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        for place, text in enumerate((first, second)):
            slide.placeholders[place].text_frame.text = text
    return _saved(deck)


def _saved(document: object) -> bytes:
    held = io.BytesIO()
    document.save(held)  # type: ignore[attr-defined]  # both libraries' documents have it
    return held.getvalue()


def _paper() -> bytes:
    """Two pages with a link to HOST, a script at opening, and one that starts a program."""
    held = io.BytesIO()
    canvas = Canvas(held)
    canvas.setTitle(plant("pdf-title"))
    for number in (1, 2):
        canvas.drawString(50, 780, FACTS["pdf"] if number == 1 else "The second page.")
        text = plant(f"pdf-{number}")
        for at in range(0, len(text), 80):
            canvas.drawString(50, 750 - at / 4, text[at : at + 80])
        canvas.linkURL(f"http://{HOST}/pdf", (40, 100, 500, 800), relative=0)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(PdfReader(io.BytesIO(held.getvalue())))
    script = f"app.launchURL('http://{HOST}/js'); app.alert('hit');"
    action = _action("JavaScript", "JS", script)
    action[NameObject("/Next")] = _action("Launch", "F", f"http://{HOST}/launch")
    writer.root_object[NameObject("/OpenAction")] = action
    ended = io.BytesIO()
    writer.write(ended)
    return ended.getvalue()


def _action(kind: str, key: str, value: str) -> DictionaryObject:
    held = {
        NameObject("/S"): NameObject(f"/{kind}"),
        NameObject(f"/{key}"): TextStringObject(value),
    }
    return DictionaryObject(held)
