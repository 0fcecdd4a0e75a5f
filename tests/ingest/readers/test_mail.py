from __future__ import annotations

import base64
from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.readers.mail import read_mail
from tests.ingest.readers.check import block_of, texts
from tests.ingest.readers.mails import TOP, body_of, mail, multipart, opened


def test_headers_stand_at_the_top_under_the_subject(tmp_path: Path) -> None:
    reading = opened(tmp_path, TOP + b"Date: Tue, 3 Mar 2026 10:02:00 +0100\n\nAll is well.\n")
    assert reading.title == "Berths"
    assert reading.media_type == "message/rfc822"
    assert texts(reading) == [
        "Berths",
        "From: Ada Quill <ada@skerry.example>",
        "To: Bo <bo@skerry.example>",
        "Date: Tue, 3 Mar 2026 10:02:00 +0100",
        "All is well.",
    ]
    assert block_of(reading, "well").headings == ("Berths",)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"=?utf-8?q?Gr=C3=BC=C3=9Fe_aus?= Kiel", "Grüße aus Kiel"),
        (b"=?ISO-2022-JP?B?GyRCMnE1RBsoQg==?=", "会議"),
        (b"=?utf-8?b?ww==?= =?utf-8?b?qQ==?=", "é"),
        (b"=?utf-8?B?4pyTIGRvbmU?=", "✓ done"),
        (b"=?iso-8859-1?q?caf=E9?=\n =?iso-8859-1?q?_bar?=", "café bar"),
        (b"=?no-such-code?q?plain?=", "plain"),
        ("Übersicht".encode(), "Übersicht"),
        ("Übersicht für März".encode("cp1252"), "Übersicht für März"),
    ],
)
def test_subject_is_decoded(tmp_path: Path, raw: bytes, shown: str) -> None:
    assert opened(tmp_path, b"From: a@b.example\nSubject: " + raw + b"\n\nx\n").title == shown


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        (b"; charset=windows-1252", "cp1252"),
        (b"; charset=utf-8", "cp1252"),
        (b"; charset=iso-8859-1", "cp1252"),
        (b"; charset=nonsense", "utf-8"),
        (b"", "utf-8"),
        (b"", "cp1252"),
    ],
)
def test_wrong_or_missing_charset_is_seen_through(
    tmp_path: Path, declared: bytes, encoding: str
) -> None:
    said = "“Naïve” – der Müller fragte, ob es für größere Schiffe genüge."
    data = TOP + b"Content-Type: text/plain" + declared + b"\n\n" + said.encode(encoding)
    assert body_of(opened(tmp_path, data)) == [said]


def test_japanese_mail_in_seven_bits(tmp_path: Path) -> None:
    said = "会議は月曜日です。"
    for declared in (b"; charset=iso-2022-jp", b""):
        data = TOP + b"Content-Type: text/plain" + declared + b"\n\n" + said.encode("iso2022_jp")
        assert body_of(opened(tmp_path, data)) == [said]


def test_plain_text_is_preferred_to_the_same_in_html(tmp_path: Path) -> None:
    plain = "The northern berth is closed until Friday noon."
    reading = opened(tmp_path, bytes(mail(plain, f"<p>{plain.replace('Friday', '<b>Friday</b>')}")))
    assert texts(reading) == ["Berths", plain]


@pytest.mark.parametrize("plain", ["", "View this mail in your browser: https://skerry.example/x"])
def test_html_is_read_where_plain_text_says_less(tmp_path: Path, plain: str) -> None:
    rich = "<h2>Closure</h2><p>The northern berth is closed until Friday noon, says Ada."
    reading = opened(tmp_path, bytes(mail(plain, rich)))
    assert block_of(reading, "northern").headings == ("Berths", "Closure")
    assert ("browser" in reading.text) == bool(plain)


def test_html_is_read_for_its_table(tmp_path: Path) -> None:
    rich = "<table><tr><th>Berth<th>Fee<tr><td>North<td>40</table>"
    reading = opened(tmp_path, bytes(mail("Berth Fee\nNorth 40", rich)))
    assert block_of(reading, "North").columns == ("Berth", "Fee")


def test_both_are_read_where_each_says_something_else(tmp_path: Path) -> None:
    plain = "Ropes must be dry before they are stored in the loft for winter use."
    rich = "<p>Anchors are counted every autumn by two members of the harbour board."
    text = opened(tmp_path, bytes(mail(plain, rich))).text
    assert "Ropes" in text
    assert "Anchors" in text


def test_quotations_and_signature_are_kept_apart(tmp_path: Path) -> None:
    body = b"> Can you come?\nYes, at nine.\n>\n> And Bo?\n\n-- \nAda Quill\nHarbour office\n"
    assert body_of(opened(tmp_path, TOP + b"\n" + body)) == [
        "> Can you come?",
        "Yes, at nine.",
        "> And Bo?",
        "-- \nAda Quill\nHarbour office",
    ]


def test_list_items_keep_their_marks(tmp_path: Path) -> None:
    reading = opened(tmp_path, TOP + b"\nBring:\n1. ropes\n2. two anchors\n")
    assert texts(reading, "item")[-2:] == ["1. ropes", "2. two anchors"]


def test_flowed_lines_are_joined(tmp_path: Path) -> None:
    kind = b"Content-Type: text/plain; format=flowed\n\n"
    body = b"The berth is \nclosed.\nReally.\n\n> You said \n> it opens. \nNo.\n-- \nAda\n"
    assert body_of(opened(tmp_path, TOP + kind + body)) == [
        "The berth is closed.\nReally.",
        "> You said it opens.",
        "No.\n-- \nAda",
    ]


def test_encrypted_text_is_left_out_with_a_warning(tmp_path: Path) -> None:
    secret = b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
    reading = opened(tmp_path, TOP + b"\nHello.\n" + secret + b"Bye.\n")
    assert body_of(reading) == ["Hello.", "Bye."]
    assert "PGP" in reading.warnings[0]


def test_delivery_report_is_read(tmp_path: Path) -> None:
    report = b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nStatus: 5.1.1\n"
    data = multipart(b"Content-Type: text/plain\n\nNot delivered.\n", report, kind=b"report")
    assert "Status: 5.1.1" in opened(tmp_path, data).text


@pytest.mark.parametrize(
    "data",
    [
        TOP + b"Content-Type: multipart/mixed; boundary=none\n\nHello.\n",
        TOP + b"Content-Type: multipart/mixed\n\nHello.\n",
        multipart(b"\nHello.\n").replace(b"--b--\n", b""),
        multipart(b"\nText.\n") + b"Hello.\n",
        TOP.replace(b"\n", b"\r\n") + b"\r\nHello.\r\n",
        b"\xef\xbb\xbf\n" + TOP + b"\nHello.\n",
        TOP + b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(b"Hello.") + b"\n",
        TOP + b"Content-Transfer-Encoding: base64\n\nSGVsbG8u!!",
        TOP + b"Content-Type: text/plain; name=body.txt\n\nHello.\n",
    ],
)
def test_broken_mail_still_gives_its_text(tmp_path: Path, data: bytes) -> None:
    assert "Hello." in opened(tmp_path, data).text


def test_part_of_thousands_of_parts_is_bounded(tmp_path: Path) -> None:
    data = multipart(*[b"Content-Type: text/plain\n\nhello\n"] * 6000)
    reading = opened(tmp_path, data)
    assert any("5000 parts" in warning for warning in reading.warnings)


def test_hostile_nesting_is_refused_or_bounded(tmp_path: Path) -> None:
    def nested(depth: int) -> bytes:
        kind = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
        return TOP + b"".join(kind % (i, i) for i in range(depth)) + b"\ntext\n"

    assert "too deeply" in opened(tmp_path, nested(500)).warnings[0]
    with pytest.raises(ReadError, match="too deeply"):
        opened(tmp_path, nested(5000))


def test_huge_header_is_cut(tmp_path: Path) -> None:
    reading = opened(tmp_path, b"To: " + b'"a" <a@b.example>, ' * 200_000 + b"\n\nHello.\n")
    assert len(reading.text) < 25_000
    assert "Hello." in reading.text


def test_what_is_no_mail_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no mail"):
        opened(tmp_path, b"Dear all,\nthis is a letter.\n")


def test_line_that_is_no_header_ends_the_headers(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(TOP + b"broken header line\nHello.\n")
    assert "Hello." in read_mail(path).text
