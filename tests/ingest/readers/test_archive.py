from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.readers import archive, crate
from ingest.readers.archive import unpack_zip
from ingest.readers.base import Unpacked


def _zip(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return buffer.getvalue()


def _unpack(folder: Path, data: bytes) -> Unpacked:
    path = folder / "box.zip"
    path.write_bytes(data)
    return unpack_zip(path, folder / "out")


def _names(unpacked: Unpacked) -> list[str]:
    return [member.name for member in unpacked.members]


def _reasons(unpacked: Unpacked) -> dict[str, str]:
    return {refused.name: refused.reason for refused in unpacked.refused}


def test_files_come_out_under_numbers_with_their_suffix(tmp_path: Path) -> None:
    unpacked = _unpack(tmp_path, _zip(("a/", b""), ("a/Letter.PDF", b"one"), ("b.txt", b"two")))
    assert _names(unpacked) == ["a/Letter.PDF", "b.txt"]
    assert [member.path.name for member in unpacked.members] == ["00001.pdf", "00002.txt"]
    assert unpacked.members[0].path.read_bytes() == b"one"


@pytest.mark.parametrize(
    "name", ["../up.txt", "a/../../up.txt", "/etc/passwd", "C:\\x.txt", "\\\\host\\x.txt", "..\\x"]
)
def test_name_that_climbs_out_is_refused(tmp_path: Path, name: str) -> None:
    unpacked = _unpack(tmp_path, _zip((name, b"x"), ("good..txt", b"y")))
    assert _names(unpacked) == ["good..txt"]
    assert unpacked.refused[0].reason == "Its name climbs out of the archive."
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["00001.txt"]


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    link, pipe = zipfile.ZipInfo("link"), zipfile.ZipInfo("pipe")
    link.external_attr, pipe.external_attr = 0o120777 << 16, 0o010644 << 16
    reasons = _reasons(_unpack(tmp_path, _zip((link, b"/etc/passwd"), (pipe, b""))))
    assert "link" in reasons["link"]
    assert "pipe" in reasons["pipe"]


def test_litter_of_systems_is_passed_over(tmp_path: Path) -> None:
    members = ("__MACOSX/._a.txt", ".DS_Store", ".git/config", "Thumbs.db", "a.txt")
    unpacked = _unpack(tmp_path, _zip(*((name, b"x") for name in members)))
    assert _names(unpacked) == ["a.txt"]
    assert unpacked.refused == ()


def test_encrypted_and_unknown_compression_are_refused(tmp_path: Path) -> None:
    data = bytearray(_zip(("a.txt", b"x"), ("b.txt", b"y")))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[first + 8] |= 1
    struct.pack_into("<H", data, second + 10, 98)
    reasons = _reasons(_unpack(tmp_path, bytes(data)))
    assert "password" in reasons["a.txt"]
    assert "method 98" in reasons["b.txt"]


def test_damaged_member_leaves_the_others(tmp_path: Path) -> None:
    data = bytearray(_zip(("a.txt", b"apple" * 50), ("b.txt", b"pear")))
    data[data.index(b"a.txt") + 8] ^= 0xFF
    unpacked = _unpack(tmp_path, bytes(data))
    assert _names(unpacked) == ["b.txt"]
    assert "damaged" in _reasons(unpacked)["a.txt"]
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_bomb_is_judged_by_what_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_BOMB_BYTES", 1_000_000)
    data = bytearray(_zip(("bomb.txt", b"0" * 3_000_000), ("b.txt", b"pear")))
    place = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)  # the archive lies about the size
    unpacked = _unpack(tmp_path, bytes(data))
    assert _names(unpacked) == ["b.txt"]
    assert "bomb.txt" in _reasons(unpacked)


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    data = bytearray(_zip(("a.txt", b"apple" * 900), ("b.txt", b"pear"), ("c.txt", b"plum")))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    struct.pack_into("<I", data, second + 42, 0)  # b.txt begins where a.txt does
    unpacked = _unpack(tmp_path, bytes(data))
    assert _names(unpacked) == ["c.txt"]
    assert all("overlap" in reason for reason in _reasons(unpacked).values())


def test_limits_on_size_sum_and_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crate, "MOST_MEMBER_BYTES", 100)
    monkeypatch.setattr(crate, "MOST_BYTES", 250)
    monkeypatch.setattr(crate, "MOST_MEMBERS", 3)
    sizes = {"large": 101, "a": 100, "b": 100, "late": 100, "small": 50, "one": 1, "two": 1}
    unpacked = _unpack(tmp_path, _zip(*((name, b"x" * size) for name, size in sizes.items())))
    assert _names(unpacked) == ["a", "b", "small"]
    assert set(_reasons(unpacked)) == {"large", "late", "2 more files"}


def test_second_file_of_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = _zip(("a.txt", b"one"), ("a.txt", b"two"))
    unpacked = _unpack(tmp_path, data)
    assert unpacked.members[0].path.read_bytes() == b"one"
    assert "same name" in _reasons(unpacked)["a.txt"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "Übersicht.txt"),
        ("cp437", "Prüfung größe.txt"),
        ("cp1252", "Müller.txt"),
        ("shift_jis", "議事録.txt"),
        ("cp866", "Отчёт за март.txt"),
        ("gb18030", "会议记录.txt"),
    ],
)
def test_legacy_names_are_decoded(tmp_path: Path, encoding: str, name: str) -> None:
    raw = name.encode(encoding)
    stand_in = "x" * len(raw)
    data = _zip((stand_in, b"text")).replace(stand_in.encode(), raw)
    assert _names(_unpack(tmp_path, data)) == [name]


def test_dangerous_names_are_cleaned(tmp_path: Path) -> None:
    name = "n" * 300 + "\u202egpj.pdf"
    unpacked = _unpack(tmp_path, _zip((name, b"x")))
    assert "\u202e" not in unpacked.members[0].name
    assert len(unpacked.members[0].name) <= 150


def test_archives_within_are_handed_out(tmp_path: Path) -> None:
    unpacked = _unpack(tmp_path, _zip(("inner.zip", _zip(("a.txt", b"x")))))
    assert _names(unpacked) == ["inner.zip"]


@pytest.mark.parametrize("data", [b"PK\x03\x04 no archive", _zip(), _zip((".hidden", b"x"))])
def test_archive_without_files_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ReadError):
        _unpack(tmp_path, data)
