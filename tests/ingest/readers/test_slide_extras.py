from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.readers.check import block_of, checked, texts
from tests.ingest.readers.made import (
    Deck,
    edited,
)


def _comment_parts(modern: bool) -> tuple[str, str]:
    """The parts with the authors and with the comments, as new or old programs write them."""
    p = "http://schemas.openxmlformats.org/presentationml/2006/main"
    if modern:
        space = (
            'xmlns:n="http://schemas.microsoft.com/office/powerpoint/2018/8/main" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        )
        body = "<n:txBody><a:bodyPr/><a:p><a:r><a:t>{}</a:t></a:r></a:p></n:txBody>"
        authors = f'<n:authorLst {space}><n:author id="{{7}}" name="Ada Quill"/></n:authorLst>'
        comments = (
            f'<n:cmLst {space}><n:cm authorId="{{7}}"><n:replyLst><n:reply authorId="{{7}}">'
            f"{body.format('So it is.')}</n:reply></n:replyLst>{body.format('Is this right?')}"
            "</n:cm></n:cmLst>"
        )
    else:
        authors = f'<cmAuthorLst xmlns="{p}"><cmAuthor id="0" name="Ada Quill"/></cmAuthorLst>'
        comments = f'<cmLst xmlns="{p}"><cm authorId="0"><text>Is this right?</text></cm></cmLst>'
    return authors, comments


@pytest.mark.parametrize("modern", [False, True])
def test_comments_name_their_author(tmp_path: Path, modern: bool) -> None:
    deck = Deck()
    deck.slide("Moorings")
    authors, comments = _comment_parts(modern)
    kind = "authors" if modern else "commentAuthors"
    relation = (
        '<Relationship Id="rX" Type="http://x/relationships/{}" Target="{}"/></Relationships>'
    )
    end = "</Relationships>"
    types = '<Default Extension="xml" ContentType="application/xml"/>'
    path = edited(
        deck.saved(tmp_path),
        {
            "ppt/_rels/presentation.xml.rels": lambda text: text.replace(
                end, relation.format(kind, "authors.xml")
            ),
            "ppt/slides/_rels/slide1.xml.rels": lambda text: text.replace(
                end, relation.format("comments", "../comments/c1.xml")
            ),
            "[Content_Types].xml": lambda text: (
                text if types in text else text.replace("<Override", f"{types}<Override", 1)
            ),
        },
        ppt__authors=authors,
        ppt__comments__c1=comments,
    )
    reading = checked(path)
    replies = ["Reply by Ada Quill: So it is."] if modern else []
    assert texts(reading, "item") == ["Comment by Ada Quill: Is this right?", *replies]
    assert block_of(reading, "right").headings == ("Moorings", "Comments")


def test_texts_of_a_diagram_are_read(tmp_path: Path) -> None:
    deck = Deck()
    deck.slide("Steps").shapes.add_table(1, 1, 0, 0, 99, 99)
    d = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    data = (
        f'<d:dataModel xmlns:d="{d}" xmlns:a="{a}"><d:ptLst><d:pt><d:t><a:bodyPr/><a:p><a:r><a:t>'
        "Cast off</a:t></a:r></a:p></d:t></d:pt></d:ptLst></d:dataModel>"
    )
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def with_diagram(text: str) -> str:
        start, end = text.index("<a:graphicData"), text.index("</a:graphic>")
        frame = f'<d:relIds xmlns:d="{d}" xmlns:r="{r}" r:dm="rX"/>'
        return f'{text[:start]}<a:graphicData uri="{d}">{frame}</a:graphicData>{text[end:]}'

    path = edited(
        deck.saved(tmp_path),
        {
            "ppt/slides/slide1.xml": with_diagram,
            "ppt/slides/_rels/slide1.xml.rels": lambda text: text.replace(
                "</Relationships>",
                f'<Relationship Id="rX" Type="{r}/diagramData" Target="../diagrams/data1.xml"/>'
                "</Relationships>",
            ),
        },
        ppt__diagrams__data1=data,
    )
    assert texts(checked(path), "item") == ["Cast off"]


def test_notes_stand_under_a_heading_of_their_own(tmp_path: Path) -> None:
    deck = Deck()
    deck.slide("Moorings").notes_slide.notes_text_frame.text = "Say this slowly."
    reading = checked(deck.saved(tmp_path))
    assert block_of(reading, "slowly").headings == ("Moorings", "Notes")
