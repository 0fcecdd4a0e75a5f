"""Office documents (PPTX, XLSX) as packages of parts, made safe for the libraries that read them.

A library that reads such a file loads its pictures and films too, expands what entities it
declares, and gives up altogether when one of its parts is damaged. So it is given a copy of the
file: bounded, without media, its damaged parts replaced by an empty one and named.
"""

from __future__ import annotations

import errno
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from indexes.errors import ReadError
from ingest.readers.archive import check_list
from ingest.readers.parts import MOST_XML_BYTES

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

_XML = (".xml", ".rels")
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
_DAMAGED = b"<damaged/>"
_NO_RELATIONS = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
_PART_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError, ValueError)
_DAMAGE = (*_PART_DAMAGE, etree.LxmlError, LookupError, AttributeError, TypeError)
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another. kind: the last word of its type, e.g. "notesSlide".

    target: the other's name in the package; '' for something outside it.
    """

    id: str
    kind: str
    target: str


class Package:
    """The XML of an Office document."""

    def __init__(self, parts: dict[str, bytes], damaged: frozenset[str]) -> None:
        """parts: by name, media empty. damaged: the names of those that could not be read."""
        self.parts = parts
        self.damaged = damaged

    def xml(self, name: str) -> etree._Element:
        """The root of a part; KeyError when there is none."""
        return etree.fromstring(self.parts[name], etree.XMLParser(**_PARSER))

    def relations(self, name: str) -> list[Relation]:
        """What the part says of others; '' stands for the package itself."""
        folder, base = posixpath.split(name)
        listed = posixpath.join(folder, "_rels", f"{base}.rels")
        if listed not in self.parts:
            return []
        return [
            Relation(
                each.get("Id", ""), each.get("Type", "").rpartition("/")[2], _target(each, folder)
            )
            for each in self.xml(listed).iter(f"{{{RELATIONS}}}Relationship")
        ]

    def related(self, name: str, kind: str) -> list[str]:
        """The parts that a part names as of one kind, those that are there and sound."""
        return [
            each.target
            for each in self.relations(name)
            if each.kind == kind and each.target in self.parts and each.target not in self.damaged
        ]

    def copy(self) -> io.BytesIO:
        """The package as a file for a library; relations to parts that are missing are left out."""
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            for name, content in self.parts.items():
                sound = self._sound_relations(name) if name.endswith(".rels") else content
                archive.writestr(name, sound)
        data.seek(0)
        return data

    def _sound_relations(self, name: str) -> bytes:
        root = self.xml(name)
        folder = posixpath.dirname(posixpath.dirname(name))
        for each in list(root):
            target = _target(each, folder)
            if target and target not in self.parts:
                root.remove(each)
        sound: bytes = etree.tostring(root)
        return sound


@contextmanager
def package_of(path: Path, program: str) -> Iterator[Package]:
    """The package at `path`; damage found in it, also by whoever uses it, becomes a ReadError.

    program: what to open and save it with, as the remedy names it. Raises ReadError as well for
    XML that unpacks to more than MOST_XML_BYTES, and for parts that declare entities.
    """
    check_list(path)
    try:
        with zipfile.ZipFile(path) as archive:
            package = _loaded(archive)
        yield package
    except _DAMAGE as error:
        raise ReadError(f"is damaged; open it in {program} and save it again.") from error
    except (RuntimeError, NotImplementedError, RecursionError) as error:
        raise ReadError(f"cannot be unpacked ({error}); save it again in {program}.") from error


def _loaded(archive: zipfile.ZipFile) -> Package:
    listed = {info.filename: info for info in archive.infolist() if not info.is_dir()}
    stated = sum(info.file_size for name, info in listed.items() if name.endswith(_XML))
    parts: dict[str, bytes] = {}
    damaged: set[str] = set()
    left = MOST_XML_BYTES
    for name, info in listed.items():
        if not name.endswith(_XML):
            parts[name] = b""
            continue
        try:
            data = _unpacked(archive, info, left + 1)
            left -= len(data)
            if left < 0 or stated > MOST_XML_BYTES:
                raise _too_much(max(stated, MOST_XML_BYTES - left))
            _check(data)
            parts[name] = _STRICT.sub(_TRANSITIONAL, data)  # the names that libraries know
        except _PART_DAMAGE:
            damaged.add(name)
            parts[name] = _NO_RELATIONS if name.endswith(".rels") else _DAMAGED
    return Package(parts, frozenset(damaged))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """At most `most` bytes of a part."""
    try:
        with archive.open(info) as part:
            return part.read(most)
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # the disk's fault, not the archive's
            raise
        raise zipfile.BadZipFile(str(error)) from error


def _too_much(size: int) -> ReadError:
    return ReadError(
        f"unpacks to {size / 1e6:.0f} MB of XML, more than the "
        f"{MOST_XML_BYTES / 1e6:.0f} MB that are allowed; split it."
    )


def _check(data: bytes) -> None:
    """Raise ExpatError for XML that is not well-formed, ReadError for XML that declares types."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(data, True)


def _refuse(*_: object) -> None:
    raise ReadError(
        "declares XML entities, as no office program does and files made to do harm do; "
        "check where it comes from."
    )


def _target(relation: etree._Element, folder: str) -> str:
    if relation.get("TargetMode") == "External":
        return ""
    return posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:]
