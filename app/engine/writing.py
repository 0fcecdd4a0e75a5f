"""From an order to its answer: share what is known, read the rest, write token by token."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.engine.context import Context, NoRoom
from app.engine.lookup import Lookup
from app.engine.pace import Pace
from app.engine.prefixes import Prefixes
from app.engine.sampler import Logits, Sampler
from app.engine.text import Text
from app.engine.types import Done, Order, Piece, Read, Spec
from app.engine.vocabulary import Vocabulary
from indexes.errors import ModelError, PromptError

GUESSED_AHEAD = 7
"""Most tokens that are guessed at a time (measured: docs/quality.md)."""


class Writer:
    """Writes answers with one model, one at a time."""

    def __init__(self, spec: Spec, context: Context, vocabulary: Vocabulary) -> None:
        self._spec = spec
        self._context = context
        self._vocabulary = vocabulary
        self._prefixes = Prefixes()
        self._pace = Pace(context.path.stat().st_size)

    def write(self, order: Order) -> Iterator[Read | Piece | Done]:
        """How far the prompt is read, pieces of the answer, and at last what it cost.

        Raises PromptError, ModelError when the model predicts nothing, or Aborted when the context
        was told to; what was read by then is kept.
        """
        cpu = time.process_time()
        prompt = self._vocabulary.prompt(order.messages)
        self._require_room(len(prompt), order.answer_tokens)
        sampler = Sampler(order, self._vocabulary)
        run = self._begun(prompt)
        shared, started = run.length, time.perf_counter()
        try:
            yield Read(shared, len(prompt))
            while run.length < len(prompt):
                part = prompt[run.length : run.length + self._pace.tokens]
                begun = time.perf_counter()
                self._step(run, part, outputs=1)
                self._pace.took(len(part), time.perf_counter() - begun)
                run.length += len(part)
                yield Read(run.length, len(prompt))
            began = time.perf_counter()
            yield from self._answered(order, run, sampler)
            ended = time.perf_counter()
        finally:
            known = min(run.length, len(prompt))
            self._context.cut(run.sequence, known)
            self._prefixes.keep(run.sequence, prompt[:known])
            sampler.close()
        yield Done(
            len(prompt), shared, run.written, run.guessed,
            (began - started) * 1000, (ended - began) * 1000,
            (time.process_time() - cpu) * 1000,
        )  # fmt: skip

    def _require_room(self, prompt: int, answer: int) -> None:
        if prompt + answer > self._spec.context_tokens:
            raise PromptError(
                f"Question and evidence have {prompt} tokens, which leaves no room for an answer "
                f"in the model's {self._spec.context_tokens}; shorten the question or raise "
                "FOOTNOTE_CONTEXT_TOKENS."
            )

    def _begun(self, prompt: list[int]) -> _Run:
        """A sequence that holds what is known of the prompt already."""
        place = self._prefixes.place(prompt)
        if place.shared:
            self._context.share(place.source, place.sequence, place.shared)
        else:
            self._context.cut(place.sequence, 0)
        for each in place.dropped:
            self._context.cut(each, 0)
        return _Run(place.sequence, prompt, place.shared)

    def _step(self, run: _Run, tokens: Sequence[int], outputs: int) -> None:
        """One step of the model; kept prompts go, the oldest first, when there is no room."""
        while True:
            try:
                return self._context.read(run.sequence, run.length, tokens, outputs)
            except NoRoom:
                oldest = self._prefixes.oldest()
                if oldest is None:
                    raise
                self._context.cut(oldest, 0)

    def _answered(self, order: Order, run: _Run, sampler: Sampler) -> Iterator[Piece]:
        text = Text(order.stop)
        for token in self._tokens(order, run, sampler):
            if self._vocabulary.ends(token):
                break
            run.written += 1
            piece = text.add(self._vocabulary.piece(token))
            yield Piece(piece)
            if text.stopped or run.written >= order.answer_tokens:
                break
        if rest := text.rest():
            yield Piece(rest)

    def _predicted(self) -> Logits:
        """The first prediction. Raises ModelError where it says nothing: the file's numbers are
        lost, as those of a download that made room and then stopped.
        """
        logits = self._context.logits()
        if not logits.max() > logits.min():  # none of both is a number, or all are alike
            raise ModelError(self._damaged())
        return logits

    def _damaged(self) -> str:
        spec, path = self._spec, self._context.path
        if path != Path(spec.model):
            return f"{path} is damaged; delete it and ask again, and it is made anew."
        return f"{path.name} is damaged; download it again or set {spec.named_by} to another."

    def _tokens(self, order: Order, run: _Run, sampler: Sampler) -> Iterator[int]:
        """Tokens as the model chooses them, without end; those guessed right come together."""
        guesses = sampler.is_greedy and order.looks_up
        lookup = Lookup(run.prompt if guesses else ())
        token = sampler.choose(self._predicted())
        ahead = GUESSED_AHEAD
        while True:
            yield token
            lookup.add(token)
            guess = lookup.guess(ahead) if guesses else []
            self._step(run, [token, *guess], outputs=len(guess) + 1)
            run.length += 1
            right = 0
            while True:
                token = sampler.choose(self._context.logits(back=len(guess) - right))
                if right == len(guess) or token != guess[right]:
                    break
                right += 1
                run.length += 1
                run.guessed += 1
                lookup.add(token)
                yield token
            if right < len(guess):
                self._context.cut(run.sequence, run.length)


class _Run:
    """One answer on its way. length: how many tokens its sequence holds."""

    def __init__(self, sequence: int, prompt: Sequence[int], length: int) -> None:
        self.sequence = sequence
        self.prompt = prompt
        self.length = length
        self.written = 0
        self.guessed = 0
