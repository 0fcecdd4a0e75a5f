from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.base import Unpacked
from ingest.readers.mail import read_mail
from ingest.readers.mbox import unpack_mbox
from tests.ingest.readers.check import block_of, texts
from tests.ingest.readers.mails import TOP, body_of, mail, multipart, opened, unpacked


def test_attachments_are_named_and_handed_out(tmp_path: Path) -> None:
    message = mail("See below.")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Grüße.pdf")
    message.add_attachment("a,b", subtype="csv", filename="../list.csv")
    message.add_attachment("c,d", subtype="csv", filename="list.csv")
    assert "Attachment: Grüße.pdf (1 KB)" in texts(opened(tmp_path, bytes(message)))
    result = unpacked(tmp_path, bytes(message))
    assert [each.name for each in result.members] == ["Grüße.pdf", "list.csv", "list (2).csv"]
    assert result.members[0].path.read_bytes() == b"%PDF"
    assert all(each.path.parent == tmp_path / "out" for each in result.members)


@pytest.mark.parametrize(
    "name",
    [
        b'filename="=?utf-8?B?w5xiZXIucGRm?="',
        b"filename*=utf-8''%C3%9Cber.pdf",
        b"filename*0*=utf-8''%C3%9C; filename*1=ber.pdf",
        'filename="Über.pdf"'.encode(),
        'filename="Über.pdf"'.encode("cp1252"),
    ],
)
def test_attachment_names_are_decoded(tmp_path: Path, name: bytes) -> None:
    part = b"Content-Type: application/pdf\nContent-Disposition: attachment; " + name + b"\n\nx\n"
    assert unpacked(tmp_path, multipart(part)).members[0].name == "Über.pdf"


def test_pictures_of_the_text_are_no_attachments(tmp_path: Path) -> None:
    rich = b'Content-Type: text/html\n\n<p>Hello <img src="cid:logo@x" alt="Skerry harbour">\n'
    logo = b"Content-Type: image/png; name=logo.png\nContent-ID: <logo@x>\n\nx\n"
    photo = b"Content-Type: image/png; name=photo.png\nContent-ID: <photo@x>\n\nx\n"
    data = multipart(rich, logo, photo, kind=b"related")
    assert [each.name for each in unpacked(tmp_path, data).members] == ["photo.png"]
    assert "Hello Skerry harbour" in texts(opened(tmp_path, data))


def test_forwarded_mail_is_read_in_place_with_its_attachments(tmp_path: Path) -> None:
    inner = mail("The old message.")
    inner.replace_header("Subject", "Old news")
    inner["From"] = "Cy <cy@skerry.example>"
    inner.add_attachment(b"x", maintype="application", subtype="pdf", filename="old.pdf")
    outer = mail("See what Cy wrote.")
    outer.add_attachment(inner)
    outer.add_attachment("Footer.", disposition="inline")
    reading = opened(tmp_path, bytes(outer))
    headings = ("Berths", "Forwarded message: Old news")
    assert block_of(reading, "From: Cy").headings == headings
    assert block_of(reading, "The old").headings == headings
    assert block_of(reading, "Footer.").headings == ("Berths",)
    result = unpacked(tmp_path, bytes(outer))
    assert [each.name for each in result.members] == ["Old news/old.pdf"]


def test_mail_file_that_is_attached_is_not_read_twice(tmp_path: Path) -> None:
    message = mail("Look.")
    message.add_attachment(
        bytes(mail("Inside.")), maintype="application", subtype="octet-stream", filename="in.eml"
    )
    assert "Inside." not in opened(tmp_path, bytes(message)).text
    assert [each.name for each in unpacked(tmp_path, bytes(message)).members] == ["in.eml"]


def test_mails_too_deep_in_mails_are_refused_by_name(tmp_path: Path) -> None:
    data = b"".join(b"Subject: s%d\nContent-Type: message/rfc822\n\n" % i for i in range(9))
    data += b"Subject: last\n\nbottom\n"
    reading = opened(tmp_path, data)
    assert any(warning.startswith("“s6” is left out.") for warning in reading.warnings)
    assert "mails deep" in unpacked(tmp_path, data).refused[0].reason


def test_invitation_is_read_once_as_lines(tmp_path: Path) -> None:
    invite = (
        b"Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\n"
        b"SUMMARY:Harbour board\\, spring\nDTSTART;TZID=Europe/Oslo:20260304T093000\n"
        b"DTEND:20260304T103000Z\nLOCATION:Quay 1\nORGANIZER;CN=Ada Quill:mailto:ada@x.example\n"
        b"BEGIN:VALARM\nDESCRIPTION:Reminder\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    attached = invite.replace(
        b"\n\n", b'\nContent-Disposition: attachment; filename="i.ics"\n\n', 1
    )
    data = multipart(b"Content-Type: text/plain\n\nDo come.\n", invite, attached)
    assert body_of(opened(tmp_path, data)) == [
        "Do come.",
        "Event: Harbour board, spring",
        "Starts: 2026-03-04 09:30 Europe/Oslo",
        "Ends: 2026-03-04 10:30 UTC",
        "Where: Quay 1",
        "Organiser: Ada Quill <ada@x.example>",
    ]
    assert unpacked(tmp_path, data) == Unpacked()


@pytest.mark.parametrize(
    "part",
    [
        b"Content-Type: application/ms-tnef; name=winmail.dat\n\nx\n",
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx\n",
        b"Content-Type: multipart/encrypted; boundary=c\n\n--c\n\nx\n--c--\n",
        b"Content-Type: message/partial; id=1; number=1\n\nx\n",
    ],
)
def test_what_cannot_be_opened_is_named(tmp_path: Path, part: bytes) -> None:
    data = multipart(b"Content-Type: text/plain\n\nHello.\n", part)
    reading = opened(tmp_path, data)
    assert body_of(reading) == ["Hello."]
    assert len(reading.warnings) == 1
    assert len(unpacked(tmp_path, data).refused) == 1


def test_signatures_of_mails_are_passed_over(tmp_path: Path) -> None:
    seal = b"Content-Type: application/pgp-signature; name=signature.asc\n\nx\n"
    data = multipart(b"Content-Type: text/plain\n\nHello.\n", seal, kind=b"signed")
    assert body_of(opened(tmp_path, data)) == ["Hello."]
    assert unpacked(tmp_path, data) == Unpacked()


def test_mailbox_is_taken_apart(tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    start = b"From ada@x.example Tue Mar  3 10:02:00 2026\n"
    path.write_bytes(start + TOP + b"\nOne.\n>From here on.\n\n" + start + TOP + b"\nTwo.\n")
    members = unpack_mbox(path, tmp_path / "out").members
    assert [member.name for member in members] == ["mail 00001.eml", "mail 00002.eml"]
    assert read_mail(members[0].path).text.endswith("One.\nFrom here on.\n")
