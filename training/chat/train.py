"""Train the chat model's adapter on what `python -m training.rerank.mine` found.

Writes chat-last.pt every so often and chat.pt at the end. A pass takes hours on two CPU cores, with
`--processes 2`; `--steps 5` shows whether everything works. `--start` goes on from a checkpoint,
with a new warm-up.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import torch
from torch import nn

from training.chat.evaluate import EXAMPLES, Case, evaluated
from training.chat.examples import CORE, Questions, stream
from training.chat.model import adapt, logits, padded
from training.chat.sources import Example, packaged_prompt
from training.chat.tokens import Tokens, Vocabulary
from training.chat.weights import load
from training.common import average, first_process, in_processes, learned, resume, run, share
from training.options import LongOptions, chosen, training_parser
from training.reader.answers import Located
from training.reader.train import questions_of
from training.rerank import data
from training.rerank.data import Corpus

AT_ONCE = 4
"""Examples of one forward and backward pass: what memory takes."""

WARM_UP = 25
SAVE_STEPS = 100
REPORT_STEPS = 10
HELD_SEED = 11


@dataclass(frozen=True, slots=True)
class Options(LongOptions):
    """With the chat model's defaults."""

    rate: float = 2e-3
    rank: int = 16
    batch: int = 16


def train(folder: Path, out: Path, options: Options) -> Path:
    """Train on the mined folder; returns the path of the last checkpoint, chat.pt in `out`.

    Raises OSError when the folder was not mined, ValueError when it holds no usable questions, the
    processes cannot share a batch evenly, or `start` is of another rank; ModuleNotFoundError
    without gguf.
    """
    in_processes(partial(_train, folder, out, options), options.processes, options.batch)
    return out / "chat.pt"


def _train(folder: Path, out: Path, options: Options, rank: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    corpus, questions = data.load(folder)
    learning, held = questions_of(corpus, questions)
    trainer = _Trainer(corpus, learning, held, options, rank)
    if first_process():
        print(f"{len(learning)} questions to learn from, {len(held)} held out", flush=True)
    run(trainer, SAVE_STEPS, out / "chat-last.pt", out / "chat.pt")


class _Trainer:
    """The model with its optimiser and its examples."""

    def __init__(
        self,
        corpus: Corpus,
        learning: Sequence[Located],
        held: Sequence[Located],
        options: Options,
        rank: int,
    ) -> None:
        """rank: of this process among all; each takes its part of every batch."""
        self._options = options
        self._words, self._prompt = Vocabulary(), packaged_prompt()
        examples = stream(corpus, learning, options.seed, rank, options.processes)
        self._tokens = (each for each, _ in self._told(examples))
        self._cases = list(self._cases_of(corpus, held)) if first_process() else []
        torch.manual_seed(options.seed)  # all start with the same weights
        self._model = load(dtype=torch.bfloat16)
        adapt(self._model, options.rank)
        if options.start:
            resume(self._model, options.start)
        nn.Module.to(self._model, torch.device(options.device))
        self._learning = [each for each in self._model.parameters() if each.requires_grad]
        self._optimizer = torch.optim.AdamW(
            self._learning, options.rate, betas=(0.9, 0.99), weight_decay=0.0
        )
        self.steps = options.steps_over(round(len(Questions(learning).core) / CORE))
        self._loss, self._read, self._started = 0.0, 0, time.monotonic()

    def _told(self, examples: Iterator[Example]) -> Iterator[tuple[Tokens, Example]]:
        """Those that can be read, with their tokens."""
        for example in examples:
            tokens = self._words.of(example, self._prompt)
            if tokens is not None:
                yield tokens, example

    def _cases_of(self, corpus: Corpus, held: Sequence[Located]) -> Iterator[Case]:
        """The same each time, whatever is trained with."""
        if held:
            told = self._told(stream(corpus, held, HELD_SEED))
            for tokens, example in islice(told, EXAMPLES):
                yield Case(tokens, example.refused)

    def step(self, step: int) -> None:
        """Learn from one batch."""
        rate = self._options.rate * share(step, self.steps, WARM_UP)
        for settings in self._optimizer.param_groups:
            settings["lr"] = rate
        self._model.train()
        self._optimizer.zero_grad()
        loss = self._backward()
        average(self._learning)
        nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimizer.step()
        self._loss = 0.95 * self._loss + 0.05 * loss if step else loss
        if step % REPORT_STEPS == 0 and first_process():
            took = time.monotonic() - self._started
            speed = self._read * self._options.processes / took
            print(
                f"step {step} of {self.steps}: loss {self._loss:.3f} a token, {took:.0f} s, "
                f"{speed:.0f} tokens/s",
                flush=True,
            )

    def _backward(self) -> float:
        """Gradients of this process's part of a batch; returns the loss of an answer token."""
        part = list(islice(self._tokens, self._options.batch // self._options.processes))
        part.sort(key=len)
        answers = sum(len(each.answer) for each in part)
        total = 0.0
        for first in range(0, len(part), AT_ONCE):
            batch = padded(part[first : first + AT_ONCE])
            found = logits(self._model, batch)
            wanted = batch.wanted.to(found.device)
            loss = nn.functional.cross_entropy(found, wanted, reduction="sum") / answers
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            total += loss.item()
        self._read += sum(map(len, part))
        return total

    def check(self, path: Path) -> None:
        """In the first process: keep it, and say how good it is on what it has not seen."""
        if not first_process():
            return
        torch.save(learned(self._model), path)
        told = evaluated(self._model, self._cases) if self._cases else "nothing is held out"
        print(f"{path.name}: {told}", flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Train as the options say; argv: by default the process's."""
    plain = Options()
    parser = training_parser("training.chat.train", __doc__, plain)
    print(train(*chosen(parser, plain, argv)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
