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
    assert "Open all year. Even in winter." in texts(reading)
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


def test_nesting_beyond_the_parser_is_refused_not_cut(tmp_path: Path) -> None:
    deep = "<div>" * 5000 + "bottom" + "</div>" * 5000
    with pytest.raises(ReadError, match="too deeply"):
        _read(tmp_path, f"<html><body><p>top</p>{deep}</body></html>")


def test_text_after_the_end_tag_is_kept(tmp_path: Path) -> None:
    assert texts(_read(tmp_path, "<html><body><p>in</p></body></html><p>after</p>")) == [
        "in",
        "after",
    ]
