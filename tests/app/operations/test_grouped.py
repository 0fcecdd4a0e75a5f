"""The same figures, value by value."""

from __future__ import annotations

from app.operations import grouped
from app.operations.grouped import ARM, COLLECTION, MODEL, Choice, chosen, groups, names
from app.tracing.types import Made
from tests.app.operations.made import row

ROWS = [
    row("a", ms=100, made=Made("tiny", "answer@1", collection="hr")),
    row("b", ms=300, made=Made("tiny", "answer@2")),
    row("c", ms=500, made=Made("big", "answer@2", experiment="terse", arm="b")),
    row("d", outcome="failed", made=Made()),
]


def test_each_model_has_its_figures_the_most_frequent_first() -> None:
    found = groups(ROWS, {"a": True, "c": False}, MODEL)
    assert [each.name for each in found] == ["tiny", "big", grouped.NO_MODEL]
    tiny, big, none = found
    assert tiny.latency is not None
    assert (tiny.questions, tiny.latency.p50, tiny.rates.liked.part) == (2, 200, 1)
    assert big.rates.liked.value == 0
    assert none.latency is None
    assert none.rates.failed.value == 1


def test_rows_outside_of_experiments_are_no_arm() -> None:
    assert [(each.name, each.questions) for each in groups(ROWS, {}, ARM)] == [("terse/b", 1)]
    assert names(ROWS[:2], ARM) == []


def test_rows_are_grouped_by_what_any_of_them_has() -> None:
    assert [key.name for key in grouped.known(ROWS)] == [
        "Model", "Prompt", "Collection", "Experiment arm",
    ]  # fmt: skip
    assert grouped.known([row(made=Made())]) == [MODEL]


def test_rows_are_chosen_by_all_that_is_wanted() -> None:
    assert names(ROWS, COLLECTION) == [grouped.ALL_COLLECTIONS, "hr"]
    assert [each.trace_id for each in chosen(ROWS, Choice(model="tiny"))] == ["a", "b"]
    wanted = Choice(model="tiny", prompt="answer@2", collection=grouped.ALL_COLLECTIONS)
    assert [each.trace_id for each in chosen(ROWS, wanted)] == ["b"]
    assert chosen(ROWS, Choice()) == ROWS
