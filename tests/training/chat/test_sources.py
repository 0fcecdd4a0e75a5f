from __future__ import annotations

from training.chat.sources import REFUSAL, Example, Source, packaged_prompt

SOURCES = (
    Source("log.txt", ("The quay was closed.", "It was opened again in May."), ("History", "Quay")),
    Source("list.csv", ("Item: pump; Cost: 40 EUR",)),
)


def test_examples_read_as_footnotes_own_prompt() -> None:
    system, user = Example("one", "When?", SOURCES, "In May [1].").messages(packaged_prompt())
    assert user == (
        "[1] log.txt, History > Quay: The quay was closed.\nIt was opened again in May.\n\n"
        "[2] list.csv: Item: pump; Cost: 40 EUR\n\n"
        "Question: When?"
    )
    assert system.endswith(REFUSAL)


def test_refusal_is_the_one_sentence_that_footnote_looks_for() -> None:
    assert REFUSAL == "The sources do not say."
    assert Example("one", "When?", SOURCES, REFUSAL).refused
    assert not Example("one", "When?", SOURCES, "In May [1].").refused
