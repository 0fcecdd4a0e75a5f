from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from app.evaluation.entailment import ByVerifier, CitedSentence, Support, support
from app.types import Sentence, Verdict
from indexes.types import Window


def entails(claim: str, passages: Sequence[str], question: str) -> bool:
    """Each word of the claim is in some passage."""
    return set(claim.split()) <= set(" ".join(passages).split())


def judged(*sentences: tuple[str, tuple[str, ...]]) -> Support | None:
    return support([CitedSentence(text, cited) for text, cited in sentences], "Why?", entails)


def test_a_sentence_is_recalled_when_its_citations_together_entail_it() -> None:
    assert judged(("a b", ("a", "b")), ("c", ("d", "e"))) == Support(0.5, 0.5)


def test_a_citation_without_which_the_rest_still_entails_is_irrelevant() -> None:
    assert judged(("a b", ("a b", "x"))) == Support(1.0, 0.5)


def test_two_citations_that_each_entail_are_both_right() -> None:
    assert judged(("a", ("a b", "a c"))) == Support(1.0, 1.0)


def test_a_citation_that_helps_without_entailing_alone_is_right() -> None:
    assert judged(("a b c d", ("a b", "c", "d", "b"))) == Support(1.0, 0.75)


def test_no_citation_of_a_sentence_that_is_not_recalled_is_right() -> None:
    assert judged(("a b", ("a",))) == Support(0.0, 0.0)


def test_an_answer_that_cites_nothing_has_neither() -> None:
    assert judged(("a", ())) == Support(0.0, 0.0)


def test_an_answer_without_sentences_has_no_value() -> None:
    assert judged() is None


@dataclass(frozen=True)
class Checked:
    sentences: tuple[Sentence, ...]


@dataclass
class Verifier:
    verdict: Verdict
    seen: list[tuple[str, list[str]]] = field(default_factory=list)

    def verify(self, draft: str, question: str, evidence: Sequence[Window]) -> Checked:
        self.seen.append((draft, [window.text for window in evidence]))
        return Checked((Sentence("It is so.", (1,), self.verdict),))


@pytest.mark.parametrize(
    ("verdict", "follows"), [("supported", True), ("weak", False), ("unsupported", False)]
)
def test_the_verifier_entails_what_it_calls_supported(verdict: Verdict, follows: bool) -> None:
    assert ByVerifier(Verifier(verdict))("It is so.", ["so"], "Is it?") is follows


def test_the_verifier_sees_each_passage_as_cited_evidence() -> None:
    verifier = Verifier("supported")
    ByVerifier(verifier)("It is so.", ["first", "second"], "Is it?")
    assert verifier.seen == [("It is so [1][2].", ["first", "second"])]
