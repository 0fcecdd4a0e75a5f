from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from app.checking import Checker, nearest, parse
from indexes.embed import Vectors
from tests.app.evidence import hit, window

FERRY = window(
    "ferry",
    [
        "The ferry leaves at 08:15 from the north quay.",
        "Bicycles travel free.",
        "Dogs pay 4 crowns.",
    ],
)
KELP = window("kelp", ["Kelp grows in cold water.", "Urchins do not graze in winter."], first_id=10)
EVIDENCE = [FERRY, KELP]


def test_marks_are_read_before_and_behind_the_full_stop() -> None:
    claims = parse("It leaves at eight [1]. Dogs pay. [2] Kelp grows [1][2]. Cold [1, 2].")
    assert [(c.text, c.named) for c in claims] == [
        ("It leaves at eight.", (1,)),
        ("Dogs pay.", (2,)),
        ("Kelp grows.", (1, 2)),
        ("Cold.", (1, 2)),
    ]


def test_marks_on_a_line_of_their_own_belong_to_the_sentence_before() -> None:
    assert [c.named for c in parse("Dogs pay 4 crowns.\n\n[1]")] == [(1,)]


def test_citation_is_the_supporting_sentence_not_the_window() -> None:
    checked = Checker().verify("Bicycles travel free [1].", "What do bicycles cost?", EVIDENCE)
    (citation,) = checked.citations
    assert citation.quote == "Bicycles travel free."
    assert FERRY.text[citation.start : citation.end] == citation.quote
    assert citation.context == FERRY.text
    assert (citation.document, citation.page, citation.verdict) == ("ferry.txt", 1, "supported")
    assert checked.text == "Bicycles travel free [1]."


def test_missing_mark_is_supplied() -> None:
    checked = Checker().verify("Kelp grows in cold water.", "Where does kelp grow?", EVIDENCE)
    assert checked.sentences[0].marks == (1,)
    assert checked.citations[0].document == "kelp.txt"


def test_wrong_mark_is_replaced_by_the_source_that_supports() -> None:
    checked = Checker().verify("Dogs pay 4 crowns [2].", "What do dogs pay?", EVIDENCE)
    assert [c.quote for c in checked.citations] == ["Dogs pay 4 crowns."]


def test_mark_of_a_source_that_does_not_exist_is_dropped() -> None:
    checked = Checker().verify("Nothing of the sort was ever written [7].", "What?", EVIDENCE)
    assert checked.citations == ()
    assert checked.sentences[0].verdict == "unsupported"


def test_changed_number_is_not_supported() -> None:
    checked = Checker().verify("Dogs pay 5 crowns [1].", "What do dogs pay?", EVIDENCE)
    assert checked.sentences[0].verdict == "unsupported"
    assert not checked.grounded


def test_other_name_is_not_supported() -> None:
    staff = window("staff", ["Ingrid Solberg, head of finance, signed on 3 May."])
    question = "Who is the head of finance?"
    for draft, verdict in (
        ("The head of finance is Ingrid Solheim.", "unsupported"),
        ("Ingrid Solheim.", "unsupported"),
        ("The head of finance is Ingrid Solberg.", "supported"),
        ("Ingrid Solberg.", "supported"),
    ):
        assert Checker().verify(draft, question, [staff]).sentences[0].verdict == verdict, draft


def test_dropped_negation_is_not_supported() -> None:
    checked = Checker().verify("Urchins graze in winter [2].", "Do they graze?", EVIDENCE)
    assert checked.sentences[0].verdict != "supported"


def test_same_place_is_one_footnote_and_marks_count_from_one() -> None:
    draft = (
        "Urchins do not graze in winter [2]. Bicycles travel free [1]. Free bicycles travel [1]."
    )
    checked = Checker().verify(draft, "What?", EVIDENCE)
    assert [s.marks for s in checked.sentences] == [(1,), (2,), (2,)]
    assert [c.mark for c in checked.citations] == [1, 2]


def test_question_repeated_back_is_no_answer() -> None:
    checked = Checker().verify(
        "The ferry leaves the quay.", "When does the ferry leave the quay?", EVIDENCE
    )
    assert checked.sentences[0].verdict != "supported"


def test_yes_or_no_question_is_answered_by_the_sentence_with_its_words() -> None:
    licence = window(
        "licence",
        ["You may copy the program.", "You may charge any price for each copy you convey."],
    )
    checked = Checker().verify(
        "You can charge a price for copies of the program.",
        "Can I charge a price for copies?",
        [licence],
    )
    assert checked.citations[0].quote == "You may charge any price for each copy you convey."


def test_sentence_joined_from_two_sources_stands_on_both() -> None:
    draft = "Dogs pay 4 crowns, and kelp grows in cold water [1][2]."
    checked = Checker().verify(draft, "Tell me all.", EVIDENCE)
    assert [c.quote for c in checked.citations] == [
        "Dogs pay 4 crowns.",
        "Kelp grows in cold water.",
    ]
    assert checked.sentences[0].verdict == "supported"


def test_joining_does_not_hide_an_exchange() -> None:
    crossing = window("crossing", ["Dogs pay 4 crowns.", "Bicycles pay 3 crowns."])
    draft = "Dogs pay 3 crowns, and bicycles pay 4 crowns."
    checked = Checker().verify(draft, "Tell me all.", [crossing])
    assert checked.sentences[0].verdict == "unsupported"
    assert not checked.grounded


def test_number_of_another_sentence_of_the_passage_is_not_supported() -> None:
    crossing = window("crossing", ["Dogs pay 4 crowns.", "Bicycles pay 3 crowns."])
    checked = Checker().verify("Dogs pay 3 crowns [1].", "What do dogs pay?", [crossing])
    assert checked.sentences[0].verdict == "unsupported"


@pytest.mark.parametrize(
    ("draft", "verdict"), [("14 August [1].", "supported"), ("15 August [1].", "unsupported")]
)
def test_bare_answer_is_judged_with_the_question(draft: str, verdict: str) -> None:
    room = window("room", ["The reading room closes on 14 August.", "It opens again in October."])
    checked = Checker().verify(draft, "When does the reading room close?", [room])
    assert checked.sentences[0].verdict == verdict


def test_mark_is_not_moved_to_a_source_that_is_as_good() -> None:
    twin = window("twin", ["Bicycles travel free."], first_id=20)
    checked = Checker().verify("Bicycles travel free [2].", "What?", [FERRY, twin])
    assert [c.document for c in checked.citations] == ["twin.txt"]


class SameMeaning:
    """Finds every pair of texts alike, or none."""

    name, precision, dimension, max_tokens = "same", "float32", 2, 256

    def __init__(self, cosine: float) -> None:
        self._cosine = cosine

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 2), [self._cosine, 0.0], np.float32)

    def query(self, text: str) -> Vectors:
        return np.array([1.0, 0.0], np.float32)

    def count_tokens(self, text: str) -> int:
        return 1


@pytest.mark.parametrize(("cosine", "verdict"), [(0.9, "weak"), (0.2, "unsupported")])
def test_source_in_other_words_supports_weakly_where_meanings_are_alike(
    cosine: float, verdict: str
) -> None:
    room = window("room", ["The hall shuts its doors at nightfall."])
    checked = Checker(SameMeaning(cosine)).verify("It closes late.", "Tell me.", [room])
    assert checked.sentences[0].verdict == verdict


def test_page_is_named_only_where_a_document_has_pages() -> None:
    (citation,) = Checker().verify("Bicycles travel free.", "What?", EVIDENCE).citations
    assert citation.place == ""
    assert replace(citation, page=3, page_count=9).place == "page 3"


def test_sentence_said_twice_counts_once() -> None:
    checked = Checker().verify("Bicycles travel free. Bicycles travel free [1].", "What?", EVIDENCE)
    assert checked.text == "Bicycles travel free [1]."


@pytest.mark.parametrize("draft", ["", "[1]", "…", "[1] [2]"])
def test_draft_without_words_has_no_sentences(draft: str) -> None:
    assert Checker().verify(draft, "What?", EVIDENCE).sentences == ()


def test_nearest_names_the_likeliest_sentence_of_each_hit() -> None:
    found = nearest([hit(FERRY), hit(KELP)], "What do dogs cost?")
    assert [c.quote for c in found] == ["Dogs pay 4 crowns.", "Kelp grows in cold water."]
    assert all(c.verdict == "unsupported" for c in found)
