from __future__ import annotations

from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.readers.base import Reading
from tests.ingest.readers.check import block_of, checked, labelled, said, texts

PAGE = """<!DOCTYPE html><html><head><title> The
station </title><style>p {}</style></head><body>
<nav><a href="/">Home</a></nav><script>var x = 1;</script><noscript>no</noscript>
<h1>Visit <em>us</em></h1><p>Open   all
year.<br>Even in <b>win</b>ter.</p>
<h2>Prices</h2>
<table><caption>In crowns</caption>
<tr><th>Visitor</th><th>Price</th></tr>
<tr><td rowspan=2>Adult</td><td>140</td></tr><tr><td>150 <img src=x alt="(summer)"></td></tr>
<tr><td colspan=2>Ask for groups</td></tr></table>
<ul><li>bring <a href=x>boots</a><ul><li>and socks</li></ul></li><li>no dogs</li></ul>
<pre>line 1
  line 2</pre><blockquote>Said once</blockquote><dl><dt>Term</dt><dd>Meaning</dd></dl>
<img src=y alt="A map"><footer>Harbour road 1</footer>
<h1>Second</h1>loose text</body></html>"""


def _read(folder: Path, data: str | bytes) -> Reading:
    path = folder / "page.html"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return checked(path)


def test_text_reads_as_on_the_page(tmp_path: Path) -> None:
    reading = _read(tmp_path, PAGE)
    assert reading.title == "The station"
    assert "Open all year.\nEven in winter." in texts(reading)
    assert texts(reading, "item") == ["bring boots", "and socks", "no dogs", "Term", "Meaning"]
    assert texts(reading, "code") == ["line 1\n  line 2"]
    assert {"Said once", "A map", "Harbour road 1", "loose text"} <= set(texts(reading, "text"))


def test_scripts_styles_and_navigation_are_dropped(tmp_path: Path) -> None:
    text = _read(tmp_path, PAGE).text
    assert not any(word in text for word in ("Home", "var x", "p {}", "no\n"))


def test_headings_form_a_path(tmp_path: Path) -> None:
    reading = _read(tmp_path, PAGE)
    assert block_of(reading, "Said once").headings == ("Visit us", "Prices")
    assert block_of(reading, "loose").headings == ("Second",)


def test_table_rows_know_columns_spans_and_caption(tmp_path: Path) -> None:
    reading = _read(tmp_path, PAGE)
    summer = block_of(reading, "summer")
    assert labelled(summer) == {"Visitor": "Adult", "Price": "150 (summer)"}
    assert summer.headings[-1] == "In crowns"
    assert said(reading, summer) == "Adult | 150 (summer)"
    assert block_of(reading, "groups").columns == ()
    assert "Visitor | Price" not in texts(reading)


def test_layout_table_is_read_as_ordinary_text(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "<table><tr><td><h2>News</h2><p>First.</p></td><td><table><tr><td>a</td><td>b</td></tr>"
        "</table></td></tr></table>",
    )
    assert block_of(reading, "First.").headings == ("News",)
    assert texts(reading, "row") == ["a | b"]


def test_encoding_is_taken_from_mark_meta_or_bytes(tmp_path: Path) -> None:
    body = "<html><head>{}</head><body><p>Ελλάδα naïve</p></body></html>"
    utf16 = body.format("").encode("utf-16")
    assert texts(_read(tmp_path, utf16)) == ["Ελλάδα naïve"]
    greek = body.format('<meta charset="windows-1253">').replace("ï", "i").encode("cp1253")
    assert texts(_read(tmp_path, greek)) == ["Ελλάδα naive"]


def test_broken_markup_still_gives_its_text(tmp_path: Path) -> None:
    assert texts(_read(tmp_path, "<p>One<p>Two <b>bold<div>Three</b></html>")) == [
        "One",
        "Two bold",
        "Three",
    ]


def test_deep_nesting_is_no_obstacle(tmp_path: Path) -> None:
    deep = "<div>" * 1000 + "bottom" + "</div>" * 1000
    assert texts(_read(tmp_path, f"<html><body>{deep}</body></html>")) == ["bottom"]


def test_nesting_beyond_the_parser_is_read_without_its_boxes(tmp_path: Path) -> None:
    deep = "<div>" * 5000 + "bottom" + "</div>" * 5000
    assert texts(_read(tmp_path, f"<body><p>top</p>{deep}<h2>end</h2>")) == ["top", "bottom", "end"]
    assert texts(_read(tmp_path, "<p>x " + "<font size=2>y " * 9000))[0].startswith("x y y")


def test_nesting_beyond_all_measure_is_refused_not_cut(tmp_path: Path) -> None:
    deep = "<blockquote>" * 5000 + "bottom"
    with pytest.raises(ReadError, match="too deeply"):
        _read(tmp_path, f"<html><body><p>top</p>{deep}</body></html>")


def test_text_after_the_end_tag_is_kept(tmp_path: Path) -> None:
    assert texts(_read(tmp_path, "<html><body><p>in</p></body></html><p>after</p>")) == [
        "in",
        "after",
    ]


def test_page_within_its_navigation_is_not_empty(tmp_path: Path) -> None:
    prose = "<p>The quay is closed on Monday.</p><a href=x>Home</a>"
    assert texts(_read(tmp_path, f"<header><nav>{prose}</nav></header>"))[0].startswith("The quay")
    links = "<nav><ul><li><a href=1>Boats</a><li><a href=2>Ropes</a></ul></nav>"
    assert texts(_read(tmp_path, links)) == ["Boats", "Ropes"]
    assert texts(_read(tmp_path, links + "<p>Text.</p>")) == ["Text."]
    assert texts(_read(tmp_path, "<div style='display:none'>All hidden</div>")) == ["All hidden"]


def test_much_that_is_left_out_is_named(tmp_path: Path) -> None:
    menu = "<nav>" + "<a href=x>Boats and ropes</a> " * 10 + "</nav>"
    hidden = "<div hidden>" + "unseen " * 25 + "</div>"
    warnings = _read(
        tmp_path, f"<p>Text.</p>{menu}{hidden}<iframe src=https://x></iframe>"
    ).warnings
    assert [word in said for word, said in zip(("30", "25", "frame"), warnings, strict=True)]
    assert _read(tmp_path, "<nav><a href=x>Home</a></nav><p>Text.</p>").warnings == ()


def test_hidden_elements_are_left_out(tmp_path: Path) -> None:
    page = """<p style="color:red; DISPLAY : none">a</p><p hidden>b</p><p hidden=until-found>c</p>
    <span style="visibility:hidden">d</span><dialog>e</dialog><dialog open>f</dialog>
    <div style="mso-hide:all">g</div><template>h</template>
    <div><template shadowrootmode=open><p>i</template></div>
    <ul><li>one<li hidden>two<li>three</ul>"""
    assert texts(_read(tmp_path, page)) == ["c", "f", "i", "one", "three"]


def test_new_elements_before_the_body_are_read(tmp_path: Path) -> None:
    page = "<meta charset=utf-8><details><summary>Fees</summary>Forty crowns.</details>"
    assert texts(_read(tmp_path, page)) == ["Fees", "Forty crowns."]


def test_form_values_are_read(tmp_path: Path) -> None:
    page = """<label>Name <input value="Ada Quill"></label><br><textarea>two
lines</textarea><select><option>Pick one<option selected>Fire</select><select><option>Low
<option>High</select><br><input type=checkbox checked> Yes <input type=radio> No
<input type=hidden value=secret><input type=password value=pw><button>Send</button>"""
    assert texts(_read(tmp_path, page)) == [
        *("Name Ada Quill", "two\nlines\nFire Low\n[x] Yes [ ] No")
    ]


def test_buttons_that_unfold_text_are_its_headings(tmp_path: Path) -> None:
    page = "<h3><button>Opening hours</button></h3><p>Nine to five</p><button>Share</button>"
    reading = _read(tmp_path, page)
    assert block_of(reading, "Nine").headings == ("Opening hours",)
    assert "Share" not in reading.text


def test_lines_and_paragraphs_by_breaks(tmp_path: Path) -> None:
    page = """<p>Office<br>Quay road 1</p><div>First.<br><br>Second.</div>
    <div style="white-space: pre-wrap">kept
lines</div><span style="display:block">one</span><span>two</span>"""
    assert texts(_read(tmp_path, page)) == [
        *("Office\nQuay road 1", "First.", "Second.", "kept\nlines", "one", "two")
    ]


def test_pictures_drawings_and_frames_are_read(tmp_path: Path) -> None:
    page = """<figure><img src=x alt="A map" title="Quay"><figcaption>Figure 1. Winter.</figcaption>
    </figure><svg><title>Chart</title><text>North 12</text><text>South 9</text></svg>
    <iframe srcdoc="&lt;p&gt;Framed text.&lt;/p&gt;"></iframe><object data=x>Instead</object>"""
    assert texts(_read(tmp_path, page)) == [
        *("A map Quay", "Figure 1. Winter.", "North 12\nSouth 9", "Framed text.", "Instead")
    ]


def test_formulas_and_readings_are_in_line(tmp_path: Path) -> None:
    page = """<p>E <math><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>,
    <math><mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><msqrt><mi>b</mi></msqrt></mfrac>
    <annotation encoding=x>tex</annotation></math><span class=katex-html>again</span></p>
    <p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>"""
    assert texts(_read(tmp_path, page)) == ["E = mc^2, (a + 1)/(√(b))", "漢字(かんじ)"]


def test_headings_lose_their_permalink(tmp_path: Path) -> None:
    page = "<h2>Install <a href=#x>¶</a></h2><h2>Use C#</h2><h2>Run <a href=#y>#</a></h2>"
    assert texts(_read(tmp_path, page)) == ["Install", "Use C#", "Run"]


def test_head_of_several_rows_names_columns_together(tmp_path: Path) -> None:
    page = """<table><thead><tr><th rowspan=2>Quay<th colspan=2>2025<tr><th>Ships<th>Crew</thead>
    <tr><td>North<td>12<td>340</table>"""
    columns = ("Quay", "2025 Ships", "2025 Crew")
    assert block_of(_read(tmp_path, page), "North").columns == columns


def test_heading_may_name_a_column(tmp_path: Path) -> None:
    page = "<table><tr><th><h4>Berth</h4><th>Length<tr><td>A<td>30 m <!-- x --></table>"
    assert labelled(block_of(_read(tmp_path, page), "30")) == {"Berth": "A", "Length": "30 m"}


def test_table_of_one_column_is_layout(tmp_path: Path) -> None:
    page = "<table><tr><td><p>Text.</p><ul><li>one<li>two</ul></table>"
    reading = _read(tmp_path, page)
    assert texts(reading) == ["Text.", "one", "two"]
    assert texts(reading, "item") == ["one", "two"]


def test_xhtml_closes_its_own_elements(tmp_path: Path) -> None:
    page = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY a "boom">]>
    <html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x"/></head>
    <body><p>Self&nbsp;closed</p></body></html>"""
    assert texts(_read(tmp_path, page)) == ["Self closed"]


def test_entities_do_not_expand(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    page = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "ha">{entities}]><p>x &e8; y</p>'
    assert len(_read(tmp_path, page).text) < 100


def test_frames_within_frames_end(tmp_path: Path) -> None:
    page = "bottom"
    for _ in range(6):
        page = f'<p>in</p><iframe srcdoc="{page.replace("&", "&amp;").replace(chr(34), "&quot;")}">'
    assert len(texts(_read(tmp_path, page))) == 4


def test_spans_of_hostile_tables_are_bounded(tmp_path: Path) -> None:
    row = "<tr>" + "<td colspan=100 rowspan=100>x" * 100
    assert len(_read(tmp_path, f"<table>{row * 50}</table>").text) < 100_000


def test_pictures_in_the_page_cost_nothing(tmp_path: Path) -> None:
    picture = "<img alt='Quay' src='data:image/png;base64," + "A" * 2_000_000 + "'>"
    assert texts(_read(tmp_path, f"<p>Text.</p>{picture}")) == ["Text.", "Quay"]


def test_raised_numbers_do_not_join_what_stands_before(tmp_path: Path) -> None:
    page = """<p>10<sup>6</sup> m<sup>2</sup> on the 1<sup>st</sup>, says he.<sup><a href=x>[1]</a>
    </sup> And she.<a href=y><sup>2</sup></a></p><table><tr><td>10<sup>-3</sup><td>b</table>"""
    assert texts(_read(tmp_path, page)) == [
        *("10^6 m2 on the 1st, says he. [1] And she. 2", "10^-3 | b")
    ]
