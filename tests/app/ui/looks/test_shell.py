from __future__ import annotations

import re

from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.ui.looks import shell
from app.ui.looks.page import colours


def client() -> TestClient:
    return TestClient(Starlette(routes=shell.routes()))


def test_page_has_our_name_icon_and_a_line_before_any_script_runs() -> None:
    text = client().get("/search").text
    assert "<title>Footnote</title>" in text
    assert 'href="data:image/svg+xml;base64,' in text
    assert 'role="status">Footnote is opening' in text
    for theme in ("light", "dark"):
        assert f"background: {colours(theme)['backgroundColor']}" in text


def test_scripts_of_the_framework_are_all_there() -> None:
    scripts = re.compile(r'(?:src|href)="(\./static/[^"]+)"')
    theirs = scripts.findall(shell.INDEX.read_text(encoding="utf-8"))
    assert theirs
    assert scripts.findall(shell.shell()) == theirs


def test_every_screen_has_the_same_page_which_is_asked_for_anew() -> None:
    answers = [client().get(path) for path in shell.PATHS]
    assert {each.status_code for each in answers} == {200}
    assert {each.text for each in answers} == {shell.shell()}
    assert {each.headers["cache-control"] for each in answers} == {"no-cache"}


def test_browser_is_told_to_load_nothing_from_elsewhere() -> None:
    policy = client().get("/").headers["content-security-policy"]
    allowed = {each.split()[0]: each.split()[1:] for each in policy.split("; ")}
    assert allowed["default-src"] == ["'self'"]
    assert allowed["object-src"] == ["'none'"]
    assert not [
        each for sources in allowed.values() for each in sources if "http" in each or each == "*"
    ]


def test_icon_is_found_where_browsers_look_for_it() -> None:
    for path in ("/favicon.ico", "/favicon.png", "/apple-touch-icon.png"):
        answer = client().get(path)
        assert answer.headers["content-type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")


def test_page_asks_no_other_server() -> None:
    loaded = re.findall(r'(?:src|href)="(https?:[^"]+)"', shell.shell())
    assert loaded == []
