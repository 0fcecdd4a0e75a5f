from __future__ import annotations

from pathlib import Path

import pytest

from indexes.errors import ReadError
from tests.ingest.readers.check import block_of, checked, texts

HEAD = b"""From: <Saved by a browser>
Subject: =?utf-8?q?Tides=20at=20the=20quay?=
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"%s

--b
Content-Type: text/html; charset=%s
Content-ID: <main@m>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://skerry.example/tides/

"""
FRAME = b"""
--b
Content-Type: text/html
Content-ID: <frame@m>
Content-Location: https://skerry.example/tides/table.html

<table><tr><th>Day<th>High</tr><tr><td>Monday<td>3.2 m</tr></table>
--b
Content-Type: image/png
Content-Location: https://skerry.example/x.png

x
--b--
"""


def _page(folder: Path, body: bytes, charset: bytes = b"utf-8", extra: bytes = b"") -> Path:
    path = folder / "page.mhtml"
    path.write_bytes(HEAD % (extra, charset) + body + FRAME)
    return path


def test_main_page_is_read_with_its_title_and_encoding(tmp_path: Path) -> None:
    body = b"<h1>Tides</h1><p>Gr=C3=B6=C3=9Fe of the spring=\n tide"
    reading = checked(_page(tmp_path, body))
    assert reading.title == "Tides at the quay"
    assert texts(reading) == ["Tides", "Größe of the spring tide"]
    legacy = _page(tmp_path, b"<title>Own</title><p>Gr=F6=DFe =96 3 m", b"iso-8859-1")
    assert texts(checked(legacy)) == ["Größe – 3 m"]
    assert checked(legacy).title == "Own"


@pytest.mark.parametrize(
    "source", [b"cid:frame@m", b"table.html", b"https://skerry.example/tides/table.html"]
)
def test_frames_in_the_file_are_read_in_place(tmp_path: Path, source: bytes) -> None:
    body = b'<p>Before</p><iframe src=3D"' + source + b'"></iframe><p>After</p>'
    reading = checked(_page(tmp_path, body))
    assert texts(reading) == ["Before", "Monday | 3.2 m", "After"]
    assert block_of(reading, "Monday").columns == ("Day", "High")
    assert reading.warnings == ()


def test_frames_elsewhere_are_named(tmp_path: Path) -> None:
    body = b'<p>Before</p><iframe src=3D"https://other.example/"></iframe>'
    assert "frame" in checked(_page(tmp_path, body)).warnings[0]


def test_frame_that_shows_itself_ends(tmp_path: Path) -> None:
    frame = FRAME.replace(b"<table>", b'<iframe src="cid:frame@m"></iframe>' * 1000 + b"<table>")
    path = tmp_path / "page.mht"
    path.write_bytes(HEAD % (b"", b"utf-8") + b'<iframe src=3D"cid:frame@m"></iframe>' + frame)
    reading = checked(path)
    assert len(texts(reading)) == 200
    assert "frames" in reading.warnings[0]


def test_address_that_is_none_is_no_obstacle(tmp_path: Path) -> None:
    body = b'<p>Before</p><iframe src=3D"https://[x"></iframe>'
    assert texts(checked(_page(tmp_path, body))) == ["Before"]


def test_start_names_the_main_page(tmp_path: Path) -> None:
    path = _page(tmp_path, b"<p>First", extra=b'; start="<frame@m>"')
    assert texts(checked(path)) == ["Monday | 3.2 m"]


def test_file_without_a_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.mht"
    path.write_bytes(b"MIME-Version: 1.0\nContent-Type: image/png\n\nx")
    with pytest.raises(ReadError, match="no web page"):
        checked(path)
