from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from app.evaluation.entailment import CitedSentence
from app.evaluation.judge import YES_OR_NO, ChatJudge
from app.generators import LlamaCppChat
from indexes.errors import PromptError


class Replies(BaseChatModel):
    """Says the replies in turn and keeps what it was asked; an empty one is too long a prompt."""

    replies: tuple[str, ...]
    asked: list[str] = []  # noqa: RUF012 - pydantic copies it for each model

    @property
    def _llm_type(self) -> str:
        return "replies"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.asked.append(str(messages[-1].content))
        reply = self.replies[len(self.asked) - 1]
        if not reply:
            raise PromptError("Too long; ask less.")
        return ChatResult(generations=[ChatGeneration(message=AIMessage(reply))])


def asked_about(*cited: tuple[str, tuple[str, ...]]) -> Iterator[CitedSentence]:
    return (CitedSentence(text, passages) for text, passages in cited)


def test_sentences_and_the_answer_are_judged_one_by_one() -> None:
    model = Replies(replies=("Yes", "No.", "yes, it does"))
    sentences = list(asked_about(("It is 25 days.", ("25 days.",)), ("It rains.", ("Sun.", "Hm."))))
    judged = ChatJudge(model).judge("How many?", ["25 days"], "25 days. It rains.", sentences)
    assert judged.faithful == (True, False)
    assert judged.correct is True
    first, second, third = model.asked
    assert "It is 25 days." in first
    assert "Sun.\nHm." in second
    assert "Right answer: 25 days" in third


def test_a_sentence_that_cites_nothing_is_not_faithful_and_not_asked_about() -> None:
    model = Replies(replies=("Yes",))
    judged = ChatJudge(model).judge("Q?", ["a"], "b", list(asked_about(("b", ()))))
    assert judged.faithful == (False,)
    assert len(model.asked) == 1


def test_without_a_right_answer_correctness_is_not_asked() -> None:
    model = Replies(replies=("Yes",))
    judged = ChatJudge(model).judge("Q?", [], "b", list(asked_about(("b", ("b",)))))
    assert (judged.faithful, judged.correct) == ((True,), None)


@pytest.mark.parametrize("reply", ["Perhaps", "Not sure", "Yesterday", ""])
def test_a_reply_that_is_neither_yes_nor_no_decides_nothing(reply: str) -> None:
    assert ChatJudge(Replies(replies=(reply,))).judge("Q?", ["a"], "b", []).correct is None


@pytest.mark.parametrize("reply", [" yes", "**Yes**", "YES!", "Yes\nbecause"])
def test_the_first_word_decides_however_it_is_dressed(reply: str) -> None:
    assert ChatJudge(Replies(replies=(reply,))).judge("Q?", ["a"], "b", []).correct is True


def test_the_judge_is_named_in_the_report() -> None:
    assert ChatJudge(Replies(replies=())).label == "replies"


@pytest.mark.model
def test_a_model_on_this_machine_is_held_to_the_two_words() -> None:
    chat = LlamaCppChat(context_tokens=512, answer_tokens=4)
    bound = chat.bind(grammar=YES_OR_NO)
    for asked in ("Is snow white?", "Tell me a story about a lighthouse.", "2 + 2?"):
        assert str(bound.invoke([HumanMessage(asked)]).content).strip() in ("Yes", "No")
    chat.close()
