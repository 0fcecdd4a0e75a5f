"""The chat model's adapter, learnt further from feedback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from app.build import Footnote
from app.evaluation.questions import GoldQuestion
from app.models import ADAPTED_PROMPT, ADAPTER, adapter_path
from app.settings import Settings, changed
from indexes.errors import FootnoteError
from training.chat.weights import gguf_package
from training.feedback import train as training
from training.feedback.dataset import Cases, DataSet, cases
from training.feedback.drafts import drafted, shares
from training.feedback.evaluate import Decision, Paired, Side, asked, decided, paired
from training.feedback.examples import Maker
from training.feedback.job import Job, Outcome


def learn(job: Job) -> Outcome:
    """Data set, training, comparison. Raises FootnoteError where something is missing."""
    _require(job)
    data = job.reviewed()
    job.tell(str(data))
    if data.wanting and not job.options.dry:
        raise FootnoteError(data.wanting)
    data, made = job.with_synthetic(data)
    drops = "; ".join(f"{reason}: {count}" for reason, count in made.dropped.most_common())
    job.tell(f"{made.tried} synthetic questions tried, {len(made.rows)} hold ({drops})")
    found = cases(Maker(job.view, job.footnote.checker, job.options.seed), data, job.options.seed)
    job.tell(_told(data, found))
    if job.options.dry:
        return Outcome(None, False, data.wanting or "nothing was trained: --dry-run")
    if not found.learn or not found.aside:
        raise FootnoteError("Of these rows no example can be made; review more answers.")
    trained = training.train(
        found.learn,
        found.aside,
        Path(started_from(job.settings)),
        job.folder / "adapter.gguf",
        training.Options(
            minutes=job.options.minutes, seed=job.options.seed, threads=job.options.threads
        ),
        job.tell,
        job.log,
    )
    outcome = _judged(job, data, trained)
    job.keep(data, outcome)
    return outcome


def started_from(settings: Settings) -> str:
    """The adapter that learns further: the one in force, or Footnote's own."""
    return adapter_path("", settings.lora) or str(ADAPTER)


def with_adapter(settings: Settings, adapter: Path) -> Settings:
    """The settings with this adapter, and the prompt that it was trained for."""
    lora = changed(settings, "lora", str(adapter), "chosen by the training")
    return changed(lora, "prompt", ADAPTED_PROMPT, "chosen by the training")


def _require(job: Job) -> None:
    """Raise FootnoteError unless the packaged model is in use, and gguf is there."""
    if job.settings.model:
        raise FootnoteError(
            f"Only the packaged chat model can learn here, and the setting model is "
            f"{job.settings.model!r}; set it to '' (`footnote models use smollm2-135m`), or train "
            "--part fusion or reranker."
        )
    try:
        gguf_package()
    except ModuleNotFoundError as error:
        raise FootnoteError(str(error)) from error


def _judged(job: Job, data: DataSet, trained: training.Trained) -> Outcome:
    job.tell(
        f"trained {trained.steps} steps on {trained.tokens} tokens in {trained.seconds:.0f} s; "
        f"kept: step {trained.kept}"
    )
    if trained.kept == 0:
        return Outcome(None, False, "no step of the training was better than its start")
    old = job.settings
    new = with_adapter(old, trained.file)
    held = _both(job, old, new, data.held, "held out")
    guard = _both(job, old, new, data.guard, "guard")
    outcome = _outcome(trained, new, held, guard, decided(held, guard))
    figures = {**outcome.figures, **_drafts(job, (old, new), data.held)}
    return replace(outcome, figures=figures)


def _drafts(
    job: Job, both: Sequence[Settings], questions: Sequence[GoldQuestion]
) -> dict[str, float]:
    """How right the model's own drafts are, old and new."""
    figures: dict[str, float] = {}
    for name, settings in zip(("old", "new"), both, strict=True):
        chat = Footnote(settings).voices.first.generator
        made = drafted(job.view, chat, questions, settings.evidence_tokens)
        told = shares(made, questions)
        figures |= {f"held {name} drafts {key}": value for key, value in told.items()}
    return figures


def _both(
    job: Job, old: Settings, new: Settings, questions: tuple[GoldQuestion, ...], what: str
) -> Paired:
    """Both asked the same questions, each by a Footnote of its own, unobserved and uncached."""
    if not questions:
        return paired((), ())
    before = asked(Footnote(old).measured, questions, job.step(f"{what}, in force"))
    after = asked(Footnote(new).measured, questions, job.step(f"{what}, new"))
    job.tell(f"{before.versions.model} against {after.versions.model}")
    return paired(before.rows, after.rows)


def _outcome(
    trained: training.Trained, new: Settings, held: Paired, guard: Paired, decision: Decision
) -> Outcome:
    figures = {
        "loss before": trained.before.loss,
        "loss after": trained.after.loss,
        "steps": float(trained.steps),
        "tokens": float(trained.tokens),
        "seconds": trained.seconds,
        "p": held.p,
        "fixed": float(len(held.fixed)),
        "broken": float(len(held.broken)),
        "guard fixed": float(len(guard.fixed)),
        "guard broken": float(len(guard.broken)),
    }
    for name, each in (("held", held), ("guard", guard)):
        figures |= _sides(f"{name} old", each.old) | _sides(f"{name} new", each.new)
    values = {"lora": new.lora, "prompt": new.prompt}
    return Outcome(trained.file, decision.wins, decision.why, values, figures)


def _sides(name: str, side: Side) -> dict[str, float]:
    return {f"{name} {key}": float(value) for key, value in asdict(side).items()}


def _told(data: DataSet, found: Cases) -> str:
    left = "; ".join(f"{reason}: {count}" for reason, count in found.left_out.most_common())
    refused = sum(each.refused for each in found.learn)
    return (
        f"{data}; examples to learn from: {len(found.learn)} ({refused} refusals), set "
        f"aside: {len(found.aside)}" + (f"; no example of: {left}" if left else "")
    )
