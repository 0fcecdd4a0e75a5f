"""A chat as a person sees it: its turns, what is asked next, and how it is kept.

No screen is drawn here: the page, or any other front end, holds one `Chat` for each visitor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.memory import Forgets, forget_nothing
from app.records import Conversation, Records
from app.types import Actor, Answer, Feedback, Question

STOPPED = "Stopped before the answer was complete. Ask again whenever you like."


@dataclass(frozen=True, slots=True)
class Options:
    """Where a chat's next questions look, and who answers them; as `Question` has them."""

    collection: str | None = None
    documents: frozenset[str] | None = None
    model: str = ""
    hits: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is to be answered now.

    keep: how many of the chat's answers stay; the answer takes the place of those after them.
    """

    question: Question
    keep: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that got no answer, and the sentence that says why."""

    asked: Asked
    reason: str

    @property
    def stopped(self) -> bool:
        """Whether the person has stopped it."""
        return self.reason == STOPPED


@dataclass(slots=True)
class Chat:
    """One chat. conversation: its id in the records, '' before it is saved.

    asker: who waits for its answers, such as one browser. failure: of the question asked last.
    """

    actor: Actor
    asker: str = ""
    conversation: str = ""
    answers: list[Answer] = field(default_factory=list)
    failure: Failure | None = None
    options: Options = field(default_factory=Options)

    def ask(self, text: str) -> Asked:
        """The next question, read in the light of those before it."""
        return Asked(self._question(text, len(self.answers)), len(self.answers))

    def asked(self, answer: Answer) -> Asked:
        """An answered question as it was asked, for what is now chosen."""
        at = self.answers.index(answer)
        return Asked(self._question(answer.question, at), at)

    def exactly(self, answer: Answer) -> Asked:
        """An answered question as it was typed, without what was said before."""
        return Asked(self._question(answer.question, 0), len(self.answers))

    def edited(self, at: int, text: str) -> Asked:
        """Other words for the question of turn `at`, from 0; the turns after it go as well."""
        return Asked(self._question(text, at), at)

    def larger(self, answer: Answer) -> Asked:
        """The last answer's question, for the larger model; read as it was before."""
        at = self.answers.index(answer)
        was_typed = answer.read_as == answer.question
        question = self._question(answer.question, 0 if was_typed else at)
        return Asked(replace(question, larger=True, model=""), len(self.answers))

    def begin(self, asked: Asked) -> None:
        """Note that a question is being answered: until that is done it counts as stopped."""
        self.failure = Failure(asked, STOPPED)

    def fail(self, asked: Asked, reason: str) -> None:
        """Note why a question got no answer. The turns that it should have replaced stay."""
        self.failure = Failure(asked, reason)

    def _question(self, text: str, at: int) -> Question:
        chosen = self.options
        return Question(
            text,
            self.actor,
            collection=chosen.collection,
            earlier=tuple(answer.read_as for answer in self.answers[:at]),
            asker=self.asker,
            documents=chosen.documents,
            model=chosen.model,
            hits=chosen.hits,
        )


class Chats:
    """The chats of one actor: kept, found again, named and removed."""

    def __init__(self, records: Records, actor: Actor, forgets: Forgets = forget_nothing) -> None:
        """forgets: told the trace ids of answers that are deleted."""
        self._records = records
        self._actor = actor
        self._forgets = forgets

    def listed(self, text: str = "") -> list[Conversation]:
        """Newest first; with words, those in which all of them occur."""
        return self._records.conversations(self._actor, text)

    def opened(self, conversation: str, chat: Chat) -> Chat:
        """An earlier chat, to go on with. chat: whose asker and options are kept.

        Raises LibraryError when there is no such chat.
        """
        answers = self._records.answers(conversation, self._actor)
        return Chat(self._actor, chat.asker, conversation, answers, None, chat.options)

    def keep(self, chat: Chat, asked: Asked, answer: Answer) -> None:
        """Put an answer into its chat and into the records.

        The chat shows it even where the records cannot be written, which raises LibraryError.
        """
        replaced = asked.keep < len(chat.answers)
        chat.answers = [*chat.answers[: asked.keep], answer]
        chat.failure = None
        gone: list[str] = []
        with self._records.together():
            conversation = chat.conversation or self._records.start(self._actor, answer.question)
            if replaced:
                gone = self._records.traces(conversation, self._actor)[asked.keep :]
                self._records.cut(conversation, self._actor, asked.keep)
            self._records.save(conversation, answer)
        chat.conversation = conversation
        if gone:  # last: what cannot be forgotten costs no answer
            self._forgets(gone)

    def rename(self, conversation: str, title: str) -> None:
        """Give a chat another title. Raises LibraryError for an empty one."""
        self._records.rename(conversation, self._actor, title)

    def remove(self, conversation: str) -> None:
        """Delete a chat with its answers and what was said of them."""
        self._forgets(self._records.traces(conversation, self._actor))
        self._records.forget(conversation, self._actor)

    def opinions(self, answers: Sequence[Answer]) -> dict[str, Feedback]:
        """What the actor has said of these answers, by trace id."""
        return self._records.feedback(self._actor, [answer.trace_id for answer in answers])

    def tell(self, opinion: Feedback) -> None:
        """Keep what the actor thinks of an answer, in the place of what they said before."""
        self._records.give(self._actor, opinion)

    def take_back(self, trace_id: str) -> None:
        """Forget what the actor said of an answer."""
        self._records.take_back(self._actor, trace_id)
