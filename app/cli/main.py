"""The command `footnote`: reads the words, opens the library, turns errors into sentences.

Exit status: 0 done; 1 an error, or a file or question that failed; 2 wrong usage; 130 Ctrl-C;
141 the reader of the output went away. What a verb needs is imported when the verb runs, so that
help comes at once.
"""

from __future__ import annotations

import io
import logging
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import operating
from app.cli.output import one_line, plain
from app.cli.parser import parser
from app.cli.parser_eval import spelled_out
from app.quiet import hush
from app.settings import Settings, changed, load, settings_file
from indexes.errors import FootnoteError

if TYPE_CHECKING:
    from app.build import Footnote

Opener = Callable[[Settings], "Footnote"]

LOG_NAME = "errors.log"


def main(argv: Sequence[str] | None = None, opener: Opener | None = None) -> int:
    """Run one command and return its exit status.

    argv: the words after `footnote`, by default the process's. opener: what makes a Footnote of
    settings, by default `app.build.open_footnote`; nothing is opened for verbs that need none.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # file names may hold any bytes
    try:
        code = _run(argv, opener or _open)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered would raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code


def _run(argv: Sequence[str] | None, opener: Opener) -> int:
    settings: Settings | None = None
    hush()
    try:
        words = spelled_out(sys.argv[1:] if argv is None else argv)
        arguments = parser().parse_args(words)
        settings = load()
        logging.basicConfig(level=settings.log_level, format="%(levelname)s %(name)s: %(message)s")
        return VERBS[arguments.verb](arguments, settings, opener)
    except SystemExit as stop:  # from argparse, which has said why
        return stop.code if isinstance(stop.code, int) else 0
    except FootnoteError as error:
        return _fail(one_line(str(error)), 1)
    except KeyboardInterrupt:
        return _fail("stopped.", 130)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the door: people get a sentence, not a traceback
        return _fail(_unexpected(error, settings), 1)


def _open(settings: Settings) -> Footnote:
    from app.build import open_footnote

    return open_footnote(settings)


def _ingest(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    from app.cli.ingest import Choices, ingest

    choices = Choices(
        arguments.collection, arguments.dry_run, arguments.keep, arguments.json, arguments.reread,
        arguments.private,
    )  # fmt: skip
    if arguments.watch:
        from app.cli.watch import watch

        return watch(opener(settings), arguments.paths, choices)
    return ingest(opener(settings), arguments.paths, choices)


def _documents(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    if arguments.name is not None:
        from app.cli.document import document

        return document(opener(settings), arguments.name, arguments.collection, arguments.json)
    from app.cli.library import documents

    return documents(
        opener(settings), arguments.collection, arguments.json, tuple(arguments.tag or ())
    )


def _remove(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    from app.cli.library import remove

    return remove(opener(settings), arguments.names)


def _shelve(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    from app.cli.shelf import shelve

    return shelve(opener(settings), arguments)


def _mark(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    from app.cli.private import Marking, private

    marking = Marking(arguments.names, arguments.collection, arguments.off, arguments.json)
    return private(opener(settings), marking)


def _rebuild(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    from app.cli.library import rebuild

    return rebuild(opener(settings))


def _search(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    from app.cli.search import search, search_batch, wish

    footnote, wanted = opener(settings), wish(arguments, settings)
    if arguments.batch is not None:
        return search_batch(footnote, arguments.batch, wanted)
    return search(footnote, arguments.question, wanted)


def _ask(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    from app.cli.question import ask, ask_batch

    footnote, collection, larger = opener(settings), arguments.collection, arguments.larger
    if arguments.batch is not None:
        return ask_batch(footnote, arguments.batch, collection, larger)
    return ask(footnote, arguments.question, collection, arguments.json, larger)


def _summarise(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    from app.cli.summary import summarise

    return summarise(opener(settings), arguments.document, arguments.sentences, arguments.json)


def _ui(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    from app.cli.first_use import prepare_chat
    from app.cli.service import require_free, ui

    for name in ("port", "address"):
        value = getattr(arguments, name)
        if value is not None:
            settings = changed(settings, name, value, f"set by --{name}")
    require_free(settings)
    prepare_chat(opener(settings))
    return ui(settings)


def _eval(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    if arguments.word in ("run", "hellaswag"):
        from app.cli.evaluation import evaluate, score_endings

        if arguments.word == "run":
            return evaluate(opener(operating.versioned(arguments, settings, opener)), arguments)
        return score_endings(arguments, settings)
    from app.cli.evaluation_runs import compare_runs, list_runs, show

    if arguments.word == "list":
        return list_runs(settings.home, arguments.json)
    if arguments.word == "show":
        return show(settings.home, arguments.run, arguments.json)
    return compare_runs(settings.home, arguments.before, arguments.after, arguments.json)


def _models(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    from app.cli.models import models

    return models(arguments, settings)


def _doctor(arguments: Namespace, settings: Settings, opener: Opener) -> int:
    if arguments.tune or arguments.write:
        from app.cli.tuning import tuned
        from app.tune import tune

        return tuned(tune(settings), settings_file(), arguments.write, arguments.json)
    from app.cli.service import doctor
    from app.doctor import examine

    return doctor(examine(settings), arguments.json)


VERBS: dict[str, Callable[[Namespace, Settings, Opener], int]] = {
    "ingest": _ingest,
    "documents": _documents,
    "remove": _remove,
    **dict.fromkeys(("rename", "tag", "move", "bin", "restore"), _shelve),
    "private": _mark,
    "rebuild": _rebuild,
    "search": _search,
    "ask": _ask,
    "summarise": _summarise,
    "ui": _ui,
    "eval": _eval,
    **operating.VERBS,
    "models": _models,
    "doctor": _doctor,
}


def _fail(sentence: str, code: int) -> int:
    sys.stdout.flush()  # so that what was printed before stands before
    print(f"footnote: {plain(sentence)}", file=sys.stderr)
    return code


def _unexpected(error: Exception, settings: Settings | None) -> str:
    """Keep the traceback and say where it is. It holds code and the error's text alone."""
    trace = "".join(traceback.format_exception(error))
    reason = f"an unexpected {type(error).__name__} ended this ({one_line(str(error))})"
    if settings is None or settings.log_level == "DEBUG":
        return f"{reason}; this is a defect, please report it:\n{trace}"
    path = settings.home / LOG_NAME
    try:
        _append(path, trace)
    except OSError:
        return f"{reason}; this is a defect, and {path} cannot be written:\n{trace}"
    return f"{reason}; this is a defect, its traceback is in {path}."


def _append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8", opener=_private) as log:
        log.write(text + "\n")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
