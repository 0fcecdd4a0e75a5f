from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.checking import Checked
from app.cost import Cost
from app.plain import Limits, Plain
from app.prompts import load
from app.reading import Reads
from app.toolbox import Toolbox
from app.types import Token
from app.voices import Voices
from indexes.catalog import Catalog
from indexes.retrieve import Retriever
from tests.app.reading.fake import FakeReader
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder, ScriptedChat

FERRY = ["The ferry leaves at 08:15.", "Bicycles travel free on weekdays.", "Dogs pay two crowns."]
ASKED = "When does the ferry leave?"
Ask = Callable[..., tuple[Checked | None, ScriptedChat, Toolbox]]


@pytest.fixture
def library(tmp_path: Path) -> tuple[Catalog, Retriever]:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "ferry", FERRY)
    activate(catalog, builds, "ferry")
    stage(catalog, "secret", ["The vault code is 4711."])
    activate(catalog, builds, "secret")
    embedder = HashingEmbedder()
    return catalog, Retriever(catalog, builds, lambda: embedder)


@pytest.fixture
def ask(library: tuple[Catalog, Retriever]) -> Ask:
    catalog, retriever = library

    def asked(
        reply: str, reader: Reads | None = None, prompt: str = "brief@1"
    ) -> tuple[Checked | None, ScriptedChat, Toolbox]:
        chat = ScriptedChat(replies=[reply])
        plain = Plain(retriever, Voices.alone(chat, load(prompt)), Limits(5, 500), lambda: reader)
        toolbox = Toolbox(catalog, retriever, plain, frozenset({"ferry"}), Cost())
        return toolbox.answer(ASKED), chat, toolbox

    return asked


def test_without_a_reader_the_model_reads_whole_windows(ask: Ask) -> None:
    answer, chat, _ = ask("The ferry leaves at 08:15 [1].")
    assert answer is not None
    assert all(sentence in str(chat.calls[0][-1].content) for sentence in FERRY)


def test_with_a_reader_the_model_reads_the_sentences_that_matter_first(ask: Ask) -> None:
    answer, chat, _ = ask("The ferry leaves at 08:15 [1].", FakeReader({"08:15": 4.0}))
    assert answer is not None
    assert answer.citations[0].quote == FERRY[0]
    assert f"[1] ferry.txt, Top: {FERRY[0]}\n\n" in str(chat.calls[0][-1].content)


def test_footnote_shows_the_sentence_amid_its_surroundings(ask: Ask) -> None:
    answer, _, _ = ask("The ferry leaves at 08:15 [1].", FakeReader({"08:15": 4.0}))
    assert answer is not None
    (citation,) = answer.citations
    assert citation.quote == FERRY[0]
    assert citation.quote in citation.context
    assert FERRY[1] in citation.context


def test_prompt_for_whole_windows_gets_them_with_a_reader_too(ask: Ask) -> None:
    _, chat, _ = ask("No.", FakeReader({"08:15": 4.0}), "answer@2")
    assert all(sentence in str(chat.calls[0][-1].content) for sentence in FERRY)


def test_reader_that_finds_nothing_saves_the_model_the_work(ask: Ask) -> None:
    answer, chat, _ = ask("The ferry leaves at 08:15 [1].", FakeReader({}))
    assert answer is None
    assert not chat.calls


@pytest.mark.parametrize("reply", ["The sources do not say.", "It costs 12 crowns [1].", ""])
def test_draft_that_does_not_stand_gives_way_to_the_sentence_itself(ask: Ask, reply: str) -> None:
    answer, _, _ = ask(reply, FakeReader({"08:15": 4.0}))
    assert answer is not None
    assert answer.text == "The ferry leaves at 08:15 [1]."


def test_declining_model_is_believed_where_the_reader_is_not_sure(ask: Ask) -> None:
    answer, chat, _ = ask("The sources do not say.", FakeReader({"08:15": -4.0}))
    assert chat.calls
    assert answer is None


def test_draft_from_a_less_likely_sentence_gives_way_to_the_likeliest(ask: Ask) -> None:
    reader = FakeReader({"08:15": 4.0, "weekdays": 1.0})
    answer, _, _ = ask("Bicycles travel free on weekdays [2].", reader)
    assert answer is not None
    assert answer.text == "The ferry leaves at 08:15 [1]."


def test_draft_that_never_ends_gives_way_to_the_likeliest_sentence(ask: Ask) -> None:
    long = "The ferry leaves at 08:15, " + "which the ferry leaves at, " * 9 + "at 08:15 [1]."
    answer, _, _ = ask(long, FakeReader({"08:15": 4.0}))
    assert answer is not None
    assert answer.text == "The ferry leaves at 08:15 [1]."


def test_longer_draft_of_the_same_sentence_gives_way_to_the_shorter(ask: Ask) -> None:
    answer, _, _ = ask("The ferry, the ferry leaves at 08:15 [1].", FakeReader({"08:15": 4.0}))
    assert answer is not None
    assert answer.text == "The ferry leaves at 08:15 [1]."


def test_larger_model_that_declines_is_believed(ask: Ask) -> None:
    answer, _, _ = ask("The sources do not say.", FakeReader({"08:15": 4.0}), "answer@2")
    assert answer is None


def test_toolbox_shows_only_documents_that_may_be_seen(ask: Ask) -> None:
    _, _, toolbox = ask("The ferry leaves at 08:15 [1].")
    assert [document.id for document in toolbox.documents()] == ["ferry"]
    assert toolbox.chunks("secret") == ()
    assert [chunk.text for chunk in toolbox.chunks("ferry")] == FERRY
    assert not toolbox.search("vault code", {"secret"})
    assert toolbox.answer("What is the vault code?", {"secret"}) is None


def test_sentence_of_a_sure_reader_is_shown_before_the_model_writes(
    library: tuple[Catalog, Retriever],
) -> None:
    _, retriever = library
    chat = ScriptedChat(replies=["It sails at 08:15, I think [1]."])
    plain = Plain(
        retriever, Voices.alone(chat, load("brief@1")), Limits(5, 500),
        lambda: FakeReader({"08:15": 4.0}),
    )  # fmt: skip
    hits = plain.evidence(retriever.search(ASKED, 5, frozenset({"ferry"})).hits, ASKED)
    steps = plain.answer(ASKED, hits, Cost())
    first = next(steps)
    assert first == Token("The ferry leaves at 08:15 [1].")
    assert not chat.calls
    later = list(steps)
    assert chat.calls
    assert {step.text for step in later if isinstance(step, Token)} == {""}


def test_draft_of_the_model_is_shown_where_the_reader_is_not_sure(
    library: tuple[Catalog, Retriever],
) -> None:
    _, retriever = library
    chat = ScriptedChat(replies=["The ferry leaves at 08:15 [1]."])
    plain = Plain(
        retriever, Voices.alone(chat, load("brief@1")), Limits(5, 500),
        lambda: FakeReader({"08:15": -4.0}),
    )  # fmt: skip
    hits = plain.evidence(retriever.search(ASKED, 5, frozenset({"ferry"})).hits, ASKED)
    steps = plain.answer(ASKED, hits, Cost())
    shown = "".join(step.text for step in steps if isinstance(step, Token))
    assert shown == "The ferry leaves at 08:15 [1]."
