"""Routing by names: numbers, run-together names, years, and what must not win."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from indexes.catalog import Catalog
from indexes.identity import Identity, identity
from indexes.query import Permitted, Query
from indexes.routing import Routing
from indexes.writer import CatalogWriter, Change
from tests.builders import stage

NAMES = (
    "3M_2018_10K.pdf", "3M_2019_10K.pdf", "BESTBUY_2023Q4_EARNINGS.pdf", "BESTBUY_2022_10K.pdf",
    "BOEING_2021_10K.pdf", "JOHNSON_JOHNSON_2021_10K.pdf", "house rules.md",
)  # fmt: skip


def named(
    name: str, title: str = "", opening: str = "", headings: tuple[str, ...] = ()
) -> Identity:
    return Identity(name, title, headings, opening, datetime(2024, 1, 1, tzinfo=UTC))


def query(text: str) -> Query:
    return Query.of(text, np.zeros(3, np.float32))


def routing() -> Routing:
    made = Routing()
    for name in NAMES:
        made.add(name, named(name, opening="Revenue and capital of the fiscal year."))
    return made


def found(made: Routing, question: str, names: tuple[str, ...] = NAMES, k: int = 9) -> list[str]:
    ranges = {name: (n, n) for n, name in enumerate(NAMES)}
    return [name for name, _ in made.search(query(question), k, Permitted.of(names, ranges))]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What is the FY2018 capital expenditure amount for 3M?", NAMES[0]),
        ("how much did 3m spend in fy19", NAMES[1]),
        ("What is 3M's 2017 - 2019 average of capex?", NAMES[1]),
        ("Best Buy sales in the fourth quarter of 2023", NAMES[2]),
        ("Best Buy Q4 2023", NAMES[2]),
        ("best buy 2022 revenue", NAMES[3]),
        ("Did Johnson & Johnson pay dividends?", NAMES[5]),
        ("Did J&J pay dividends?", NAMES[5]),
        ("Did JnJ pay dividends?", NAMES[5]),
        ("What do the house rules say of bicycles?", NAMES[6]),
    ],
)
def test_a_question_finds_the_document_it_names(question: str, first: str) -> None:
    assert found(routing(), question)[0] == first


def test_the_company_wins_over_a_year_that_only_others_carry() -> None:
    order = found(routing(), "What was 3M's revenue in 2021?")
    assert set(order[:2]) == set(NAMES[:2])
    made = routing().scores(query("What was 3M's revenue in 2021?"), NAMES)
    assert made[NAMES[4]] < 0.5 * made[NAMES[0]]


def test_a_question_of_a_year_alone_finds_that_year() -> None:
    assert set(found(routing(), "What happened in 2021?")[:2]) == {NAMES[4], NAMES[5]}


def test_nothing_is_found_where_nothing_matches() -> None:
    assert found(routing(), "Why do cats purr?") == []
    assert set(routing().scores(query("Why do cats purr?"), NAMES).values()) == {0.0}


def test_one_weak_word_scores_low_and_scores_stay_between_0_and_1() -> None:
    made = routing()
    made.add("odd", named("kx71.pdf", opening="A letter that speaks of elephants."))
    weak = made.scores(query("Where do elephants sleep at night?"), ["odd"])["odd"]
    sure = made.scores(query("Boeing 2021"), [NAMES[4]])[NAMES[4]]
    assert 0 < weak < 0.2
    assert 0.8 < sure <= 1


def test_a_word_in_all_names_says_nothing() -> None:
    made = Routing()
    for number in range(50):
        made.add(str(number), named(f"report {number + 500}.pdf"))
    assert (
        max(made.scores(query("What does the report say?"), list(map(str, range(50)))).values())
        == 0
    )


def test_small_words_of_a_name_do_not_call_it() -> None:
    made = Routing()
    made.add("a", named("state_of_the_union.md"))
    made.add("b", named("kelp.md"))
    made.add("c", named("the and of.md"))
    assert made.scores(query("What are the tasks of the crew?"), ["a", "b"]) == {"a": 0, "b": 0}
    assert made.scores(query("What did the State of the Union say?"), ["a"])["a"] > 0.8


def test_title_headings_and_opening_count_where_the_name_says_nothing() -> None:
    made = Routing()
    made.add("a", named("scan1.pdf", title="Harbour dues of Aldervik"))
    made.add("b", named("scan2.pdf", opening="To the growers' council of Brackwater:"))
    made.add("c", named("scan3.pdf", headings=("Kiln operation", "Safety")))
    for word, document in (("Aldervik", "a"), ("Brackwater", "b"), ("kilns", "c")):
        scores = made.scores(query(f"What about {word}?"), ["a", "b", "c"])
        assert max(scores, key=lambda d: scores[d]) == document


def test_only_permitted_documents_are_found_and_nothing_permitted_finds_nothing() -> None:
    made = routing()
    assert found(made, "3M 2018", (NAMES[1], "unknown")) == [NAMES[1]]
    assert found(made, "3M 2018", ()) == []
    assert found(made, "3M 2018", k=1) == [NAMES[0]]


def test_scores_are_those_of_search_and_unknown_keys_are_absent() -> None:
    made = routing()
    ranges = {name: (0, 0) for name in NAMES}
    best = made.search(query("3M in 2018"), 9, Permitted.of(NAMES, ranges))
    scores = made.scores(query("3M in 2018"), NAMES)
    assert dict(best) == {name: score for name, score in scores.items() if score}
    assert made.scores(query("3M in 2018"), ["unknown"]) == {}


def test_removed_and_replaced_documents_answer_no_more() -> None:
    made = routing()
    made.remove(NAMES[0])
    made.remove("unknown")
    assert found(made, "3M 2018")[0] == NAMES[1]
    made.add(NAMES[4], named("airships.pdf"))
    assert NAMES[4] not in found(made, "Boeing")
    assert len(made) == len(NAMES) - 1


def test_saved_routing_answers_alike(tmp_path: Path) -> None:
    made = routing()
    made.save(tmp_path / "routing")
    again = Routing.load(tmp_path / "routing")
    question = query("Best Buy Q4 2023")
    assert again.scores(question, NAMES) == made.scores(question, NAMES)
    again.add("late", named("Zebra.pdf"))
    assert again.scores(query("zebra"), ["late"])["late"] > 0
    assert len(again) == len(made) + 1


def test_removed_documents_leave_no_word_behind(tmp_path: Path) -> None:
    made = routing()
    made.add("secret", named("Zebra.pdf"))
    made.remove("secret")
    made.save(tmp_path)
    assert not any(b"zebra" in file.read_bytes() for file in tmp_path.iterdir())
    again = Routing.load(tmp_path)
    assert again.scores(query("Boeing"), NAMES) == made.scores(query("Boeing"), NAMES)


def test_an_empty_routing_is_saved_and_finds_nothing(tmp_path: Path) -> None:
    Routing().save(tmp_path)
    assert found(Routing.load(tmp_path), "3M") == []


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    routing().save(tmp_path)
    np.save(tmp_path / "weights.npy", np.zeros(3, np.float32))
    with pytest.raises(ValueError, match="do not belong together"):
        Routing.load(tmp_path)


def test_identity_is_read_from_the_catalog(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "footnote.sqlite3")
    stage(catalog, "kelp", ["Kelp grows in cold water.", "Urchins graze on kelp."])
    CatalogWriter(catalog).activate(Change(added=("kelp",)), "build", "embedder")
    read = identity(catalog, "kelp")
    assert (read.name, read.title, read.headings) == ("kelp.txt", "Kelp", ("Top",))
    assert read.opening == "Kelp grows in cold water. Urchins graze on kelp."
    assert (read.collection, read.owner) == ("default", "local")
