"""The reranker, learnt further from the passages that reviewers called right and wrong."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from app.review.rows import TrainingRow
from indexes.errors import FootnoteError
from indexes.rerank_models import ADAPTER, AdapterReranker
from indexes.retrieve import Retriever
from indexes.weights import weights
from training.common import Steps, endless
from training.feedback.dataset import DataSet
from training.feedback.evaluate import LEAST_GUARD, holds
from training.feedback.job import Job, Outcome
from training.feedback.places import decided, figures, finding, moved, with_places
from training.rerank.answers import mentioned
from training.rerank.data import Corpus, Question
from training.rerank.export import renamed
from training.rerank.groups import HARD_REACH, Groups
from training.rerank.model import Scorer, score
from training.rerank.train import loss

RATE = 2e-4
BATCH = 8
NEGATIVES = 3
PASSES = 6
WARM_UP = 5
TIMED = 2
"""Steps that are timed before it is known how many there can be."""


def learn(job: Job) -> Outcome:
    """Data set, training, comparison on what is held out."""
    start = start_of(job.settings.reranker)
    data = job.reviewed()
    if not job.options.dry and data.wanting:
        raise FootnoteError(data.wanting)
    data, _ = job.with_synthetic(data)
    corpus, questions = material(job, (*data.learn, *data.synthetic))
    job.tell(f"{data}; {len(questions)} questions with wrong passages to learn from")
    if job.options.dry:
        return Outcome(None, False, data.wanting or "nothing was trained: --dry-run")
    if len(questions) < BATCH:
        raise FootnoteError(
            f"Only {len(questions)} questions have a right and a wrong passage, and {BATCH} are "
            "needed; review more answers."
        )
    file = train(job, corpus, questions, start)
    outcome = _judged(job, data, file)
    job.keep(data, outcome)
    return outcome


def start_of(setting: str) -> Path:
    """The file that learns further. setting: `reranker`. Raises FootnoteError without one."""
    if setting == "packaged":
        return ADAPTER
    if setting.endswith(ADAPTER.suffix):
        return Path(setting)
    raise FootnoteError(
        f"The reranker {setting!r} cannot learn here; set FOOTNOTE_RERANKER=packaged, which can."
    )


def material(job: Job, rows: Sequence[TrainingRow]) -> tuple[Corpus, list[Question]]:
    """All documents in chunks, each a context, and the questions with their wrong passages."""
    texts: list[str] = []
    first, owners = [0], []
    places: dict[int, int] = {}
    for number, document in enumerate(sorted(job.allowed)):
        chunks = job.view.chunks(document)
        places |= {chunk.id: len(texts) + at for at, chunk in enumerate(chunks)}
        texts += [chunk.spoken for chunk in chunks]
        owners += [number] * len(chunks)
        first.append(len(texts))
    corpus = Corpus(tuple(texts), tuple(first), tuple(owners))
    made = (_question(job, row, corpus, places) for row in rows)
    return corpus, [each for each in made if each is not None]


def _question(
    job: Job, row: TrainingRow, corpus: Corpus, places: dict[int, int]
) -> Question | None:
    """None for a row without a right passage or enough wrong ones."""

    def held(document: str, start: int, end: int) -> list[int]:
        touched = (c for c in job.view.chunks(document) if c.start < end and start < c.end)
        return [places[each.id] for each in touched]

    good = [at for gold in row.gold for at in held(gold.document_id, gold.start, gold.end)]
    near = {at for each in good for at in corpus.near(each, HARD_REACH)}
    runs = [held(p.document_id, p.start, p.end) for p in row.passages if not p.gold]
    middles = [run[len(run) // 2] for run in runs if run]
    wrong = [
        at
        for at in dict.fromkeys(middles)
        if at not in near and not mentioned(row.answer, [corpus.texts[at]])
    ]
    if not good or len(wrong) < NEGATIVES:
        return None
    doubtful = tuple(sorted(near - set(good)))
    return Question(
        row.question, row.source, corpus.contexts[good[0]], tuple(good), doubtful, tuple(wrong),
        row.answer,
    )  # fmt: skip


def train(job: Job, corpus: Corpus, questions: Sequence[Question], start: Path) -> Path:
    """Go on from the file `start`; returns what was made."""
    torch.manual_seed(job.options.seed)
    if job.options.threads:
        torch.set_num_threads(job.options.threads)
    model, groups = resumed(start), Groups(corpus)
    rnd = random.Random(job.options.seed)
    batches = endless(questions, min(BATCH, len(questions)), rnd)
    most = max(1, PASSES * len(questions) // BATCH)
    began, steps = time.monotonic(), most
    learner = Steps(model, RATE, most, WARM_UP)
    for step in range(most):
        part = [groups.group(each, NEGATIVES, rnd) for each in next(batches)]
        scored = score(model.train(), part, torch.device("cpu"))
        losses = [loss(*each) for each in zip(scored, part, strict=True)]
        learner.learn(step, torch.stack(losses).mean())
        took = time.monotonic() - began
        if step + 1 == TIMED:  # then the rate can fall to its least by the end
            steps = min(most, max(TIMED, int(60 * job.options.minutes * TIMED / took)))
            learner = Steps(model, RATE, steps, WARM_UP)
        if step + 1 >= steps:
            break
    job.tell(f"trained {step + 1} steps on {len(questions)} questions in {took:.0f} s")
    file = job.folder / f"reranker{ADAPTER.suffix}"
    parts = {renamed(name): each.half().contiguous() for name, each in model.learned().items()}
    save_file(parts, file)
    return file


def resumed(start: Path) -> Scorer:
    """The model with the updates and the head of a file that `training.rerank.export` wrote."""
    given = {name: each.float() for name, each in load_file(start).items()}
    rank = next(each.shape[0] for name, each in given.items() if name.endswith(".a"))
    model = Scorer(rank, torch.bfloat16)
    learning = {name: each for name, each in model.named_parameters() if each.requires_grad}
    with torch.no_grad():
        for name, each in learning.items():
            each.copy_(given[renamed(name)])
    return model


def _judged(job: Job, data: DataSet, file: Path) -> Outcome:
    """Real searches with both."""
    footnote, models = job.footnote, job.footnote.models
    fused = weights(job.settings.fusion)
    made = AdapterReranker(footnote.embedder.precision, job.settings.threads, file)
    old = Retriever(footnote.catalog, footnote.builds, models.embedder, models.reranker, fused)
    new = Retriever(footnote.catalog, footnote.builds, models.embedder, lambda: made, fused)
    asked = [each for each in with_places(data.held) if holds(footnote, each)]
    guard = [each for each in with_places(data.guard) if holds(footnote, each)]
    sides = [finding(each, job.allowed, asked) for each in (old, new)]
    beside = [finding(each, job.allowed, guard) for each in (old, new)] if guard else []
    wins, why = decided(moved(*sides), moved(*beside) if beside else None, LEAST_GUARD)
    told: dict[str, float] = {}
    for name, each in zip(("held old", "held new"), sides, strict=True):
        told |= figures(name, each)
    for name, each in zip(("guard old", "guard new"), beside, strict=False):
        told |= figures(name, each)
    return Outcome(file, wins, why, {"reranker": str(file.absolute())}, told)
