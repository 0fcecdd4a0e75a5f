from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.explained import print_explained
from indexes.retrieve import Search
from indexes.types import Document, Passed, Version
from tests.app.cli.fakes import LEAVE, FakeCatalog, document, hit
from tests.app.cli.terminal import Terminal, terminal

TEXT, LEGAL = document("leave.txt"), document("contract.pdf", collection="legal")
OLD = replace(hit(document("leave 2022.txt")), version=Version("2022", False, 2))


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return terminal(tmp_path, monkeypatch, capsys, TEXT, LEGAL)


@pytest.fixture(autouse=True)
def _documents_of_the_fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Scope reads its documents from the database, which the fake has not."""

    def ready(catalog: FakeCatalog) -> list[Document]:
        return catalog.held

    monkeypatch.setattr("indexes.scope._ready", ready)


def found(shell: Terminal, *words: str) -> list[str]:
    """Names of the documents that are found."""
    hits = json.loads(shell.run("search", "leave", "--json", *words).out)["hits"]
    return [each["document"] for each in hits]


def batch(folder: Path, *lines: object) -> str:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return str(path)


def test_search_prints_places_headings_and_text(shell: Terminal) -> None:
    ran = shell.run("search", "leave", "-k", "1")
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert lines[0] == "1. leave.txt, page 3, characters 10-71 (fusion 1.50)"
    assert lines[1] == "    Rules > Leave"
    assert lines[2] == f"    {LEAVE}"
    assert ran.err == "1 hit in 2 ms\n"


def test_how_the_question_was_read_is_told(shell: Terminal) -> None:
    shell.footnote.retriever.notes = ("Searched for \u201cleave\u201d as well.",)
    assert shell.run("search", "laeve").err.startswith("Searched for \u201cleave\u201d as well.\n")
    assert json.loads(shell.run("search", "laeve", "--json").out)["notes"] == [
        "Searched for \u201cleave\u201d as well."
    ]


def test_search_json_is_one_object(shell: Terminal) -> None:
    ran = shell.run("search", "leave", "--json")
    body = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert set(body) == {"hits", "timings_ms", "notes"}
    assert [each["document"] for each in body["hits"]] == ["leave.txt", "contract.pdf"]


def test_number_of_hits_comes_from_the_settings(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_HITS", "1")
    assert len(found(shell)) == 1


def test_filters_narrow_where_to_look(shell: Terminal) -> None:
    assert found(shell, "--collection", "legal") == ["contract.pdf"]
    assert found(shell, "--document", "leave.txt") == ["leave.txt"]
    assert found(shell, "--document", "leave.txt", "--document", "id-contract.pdf") == [
        "leave.txt",
        "contract.pdf",
    ]
    assert found(shell, "--type", "pdf", "--since", "2026", "--until", "2026-01-02") == [
        "contract.pdf"
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("--document", "leaf.txt"),
        ("--type", "docx"),
        ("--since", "soon"),
        ("--since", "2031"),
        ("--collection", "lega"),
    ],
)
def test_filters_that_hold_nothing_are_refused_in_a_sentence(
    shell: Terminal, words: tuple[str, str]
) -> None:
    ran = shell.run("search", "leave", *words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("footnote: ")
    assert shell.footnote.retriever.asked == []


def test_budget_keeps_hits_until_their_characters_reach_it(shell: Terminal) -> None:
    assert found(shell, "--budget", str(len(LEAVE))) == ["leave.txt"]
    assert found(shell, "--budget", str(len(LEAVE) + 1)) == ["leave.txt", "contract.pdf"]


def test_budget_alone_does_not_limit_the_number_of_hits(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_HITS", "1")
    assert len(found(shell, "--budget", "9999")) == 2
    assert len(found(shell, "--budget", "9999", "-k", "1")) == 1


def test_explained_json_says_what_was_left_out(shell: Terminal) -> None:
    body = json.loads(shell.run("search", "leave", "-k", "1", "--json", "--explain").out)
    (left,) = body["passed"]
    assert body["hits"][0]["scores"]["lexical"] == 4.0
    assert (left["document"], left["stage"]) == ("contract.pdf", "rank")
    assert left["reason"] == "Better ones came first."


def test_explain_prints_scores_what_was_left_out_and_times(shell: Terminal) -> None:
    ran = shell.run("search", "leave", "-k", "1", "--explain")
    assert ran.out.splitlines() == [
        "#  document   page  dense  lexical  routing  rerank  fused",
        "1  leave.txt     3   0.50     4.00     0.00       \u2013   1.50",
        "   Rules > Leave",
        f"   {LEAVE}",
        "",
        "Left out: 1 passage",
        "  Ranked lower: 1 (Better ones came first.)",
        '    1.50  contract.pdf, page 3: "Staff get 25 days of leave. The office closes \u2026"',
        "",
        "ms: embed 1.0, total 2.5",
    ]


def test_what_the_budget_cut_off_is_explained(shell: Terminal) -> None:
    out = shell.run("search", "leave", "--budget", "5", "--explain").out
    assert "  Over the budget: 1 (The 5 characters asked for were used up by better hits.)" in out


def test_version_stands_beside_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    print_explained(Search((OLD,), {"total": 1.0}), "leave")
    assert "leave 2022.txt (version 2022, older of 2)" in capsys.readouterr().out


def test_only_the_first_ten_of_a_stage_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    passed = tuple(
        Passed(OLD.window, OLD.scores, "rank", f"Reason {at} \x1b[2J.") for at in range(13)
    )
    print_explained(Search((), {"total": 1.0}, passed), "leave")
    out = capsys.readouterr().out
    assert out.startswith("Nothing found.\n")
    assert out.count("(Reason") == 10
    assert "    and 3 more\n" in out
    assert "\x1b" not in out


def test_words_of_the_question_are_bold_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_explained(Search((OLD,), {"total": 1.0}), "How many day?")
    assert "25 \x1b[1mdays\x1b[0m of leave" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    print_explained(Search((OLD,), {"total": 1.0}), "How many day?")
    assert "\x1b" not in capsys.readouterr().out


def test_documents_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = hit(document("a\x9b.txt"), "Days \x1b]0;b\x07\u202ec")
    print_explained(Search((hostile,), {"total": 1.0}), "days")
    assert not any(mark in capsys.readouterr().out for mark in "\x1b\x07\x9b\u202e")


def test_batch_gives_one_line_for_each_question(shell: Terminal, tmp_path: Path) -> None:
    file = batch(tmp_path, {"question": "One?", "id": 1, "collection": "legal"}, {"question": "b"})
    ran = shell.run("search", "--batch", file, "-k", "1", "--json")
    first, second = (json.loads(line) for line in ran.out.splitlines())
    assert list(first) == ["id", "hits", "timings_ms", "notes"]
    assert [each["document"] for each in first["hits"]] == ["contract.pdf"]
    assert [each["document"] for each in second["hits"]] == ["leave.txt"]


def test_batch_keeps_to_filters_and_budget(shell: Terminal, tmp_path: Path) -> None:
    file = batch(tmp_path, {"question": "One?"}, {"question": "Two?", "collection": "default"})
    ran = shell.run("search", "--batch", file, "--type", "txt", "--budget", "5", "--explain")
    for line in ran.out.splitlines():
        body = json.loads(line)
        assert [each["document"] for each in body["hits"]] == ["leave.txt"]
        assert body["passed"] == []
