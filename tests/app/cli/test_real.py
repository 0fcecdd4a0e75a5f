"""The command line on the real library with the real default models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli.main import main

pytestmark = pytest.mark.model

LEAVE = "Staff get 25 days of paid leave each year.\n\nThe office closes on 24 December.\n"
PARKING = "# Parking\n\nParking costs 3 euros a day, paid at the gate.\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents and a damaged one, beside an empty home."""
    monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path / "home"))
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "leave.txt").write_text(LEAVE, encoding="utf-8")
    (folder / "parking.md").write_text(PARKING, encoding="utf-8")
    return folder


def test_documents_go_in_are_found_and_cited_and_go_out(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ingest", str(files)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("2 added in ")
    assert main(["ingest", str(files)]) == 0
    assert capsys.readouterr().out == "nothing to do: 2 files are already in the library\n"

    assert main(["search", "What does parking cost?", "-k", "1", "--json"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)["hits"]
    assert hit["document"] == "parking.md"
    assert hit["text"] == PARKING[hit["start"] : hit["end"]]

    asked = [
        {"id": "leave", "question": "How many days of paid leave do staff get?"},
        {"id": "parking", "question": "What does parking cost?"},
    ]
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    assert main(["ask", "--batch", str(questions)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["id"] for each in answers] == ["leave", "parking"]
    texts = {"leave.txt": LEAVE, "parking.md": PARKING}
    for each in answers:
        assert each["status"] in ("answered", "abstained")
        for cited in each["citations"]:
            assert cited["quote"] == texts[cited["document"]][cited["start"] : cited["end"]]

    assert main(["remove", "parking.md"]) == 0
    capsys.readouterr()
    assert main(["search", "What does parking cost?", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["hits"]
    assert {each["document"] for each in found} == {"leave.txt"}


def test_damaged_file_costs_the_exit_status_and_not_the_others(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "broken.pdf").write_bytes(b"no PDF at all")
    assert main(["ingest", str(files)]) == 1
    ran = capsys.readouterr()
    assert ran.out.splitlines()[-1].startswith("2 added, 1 failed in ")
    (line,) = [line for line in ran.err.splitlines() if line.startswith("failed: ")]
    assert str(files / "broken.pdf") in line
