from __future__ import annotations

from contextlib import suppress

import pytest

from indexes.errors import ReadError
from ingest.readers.decode import decipher, decode
from ingest.readers.guess import guess


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("café naïve", "cp1252"),
        ("“quoted” – dash £5", "cp1252"),
        ("El niño comió piña; ¿qué?", "cp1252"),
        ("Größe: 5 µm", "latin-1"),
        ("日本語のテスト", "shift_jis"),
        ("価格,数量\n東京,5\n", "shift_jis"),
        ("日本語のテスト", "euc_jp"),
        ("中文测试", "gb18030"),
        ("姓名,年龄\n张三,5", "gb18030"),
        ("中文測試", "big5"),
        ("한국어 시험", "euc_kr"),
        ("Привет мир", "cp1251"),
        ("Привет мир", "koi8_r"),
        ("Zażółć gęślą jaźń", "cp1250"),
        ("naïve 日本語", "utf-8"),
        ("naïve 日本語", "utf-8-sig"),
        ("naïve 日本語", "utf-16"),
        ("naïve 日本語", "utf-32"),
        ("no mark at all", "utf-16-le"),
        ("no mark at all", "utf-16-be"),
        ("", "utf-8"),
        ("Ελλάδα", "cp1253"),
        ("Πειραιάς, 12 Μαρτίου", "iso8859_7"),
        ("Zoë", "cp1252"),
        ("café", "mac_roman"),
        ("São Paulo", "latin-1"),
        ("£5 – “so what?”", "cp1252"),
        ("5 °C", "cp1252"),
        ("Ångström", "cp1252"),
        ("C'è più caffè, perché è già lunedì.", "cp1252"),
        ("Yağmur başladı, güneş açtı.", "cp1254"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy", "iso8859_2"),
        ("Įlinkdama fechtuotojo špaga sublykčiojusi", "cp1257"),
        ("В чащах юга жил бы цитрус", "cp866"),
        ("В чащах юга жил бы цитрус", "iso8859_5"),
        ("שלום לכולם", "cp1255"),
        ("صباح الخير", "cp1256"),
        ("ข้าวเหนียวมะม่วง", "cp874"),
        ("東京", "shift_jis"),
        ("ﾃｽﾄです", "cp932"),
        ("東京へ行く", "iso2022_jp"),
        ("북경에 간다", "iso2022_kr"),
        ("서울", "cp949"),
        ("Ελλάδα\n", "utf-16-le"),
        ("Привет мир", "utf-16-be"),
        ("日本語\r\n", "utf-16-le"),
        ("日本　語\n", "utf-16-be"),
        ("héllo", "utf-32-le"),
        ("héllo", "utf-32-be"),
    ],
)
def test_short_text_is_decoded_in_its_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbfabc") == "abc"


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\r\nb\rc\n"


def test_declared_encoding_wins_over_guessing() -> None:
    assert decode("Ελλάδα".encode("cp1253"), "windows-1253") == "Ελλάδα"


def test_declared_encoding_that_does_not_exist_is_passed_over() -> None:
    assert decode("café".encode("cp1252"), "no-such-encoding") == "café"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b"\x01\x02\x03abc", b"abc\x00\x00\x00def"]
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="is not a text file"):
        decode(data)


def test_foreign_letters_far_down_are_found() -> None:
    text = "plain words\n" * 20_000 + "Größe und Gewicht: schön groß\n"
    assert decode(text.encode("cp1252")) == text
    assert guess(b"x" * 100_000 + "東京へ行く".encode("shift_jis")) == "cp932"


def test_few_damaged_bytes_do_not_spoil_a_text_in_utf_8() -> None:
    data = "Größe – 日本語".encode() + b" and \xff\xfe, \xe4 bad " + "más café".encode()
    found = decipher(data)
    assert found.text == "Größe – 日本語 and \ufffd\ufffd, \ufffd bad más café"
    assert found.warnings == (
        "3 characters are damaged (no valid UTF-8) and shown as \ufffd.",
    )  # fmt: skip


def test_text_that_ends_within_a_character_is_still_utf_8() -> None:
    assert decode("schön ".encode() + b"\xe6\x97") == "schön \ufffd"


def test_replacement_marks_that_were_in_the_file_are_no_damage() -> None:
    assert decipher("lost \ufffd before".encode()).warnings == ()


def test_zero_bytes_in_a_text_are_blanks() -> None:
    found = decipher(b"first line\n" * 30 + b"one\x00two\n")
    assert found.text.endswith("one two\n")
    assert found.warnings == ("1 zero byte is shown as a blank.",)


def test_hole_that_a_crash_left_in_a_log_is_no_reason_to_refuse_it() -> None:
    found = decipher(b"10:00 start\n" + bytes(5000) + b"10:05 start\n")
    assert found.text.split() == ["10:00", "start", "10:05", "start"]


def test_colours_of_a_terminal_are_no_binary_data() -> None:
    assert decode(b"\x1b[31mred\x1b[0m\n" * 20)


@pytest.mark.parametrize("declared", ["utf-16", "utf-8", "rot13", "\x00", "shift_jis"])
def test_declared_encoding_that_does_not_fit_is_passed_over(declared: str) -> None:
    assert decode("déjà vu à Málaga".encode("cp1252"), declared) == "déjà vu à Málaga"


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 100])
def test_any_bytes_are_decoded_or_refused(size: int) -> None:
    for first in range(0, 256, 5):
        data = bytes((first * 7 + at * first) % 256 for at in range(size))
        with suppress(ReadError):
            assert decode(data) is not None
