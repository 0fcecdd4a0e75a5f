from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.cli.batch import BatchQuestion, read_batch
from indexes.errors import QuestionError


def written(folder: Path, content: bytes) -> str:
    path = folder / "questions.jsonl"
    path.write_bytes(content)
    return str(path)


def test_questions_come_with_id_collection_and_line(tmp_path: Path) -> None:
    content = (
        '\ufeff{"question": " Wie viele Tage – Ä? ", "id": "q1", "collection": "legal"}\r\n'
        "\n"
        '{"question": "Two\\u2028?", "id": 2, "answers": ["a"], "spans": []}\n'
    )
    file = written(tmp_path, content.encode())
    assert read_batch(file) == [
        BatchQuestion("Wie viele Tage – Ä?", "q1", "legal", f"{file}, line 1"),
        BatchQuestion("Two\u2028?", 2, None, f"{file}, line 3"),
    ]


def test_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"question": "One?"}')))
    assert read_batch("-") == [BatchQuestion("One?", None, None, "standard input, line 1")]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"How many days?", "not JSON"),
        (b'"How many days?"', "not a JSON object"),
        (b"{}", '"question" is missing'),
        (b'{"question": 3}', '"question" is missing or not text'),
        (b'{"question": " "}', "is empty"),
        (b'{"question": "\\ud800"}', "no text"),
        (b'{"question": "a", "id": 1.5}', '"id"'),
        (b'{"question": "a", "id": true}', '"id"'),
        (b'{"question": "a", "collection": 1}', '"collection"'),
    ],
)
def test_bad_line_is_named_with_its_fault(tmp_path: Path, line: bytes, fault: str) -> None:
    file = written(tmp_path, b'{"question": "fine"}\n' + line)
    with pytest.raises(QuestionError) as caught:
        read_batch(file)
    assert f"{file}, line 2: " in str(caught.value)
    assert fault in str(caught.value)


@pytest.mark.parametrize(("content", "fault"), [(b"\n \n", "no question"), (b"\xff", "not UTF-8")])
def test_file_that_is_none_of_questions_is_refused(
    tmp_path: Path, content: bytes, fault: str
) -> None:
    with pytest.raises(QuestionError, match=fault):
        read_batch(written(tmp_path, content))


def test_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"absent\.jsonl"):
        read_batch(str(tmp_path / "absent.jsonl"))
