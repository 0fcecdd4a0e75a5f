"""What stands beside the text of a Word document, or is shown in place of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.readers.check import block_of, labelled, texts
from tests.ingest.readers.wordfiles import NAMES, paragraph, read_back

CHART = "word/charts/chart1.xml"
DIAGRAM = "word/diagrams/data1.xml"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _drawn(content: str, about: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{about}"/>{content}'
        "</wp:inline></w:drawing></w:r>"
    )


def _said(folder: Path, content: str) -> list[str]:
    return texts(read_back(folder, paragraph(content)))


def test_description_of_a_picture_follows_its_paragraph(tmp_path: Path) -> None:
    body = paragraph(_run("See:") + _drawn("", "A boat with two oars.")) + paragraph("Next.")
    assert texts(read_back(tmp_path, body)) == ["See:", "A boat with two oars.", "Next."]


def test_name_of_a_picture_file_is_no_description(tmp_path: Path) -> None:
    assert _said(tmp_path, _run("See:") + _drawn("", "IMG_0012.jpeg")) == ["See:"]


def test_box_in_a_box_and_in_a_table_is_read_once(tmp_path: Path) -> None:
    def box(inner: str) -> str:
        return f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"  # noqa: E501  # one element, hard to read when cut

    cell = paragraph(_run("Cell") + box(paragraph(_run("Outer") + box(paragraph("Inner")))))
    body = f"<w:tbl><w:tr><w:tc>{cell}</w:tc><w:tc>{paragraph('2')}</w:tc></w:tr></w:tbl>"
    assert texts(read_back(tmp_path, body)) == ["Cell | 2", "Outer", "Inner"]


def test_chart_is_a_table_under_its_title(tmp_path: Path) -> None:
    def points(tag: str, *values: str) -> str:
        inner = "".join(f'<c:pt idx="{n}"><c:v>{v}</c:v></c:pt>' for n, v in enumerate(values))
        return f"<c:{tag}><c:strRef><c:strCache>{inner}</c:strCache></c:strRef></c:{tag}>"

    chart = (
        f"<c:chartSpace {NAMES}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Hires</a:t></a:r>"
        "</a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser>"
        f"{points('tx', 'Boats')}{points('cat', 'May', 'June')}{points('val', '3', '5')}"
        "</c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
    reading = read_back(tmp_path, paragraph(_drawn('<c:chart r:id="r1"/>')), {CHART: chart})
    row = block_of(reading, "June")
    assert labelled(row) == {"Category": "June", "Boats": "5"}
    assert row.headings == ("Hires",)


def test_words_of_a_diagram_are_kept(tmp_path: Path) -> None:
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>"
        for text in ("Book", "Row", "Return")
    )
    data = f"<dgm:dataModel {NAMES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"
    body = paragraph(_drawn('<dgm:relIds r:dm="r1"/>'))
    assert texts(read_back(tmp_path, body, {DIAGRAM: data})) == ["Book", "Row", "Return"]


def test_objects_and_broken_charts_are_named(tmp_path: Path) -> None:
    body = paragraph(
        _run("Body.")
        + '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
        + _drawn('<c:chart r:id="r1"/>')
    )
    reading = read_back(tmp_path, body, {CHART: "<c:chartSpace"})
    assert texts(reading) == ["Body."]
    assert reading.warnings == (
        "Holds what is not read: damaged chart or diagram (1).",
        "Holds what is not read: embedded object (Excel.Sheet.12) (1).",
    )


def test_tracked_changes_read_as_accepted_and_are_said(tmp_path: Path) -> None:
    moved = f"<w:moveFrom>{_run('twice')}</w:moveFrom>"
    body = (
        paragraph(f"<w:ins>{_run('In ')}</w:ins>{_run('all')}", "<w:rPr><w:del/></w:rPr>")
        + paragraph(f"{_run(' of it.')}{moved}")
        + paragraph(f"<w:moveTo>{_run('twice')}</w:moveTo>")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>"
        + paragraph("gone")
        + f"</w:tc></w:tr><w:tr><w:tc>{paragraph('kept')}</w:tc></w:tr></w:tbl>"
    )
    reading = read_back(tmp_path, body)
    assert texts(reading) == ["In all of it.", "twice", "kept"]
    assert reading.warnings == (
        "Holds tracked changes; 2 deletions are left out, insertions are kept.",
    )


def test_hidden_text_is_read_and_said(tmp_path: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Not for print.</w:t></w:r>"
    reading = read_back(tmp_path, paragraph(hidden))
    assert texts(reading) == ["Not for print."]
    assert reading.warnings == ("Holds hidden text, which is read all the same.",)


def test_placeholder_of_a_control_that_nobody_filled_in_is_no_text(tmp_path: Path) -> None:
    empty = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{_run('Click here to enter text.')}</w:sdtContent></w:sdt>"
    )
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{_run('Ida')}</w:sdtContent></w:sdt>"
    assert _said(tmp_path, _run("Name: ") + empty + filled) == ["Name: Ida"]


def _field(code: str, result: str = "", data: str = "") -> str:
    between = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>{code}{between}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_of_a_field_only_the_result_is_read(tmp_path: Path) -> None:
    inner = _field("<w:r><w:instrText>PAGE</w:instrText></w:r>", _run("7"))
    outer = _field(f"<w:r><w:instrText>IF </w:instrText></w:r>{inner}", _run("seven"))
    simple = f'<w:fldSimple w:instr="DATE">{_run(" today")}</w:fldSimple>'
    assert _said(tmp_path, _run("Page ") + outer + simple) == ["Page seven today"]


def test_field_without_an_end_loses_nothing(tmp_path: Path) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert _said(tmp_path, _run("Before ") + begin + _run("after")) == ["Before after"]


def test_choices_in_a_form_are_read(tmp_path: Path) -> None:
    ticked = _field("", data="<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>")
    empty = _field("", data='<w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>')
    entries = "".join(f'<w:listEntry w:val="{name}"/>' for name in ("red", "green"))
    picked = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    content = ticked + _run(" member ") + empty + _run(" guest, ") + _field("", data=picked)
    assert _said(tmp_path, content) == ["☒ member ☐ guest, green"]


def test_letters_of_symbol_fonts_are_read_and_unknown_ones_are_said(tmp_path: Path) -> None:
    content = (
        '<w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Wingdings" w:char="F0FE"/>'
        '<w:sym w:font="MS Gothic" w:char="2610"/><w:sym w:font="Logos" w:char="F041"/></w:r>'
        '<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf0b3 5</w:t></w:r>'
    )
    reading = read_back(tmp_path, paragraph(content))
    assert texts(reading) == ["α☑☐≥ 5"]
    assert reading.warnings == ("1 signs of the font Logos have no letters and are left out.",)


def _m(tag: str, *parts: str) -> str:
    return f"<m:{tag}>{''.join(parts)}</m:{tag}>"


def _r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_m("f", _m("num", _r("a+b")), _m("den", _r("2"))), "(a+b)/2"),
        (_m("sSup", _m("e", _r("x")), _m("sup", _r("2"))), "x^2"),
        (_m("sSubSup", _m("e", _r("x")), _m("sub", _r("i")), _m("sup", _r("10"))), "x_i^10"),
        (_m("rad", _m("deg"), _m("e", _r("x"))), "√(x)"),
        (_m("rad", _m("deg", _r("3")), _m("e", _r("x"))), "root(3, x)"),
        (_m("d", _m("e", _r("a")), _m("e", _r("b"))), "(a|b)"),
        (_m("func", _m("fName", _r("sin")), _m("e", _r("x"))), "sin x"),
        (
            _m("nary", '<m:naryPr><m:chr m:val="∑"/></m:naryPr>', _m("sub", _r("i=1")),
               _m("sup", _r("n")), _m("e", _r("i"))),
            "∑_(i=1)^n i",
        ),
        (
            _m("m", _m("mr", _m("e", _r("a")), _m("e", _r("b"))), _m("mr", _m("e", _r("c")))),
            "a, b; c",
        ),
    ],
)  # fmt: skip
def test_equations_are_read_on_a_line(tmp_path: Path, content: str, said: str) -> None:
    assert _said(tmp_path, _run("E: ") + _m("oMathPara", _m("oMath", content))) == [f"E: {said}"]


def test_rows_of_names_become_one(tmp_path: Path) -> None:
    def row(*cells: str, head: bool = False) -> str:
        properties = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
        return f"<w:tr>{properties}{''.join(cells)}</w:tr>"

    def cell(text: str, span: int = 1) -> str:
        wide = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>'
        return f"<w:tc>{wide}{paragraph(text)}</w:tc>"

    body = (
        "<w:tbl><w:tblPr><w:tblDescription w:val='Fees by season.'/></w:tblPr>"
        + row(cell("Boat"), cell("2024", 2), head=True)
        + row(cell("Boat"), cell("May"), cell("June"), head=True)
        + row(cell("Ida"), cell("30"), cell("35"))
        + "</w:tbl>"
    )
    reading = read_back(tmp_path, body)
    assert labelled(block_of(reading, "Ida")) == {
        "Boat": "Ida", "2024 May": "30", "2024 June": "35",
    }  # fmt: skip
    assert "Fees by season." in texts(reading)


def _watermark(text: str) -> str:
    return f'<w:r><w:pict><v:shape><v:textpath string="{text}"/></v:shape></w:pict></w:r>'


def test_header_with_table_and_watermark_is_read_once(tmp_path: Path) -> None:
    rows = f"<w:tbl><w:tr><w:tc>{paragraph('Club')}</w:tc><w:tc>{paragraph('Rules')}</w:tc></w:tr>"
    header = rows + "</w:tbl>" + paragraph(_watermark("DRAFT")) + paragraph("Club | Rules")
    reading = read_back(tmp_path, paragraph("Body."), {"header": header})
    assert texts(reading) == ["Body.", "Header", "Club | Rules", "DRAFT"]
