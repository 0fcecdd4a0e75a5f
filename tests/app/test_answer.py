from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.answer import Journey
from app.plain import Limits, declines
from app.prompts import load
from app.tracing.spans import Spans
from app.types import Actor, Answer, Found, Question, Token
from app.voices import Voices
from indexes.errors import QuestionError
from indexes.retrieve import Retriever, Search
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder, ScriptedChat

LOCAL = Actor("local")
Make = Callable[..., Journey]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "ferry", ["The ferry leaves at 08:15.", "Bicycles travel free on weekdays."])
    activate(catalog, builds, "ferry")
    stage(catalog, "secret", ["The vault code is 4711."], collection="board")
    activate(catalog, builds, "secret")

    def journey(*replies: str) -> Journey:
        embedder = HashingEmbedder()
        retriever = Retriever(catalog, builds, lambda: embedder)
        chat = ScriptedChat(replies=list(replies))
        return Journey(catalog, retriever, Voices.alone(chat, load("answer@1")), Limits(5, 500))

    return journey


def test_events_are_found_then_tokens_then_one_answer(make: Make) -> None:
    events = list(make("It leaves at 08:15 [1].").stream(Question("When does it leave?", LOCAL)))
    kinds = [type(event) for event in events]
    assert kinds[0] is Found
    assert kinds[-1] is Answer
    assert set(kinds[1:-1]) == {Token}
    assert "".join(e.text for e in events if isinstance(e, Token)) == "It leaves at 08:15 [1]."


def test_answer_cites_the_sentence_and_counts_its_cost(make: Make) -> None:
    answer = make("The ferry leaves at 08:15 [1].").ask(Question("When does it leave?", LOCAL))
    assert answer.status == "answered"
    assert answer.citations[0].quote == "The ferry leaves at 08:15."
    assert answer.prompt == "answer@1"
    assert answer.usage.prompt_tokens > 0
    assert answer.timings.total >= answer.timings.first_token >= answer.timings.retrieve > 0
    assert len(answer.trace_id) == 32
    assert answer.build_id


def test_refusal_of_the_model_becomes_an_abstention_with_the_nearest_text(make: Make) -> None:
    answer = make("The sources do not say.").ask(
        Question("What does the ferry cost for bicycles?", LOCAL)
    )
    assert answer.status == "abstained"
    assert "2 documents" in answer.text
    assert not answer.citations
    assert not answer.sentences
    assert answer.nearest[0].document == "ferry.txt"


def test_claim_without_support_becomes_an_abstention(make: Make) -> None:
    answer = make("Tickets cost 12 crowns [1].").ask(
        Question("What does the ferry cost for bicycles?", LOCAL)
    )
    assert answer.usage.completion_tokens > 0
    assert answer.status == "abstained"


def test_question_about_nothing_in_the_library_costs_no_model_call(make: Make) -> None:
    journey = make("Never said.")
    answer = journey.ask(Question("Zebra xylophone quantum?", LOCAL))
    assert answer.status == "abstained"
    assert answer.usage.prompt_tokens == 0
    assert not answer.nearest


def test_only_the_named_collection_is_searched(make: Make) -> None:
    answer = make("The vault code is 4711 [1].").ask(Question("vault code?", LOCAL, "default"))
    assert answer.status == "abstained"
    assert answer.searched == 1
    assert "1 document of the collection default" in answer.text


def test_documents_of_another_owner_are_never_found(make: Make) -> None:
    with pytest.raises(QuestionError, match="library is empty"):
        make("The vault code is 4711 [1].").ask(Question("vault code?", Actor("mallory")))


def test_unknown_collection_is_an_error_that_lists_what_there_is(make: Make) -> None:
    with pytest.raises(QuestionError, match=r"'bord'.*board, default"):
        make("x").ask(Question("vault code?", LOCAL, "bord"))


def test_question_that_is_no_text_is_an_error(make: Make) -> None:
    with pytest.raises(QuestionError, match="no text"):
        make("x").ask(Question("When\udc80?", LOCAL))


@pytest.mark.parametrize("text", ["", "  \n"])
def test_empty_question_is_an_error(make: Make, text: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        make("x").ask(Question(text, LOCAL))


def test_question_of_a_megabyte_is_an_error_with_the_remedy(make: Make) -> None:
    with pytest.raises(QuestionError, match="shorten"):
        make("x").ask(Question("ferry " * 200_000, LOCAL))


def test_long_question_is_still_searched(make: Make) -> None:
    text = " ".join(f"word{i}" for i in range(2_000)) + " ferry"
    assert make("The sources do not say.").ask(Question(text, LOCAL)).status == "abstained"


def test_declining_is_recognised_in_any_case() -> None:
    assert declines("")
    assert declines("the sources do not say when.")
    assert not declines("The sources say noon.")


def test_follow_up_is_searched_and_prompted_as_it_is_read(make: Make) -> None:
    asked = Question("and bicycles?", LOCAL, earlier=("What does the ferry cost for cars?",))
    found, *_, answer = make("The sources do not say.").stream(asked)
    assert isinstance(found, Found)
    assert isinstance(answer, Answer)
    assert answer.question == "and bicycles?"
    assert answer.read_as == found.read_as == "And bicycles? (the ferry cost for cars)"
    assert answer.notes == ("Read as a follow-up to “What does the ferry cost for cars?”",)
    assert found.hits[0].window.document.name == "ferry.txt"


def test_the_model_reads_the_question_that_was_searched_for(make: Make) -> None:
    journey = make("The ferry leaves at 08:15 [1].")
    asked = Question("and the ferry?", LOCAL, earlier=("When does the train leave?",))
    assert journey.ask(asked).read_as == "When does the ferry leave?"
    chat = journey._voices.first.generator
    assert isinstance(chat, ScriptedChat)
    assert "Question: When does the ferry leave?" in str(chat.calls[0][-1].content)


def test_question_that_stands_alone_is_read_as_it_is(make: Make) -> None:
    answer = make("It leaves at 08:15 [1].").ask(
        Question("When does the ferry leave?", LOCAL, earlier=("Who owns the vault?",))
    )
    assert answer.read_as == answer.question
    assert answer.notes == ()


def test_word_that_no_document_holds_is_noted(make: Make) -> None:
    answer = make("The sources do not say.").ask(Question("Do bicyles travel free?", LOCAL))
    assert any("bicyles" in note for note in answer.notes)


def test_question_in_another_language_is_noted_where_the_models_know_only_english(
    make: Make,
) -> None:
    journey = make("The sources do not say.")
    answer = journey.ask(Question("Wann geht die ferry?", LOCAL))
    assert any("German" in note for note in answer.notes)
    journey._english_only = False
    assert journey.ask(Question("Wann geht die ferry?", LOCAL)).notes == ()


def test_only_the_chosen_documents_are_searched(make: Make) -> None:
    asked = Question("What is the vault code?", LOCAL, documents=frozenset({"ferry", "unknown"}))
    answer = make("The vault code is 4711 [1].").ask(asked)
    assert answer.status == "abstained"
    assert answer.searched == 1


def test_parts_of_an_answer_keep_to_the_chosen_documents(make: Make) -> None:
    text = "When does the ferry leave, and what is the vault code?"
    journey = make("The ferry leaves at 08:15 [1].", "The vault code is 4711 [1].")
    chosen = journey.ask(Question(text, LOCAL, documents=frozenset({"ferry"})))
    assert {each.document_id for each in chosen.citations} == {"ferry"}
    assert "4711" not in chosen.text


def test_documents_that_are_not_there_are_refused(make: Make) -> None:
    with pytest.raises(QuestionError, match="not in the library"):
        make("No.").ask(Question("When?", LOCAL, documents=frozenset({"unknown"})))


@pytest.mark.parametrize("hits", [-1, 51])
def test_hits_out_of_range_are_refused(make: Make, hits: int) -> None:
    with pytest.raises(QuestionError, match="choose 1 to 50"):
        make("No.").ask(Question("When does the ferry leave?", LOCAL, hits=hits))


def test_as_many_windows_are_searched_for_as_the_question_says(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey, asked = make("The ferry leaves at 08:15 [1]."), list[int]()
    search = journey._retriever.search

    def searches(text: str, k: int, allowed: frozenset[str]) -> Search:
        asked.append(k)
        return search(text, k, allowed)

    monkeypatch.setattr(journey._retriever, "search", searches)
    journey.ask(Question("ferry", LOCAL, hits=2))
    journey.ask(Question("ferry", LOCAL))
    assert asked == [2, 5]


def test_model_that_is_not_there_is_refused_before_anything_is_searched(make: Make) -> None:
    with pytest.raises(QuestionError, match="no chat model 'huge'"):
        next(make("No.").stream(Question("When does the ferry leave?", LOCAL, model="huge")))


def test_chosen_model_writes_the_answer(make: Make) -> None:
    answer = make("The ferry leaves at 08:15 [1].").ask(
        Question("When does the ferry leave?", LOCAL, model="scripted")
    )
    assert answer.model == "scripted"
    assert answer.status == "answered"


def test_citations_bear_the_documents_date(make: Make) -> None:
    answer = make("The ferry leaves at 08:15 [1].").ask(Question("When does it leave?", LOCAL))
    assert answer.citations[0].dated == ""


def test_steps_of_a_part_hang_on_the_part(make: Make) -> None:
    text = "When does the ferry leave, and what is the vault code?"
    journey, spans = make("The ferry leaves at 08:15 [1].", "The vault code is 4711 [1]."), Spans()
    journey.ask(Question(text, LOCAL), None, spans)
    done = spans.done()
    parts = [at for at, each in enumerate(done) if each.name == "part"]
    assert len(parts) == 2
    for part in parts:
        inside = [each.name for each in done if each.parent == part]
        assert inside[0] == "search"
        assert {"render", "read prompt", "generate", "verify"} <= set(inside)


def test_parts_hang_on_the_rules_that_asked_for_them(make: Make) -> None:
    text = "When does the ferry leave, and what is the vault code?"
    journey, spans = make("The ferry leaves at 08:15 [1].", "The vault code is 4711 [1]."), Spans()
    journey.ask(Question(text, LOCAL), None, spans)
    done = spans.done()
    (rules,) = [at for at, each in enumerate(done) if each.name == "answer by rules"]
    assert done[rules].attributes == (("found", True),)
    assert {each.parent for each in done if each.name == "part"} == {rules}


def test_question_that_is_refused_has_no_step_that_goes_on(make: Make) -> None:
    spans = Spans()
    with pytest.raises(QuestionError):
        make("x").ask(Question("vault code?", LOCAL, "bord"), None, spans)
    assert [each.name for each in spans.done()] == ["authorise"]


def test_draft_that_is_given_up_leaves_its_steps(make: Make) -> None:
    spans = Spans()
    stream = make("It leaves at 08:15 [1].").stream(
        Question("When does it leave?", LOCAL), None, spans
    )
    assert any(isinstance(event, Token) for event in stream)
    stream.close()  # type: ignore[attr-defined]  # an Iterator by its type, a generator by nature
    assert [each.name for each in spans.done()][-2:] == ["read prompt", "generate"]
