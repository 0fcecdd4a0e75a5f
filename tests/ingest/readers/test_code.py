from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.base import Reading
from ingest.readers.code import LONGEST
from ingest.readers.suffixes import CODE
from tests.ingest.readers.check import block_of, checked, said, texts

PYTHON = '''\
"""Lamps that burn. They need oil."""

import os

LIMIT = 3


class Lamp:
    """A thing that gives light.

    It burns oil.
    """

    size = 1

    # lights it up
    @property
    def burning(self) -> bool:
        if self.size:
            return True

        return False

    async def put_out(
        self,
        hastily: bool,
    ) -> None:
        self.size = 0


def main():
    Lamp()
'''


def _read(folder: Path, text: str, name: str = "lamp.py") -> Reading:
    path = folder / name
    path.write_bytes(text.encode())
    return checked(path)


def test_text_is_the_file_itself(tmp_path: Path) -> None:
    reading = _read(tmp_path, PYTHON.replace("\n", "\r\n"))
    assert reading.text == PYTHON.replace("\n", "\r\n")
    assert reading.media_type == "text/x-source"
    kept = "".join("".join(texts(reading)).split())
    assert kept == "".join(PYTHON.split())


def test_headings_are_the_names_of_what_encloses_a_line(tmp_path: Path) -> None:
    reading = _read(tmp_path, PYTHON)
    assert block_of(reading, "LIMIT").headings == ()
    assert block_of(reading, "size = 1").headings == ("Lamp",)
    assert block_of(reading, "return True").headings == ("Lamp", "burning")
    assert block_of(reading, "self.size = 0").headings == ("Lamp", "put_out")
    assert block_of(reading, "Lamp()").headings == ("main",)


def test_remarks_stay_with_what_they_stand_above(tmp_path: Path) -> None:
    block = block_of(_read(tmp_path, PYTHON), "# lights it up")
    assert block.headings == ("Lamp", "burning")


def test_documentation_is_text(tmp_path: Path) -> None:
    reading = _read(tmp_path, PYTHON)
    assert block_of(reading, "Lamps that burn").kind == "text"
    assert block_of(reading, "LIMIT").kind == "code"


@pytest.mark.parametrize(
    ("name", "text", "fragment", "headings"),
    [
        ("a.java", "public class Lamp {\n    int burn(int hours) {\n        go();\n    }\n}\n",
         "go()", ("Lamp", "burn")),
        ("a.cs", "class Lamp\n{\n    public void Burn(int hours)\n    {\n        Go();\n    }\n}\n",
         "Go()", ("Lamp", "Burn")),
        ("a.c", "static int burn(int hours)\n{\n    if (hours) {\n        go();\n    }\n}\n",
         "go()", ("burn",)),
        ("a.cpp", "void Lamp::burn(int hours) const {\n    go();\n}\n", "go()", ("Lamp::burn",)),
        ("a.go", "func (l *Lamp) Burn(hours int) error {\n\tgo()\n}\n", "go()", ("Burn",)),
        ("a.rs", "impl Lamp {\n    pub fn burn(&self) {\n        go();\n    }\n}\n",
         "go()", ("Lamp", "burn")),
        ("a.ts", "export class Lamp {\n}\n\nconst burn = async (hours: number) => {\n  go();\n};\n",
         "go()", ("burn",)),
        ("a.js", "module.exports.burn = function (hours) {\n  go();\n};\n",
         "go()", ("module.exports.burn",)),
        ("a.rb", "class Lamp\n  def burn!\n    go\n  end\nend\n", "    go", ("Lamp", "burn!")),
        ("a.kt", "data class Lamp(val size: Int) {\n    fun burn() {\n        go()\n    }\n}\n",
         "go()", ("Lamp", "burn")),
        ("a.sql", "CREATE TABLE IF NOT EXISTS lamp (\n  size INTEGER\n);\n", "size", ("lamp",)),
        ("a.toml", "[lamp.oil]\nlitres = 3\n", "litres", ("lamp.oil",)),
        ("a.yaml", "lamp:\n  oil:\n    litres: 3\n", "litres", ("lamp", "oil")),
    ],
)  # fmt: skip
def test_definitions_of_many_languages(
    tmp_path: Path, name: str, text: str, fragment: str, headings: tuple[str, ...]
) -> None:
    assert block_of(_read(tmp_path, text, name), fragment.strip()).headings == headings


def test_blocks_are_no_longer_than_a_chunk(tmp_path: Path) -> None:
    body = "".join(f"    total = total + {n}\n" + "\n" * (n % 7 == 0) for n in range(300))
    reading = _read(tmp_path, f"def add():\n{body}")
    assert all(len(said(reading, block)) <= LONGEST for block in reading.blocks)
    assert all(block.headings == ("add",) for block in reading.blocks)
    assert sum(said(reading, block).count("total =") for block in reading.blocks) == 300


def test_log_is_read_line_by_line(tmp_path: Path) -> None:
    lines = "".join(f"2025-03-01 10:{n:02}:00 INFO class ship passes the lock\n" for n in range(60))
    reading = _read(tmp_path, lines, "harbour.log")
    assert {block.headings for block in reading.blocks} == {()}
    assert all(said(reading, block).endswith("lock") for block in reading.blocks)


def test_machine_made_line_is_shortened_and_said_so(tmp_path: Path) -> None:
    reading = _read(tmp_path, "function a(b){return b*2};var c=1;" * 20_000, "app.min.js")
    assert sum(len(said(reading, block)) for block in reading.blocks) <= 2000
    assert reading.warnings == (
        "1 line is machine-made; only the first 2,000 characters of each can be found.",
    )


def test_long_line_of_data_is_kept(tmp_path: Path) -> None:
    reading = _read(tmp_path, "<a>" + "<b>word</b>" * 5000 + "</a>", "data.xml")
    assert sum(said(reading, block).count("word") for block in reading.blocks) > 4900
    assert reading.warnings == ()


@pytest.mark.parametrize("suffix", sorted(CODE))
def test_every_suffix_is_read(tmp_path: Path, suffix: str) -> None:
    assert texts(_read(tmp_path, "some words = 1\n", f"a{suffix}")) == ["some words = 1"]
