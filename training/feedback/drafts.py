"""What the chat model itself says, before the reader and the verifier have their say.

In the journey the reader's sentence stands where it is sure, and takes the place of drafts that do
not stand; an adapter may draft better and change no answer. These figures tell, and decide nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.language_models.chat_models import BaseChatModel

from app.evaluation.questions import GoldQuestion
from app.evaluation.scores import contains_gold, token_f1, without_marks
from app.plain import declines
from indexes.types import Hit
from training.chat.sources import packaged_prompt
from training.feedback.evaluate import LEAST_F1
from training.feedback.shown import Shown


def drafted(
    view: Shown, chat: BaseChatModel, questions: Sequence[GoldQuestion], tokens: int
) -> list[str | None]:
    """The draft of each question; None where nothing is found that could be shown.

    tokens: most tokens of evidence.
    """
    return [_draft(chat, each.question, _shown(view, each), tokens) for each in questions]


def shares(drafts: Sequence[str | None], questions: Sequence[GoldQuestion]) -> dict[str, float]:
    """`answered`: share of the drafts to answerable questions that hold a right answer, `declined`:
    of those to unanswerable ones that decline, each 0 to 1; left out where there are none.
    """
    pairs = [(q, d) for q, d in zip(questions, drafts, strict=True) if d is not None]
    can = [_tells(q, d) for q, d in pairs if q.answerable]
    cannot = [declines(d) for q, d in pairs if not q.answerable]
    both = {"answered": can, "declined": cannot}
    return {name: sum(each) / len(each) for name, each in both.items() if each}


def _tells(question: GoldQuestion, draft: str) -> bool:
    """Whether the draft holds a right answer, or most of one that is long."""
    text = without_marks(draft)
    if declines(draft):
        return False
    return (
        contains_gold(text, question.answers) == 1 or token_f1(text, question.answers) >= LEAST_F1
    )


def _shown(view: Shown, question: GoldQuestion) -> tuple[Hit, ...]:
    return view.read(question.question, view.found(question.question))


def _draft(chat: BaseChatModel, question: str, hits: Sequence[Hit], tokens: int) -> str | None:
    if not hits:
        return None
    rendered = packaged_prompt().render(question, hits, tokens, chat.get_num_tokens)
    return str(chat.invoke(list(rendered.messages)).content) if rendered.evidence else None
