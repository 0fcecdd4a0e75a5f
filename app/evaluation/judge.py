"""Answers judged by a chat model, which is asked questions that yes or no answers."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import HumanMessage

from app.evaluation.entailment import CitedSentence
from app.evaluation.report import Judged
from indexes.errors import PromptError

logger = logging.getLogger(__name__)

ANSWER_TOKENS = 4
"""Enough for one word in any vocabulary; what a model writes behind it is not read."""

_SUPPORTED = (
    "Passage:\n{passages}\n\nStatement, made in answer to the question \u201c{question}\u201d:\n"
    "{claim}\n\nDoes the passage say what the statement says? Reply with one word: Yes or No."
)
_CORRECT = (
    "Question: {question}\nRight answer: {golds}\nGiven answer: {answer}\n\n"
    "Does the given answer agree with the right answer? Reply with one word: Yes or No."
)
YES_OR_NO = 'root ::= " "? ("Yes" | "No")'
"""Holds the reply of a model that takes grammars to the two words, in llama.cpp's GBNF."""

_FIRST_WORD = re.compile(r"\W*(yes|no)\b", re.IGNORECASE)


class ChatJudge:
    """Asks one question per sentence and one per answer, and reads the first word of the reply.

    A small model is a bad judge: it says yes to most of what it is shown. Compare its verdicts
    with your own on twenty answers before you rely on them.
    """

    def __init__(self, model: BaseChatModel, takes_grammars: bool = False) -> None:
        """takes_grammars: whether the model's `invoke` knows `grammar`."""
        self._model = model
        self._asked = model.bind(grammar=YES_OR_NO) if takes_grammars else model

    @property
    def label(self) -> str:
        """The model's name as a report shows it."""
        return str(getattr(self._model, "label", self._model._llm_type))

    def judge(
        self,
        question: str,
        golds: Sequence[str],
        answer: str,
        sentences: Sequence[CitedSentence],
    ) -> Judged:
        """Judge one answer, its marks taken out. A sentence that cites nothing is not faithful."""
        faithful = tuple(
            self._yes(
                _SUPPORTED.format(
                    passages="\n".join(each.passages), question=question, claim=each.text
                )
            )
            if each.passages
            else False
            for each in sentences
        )
        correct = None
        if golds:
            asked = _CORRECT.format(question=question, golds=" / ".join(golds), answer=answer)
            correct = self._yes(asked)
        return Judged(faithful, correct)

    def _yes(self, asked: str) -> bool | None:
        """The reply; None if it begins with neither word, or the text is too long to be asked."""
        try:
            # not every template takes a system message
            reply = self._asked.invoke([HumanMessage(asked)])
        except PromptError as error:
            logger.warning("the judge was not asked: %s", error)
            return None
        found = _FIRST_WORD.match(str(reply.content))
        return None if found is None else found[1].lower() == "yes"
