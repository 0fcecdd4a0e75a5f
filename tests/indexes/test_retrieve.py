from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from indexes.catalog import Catalog
from indexes.errors import LibraryError
from indexes.fusion import Candidates
from indexes.ranking import Ranking
from indexes.retrieve import Retriever
from indexes.types import Version, Window
from indexes.windows import Vectors
from indexes.writer import CatalogWriter, Change
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder
from tests.indexes.windowing import windows


def retriever_of(home: Path, embedder: HashingEmbedder | None = None) -> Retriever:
    made = embedder or HashingEmbedder()
    catalog, builds = open_library(home)
    return Retriever(catalog, builds, lambda: made)


def fill(home: Path, name: str, sentences: list[str]) -> Catalog:
    catalog, builds = open_library(home)
    stage(catalog, name, sentences)
    activate(catalog, builds, name)
    return catalog


def test_empty_library_finds_nothing(tmp_path: Path) -> None:
    assert retriever_of(tmp_path).search("anything", 5, {"a"}).hits == ()


@pytest.mark.parametrize("question", ["--", "?!", "\U0001f642\U0001f642"])
def test_question_without_a_word_finds_nothing_and_is_told_why(
    tmp_path: Path, question: str
) -> None:
    fill(tmp_path, "a", ["Gulls nest on the roof."])
    found = retriever_of(tmp_path).search(question, 5, {"a"})
    assert found.hits == ()
    assert found.notes == ("The question holds no word or number to look for.",)


def test_loading_a_model_is_not_counted_as_searching(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = fill(tmp_path, "a", ["Gulls nest on the roof."])
    clock = [0.0]
    monkeypatch.setattr("indexes.retrieve.time.perf_counter", lambda: clock[0])
    made = HashingEmbedder()

    def embedder() -> HashingEmbedder:
        clock[0] += 5.0
        return made

    def reranker() -> None:
        clock[0] += 3.0

    retriever = Retriever(catalog, open_library(tmp_path)[1], embedder, cache(reranker))
    assert retriever.search("gulls", 5, {"a"}).timings_ms["total"] == 0
    assert clock[0] >= 8


def test_every_step_of_a_search_is_timed(tmp_path: Path) -> None:
    catalog = fill(tmp_path, "a", ["Gulls nest on the roof.", "Otters sleep."])
    embedder = HashingEmbedder()
    retriever = Retriever(catalog, open_library(tmp_path)[1], lambda: embedder, LongestFirst)
    timings_ms = retriever.search("gulls", 5, {"a"}).timings_ms
    assert list(timings_ms) == [
        *("embed", "read", "routing", "dense", "lexical", "fuse", "rerank", "choose"),
        "total",
    ]
    *steps, total = timings_ms.values()
    assert sum(steps) <= total + 0.01


def test_hits_do_not_overlap_and_scores_fall(tmp_path: Path) -> None:
    fill(tmp_path, "a", [f"Urchin number {i} sits on kelp blade {i}." for i in range(30)])
    hits = retriever_of(tmp_path).search("urchin on kelp", 4, {"a"}).hits
    spans = sorted((hit.window.start, hit.window.end) for hit in hits)
    assert len(hits) == 4
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_repeated_text_is_returned_once_and_the_first_copy_wins(tmp_path: Path) -> None:
    text = [
        "The harbour closes at nine in winter, when few boats come in at night.",
        "Boats that come later use the north quay, which is lit until the morning.",
    ]
    fill(tmp_path, "first", text)
    fill(tmp_path, "second", text)
    hits = retriever_of(tmp_path).search("when does the harbour close", 5, {"first", "second"}).hits
    assert sorted(hit.window.text for hit in hits) == sorted(reversed(text))
    assert {hit.window.document.id for hit in hits} == {"first"}


def test_copy_is_found_where_the_first_one_is_not_allowed(tmp_path: Path) -> None:
    text = ["The harbour closes at nine in winter."]
    fill(tmp_path, "first", text)
    fill(tmp_path, "second", text)
    hits = retriever_of(tmp_path).search("when does the harbour close", 5, {"second"}).hits
    assert [hit.window.document.id for hit in hits] == ["second"]


def test_new_document_is_found_without_a_restart(tmp_path: Path) -> None:
    fill(tmp_path, "a", ["Gulls nest on the roof."])
    retriever = retriever_of(tmp_path)
    assert retriever.search("otters", 5, {"a", "b"}).hits[0].coverage == 0
    fill(tmp_path, "b", ["Otters sleep in the boathouse."])
    hit = retriever.search("otters", 5, {"a", "b"}).hits[0]
    assert (hit.window.document.id, hit.coverage) == ("b", 1.0)


def test_removed_document_is_not_found_though_its_vectors_are_still_in_the_build(
    tmp_path: Path,
) -> None:
    catalog = fill(tmp_path, "a", ["Otters sleep in the boathouse."])
    retriever = retriever_of(tmp_path)
    assert retriever.search("otters", 5, {"a"}).hits
    CatalogWriter(catalog).activate(Change(removed=("a",)), catalog.build_id(), "hashing")
    assert retriever.search("otters", 5, {"a"}).hits == ()


def test_other_embedding_model_is_refused_with_the_remedy(tmp_path: Path) -> None:
    fill(tmp_path, "a", ["Gulls nest on the roof."])
    retriever = retriever_of(tmp_path, HashingEmbedder(name="other"))
    with pytest.raises(LibraryError, match=r"hashing.*other.*footnote rebuild"):
        retriever.search("gulls", 5, {"a"})


def test_damaged_build_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    catalog = fill(tmp_path, "a", ["Gulls nest on the roof."])
    path = tmp_path / "builds" / catalog.build_id() / "dense.faiss"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(LibraryError, match="footnote rebuild"):
        retriever_of(tmp_path).search("gulls", 5, {"a"})


def test_copies_that_fill_the_pool_do_not_push_another_passage_out(tmp_path: Path) -> None:
    copies = ["Divers count urchins on kelp."] * 1000
    fill(tmp_path, "copies", copies)
    fill(tmp_path, "other", ["A diver counts."])
    hits = retriever_of(tmp_path).search("divers count urchins", 2, {"copies", "other"}).hits
    assert {hit.window.document.id for hit in hits} == {"copies", "other"}


def test_quoted_words_must_stand_so_in_what_is_found(tmp_path: Path) -> None:
    fill(tmp_path, "a", ["The late fee is high.", *["Nothing here."] * 6, "The fee is late."])
    retriever = retriever_of(tmp_path)
    search = retriever.search('what is said of "late fee"', 9, {"a"})
    assert search.hits
    assert all("late fee" in hit.window.text or hit.window.start < 40 for hit in search.hits)
    assert search.notes == ("Only passages with the exact words \u201clate fee\u201d.",)
    nowhere = retriever.search('what is a "late dinner"', 9, {"a"})
    assert nowhere.hits
    assert "No passage holds" in nowhere.notes[0]


def test_a_misspelt_word_is_searched_as_its_neighbour_and_said_so(tmp_path: Path) -> None:
    fill(tmp_path, "a", ["Otters sleep in the boathouse.", *["Gulls nest here."] * 9])
    search = retriever_of(tmp_path).search("where do oters live", 1, {"a"})
    assert "Otters" in search.hits[0].window.text
    assert search.notes == (
        "No document holds \u201coters\u201d; searched for \u201cotters\u201d as well.",
    )


def test_a_question_word_is_not_taken_for_a_slip(tmp_path: Path) -> None:
    fill(tmp_path, "a", ["The main road is closed.", *["Gulls nest here."] * 9])
    search = retriever_of(tmp_path).search("how many roads are closed", 1, {"a"})
    assert "main road" in search.hits[0].window.text
    assert search.notes == ()


def test_spellings_of_other_peoples_words_are_not_given_away(tmp_path: Path) -> None:
    fill(tmp_path, "mine", ["Gulls nest on the roof."])
    fill(tmp_path, "theirs", ["Otters sleep in the boathouse."])
    assert retriever_of(tmp_path).search("where do oters live", 5, {"mine"}).notes == ()


def test_an_explanation_names_what_was_passed_over(tmp_path: Path) -> None:
    asleep = "Otters sleep in the boathouse, and nobody has ever seen them awake."
    fill(tmp_path, "a", [asleep, asleep, *[f"Otters eat {n}." for n in range(9)]])
    search = retriever_of(tmp_path).search("otters sleep", 2, {"a"}, explain=True)
    assert {each.stage for each in search.passed} >= {"repeat", "rank"}
    assert all(each.reason for each in search.passed)
    assert retriever_of(tmp_path).search("otters sleep", 2, {"a"}).passed == ()


class LongestFirst:
    name, weight = "longest", 1.0

    def scores(self, question: str, passages: Sequence[Sequence[str]]) -> list[list[float]]:
        return [[float(len(text)) for text in texts] for texts in passages]


def test_the_reranker_decides_among_the_best(tmp_path: Path) -> None:
    short = "Otters sleep, otters sleep, and then otters sleep again all day."
    long = f"{short[:-1]}, when all is said and done, in the boathouse of the harbour of gulls."
    catalog = fill(tmp_path, "a", [short, *["Gulls."] * 5, long])
    embedder = HashingEmbedder()
    builds = open_library(tmp_path)[1]
    plain = Retriever(catalog, builds, lambda: embedder)
    second = Retriever(catalog, builds, lambda: embedder, LongestFirst)
    assert plain.search("otters sleep", 1, {"a"}).hits[0].window.text == short
    hit = second.search("otters sleep", 1, {"a"}).hits[0]
    assert (hit.window.text, hit.stage, hit.scores.rerank) == (long, "rerank", len(long))


def test_a_flood_in_somebody_elses_documents_pushes_no_hit_out(tmp_path: Path) -> None:
    fill(tmp_path, "mine", ["The permit for the slipway costs 40 crowns a year.", "Gulls nest."])
    for number in range(200):
        fill_quickly(tmp_path, f"theirs-{number}", "The permit for the slipway costs 40 crowns.")
    activate(*open_library(tmp_path), *(f"theirs-{number}" for number in range(200)))
    search = retriever_of(tmp_path).search("what does the permit for the slipway cost", 5, {"mine"})
    assert {hit.window.document.id for hit in search.hits} == {"mine"}
    assert "40 crowns a year" in search.hits[0].window.text


def fill_quickly(home: Path, name: str, sentence: str) -> None:
    catalog, _ = open_library(home)
    stage(catalog, name, [sentence])
    catalog.database.close()


def test_the_newest_version_comes_first_unless_the_question_names_another(tmp_path: Path) -> None:
    for year, days in ((2023, 24), (2024, 25), (2025, 26)):
        fill(tmp_path, f"leave-policy-{year}", [f"Staff receive {days} days of leave a year."])
    fill(tmp_path, "log", [f"Gull {number} was seen on the roof." for number in range(40)])
    names = {"log", *(f"leave-policy-{year}" for year in (2023, 2024, 2025))}
    retriever = retriever_of(tmp_path)
    plain = retriever.search("how many days of leave do staff receive", 3, names).hits
    assert plain[0].window.document.id == "leave-policy-2025"
    assert plain[0].version == Version("2025", newest=True, of=3)
    named = retriever.search("how many days of leave did staff receive in 2023", 3, names).hits
    assert named[0].window.document.id == "leave-policy-2023"


def test_several_pages_of_a_long_document_come_before_one_page_again() -> None:
    found = windows(
        [f"Sentence {number} about kelp, long enough by itself." for number in range(9)]
    )
    ids = [1, 5, 9]
    candidates = Candidates(
        np.array(ids), ("a",) * 3, np.zeros(3), np.zeros(3), np.zeros(3), np.ones(3)
    )
    pages = {1: 1, 5: 1, 9: 2}
    paged = {each: on_page(found[each], pages[each]) for each in ids}
    ranking = Ranking(FixedWindows(paged), candidates, np.array([2.0, 1.8, 1.2]), {"a"})  # type: ignore[arg-type]  # of the catalog, only this is asked
    chosen = ranking.choose(np.ones(3, np.float32), 3).chosen
    assert [choice.window.page for choice in chosen] == [1, 2, 1]


class FixedWindows:
    """The two questions that a ranking asks of a catalog."""

    def __init__(self, found: dict[int, Window]) -> None:
        self._found = found

    def windows(self, chunk_ids: Sequence[int], allowed: object) -> dict[int, Window]:
        return {each: self._found[each] for each in chunk_ids}

    def vectors(self, chunk_ids: Sequence[int]) -> dict[int, Vectors]:
        return {}


def on_page(window: Window, page: int) -> Window:
    """The centre alone, on this page of a document of several."""
    (centre,) = (chunk for chunk in window.chunks if chunk.id == window.centre)
    document = replace(window.document, page_count=2)
    return replace(
        window, document=document, chunks=(replace(centre, page=page),), text=centre.text
    )
