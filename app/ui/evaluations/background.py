"""An evaluation that goes on in a thread of its own: one at a time for the whole process."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.build import Footnote
from app.evaluation.evaluate import Plan, Step, run, spread
from app.evaluation.judges import judges, open_judge
from app.evaluation.questions import GoldQuestion, load
from app.evaluation.saving import save
from app.settings import PROJECT_ROOT
from app.tracking import evaluations, trackers
from app.ui.evaluations.judge import NAMED
from app.ui.uploads import Upload, safe_name
from indexes.errors import QuestionError

SAMPLES = PROJECT_ROOT / "data" / "eval" / "samples.jsonl"


class Stopped(Exception):
    """The person has stopped the evaluation."""


class Run:
    """One evaluation on its way, or done.

    judge: GGUF of a chat model that judges each answer, loaded for this run alone; None for none.
    total: how many questions it asks. done: how many have an answer. result: the saved file, or the
    error that ended it (Stopped, if a person did); None until it is done.
    """

    def __init__(
        self, questions: Sequence[GoldQuestion], plan: Plan, judge: Path | None = None
    ) -> None:
        self.plan = plan
        self.judge = judge
        self.total = len(spread(questions, plan.limit))
        self.done = 0
        self.result: Path | Exception | None = None
        self._questions = questions
        self._began = 0.0
        self._stop = threading.Event()
        self._end = threading.Event()

    def stop(self) -> None:
        """Ask no further question, and save nothing."""
        self._stop.set()

    def stopped(self) -> bool:
        return self._stop.is_set()

    def wait(self, seconds: float = 0) -> bool:
        """Wait at most this long; whether the evaluation is done."""
        return self._end.wait(seconds)

    @property
    def seconds_left(self) -> float | None:
        """As the questions so far suggest, the first apart, which loads the models; None before."""
        if self.done < 2:
            return None
        pace = (time.monotonic() - self._began) / (self.done - 1)
        return pace * (self.total - self.done)

    def work(self, footnote: Footnote) -> None:
        """Ask the questions and save what came of them."""
        try:
            settings = footnote.settings
            tracker = trackers(settings)
            chat = open_judge(self.judge, settings, NAMED) if self.judge else None
            report = run(
                self._questions,
                footnote.measured,
                self.plan,
                self._progress,
                judges=judges(footnote, chat),
            )
            saved = save(report, settings.home)
            evaluations.log(tracker, report, saved)
            self.result = saved
        except Exception as error:  # noqa: BLE001  handed to the page, which tells it
            self.result = error
        finally:
            self._end.set()

    def _progress(self, step: Step) -> None:
        if not self.done:
            self._began = time.monotonic()
        self.done = step.done
        if self.stopped():
            raise Stopped


class Runner:
    """The evaluation of this process. current: the last that was begun, until it is forgotten."""

    def __init__(self, footnote: Callable[[], Footnote]) -> None:
        self.current: Run | None = None
        self._footnote = footnote
        self._lock = threading.Lock()

    def start(
        self, questions: Sequence[GoldQuestion], plan: Plan, judge: Path | None = None
    ) -> Run:
        """Begin in the background.

        Raises QuestionError while another one goes on: both would take the model from each other,
        and neither would measure its own speed.
        """
        with self._lock:
            going = self.current
            if going is not None and not going.wait():
                raise QuestionError(
                    f"An evaluation is going on already ({going.done} of {going.total} questions); "
                    "wait for it or stop it, then start this one."
                )
            self.current = Run(questions, plan, judge)
            work = self.current.work
            # a daemon: a server that is told to end does not wait
            threading.Thread(
                target=work, args=(self._footnote(),), name="evaluation", daemon=True
            ).start()
            return self.current

    def forget(self) -> None:
        """Forget an evaluation that is done."""
        with self._lock:
            if self.current is not None and self.current.wait():
                self.current = None


def uploaded(file: Upload) -> tuple[GoldQuestion, ...]:
    """Return the questions of an uploaded file.

    Raises QuestionError, naming the file, its line and the remedy, if they cannot be used.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (safe_name(file.name) or "questions.jsonl")
        path.write_bytes(file.getbuffer())
        return load(path)
