"""From reviewed answers to an adapter that was compared, by the command itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.build import Footnote
from app.review import store
from app.review.rows import is_held
from app.review.schema import prepare
from app.review.types import Place, Reviewed
from app.settings import load
from app.versions.adapters import Adapters
from indexes.db import Database, transaction
from ingest.walk import gather
from tests.builders import WHEN
from training.feedback import dataset, run
from training.feedback import train as training
from training.feedback.job import FOLDER, OPERATIONS

pytest.importorskip("gguf", reason="needs training/requirements.txt")
pytestmark = pytest.mark.model

TOWNS = ("Arlen", "Brixby", "Corve", "Dunmar", "Elsing", "Farrow", "Goswick", "Harle", "Ickham",
         "Jorvik", "Kelso", "Lorne")  # fmt: skip
LEAST = (3, 2)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of a few lighthouses, of which every question is reviewed."""
    home = tmp_path / "home"
    monkeypatch.setenv("FOOTNOTE_HOME", str(home))
    file = tmp_path / "lights.txt"
    said = [f"The lighthouse of {town} was built in {1800 + at}." for at, town in enumerate(TOWNS)]
    file.write_text("\n\n".join(said), encoding="utf-8")
    footnote = Footnote(load())
    assert footnote.ingest(gather([file]), "default").ok
    (listing,) = footnote.catalog.documents()
    text = footnote.catalog.text(listing.document.id)
    database = Database(home / OPERATIONS)
    prepare(database.connection)
    for at, town in enumerate(TOWNS):
        start = text.index(said[at])
        place = Place(listing.document.id, start, start + len(said[at]), said[at])
        item = Reviewed(
            f"{at:032x}", WHEN, "ada", "wrong answer", "local",
            question=f"When was the lighthouse of {town} built?", answer=str(1800 + at),
            gold=(place,),
        )  # fmt: skip
        with transaction(database.connection) as db:
            store.keep(db, item, item.question, [place.document_id])
    monkeypatch.setattr(dataset, "LEAST_LEARNT", LEAST[0])
    monkeypatch.setattr(dataset, "LEAST_HELD", LEAST[1])
    monkeypatch.setattr(training, "LOOKS", 1)
    return home


def test_reviewed_answers_become_a_registered_adapter(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = sum(is_held(f"When was the lighthouse of {town} built?") for town in TOWNS)
    assert LEAST[1] <= held <= len(TOWNS) - LEAST[0]
    assert run.main(["--home", str(home), "--minutes", "0.05", "--synthetic", "2"]) == 0
    out = capsys.readouterr().out
    told = json.loads((home / FOLDER / "feedback-1" / "result.json").read_text(encoding="utf-8"))
    assert told["data"]["reviewed, held out"] == held
    rows = dataset.from_file(home / FOLDER / "feedback-1" / "rows.jsonl")
    assert len(rows) >= len(TOWNS) - held
    made = Adapters(home, home / OPERATIONS).list()
    assert len(made) == bool(told["figures"])
    for each in made:
        assert (each.name, each.parent, each.prompt) == ("feedback-1", "answers", "brief@1")
        assert "SmolLM2-135M-Instruct.Q4_1+adapter" in out
    assert load().lora == (str(made[0].path) if told["wins"] else "")


def test_a_dry_run_makes_the_data_set_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--home", str(home), "--dry-run", "--synthetic", "0"]) == 0
    assert "examples to learn from" in capsys.readouterr().out
    assert not (home / FOLDER).exists()
