from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app import small_models
from app.build import Footnote
from app.cached import Key
from app.operated import DATABASE
from app.settings import Settings
from app.small_models import SmallModels
from app.types import Actor, Question
from indexes.errors import QuestionError
from ingest.walk import gather
from tests.app.telemetry.traces import ANSWER, TRACE
from tests.app.ui.fakes import answer
from tests.fakes import HashingEmbedder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The precisions that embedders were opened with."""
    precisions: list[str] = []

    def opened(model: str, precision: str, threads: int, backend: str) -> HashingEmbedder:
        precisions.append(precision)
        embedder = HashingEmbedder()
        embedder.precision = "bfloat16" if precision == "auto" else precision
        return embedder

    monkeypatch.setattr(small_models, "SentenceTransformerEmbedder", opened)
    return precisions


def fill(home: Path, files: Path) -> None:
    path = files / "ferry.txt"
    path.write_text("The ferry leaves at 08:15.")
    assert Footnote(Settings(home=home)).library.add(gather([path]), "default", "local").ok


def test_precision_is_measured_once_and_then_kept(tmp_path: Path, asked: list[str]) -> None:
    fill(tmp_path / "home", tmp_path)
    assert Footnote(Settings(home=tmp_path / "home")).embedder.precision == "bfloat16"
    assert asked == ["auto", "bfloat16"]


def test_precision_that_was_set_wins(tmp_path: Path, asked: list[str]) -> None:
    fill(tmp_path / "home", tmp_path)
    settings = Settings(home=tmp_path / "home", embedding_precision="float32")
    assert Footnote(settings).embedder.precision == "float32"


def test_damaged_build_does_not_stand_in_the_way_of_a_rebuild(
    tmp_path: Path, asked: list[str]
) -> None:
    home = tmp_path / "home"
    fill(home, tmp_path)
    for path in (home / "builds").rglob("manifest.json"):
        path.write_text("junk")
    footnote = Footnote(Settings(home=home))
    footnote.library.rebuild()
    hits = footnote.retriever.search("ferry", 5, footnote.allowed(footnote.actor)).hits
    assert [hit.window.document.name for hit in hits] == ["ferry.txt"]


def test_opening_loads_no_model(tmp_path: Path, asked: list[str]) -> None:
    footnote = Footnote(Settings(home=tmp_path))
    assert footnote.catalog.documents() == []
    assert footnote.journey is footnote.journey
    assert asked == []


def test_damaged_operations_stand_in_the_way_of_no_question(
    tmp_path: Path, asked: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / DATABASE).write_bytes(b"no database at all" * 500)
    footnote = Footnote(Settings(home=tmp_path, user_tokens_a_day=1))
    with pytest.raises(QuestionError, match="library is empty"):
        footnote.journey.ask(Question("When does the ferry leave?", Actor("ada")))
    assert "not a database" in caplog.text
    assert b'questions_total{outcome="refused"} 1.0' in footnote.metrics.text()


def test_answers_in_memory_go_with_what_they_quote(tmp_path: Path, asked: list[str]) -> None:
    footnote = Footnote(Settings(home=tmp_path))
    key = Key("when", "", "ada", frozenset(), None, "v1", "", False, 0, date(2026, 3, 4))
    given = answer("When?")
    footnote.kept.put(key, given, footnote.kept.state())
    footnote.forgets(["0" * 32])
    assert len(footnote.kept) == 1
    footnote.forgets([given.trace_id])
    assert len(footnote.kept) == 0

    footnote.kept.put(key, given, footnote.kept.state())
    footnote.memory.forget_document("handbook")
    assert len(footnote.kept) == 0


def test_words_from_private_and_from_removed_documents_are_sent_to_no_receiver(
    tmp_path: Path, asked: list[str]
) -> None:
    fill(tmp_path / "home", tmp_path)
    settings = Settings(home=tmp_path / "home", traces="text", otlp_endpoint="http://127.0.0.1:9")
    footnote = Footnote(settings)
    (listing,) = footnote.catalog.documents()
    found = replace(TRACE, hits=(replace(TRACE.hits[0], document_id=listing.document.id),))

    def told() -> str:
        assert footnote.exporter is not None
        return " ".join(span.to_json() for span in footnote.exporter.spans(found))

    assert ANSWER in told()
    footnote.library.mark_private([listing.document], True)
    assert ANSWER not in told()
    footnote.library.remove([listing.document])
    assert ANSWER not in told()


def test_search_says_that_it_does_not_know_the_question_s_language(
    tmp_path: Path, asked: list[str]
) -> None:
    fill(tmp_path / "home", tmp_path)
    footnote = Footnote(Settings(home=tmp_path / "home"))
    allowed = footnote.allowed(footnote.actor)
    (note,) = footnote.search("Wann f\u00e4hrt die ferry?", 5, allowed).notes
    assert "German" in note
    assert footnote.search("When does the ferry leave?", 5, allowed).notes == ()


def test_two_owners_do_not_see_each_other(tmp_path: Path, asked: list[str]) -> None:
    fill(tmp_path / "home", tmp_path)
    other = Footnote(Settings(home=tmp_path / "home", owner="mallory"))
    assert other.allowed(other.actor) == frozenset()


def test_drafts_are_checked_by_rules_alone_with_a_model_of_other_languages(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SmallModels, "english_only", False)
    assert Footnote(Settings(home=tmp_path / "home")).models.entailment() is None
    assert asked == []
