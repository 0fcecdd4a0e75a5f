"""The verb `ask`, for one question or a file of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.cli.batch import BatchQuestion, checked_question, print_replies
from app.cli.first_use import prepare_chat
from app.cli.output import counted, note, one_line, plain, print_json
from app.contract import answer_json
from app.larger import larger_label
from app.types import Answer, Citation, Question, Token, Waiting
from indexes.errors import LibraryError, SettingsError

if TYPE_CHECKING:
    from app.build import Footnote

_VERDICTS = {"weak": " (weakly supported)", "unsupported": " (not supported)", "supported": ""}


def ask(
    footnote: Footnote, text: str, collection: str | None, as_json: bool, larger: bool = False
) -> int:
    """Answer one question: streamed with its footnotes, or as one line of JSON.

    larger: whether the larger model is asked at once.
    """
    question = Question(checked_question(text), footnote.actor, collection, larger=larger)
    _require_larger(footnote, larger)
    require_documents(footnote, collection)
    footnote.start_chat()
    if as_json:
        print_json(answer_json(footnote.journey.ask(question)))
    else:
        _show(*_streamed(footnote, question))
    prepare_chat(footnote)  # after the answer, which is not kept waiting for it
    return 0


def ask_batch(footnote: Footnote, file: str, collection: str | None, larger: bool = False) -> int:
    """Print one line of JSON for each question of the file; models are loaded once."""

    def answered(asked: BatchQuestion) -> Mapping[str, object]:
        place = asked.collection or collection
        question = Question(asked.text, footnote.actor, place, larger=larger)
        return answer_json(footnote.journey.ask(question))

    _require_larger(footnote, larger)
    require_documents(footnote, collection)
    prepare_chat(footnote)
    footnote.start_chat()
    return print_replies(file, answered)


def require_documents(footnote: Footnote, collection: str | None) -> None:
    """Raise an error unless there is something to look in, before models are loaded."""
    if not footnote.allowed(footnote.actor, None):
        raise LibraryError("The library is empty; add files with `footnote ingest PATH`.")
    footnote.allowed(footnote.actor, collection)


def _require_larger(footnote: Footnote, larger: bool) -> None:
    """Raise SettingsError where the larger model is wanted and there is none."""
    if larger and not larger_label(footnote.settings):
        raise SettingsError(
            "There is no larger model for --larger; name one in the setting larger_model."
        )


def _streamed(footnote: Footnote, question: Question) -> tuple[str, Answer]:
    """Print the draft as it comes; return it with the checked answer."""
    draft, ahead = "", 0
    for event in footnote.journey.stream(question):
        if isinstance(event, Waiting) and event.ahead != ahead:
            ahead = event.ahead
            note(f"{counted(ahead, 'question')} before this one.")
        elif isinstance(event, Token):
            if event.anew and draft:
                print(flush=True)
                note("The answer starts over.")
                draft = ""
            draft += event.text
            print(plain(event.text), end="", flush=True)
        elif isinstance(event, Answer):
            answer = event
    if draft:
        print()
    return draft, answer


def _show(draft: str, answer: Answer) -> None:
    if draft.split() != answer.text.split():
        if draft.strip():
            print("\nChecked answer:")
        print(plain(answer.text))
    if answer.citations:
        print()
    for citation in answer.citations:
        print(f"[{citation.mark}] {_place(citation)}{_VERDICTS[citation.verdict]}")
    for line in _reasons(answer):
        print(line)
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
        f"{counted(tokens, 'token')}, {answer.timings.total / 1000:.1f} s, "
        + (f"version {answer.version}, " if answer.version else "")
        + f"trace {answer.trace_id}"
    )


def _reasons(answer: Answer) -> list[str]:
    """Why sentences are weakly or not supported; [] where there is nothing to say."""
    told = [
        f"- {one_line(each.text)}{_VERDICTS[each.verdict]}: {one_line(each.reason)}"
        for each in answer.sentences
        if each.reason
    ]
    return ["\nWhat the sources leave open:", *told] if told else []


def _place(citation: Citation) -> str:
    place = f", {citation.place}" if citation.place else ""
    return f'{one_line(citation.document)}{place}: "{one_line(citation.quote)}"'
