"""Footnotes, endnotes and comments of Word documents."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.readers.check import block_of, texts
from tests.ingest.readers.wordfiles import paragraph, read_back


def _note(kind: str, name: int, text: str, sort: str = "normal") -> str:
    return f'<w:{kind} w:id="{name}" w:type="{sort}">{paragraph(text)}</w:{kind}>'


def _reference(kind: str, name: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{name}"/></w:r>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _comment(name: int, author: str, text: str) -> str:
    said = f'<w:p w14:paraId="0000000{name}"><w:r><w:t>{text}</w:t></w:r></w:p>'
    return f'<w:comment w:id="{name}" w:author="{author}">{said}</w:comment>'


def test_note_follows_the_paragraph_that_refers_to_it(tmp_path: Path) -> None:
    body = (
        paragraph(_run("The oar") + _reference("footnote", 7) + _run(" is long."))
        + paragraph(_run("It is old.") + _reference("footnote", 2))
        + paragraph(_run("The end.") + _reference("endnote", 1))
    )
    notes = {
        "footnotes": _note("footnote", 0, "line", "separator")
        + _note("footnote", 2, "By the log.")
        + _note("footnote", 7, "Made of ash."),
        "endnotes": _note("endnote", 1, "See the register."),
    }
    assert texts(read_back(tmp_path, body, notes)) == [
        "The oar [footnote 1] is long.", "Footnote 1: Made of ash.",
        "It is old [footnote 2].", "Footnote 2: By the log.",
        "The end [endnote i].", "Endnote i: See the register.",
    ]  # fmt: skip


def test_note_numbers_follow_the_settings(tmp_path: Path) -> None:
    body = paragraph(_run("Bow") + _reference("footnote", 1))
    notes = {
        "footnotes": _note("footnote", 1, "Forward."),
        "settings": '<w:footnotePr><w:numFmt w:val="upperLetter"/><w:numStart w:val="3"/>'
        "</w:footnotePr>",
    }
    assert texts(read_back(tmp_path, body, notes)) == ["Bow [footnote C]", "Footnote C: Forward."]


def test_notes_that_begin_anew_on_each_page_have_no_number(tmp_path: Path) -> None:
    body = paragraph(_run("Bow") + _reference("footnote", 1))
    notes = {
        "footnotes": _note("footnote", 1, "Forward."),
        "settings": '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>',
    }
    assert texts(read_back(tmp_path, body, notes)) == ["Bow [footnote]", "Footnote: Forward."]


def test_note_in_a_table_follows_the_table(tmp_path: Path) -> None:
    cell = paragraph(_run("Ida") + _reference("footnote", 1))
    body = f"<w:tbl><w:tr><w:tc>{cell}</w:tc><w:tc>{paragraph('2')}</w:tc></w:tr></w:tbl>"
    notes = {"footnotes": _note("footnote", 1, "Sold in May.")}
    assert texts(read_back(tmp_path, body, notes)) == [
        "Ida [footnote 1] | 2", "Footnote 1: Sold in May.",
    ]  # fmt: skip


def test_comment_and_reply_follow_their_paragraph_with_their_authors(tmp_path: Path) -> None:
    body = paragraph(_run("Five days.") + _reference("comment", 1) + _reference("comment", 2))
    body += paragraph("Next.")
    parts = {
        "comments": _comment(1, "Ida Holm", "Six, surely?") + _comment(2, "Per", "No, five."),
        "commentsExtended": '<w15:commentEx w15:paraId="00000001"/>'
        '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001"/>',
    }
    reading = read_back(tmp_path, body, parts)
    assert texts(reading) == [
        "Five days.", "Comment by Ida Holm: Six, surely?", "Reply by Per: No, five.", "Next.",
    ]  # fmt: skip
    assert block_of(reading, "surely").kind == "item"


def test_notes_and_comments_without_a_place_stand_at_the_end(tmp_path: Path) -> None:
    parts = {
        "footnotes": _note("footnote", 1, "Lost in editing."),
        "comments": _comment(1, "", "Who wrote this?"),
    }
    reading = read_back(tmp_path, paragraph("Body."), parts)
    assert block_of(reading, "Lost").headings == ("Footnotes",)
    assert block_of(reading, "Who").headings == ("Comments",)
    assert texts(reading)[-1] == "Comment: Who wrote this?"


def test_note_that_is_missing_leaves_no_mark(tmp_path: Path) -> None:
    body = paragraph(_run("Here") + _reference("footnote", 9) + _reference("comment", 9))
    assert texts(read_back(tmp_path, body)) == ["Here"]
