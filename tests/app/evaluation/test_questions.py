from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.evaluation.questions import GoldQuestion, GoldSpan, load
from indexes.errors import QuestionError

SPAN = {"document": "a.txt", "page": 2, "start": 3, "end": 7, "quote": "four"}
FULL = {"id": "s1", "question": "How many?", "answers": ["four"], "kind": "fact", "spans": [SPAN]}


def written(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def fault(folder: Path, *lines: object) -> str:
    with pytest.raises(QuestionError) as raised:
        load(written(folder, *lines))
    return str(raised.value)


def test_a_full_line_is_read_whole(tmp_path: Path) -> None:
    expected = GoldQuestion(
        "s1", "How many?", ("four",), "fact", (GoldSpan("a.txt", 2, 3, 7, "four"),)
    )
    assert load(written(tmp_path, FULL)) == (expected,)
    assert expected.answerable


def test_kind_spans_and_page_may_be_left_out(tmp_path: Path) -> None:
    bare = {"id": "1", "question": "Who?", "answers": ["Ann"]}
    none = {"id": "2", "question": "Why?", "answers": []}
    pageless = {**FULL, "spans": [{k: v for k, v in SPAN.items() if k != "page"}]}
    first, second, third = load(written(tmp_path, bare, none, pageless))
    assert (first.kind, first.spans) == ("fact", ())
    assert (second.kind, second.answerable) == ("unanswerable", False)
    assert third.spans[0].page == 1


def test_blank_lines_are_passed_over_and_still_counted(tmp_path: Path) -> None:
    assert len(load(written(tmp_path, FULL, "", {**FULL, "id": "s2"}))) == 2
    assert "line 3:" in fault(tmp_path, FULL, "", "{")


def test_a_line_separator_inside_a_question_does_not_cut_it(tmp_path: Path) -> None:
    line = json.dumps({**FULL, "question": "How\u2028many?"}, ensure_ascii=False)
    assert load(written(tmp_path, line))[0].question == "How\u2028many?"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": ""}, "'id' is missing or not text"),
        ({"question": 3}, "'question' is missing or not text"),
        ({"answers": "four"}, "'answers' is missing or not a list"),
        ({"answers": [4]}, "the answer 4 is not text"),
        ({"answers": [], "spans": []}, "has no answers exactly if its kind is 'unanswerable'"),
        ({"kind": "unanswerable"}, "has no answers exactly if its kind is 'unanswerable'"),
        ({"answers": [], "kind": "unanswerable"}, "an unanswerable question has spans"),
        ({"answer": "four"}, "unknown key 'answer' in the line"),
        ({"spans": [7]}, "a span is not a JSON object"),
        ({"spans": [{**SPAN, "end": 9}]}, "has 6 characters but its quote has 4"),
        ({"spans": [{**SPAN, "start": -1}]}, "'start' is missing or not a whole number"),
        ({"spans": [{**SPAN, "start": True}]}, "'start' is missing or not a whole number"),
        ({"spans": [{**SPAN, "page": 0}]}, "'page' is missing or not a whole number from 1"),
        ({"spans": [{**SPAN, "doc": "a"}]}, "unknown key 'doc' in a span"),
    ],
)
def test_a_fault_names_file_line_and_remedy(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    message = fault(tmp_path, {**FULL, "id": "s0"}, {**FULL, **change})
    assert message.startswith("questions.jsonl, line 2: ")
    assert said in message
    assert "; " in message


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    assert "questions.jsonl, line 1: not JSON at column" in fault(tmp_path, "{'id': 1}")
    assert "the line is not a JSON object" in fault(tmp_path, "[1]")


def test_an_id_given_twice_names_the_first_line(tmp_path: Path) -> None:
    assert "the id 's1' already stands in line 1" in fault(tmp_path, FULL, FULL)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "questions.jsonl holds no question" in fault(tmp_path, "")


def test_a_missing_file_is_refused_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"nowhere\.jsonl cannot be read .*; check the path"):
        load(tmp_path / "nowhere.jsonl")


def test_a_file_that_is_not_utf8_is_refused_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(b'{"id": "\xff"}')
    with pytest.raises(QuestionError, match="is not UTF-8 at byte 8; save the file as UTF-8"):
        load(path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(FULL), encoding="utf-8-sig")
    assert load(path)[0].id == "s1"
