from __future__ import annotations

import random

from tests.training.chat.made import BUILT, CORPUS, KEPT, asked
from training.chat.material import (
    INSTRUCTIONS,
    answering,
    file_name,
    headings,
    lookalike,
    shown,
    tempted,
)
from training.reader.swaps import Swaps

SWAPS = Swaps(["Who was at Farrow Cove?", "What was there in 1903?"])


def test_a_sentence_that_leans_on_the_one_before_is_shown_with_it() -> None:
    assert list(shown(CORPUS, 5)) == [4, 5]
    assert list(shown(CORPUS, 6)) == [6]


def test_first_sentence_of_a_text_leans_on_nothing() -> None:
    assert list(shown(CORPUS, 4)) == [4]


def test_answer_is_worded_as_footnote_words_it() -> None:
    chunk, said = answering(asked()[KEPT], CORPUS)
    assert chunk == 1
    assert said == (
        "The lighthouse at Ostrava Quay was kept by Ilse Brandt for eleven long winters without "
        "any leave"
    )


def test_an_answer_that_runs_over_its_sentence_has_no_words() -> None:
    one = asked()[BUILT]
    whole = type(one)(one.question, (0, 1), (), ((0, len(CORPUS.texts[0]) + 10),))
    assert answering(whole, CORPUS) == (0, "")


def test_a_lookalike_is_about_another_and_has_another_answer() -> None:
    question = "When was the lighthouse at Ostrava Quay built?"
    found = {
        lookalike(question, CORPUS.texts[0], ["1840"], SWAPS, random.Random(seed))
        for seed in range(30)
    } - {None}
    assert found
    assert not [text for text in found if text and ("Ostrava Quay" in text or "1840" in text)]


def test_no_lookalike_where_question_and_sentence_share_no_name() -> None:
    text = "Sailors like the coast."
    assert lookalike("Who likes it?", text, ["Sailors"], SWAPS, random.Random(0)) is None


def test_no_lookalike_that_still_names_the_one_asked_about() -> None:
    text = "In Merrin the tower of Merrin is tall."
    assert lookalike("How tall is the tower of Merrin?", text, [], SWAPS, random.Random(0)) is None


def test_files_and_headings_are_named_after_what_tells() -> None:
    names = {file_name("The Merrin Point lamp of In Oslo.", random.Random(n)) for n in range(40)}
    assert {name.rsplit(".", 1)[0] for name in names} <= {"oslo", "notes"} | {"merrin-point"}
    assert file_name("nothing here", random.Random(0)).startswith("notes.")
    told = {headings("Merrin is far.", random.Random(seed)) for seed in range(40)}
    assert told == {(), ("Merrin is far",)}


def test_an_instruction_stands_beside_the_text_or_in_it() -> None:
    found = [tempted(("One.", "Two."), random.Random(seed)) for seed in range(60)]
    assert all(any(each in " ".join(texts) for each in INSTRUCTIONS) for texts in found)
    assert {len(texts) for texts in found} == {2, 3}
    assert all("One." in " ".join(texts) and "Two." in " ".join(texts) for texts in found)
