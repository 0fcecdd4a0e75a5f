"""Our own components make text nodes of every text: nothing in their sources can parse markup."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.types import Sentence
from app.ui.asking import reply
from app.ui.asking.body import body_data
from app.ui.asking.reply import reply_data
from tests.app.ui.asking.test_source import IMAGE
from tests.app.ui.asking.test_source import source as opened
from tests.app.ui.fakes import answer

SCRIPTS = sorted(reply.FOLDER.glob("*.js"))
PARSING = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment"
    r"|setHTML|srcdoc|\beval\b|\bFunction\(|setTimeout\(\s*[\"'`]|\bimport\s*\(|\.href\s*=|\.action\s*="
)
SOURCES = re.compile(r"\.src\s*=\s*([^;]+);")
ATTRIBUTES = re.compile(r"setAttribute\(\s*([^,]+),")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_component_parses_markup_or_evaluates_text(script: Path) -> None:
    assert PARSING.findall(script.read_text("utf-8")) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_components_load_nothing_but_the_image_of_a_page(script: Path) -> None:
    text = script.read_text("utf-8")

    assert set(SOURCES.findall(text)) <= {"data.image"}
    assert "fetch(" not in text
    assert "http" not in text.replace("plain HTTP", "")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_only_names_and_roles_are_set_as_attributes(script: Path) -> None:
    assert set(ATTRIBUTES.findall(script.read_text("utf-8"))) <= {'"aria-label"', '"role"'}


@pytest.mark.parametrize("sheet", sorted(reply.FOLDER.glob("*.css")), ids=lambda path: path.name)
def test_styles_load_nothing(sheet: Path) -> None:
    assert not re.search(r"url\(|@import|expression\(", sheet.read_text("utf-8"))


def test_the_image_is_made_of_bytes_and_never_an_address() -> None:
    hostile = replace(IMAGE, png=b"http://tracker.example/a.png")

    shown = body_data(opened(hostile))["image"]

    assert shown.startswith("data:image/png;base64,")
    assert "tracker" not in shown


def test_a_verdict_is_one_of_ours_and_marks_are_numbers() -> None:
    said = Sentence("<b>It rains.</b>", (1,), "unsupported", reason="<img src=x>")

    (block,) = reply_data(replace(answer("q"), sentences=(said,)), True, ())["blocks"]

    (sentence,) = block["sentences"]
    assert sentence["verdict"] in reply.WHY
    assert all(isinstance(each, int) for each in sentence["marks"])
    assert sentence["text"] == "<b>It rains.</b>"


def test_both_components_are_held_by_these_scripts() -> None:
    assert {each.name for each in SCRIPTS} >= {"reply.js", "source.js"}
