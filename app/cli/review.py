"""`footnote review`: the answers that wait for a reviewer, and what becomes of them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.output import columns, counted, indented, note, one_line, print_json
from app.review import Candidate, Judgement, Place
from app.review import questions as evaluation
from app.review import rows as training
from app.tracing.types import TracedHit
from indexes.errors import LibraryError, QuestionError

if TYPE_CHECKING:
    from app.build import Footnote

QUESTION_CHARACTERS = 60
NO_TEXT = "(no text is kept)"


def review(footnote: Footnote, arguments: Namespace) -> int:
    """Run one of the verb's words."""
    if arguments.word == "list":
        return _list(footnote, arguments.limit, arguments.json)
    if arguments.word == "show":
        return _show(footnote, arguments.trace, arguments.json)
    if arguments.word == "mark":
        return _mark(footnote, arguments)
    if arguments.word == "export":
        return _export(footnote, arguments.file, arguments.all)
    return _rows(footnote, arguments.file)


def _list(footnote: Footnote, limit: int, as_json: bool) -> int:
    waiting = footnote.review.queue()
    shown = waiting[:limit]
    if as_json:
        print_json([_record(each) for each in shown])
        return 0
    if shown:
        heads = ("id", "score", "times", "question", "why")
        print("\n".join(columns([heads, *map(_line, shown)], right=(1, 2))))
    done = footnote.review.reviewed()
    if len(shown) < len(waiting):
        note(f"the worst {len(shown)} of {len(waiting)}; -n shows more")
    note(f"{counted(len(waiting), 'answer')} waiting, {len(done)} reviewed")
    return 0


def _line(candidate: Candidate) -> tuple[str, ...]:
    question = one_line(candidate.question or NO_TEXT)
    if len(question) > QUESTION_CHARACTERS:
        question = f"{question[: QUESTION_CHARACTERS - 1]}\u2026"
    why = one_line(candidate.reasons[0])
    times = str(candidate.times)
    return (candidate.trace_id[:12], f"{candidate.score:.1f}", times, question, why)


def _show(footnote: Footnote, beginning: str, as_json: bool) -> int:
    candidate = _one(footnote, beginning)
    hits = footnote.review.found(candidate.trace_id)
    if as_json:
        record = _record(candidate)
        record["hits"] = [
            {"document_id": each.document_id, "start": each.start, "end": each.end} for each in hits
        ]
        print_json(record)
        return 0
    print(one_line(candidate.question or NO_TEXT))
    if candidate.read_as != candidate.question:
        print(f"read as: {one_line(candidate.read_as)}")
    print(indented(candidate.said or NO_TEXT))
    for reason in candidate.reasons:
        print(f"- {one_line(reason)}")
    for opinion in candidate.opinions:
        if opinion.correction:
            print(f"  {one_line(opinion.owner)} says: {one_line(opinion.correction)}")
    for hit in hits:
        print(_found(footnote, hit))
    return 0


def _found(footnote: Footnote, hit: TracedHit) -> str:
    """A passage that was found, with what `mark --gold` takes."""
    place = f"{hit.document_id}:{hit.start}:{hit.end}"
    try:
        name = footnote.catalog.document(hit.document_id).name
    except LibraryError:  # removed since: its place says nothing any more
        return f"{place}  (removed)"
    text = indented(footnote.catalog.slice(hit.document_id, hit.start, hit.end))
    return f"{place}  {one_line(name)}\n{text}"


def _mark(footnote: Footnote, arguments: Namespace) -> int:
    gold = tuple(_place(footnote, each) for each in arguments.gold or ())
    judgement = Judgement(arguments.kind, "\n".join(arguments.answer or ()), arguments.absent, gold)
    reviewer = arguments.reviewer or footnote.actor.id
    trace_id = _known(footnote, arguments.trace)
    item = footnote.review.mark(trace_id, reviewer, judgement)
    left = len(footnote.review.queue())
    kept = "" if item.question else "; no text is kept of it, so it is only counted"
    note(f"marked as {item.kind}{kept}; {counted(left, 'answer')} waiting")
    return 0


def _export(footnote: Footnote, file: Path, every: bool) -> int:
    whole = footnote.review.questions()
    found = whole if every else evaluation.held(whole)
    if not found:
        missing = (
            f"none of the {counted(len(whole), 'question')} is held out; --all writes them too"
            if whole
            else "no reviewed item makes a question yet; `footnote review mark` reviews one"
        )
        raise QuestionError(f"Nothing is written: {missing}.")
    _write(file, evaluation.write(found))
    if every:
        held = len(evaluation.held(whole))
        note(f"{counted(len(found), 'question')} written to {file}, {held} of them held out")
    else:
        note(
            f"{counted(len(found), 'question')} written to {file}: those held out of "
            f"{len(whole)}; --all writes the others too"
        )
    return 0


def _rows(footnote: Footnote, file: Path) -> int:
    rows = footnote.review.rows()
    if not rows:
        raise QuestionError(
            "Nothing is written: no reviewed item can be learnt from yet; it takes a place in a "
            "document (--gold), or --absent."
        )
    _write(file, training.write(rows))
    held = sum(each.held for each in rows)
    note(f"{counted(len(rows), 'row')} written to {file}, {held} of them held out")
    return 0


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise QuestionError(f"{file} cannot be written ({error.strerror}).") from error


def _one(footnote: Footnote, beginning: str) -> Candidate:
    found = [each for each in footnote.review.queue() if each.trace_id.startswith(beginning)]
    if len(found) != 1:
        raise _unclear(beginning, [each.trace_id for each in found])
    return found[0]


def _known(footnote: Footnote, beginning: str) -> str:
    """The id of an answer that waits or was reviewed; else the words as they are."""
    ids = {each.trace_id for each in footnote.review.queue()}
    ids |= {each.trace_id for each in footnote.review.reviewed()}
    found = sorted(each for each in ids if each.startswith(beginning))
    if len(found) > 1 and beginning not in found:
        raise _unclear(beginning, found)
    return found[0] if len(found) == 1 else beginning


def _unclear(beginning: str, found: Sequence[str]) -> QuestionError:
    if found:
        return QuestionError(f"{beginning!r} begins {len(found)} ids; give more of the one.")
    return QuestionError(
        f"No answer {beginning!r} waits; `footnote review list` names those that do."
    )


def _place(footnote: Footnote, text: str) -> Place:
    name, _, rest = text.partition(":")
    start, _, end = rest.partition(":")
    if not (start.isdecimal() and end.isdecimal()):
        raise QuestionError(f"--gold {text!r} is no place; write DOCUMENT:START:END.")
    document = footnote.catalog.document(name)
    quote = footnote.catalog.slice(document.id, int(start), int(end))
    return Place(document.id, int(start), int(end), quote)


def _record(candidate: Candidate) -> dict[str, object]:
    return {
        "trace_id": candidate.trace_id,
        "score": candidate.score,
        "times": candidate.times,
        "reasons": list(candidate.reasons),
        "question": candidate.question,
        "read_as": candidate.read_as,
        "answer": candidate.said,
        "corrections": [each.correction for each in candidate.opinions if each.correction],
    }
