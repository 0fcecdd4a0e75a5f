"""`python -m benchmarks.decision --fit HOME QUESTIONS`: when Footnote says that it does not know.

Reads what the library in HOME gives for each question, and fits the decision of app.reading by
logistic regression, once with and once without the reranker's logit. What is printed about the
questions it is fitted on is cross-validated; the questions of `--test HOME QUESTIONS` are judged by
the weights fitted on the others. F1 is that of abstentions.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from app import settings as settings_module
from app.build import open_footnote
from app.evaluation.questions import GoldQuestion, load
from app.plain import is_relevant
from app.reading import gathered
from app.reading.decision import Features, features
from indexes.errors import FootnoteError

FOLDS = 10
ROUNDS = 5
"""Cross-validations, over which what is printed is averaged."""

PENALTY = 0.5
"""L2, as sklearn's 1 / C."""

NOTHING = Features(-12.0, -20.0, -9.0, 0.0, 0)
"""Stands for a question for which nothing was found."""

NAMES = ("chunk", "phrase", "rerank", "coverage", "strangers")
LIMITS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75)

Table = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        given, answerable = _seen(options.fit)
        tested = _seen(options.test) if options.test else None
    except FootnoteError as error:
        print(error, file=sys.stderr)
        return 1
    for columns in (range(5), (0, 1, 3, 4)):
        own = given[:, list(columns)]
        print("with the reranker" if len(columns) == 5 else "without the reranker")
        print("  " + crossed(own, answerable))
        model = fitted(own, answerable)
        named = zip([NAMES[at] for at in columns], model.coef_[0], strict=True)
        weights = ", ".join(f"{name} {weight:.3f}" for name, weight in named)
        print(f"  weights: bias {model.intercept_[0]:.3f}, {weights}")
        shown, truth = (own, answerable) if tested is None else (tested[0][:, columns], tested[1])
        print(limits(model.predict_proba(shown)[:, 1], truth))
    return 0


def fitted(given: Table, answerable: Flags) -> LogisticRegression:
    """given: shape (questions, features). Inputs are weighed on one scale, weights are not."""
    scale = given.std(0) + 1e-9
    model = LogisticRegression(C=1 / PENALTY, max_iter=1000).fit(given / scale, answerable)
    model.coef_ = model.coef_ / scale
    return model


def crossed(given: Table, answerable: Flags) -> str:
    """Area under the ROC curve, and F1 at the limit that is best on the other folds."""
    areas, scores = [], []
    for seed in range(ROUNDS):
        likely = np.zeros(len(given))
        refused = np.zeros(len(given), bool)
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
        for learnt, other in folds.split(given, answerable):
            model = fitted(given[learnt], answerable[learnt])
            known = model.predict_proba(given[learnt])[:, 1]
            least = max(np.unique(known), key=lambda at: f1(known < at, answerable[learnt]))
            likely[other] = model.predict_proba(given[other])[:, 1]
            refused[other] = likely[other] < least
        areas.append(roc_auc_score(answerable, likely))
        scores.append(f1(refused, answerable))
    return f"cross-validated: AUC {np.mean(areas):.3f}, F1 {np.mean(scores):.3f}"


def f1(refused: Flags, answerable: Flags) -> float:
    """Of abstentions, 0 to 1."""
    right = float((refused & ~answerable).sum())
    return 2 * right / max(1.0, float(refused.sum() + (~answerable).sum()))


def limits(likely: Table, answerable: Flags) -> str:
    """A line for each of LIMITS. likely: of each question's answer, 0 to 1."""
    lines = []
    for least in LIMITS:
        refused = likely < least
        right = (refused & ~answerable).sum()
        lines.append(
            f"  below {least:.2f}: precision {right / max(1, refused.sum()):.3f}, "
            f"recall {right / max(1, (~answerable).sum()):.3f}, F1 {f1(refused, answerable):.3f}, "
            f"needlessly refused {(refused & answerable).sum() / max(1, answerable.sum()):.3f}"
        )
    return "\n".join(lines)


def _seen(pairs: Sequence[tuple[str, str]]) -> tuple[Table, Flags]:
    """Shape (questions, features) in the order of NAMES, and whether each has an answer."""
    rows, answerable = [], []
    for home, path in pairs:
        questions = load(Path(path))
        for seen in _features(Path(home), questions):
            rank = -9.0 if seen.rerank is None else seen.rerank
            rows.append([seen.chunk, seen.phrase, rank, seen.coverage, float(seen.strangers)])
        answerable += [question.answerable for question in questions]
    return np.array(rows), np.array(answerable)


def _features(home: Path, questions: Sequence[GoldQuestion]) -> list[Features]:
    footnote = open_footnote(replace(settings_module.load(), home=home))
    reader, allowed = footnote.models.reader(), footnote.allowed(footnote.actor)
    assert reader is not None
    found = []
    for question in questions:
        search = footnote.retriever.search(question.question, footnote.settings.hits, allowed)
        hits = footnote.retriever.joined([hit for hit in search.hits if is_relevant(hit)])
        read = gathered(question.question, [hit.window for hit in hits], reader)
        found.append(features(question.question, read, hits) or NOTHING)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.decision", description=__doc__)
    add = parser.add_argument
    pair = ("HOME", "QUESTIONS")
    about = "library and question set; may be repeated"
    add("--fit", nargs=2, action="append", metavar=pair, required=True, help=about)
    about = "library and question set that nothing is fitted on"
    add("--test", nargs=2, action="append", metavar=pair, help=about)
    return parser


if __name__ == "__main__":
    sys.exit(main())
