"""ZIP archives: their files are taken out one by one, each refused for a reason of its own."""

from __future__ import annotations

import errno
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from indexes.errors import ReadError
from ingest.readers.base import Unpacked
from ingest.readers.crate import Crate
from ingest.readers.guess import guess

_BOMB_RATIO = 200
_BOMB_BYTES = 50_000_000
_PIECE = 1 << 16
_MOST_LISTED_BYTES = 30_000_000
_METHODS = frozenset(
    (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
)
_LOCAL_HEADER_BYTES = 30
_ENCRYPTED, _UTF8 = 0x1, 0x800  # bits of a member's flags
_UNICODE_PATH = 0x7075  # the extra field in which Info-ZIP keeps a name in UTF-8
_OUTSIDE = re.compile(r"[\\/]|[A-Za-z]:|(?:.*[\\/])?\.\.(?:[\\/]|$)", re.DOTALL)
_EASTERN = frozenset(("cp932", "shift_jis", "euc_jp", "gb18030", "big5hkscs", "cp949"))
_LITTER = frozenset(("thumbs.db", "desktop.ini", "__macosx"))
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, ValueError)


def unpack_zip(path: Path, folder: Path) -> Unpacked:
    """Take the files out of a ZIP archive.

    Sizes are those that really come out, never those that the archive states. Hidden files and
    what systems leave behind (`__MACOSX`, `Thumbs.db`) are passed over. Refused with the reason:
    names that climb out of the archive, links, encrypted, damaged and overlapping members, unknown
    compression, what is too large or inflates more than 200 times, and a second file of the same
    name. Raises ReadError where the archive as a whole is damaged, or holds no file.
    """
    crate = Crate(folder)
    check_list(path)
    try:
        with zipfile.ZipFile(path) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            overlapping = _overlapping(archive.infolist())
            for info, name in zip(files, _names(files), strict=True):
                if _is_litter(name):
                    continue
                reason = _objection(info, name, info.header_offset in overlapping)
                if reason:
                    crate.refuse(name, reason)
                else:
                    crate.put(name, _content(archive, info))
    except (*_DAMAGE, NotImplementedError) as error:
        raise ReadError("is a damaged archive; make it again, or unpack it by hand.") from error
    unpacked = crate.unpacked()
    if not unpacked.members and not unpacked.refused:
        raise ReadError("holds no files; check that it is the archive you meant.")
    return unpacked


def check_list(path: Path) -> None:
    """Raise ReadError for an archive whose table of contents alone would fill the memory."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557))
        tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if 0 <= place <= len(tail) - 16:
        (size,) = struct.unpack_from("<I", tail, place + 12)
        if size > _MOST_LISTED_BYTES:
            raise ReadError("lists too many files; unpack it by hand and ingest the folder.")


def _overlapping(members: list[zipfile.ZipInfo]) -> set[int]:
    """Offsets of members whose bytes belong to another too: how the worst bombs are made."""
    found: set[int] = set()
    ordered = sorted(members, key=lambda info: info.header_offset)
    reached, owner = 0, -1
    for info in ordered:
        start = info.header_offset
        if start < reached:
            found |= {start, owner}
        end = start + _LOCAL_HEADER_BYTES + info.compress_size
        if end > reached:
            reached, owner = end, start
    return found


def _objection(info: zipfile.ZipInfo, name: str, overlaps: bool) -> str:
    """Why a member is not taken out; '' where nothing speaks against it."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if _OUTSIDE.match(name):
        return "Its name climbs out of the archive."
    if kind == stat.S_IFLNK:
        return "It is a link to another file; ingest that one."
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "It is a device or pipe, not a file."
    if overlaps:
        return "Its bytes overlap with those of another file, as in archives made to do harm."
    if info.flag_bits & _ENCRYPTED:
        return "It is encrypted; unpack it with its password and ingest the file."
    if info.compress_type not in _METHODS:
        return (
            f"It is compressed in a way that is not supported (method {info.compress_type}); "
            "unpack it by hand."
        )
    return ""


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes, counted as they come."""
    size = 0
    try:
        with archive.open(info) as member:
            while piece := member.read(_PIECE):
                size += len(piece)
                if size > _BOMB_BYTES and size > _BOMB_RATIO * max(1, info.compress_size):
                    raise ReadError(f"It inflates to more than {_BOMB_RATIO} times its size.")
                yield piece
    except _DAMAGE as error:
        raise ReadError("It is damaged; make the archive again.") from error
    except (RuntimeError, NotImplementedError) as error:
        raise ReadError(f"It cannot be unpacked ({error}).") from error
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # the disk's fault, not the archive's
            raise
        raise ReadError("It is damaged; make the archive again.") from error


def _is_litter(name: str) -> bool:
    parts = re.split(r"[\\/]", name)
    hidden = any(part.startswith(".") and part.strip(".") for part in parts)
    return hidden or any(part.lower() in _LITTER for part in parts)


def _names(members: list[zipfile.ZipInfo]) -> list[str]:
    """The members' names. Old programs wrote them in the encoding of their machine, unnamed."""
    legacy = [info for info in members if not (info.flag_bits & _UTF8 or _unicode_path(info))]
    raw = {id(info): info.orig_filename.encode("cp437", "replace") for info in legacy}
    joined = b"\n".join(name for name in raw.values() if not name.isascii())
    guess = _guessed(joined) if joined else "ascii"
    return [
        raw[id(info)].decode(guess, "replace")
        if id(info) in raw
        else _unicode_path(info) or info.filename
        for info in members
    ]


def _guessed(joined: bytes) -> str:
    """The encoding of the names, all together: UTF-8, the DOS one of the West, or what fits."""
    try:
        joined.decode("utf-8")
    except UnicodeDecodeError:
        found = guess(joined)
        foreign = (character for character in joined.decode("cp437") if character > "\x7f")
        western = all("\xc0" <= character <= "\xff" for character in foreign)
        return "cp437" if western and found not in _EASTERN else found
    return "utf-8"


def _unicode_path(info: zipfile.ZipInfo) -> str:
    """The name in UTF-8 that Info-ZIP stores beside a legacy one; '' if there is none."""
    place, extra = 0, info.extra
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, place)
        if kind == _UNICODE_PATH and size > 5:
            return extra[place + 9 : place + 4 + size].decode("utf-8", "replace")
        place += 4 + size
    return ""
