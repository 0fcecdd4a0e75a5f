"""What tracked changes leave of a Word document's tables, notes and equations."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.readers.check import texts
from tests.ingest.readers.wordfiles import paragraph, read_back

ONE = ("Holds tracked changes; 1 deletion is left out, insertions are kept.",)


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _mark(name: int, more: str = "") -> str:
    return f'<w:r><w:footnoteReference w:id="{name}"{more}/></w:r>'


def _notes(*said: str) -> dict[str, str]:
    notes = (
        f'<w:footnote w:id="{at}">{paragraph(text)}</w:footnote>' for at, text in enumerate(said, 1)
    )
    return {"footnotes": "".join(notes)}


def test_deleted_row_is_left_out_and_said(tmp_path: Path) -> None:
    body = (
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>"
        + paragraph("gone")
        + f"</w:tc></w:tr><w:tr><w:tc>{paragraph('kept')}</w:tc></w:tr></w:tbl>"
    )
    reading = read_back(tmp_path, body)
    assert texts(reading) == ["kept"]
    assert reading.warnings == ONE


def test_deleted_cell_is_left_out_and_said(tmp_path: Path) -> None:
    body = (
        "<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>"
        + paragraph("gone")
        + f"</w:tc><w:tc>{paragraph('kept')}</w:tc></w:tr></w:tbl>"
    )
    reading = read_back(tmp_path, body)
    assert texts(reading) == ["kept"]
    assert reading.warnings == ONE


def test_deleted_part_of_an_equation_is_left_out_and_said(tmp_path: Path) -> None:
    body = paragraph(
        "<m:oMath><w:ins><m:r><m:t>a+b</m:t></m:r></w:ins>"
        "<w:del><m:r><m:t>+c</m:t></m:r></w:del></m:oMath>"
    )
    reading = read_back(tmp_path, body)
    assert texts(reading) == ["a+b"]
    assert reading.warnings == ONE


def test_deleted_note_is_not_read(tmp_path: Path) -> None:
    body = paragraph(f"{_run('Old')}<w:del>{_mark(1)}</w:del>{_run(' and new')}{_mark(2)}")
    reading = read_back(tmp_path, body, _notes("Gone.", "Kept."))
    assert texts(reading) == ["Old and new [footnote 1]", "Footnote 1: Kept."]
    assert reading.warnings == ONE


def test_note_of_a_paragraph_whose_mark_was_deleted_follows_the_joined_one(tmp_path: Path) -> None:
    body = paragraph(f"{_run('The oar')}{_mark(1)}", "<w:rPr><w:del/></w:rPr>")
    body += paragraph(_run(" is long."))
    reading = read_back(tmp_path, body, _notes("Made of ash."))
    assert texts(reading) == ["The oar [footnote 1] is long.", "Footnote 1: Made of ash."]


def test_note_with_a_sign_of_its_own_takes_no_number(tmp_path: Path) -> None:
    sign = _mark(1, ' w:customMarkFollows="1"') + _run("*")
    body = paragraph(f"{_run('Oar')}{sign}{_run(' and sail')}{_mark(2)}")
    reading = read_back(tmp_path, body, _notes("* Made of ash.", "Red."))
    assert texts(reading) == [
        "Oar* and sail [footnote 1]", "* Made of ash.", "Footnote 1: Red.",
    ]  # fmt: skip


def test_notes_that_say_nothing_open_no_section(tmp_path: Path) -> None:
    assert texts(read_back(tmp_path, paragraph("Body."), _notes("<w:r/>"))) == ["Body."]


def test_suggested_signer_of_a_signature_line_is_read(tmp_path: Path) -> None:
    line = '<o:signatureline o:suggestedsigner="Ida Holm" o:suggestedsigner2="Chair"/>'
    body = paragraph(f"<w:r><w:pict><v:shape>{line}</v:shape></w:pict></w:r>")
    assert texts(read_back(tmp_path, body)) == ["Signature line: Ida Holm, Chair"]
