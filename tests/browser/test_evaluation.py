"""Ask questions with known answers from the page and read the result: in Chromium, for real."""

from __future__ import annotations

import json
from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Opener
from tests.browser.test_journey import HARBOUR, QUESTION, upload

pytestmark = pytest.mark.browser


def question_file() -> FilePayload:
    rows = [
        {"id": "q1", "question": QUESTION, "answers": ["07:45"], "kind": "fact"},
        {"id": "q2", "question": "What is the name of the first keeper?", "answers": []},
    ]
    text = "\n".join(map(json.dumps, rows))
    return {"name": "mine.jsonl", "mimeType": "application/jsonl", "buffer": text.encode()}


@pytest.mark.parametrize(("width", "colours"), [(1440, "light"), (390, "dark")])
def test_an_evaluation_runs_on_the_page_and_shows_each_question(
    visit: Opener, width: int, colours: Literal["light", "dark"]
) -> None:
    visited = visit(width, colours)
    page = visited.page
    upload(page, HARBOUR)
    page.goto(urljoin(page.url, "/evaluation"))
    page.get_by_role("button", name="Evaluate").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("My own file").click()
    dialog.locator("input[type=file]").set_input_files([question_file()])
    expect(dialog.get_by_text("2 questions in mine.jsonl")).to_be_visible()
    dialog.get_by_role("button", name="Start").click()

    page.get_by_role("button", name="See the result").click()
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    visited.shoot(f"evaluation-{width}-{colours}")
    assert visited.overflow() <= 0
    page.get_by_text("Questions", exact=True).last.click()
    expect(page.get_by_role("main")).to_contain_text("When does the fuel dock of Lowhaven")
    assert visited.outside == []
