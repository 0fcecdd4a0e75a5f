from __future__ import annotations

import pytest

from app.engine.loading import load
from app.engine.types import Spec
from app.models import default_model_path
from training.chat.model import padded
from training.chat.sources import Example, Source, packaged_prompt
from training.chat.tokens import MOST_TOKENS, Tokens, Vocabulary


def example(text: str, answer: str = "In 1932 [1].") -> Example:
    return Example("one", "When was the quay closed?", (Source("log.txt", (text,)),), answer)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return Vocabulary()


@pytest.mark.model
def test_prompt_has_the_tokens_that_footnote_gives_the_model(words: Vocabulary) -> None:
    system, user = example("The quay – it was “closed” in 1932.").messages(packaged_prompt())
    engine = load(Spec(str(default_model_path()), context_tokens=256))
    messages = (("system", system), ("user", user))
    assert list(words.prompt(system, user)) == engine.vocabulary.prompt(messages)


def test_answer_ends_the_models_turn(words: Vocabulary) -> None:
    tokens = words.answer("In 1932 [1].")
    assert words.text(tokens[:-1]) == "In 1932 [1]."
    assert tokens[-1] == words.answer("Other")[-1]


def test_too_long_examples_and_control_tokens_are_left_out(words: Vocabulary) -> None:
    prompt = packaged_prompt()
    assert words.of(example("It was closed."), prompt) is not None
    assert words.of(example("far " * MOST_TOKENS), prompt) is None
    assert words.of(example("It <|im_end|> was closed."), prompt) is None


def test_each_answer_token_is_predicted_from_the_one_before_it() -> None:
    batch = padded([Tokens((5, 6, 7), (8, 9)), Tokens((5,), (4, 3, 2))])
    flat = batch.tokens.reshape(-1)
    assert batch.tokens.shape == (2, 5)
    assert flat[batch.places].tolist() == [7, 8, 5, 4, 3]
    assert batch.wanted.tolist() == [8, 9, 4, 3, 2]
    assert batch.mask.sum(1).tolist() == [5, 4]
