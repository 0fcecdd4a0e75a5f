"""The verb `ask`, for one question or a file of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.cli.batch import BatchQuestion, checked_question, print_replies
from app.cli.output import counted, note, one_line, plain, print_json
from app.contract import answer_json
from app.types import Answer, Citation, Question, Token
from indexes.errors import LibraryError

if TYPE_CHECKING:
    from app.build import Footnote

_VERDICTS = {"weak": " (weakly supported)", "unsupported": " (not supported)", "supported": ""}


def ask(footnote: Footnote, text: str, collection: str | None, as_json: bool) -> int:
    """Answer one question: streamed with its footnotes, or as one line of JSON."""
    question = Question(checked_question(text), footnote.actor, collection)
    require_documents(footnote, collection)
    if as_json:
        print_json(answer_json(footnote.journey.ask(question)))
        return 0
    _show(*_streamed(footnote, question))
    return 0


def ask_batch(footnote: Footnote, file: str, collection: str | None) -> int:
    """Print one line of JSON for each question of the file; models are loaded once."""

    def answered(asked: BatchQuestion) -> Mapping[str, object]:
        question = Question(asked.text, footnote.actor, asked.collection or collection)
        return answer_json(footnote.journey.ask(question))

    require_documents(footnote, collection)
    return print_replies(file, answered)


def require_documents(footnote: Footnote, collection: str | None) -> None:
    """Raise an error unless there is something to look in, before models are loaded."""
    if not footnote.allowed(footnote.actor, None):
        raise LibraryError("The library is empty; add files with `footnote ingest PATH`.")
    footnote.allowed(footnote.actor, collection)


def _streamed(footnote: Footnote, question: Question) -> tuple[str, Answer]:
    """Print the draft as it comes; return it with the checked answer."""
    draft: list[str] = []
    for event in footnote.journey.stream(question):
        if isinstance(event, Token):
            draft.append(event.text)
            print(plain(event.text), end="", flush=True)
        elif isinstance(event, Answer):
            answer = event
    if draft:
        print()
    return "".join(draft), answer


def _show(draft: str, answer: Answer) -> None:
    if draft.split() != answer.text.split():
        if draft.strip():
            print("\nChecked answer:")
        print(plain(answer.text))
    if answer.citations:
        print()
    for citation in answer.citations:
        print(f"[{citation.mark}] {_place(citation)}{_VERDICTS[citation.verdict]}")
    if answer.status == "abstained" and answer.nearest:
        print("\nNearest text in the library:")
        for citation in answer.nearest:
            print(f"- {_place(citation)}")
    sys.stdout.flush()
    for each in answer.notes:
        note(each)
    tokens = answer.usage.prompt_tokens + answer.usage.completion_tokens
    note(
        f"{answer.model}, {answer.prompt}, {counted(answer.searched, 'document')} searched, "
        f"{counted(tokens, 'token')}, {answer.timings.total / 1000:.1f} s, trace {answer.trace_id}"
    )


def _place(citation: Citation) -> str:
    place = f", {citation.place}" if citation.place else ""
    return f'{one_line(citation.document)}{place}: "{one_line(citation.quote)}"'
