from __future__ import annotations

import pytest

from indexes.errors import ReadError
from ingest.readers.decode import decode


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
