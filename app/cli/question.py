"""The verbs that ask: search and ask, for one question or a file of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.cli.batch import BatchQuestion, checked_question, read_batch
from app.cli.output import counted, indented, note, one_line, plain, print_json
from app.contract import answer_json, search_json
from app.types import Answer, Citation, Question, Token
from indexes.errors import LibraryError, PromptError, QuestionError

if TYPE_CHECKING:
    from app.build import Footnote
    from indexes.retrieve import Search

_VERDICTS = {"weak": " (weakly supported)", "unsupported": " (not supported)", "supported": ""}


def search(footnote: Footnote, text: str, k: int, collection: str | None, as_json: bool) -> int:
    """Print up to k windows of text, best first."""
    text = checked_question(text)
    _require_documents(footnote, collection)
    found = _searched(footnote, text, k, collection)
    if as_json:
        print_json(search_json(found))
        return 0
    for rank, hit in enumerate(found.hits, start=1):
        window = hit.window
        print(
            f"{rank}. {one_line(window.document.name)}, page {window.page}, characters "
            f"{window.start}-{window.end} ({hit.stage} {hit.score:.2f})"
        )
        if window.headings:
            print(f"    {one_line(' > '.join(window.headings))}")
        print(indented(window.text), end="\n\n")
    note(f"{counted(len(found.hits), 'hit')} in {found.timings_ms['total']:.0f} ms")
    return 0


def search_batch(footnote: Footnote, file: str, k: int, collection: str | None) -> int:
    """Print one line of JSON for each question of the file."""
    _require_documents(footnote, collection)
    return _batch(
        file,
        lambda question: search_json(
            _searched(footnote, question.text, k, question.collection or collection)
        ),
    )


def ask(footnote: Footnote, text: str, collection: str | None, as_json: bool) -> int:
    """Answer one question: streamed with its footnotes, or as one line of JSON."""
    question = Question(checked_question(text), footnote.actor, collection)
    _require_documents(footnote, collection)
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

    _require_documents(footnote, collection)
    return _batch(file, answered)


def _batch(file: str, reply: Callable[[BatchQuestion], Mapping[str, object]]) -> int:
    """Print one line for each question, in order: the reply, with its id first if it has one.

    A question that is refused has `question` and `error` on its line, is named on stderr, and
    costs exit status 1, not the other questions.
    """
    refused = 0
    for question in read_batch(file):
        try:
            answer = reply(question)
        except (QuestionError, PromptError) as error:
            refused += 1
            note(f"footnote: {question.place}: {error}")
            answer = {"question": question.text, "error": str(error)}
        print_json(answer if question.id is None else {"id": question.id, **answer})
    return 1 if refused else 0


def _searched(footnote: Footnote, text: str, k: int, collection: str | None) -> Search:
    return footnote.retriever.search(text, k, footnote.allowed(footnote.actor, collection))


def _require_documents(footnote: Footnote, collection: str | None) -> None:
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
    tokens = answer.usage.prompt_tokens + answer.usage.completion_tokens
    note(
        f"{answer.model}, {answer.prompt}, {counted(answer.searched, 'document')} searched, "
        f"{counted(tokens, 'token')}, {answer.timings.total / 1000:.1f} s, trace {answer.trace_id}"
    )


def _place(citation: Citation) -> str:
    place = f", {citation.place}" if citation.place else ""
    return f'{one_line(citation.document)}{place}: "{one_line(citation.quote)}"'
