"""Which token comes next: the likeliest, a drawn one, or the likeliest that a grammar allows."""

from __future__ import annotations

import ctypes

import llama_cpp
import numpy as np
import numpy.typing as npt

from app.engine.types import Order
from app.engine.vocabulary import Vocabulary
from indexes.errors import PromptError

Logits = npt.NDArray[np.float32]


class Sampler:
    """Chooses the tokens of one answer; `close` it at the end."""

    def __init__(self, order: Order, vocabulary: Vocabulary) -> None:
        """Raises PromptError when the grammar is none."""
        self._random = np.random.default_rng(order.seed)
        self._temperature = order.temperature
        self._grammar: llama_cpp.llama_sampler_p | None = None
        if order.grammar:
            self._grammar = llama_cpp.llama_sampler_init_grammar(
                vocabulary.pointer, order.grammar.encode(), b"root"
            )
            if not self._grammar:
                raise PromptError("The grammar for the answer is not valid GBNF; correct it.")

    @property
    def is_greedy(self) -> bool:
        """Whether it takes the likeliest token, so that guesses can be checked."""
        return self._temperature == 0 and self._grammar is None

    def choose(self, logits: Logits) -> int:
        """The next token. logits: one for each token of the vocabulary."""
        token = self._free(logits)
        if self._grammar is None:
            return token
        # Most often what the model wants is allowed; to ask for that one token alone is cheap.
        if not self._allowed(np.array([token]), logits)[0]:
            tokens = np.arange(len(logits))
            allowed = self._allowed(tokens, logits)
            token = self._free(np.where(allowed, logits, -np.inf).astype(np.float32))
        llama_cpp.llama_sampler_accept(self._grammar, token)
        return token

    def close(self) -> None:
        """Let go of the grammar."""
        if self._grammar is not None:
            llama_cpp.llama_sampler_free(self._grammar)
            self._grammar = None

    def _free(self, logits: Logits) -> int:
        if self._temperature == 0:
            return int(logits.argmax())
        # Gumbel's trick: the largest of logit / temperature + noise is a draw from the softmax.
        noise = self._random.gumbel(size=len(logits))
        return int((logits / self._temperature + noise).argmax())

    def _allowed(self, tokens: npt.NDArray[np.int64], logits: Logits) -> npt.NDArray[np.bool_]:
        """Which of the tokens the grammar lets follow."""
        assert self._grammar is not None
        data = (llama_cpp.llama_token_data * len(tokens))()
        view = np.ctypeslib.as_array(data)
        view["id"], view["logit"], view["p"] = tokens, logits[tokens], 0.0
        candidates = llama_cpp.llama_token_data_array(data, len(tokens), -1, False)
        llama_cpp.llama_sampler_apply(self._grammar, ctypes.byref(candidates))
        allowed: npt.NDArray[np.bool_] = np.isfinite(view["logit"])
        return allowed
