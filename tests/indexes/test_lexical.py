from __future__ import annotations

import math
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from indexes import lexical
from indexes.errors import LibraryError
from indexes.lexical import BLOCK, Lexical
from indexes.postings import K1, B
from indexes.query import Permitted, Query
from indexes.windows import REACH, WEIGHTS
from indexes.words import stems

SENTENCES = ["kelp and urchins", "kelp", "kelp beds", "divers", "divers swim", "kelp", "kelp"]


def index(**documents: list[str]) -> Lexical:
    made, first = Lexical(), 1
    for name, sentences in documents.items():
        made.add(name, range(first, first + len(sentences)), sentences, [""] * len(sentences))
        first += len(sentences)
    return made


def asked(text: str) -> Query:
    return Query.of(text, np.zeros(3, np.float32))


def find(made: Lexical, text: str, k: int = 99) -> list[tuple[int, float]]:
    return made.search(asked(text), k, Permitted.of(made.ranges, made.ranges))


def reference(sentences: list[str], text: str) -> dict[int, float]:
    """Okapi BM25, written down once more."""
    windows = []
    for at in range(len(sentences)):
        window: Counter[str] = Counter()
        for near in range(max(0, at - REACH), min(len(sentences), at + REACH + 1)):
            for stem in stems(sentences[near]):
                window[stem] += WEIGHTS[abs(near - at)]  # type: ignore[assignment]  # fractions
        windows.append(window)
    mean = sum(w.total() for w in windows) / len(windows)
    scores = dict.fromkeys(range(1, len(windows) + 1), 0.0)
    for stem in set(stems(text)):
        held = sum(stem in window for window in windows)
        rarity = math.log(1 + (len(windows) - held + 0.5) / (held + 0.5))
        for at, window in enumerate(windows):
            norm = K1 * (1 - B + B * window.total() / mean)
            scores[at + 1] += rarity * window[stem] * (K1 + 1) / (window[stem] + norm)
    return {at: score for at, score in scores.items() if score > 0}


def test_scores_are_okapi_bm25() -> None:
    found = dict(find(index(a=SENTENCES), "urchins of kelp and divers"))
    assert found == pytest.approx(reference(SENTENCES, "urchins kelp divers"), rel=2e-3)


def test_the_best_are_found_among_many_blocks() -> None:
    sentences = [f"word{number % 7} filler{number}" for number in range(5 * BLOCK)]
    made = index(a=sentences)
    everything = find(made, "word3 filler100 filler7", 10_000)
    assert find(made, "word3 filler100 filler7", 10) == everything[:10]


def test_equal_scores_come_in_order_of_their_ids() -> None:
    made = index(**{f"d{number:03}": ["same words here"] for number in range(200)})
    assert [key for key, _ in find(made, "same words", 5)] == [1, 2, 3, 4, 5]


def test_adding_and_removing_equals_a_fresh_index() -> None:
    made = index(a=SENTENCES, b=["otters sleep"], c=["kelp forests"])
    find(made, "kelp")
    made.remove("b")
    made.add("d", [10, 11], ["new kelp", "old otters"], ["", ""])
    fresh = Lexical()
    fresh.add("a", range(1, 8), SENTENCES, [""] * 7)
    fresh.add("c", [9], ["kelp forests"], [""])
    fresh.add("d", [10, 11], ["new kelp", "old otters"], ["", ""])
    assert find(made, "kelp otters") == find(fresh, "kelp otters")
    assert len(made) == len(fresh) == 10


def test_any_order_of_adding_removing_and_saving_equals_a_fresh_index(tmp_path: Path) -> None:
    chance = random.Random(3)
    vocabulary = [f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200)]
    held: dict[str, tuple[int, list[str]]] = {}
    made, first = Lexical(), 1
    for step in range(150):
        name = f"d{chance.randrange(12)}"
        if chance.random() < 0.4:
            made.remove(name)
            held.pop(name, None)
        else:
            size = chance.randint(1, 6)
            sentences = [" ".join(chance.choices(vocabulary, k=4)) for _ in range(size)]
            at = held[name][0] if name in held and len(held[name][1]) >= size else first
            first = max(first, at + size)
            made.add(name, range(at, at + size), sentences, ["wordaa"] * size)
            held[name] = at, sentences
        if chance.random() < 0.2:
            made.save(tmp_path / str(step))
            made = Lexical.load(tmp_path / str(step), made.ranges)
        if chance.random() < 0.3:
            assert len(made) == sum(len(sentences) for _, sentences in held.values())
    fresh = Lexical()
    for name, (at, sentences) in held.items():
        fresh.add(name, range(at, at + len(sentences)), sentences, ["wordaa"] * len(sentences))
    assert made.ranges == fresh.ranges
    for word in vocabulary:
        assert find(made, f"{word} wordaa") == find(fresh, f"{word} wordaa")
    assert made.rarity(vocabulary) == fresh.rarity(vocabulary)
    made.save(tmp_path / "made")
    fresh.save(tmp_path / "fresh")
    for path in (tmp_path / "made").iterdir():
        assert path.read_bytes() == (tmp_path / "fresh" / path.name).read_bytes(), path.name


def test_a_large_library_is_merged_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = index(**{f"d{n}": [f"kelp number{n}", "otters"] for n in range(30)})
    monkeypatch.setattr(lexical, "HELD", 10)
    portions = index(**{f"d{n}": [f"kelp number{n}", "otters"] for n in range(30)})
    assert len(portions._new) < 30
    assert find(portions, "kelp number7 otters") == find(whole, "kelp number7 otters")


def test_words_of_removed_documents_are_forgotten(tmp_path: Path) -> None:
    made = index(a=["the passphrase is xylophone"], b=["kelp"])
    made.remove("a")
    made.save(tmp_path)
    assert not any(b"xylophon" in path.read_bytes() for path in tmp_path.iterdir())


def test_headings_count_less_than_words() -> None:
    made = Lexical()
    made.add("a", [1], ["kelp"], ["otters"])
    made.add("b", [2], ["otters"], ["kelp"])
    assert [key for key, _ in find(made, "otters")] == [2, 1]


def test_rarer_words_weigh_more() -> None:
    rarity = index(a=SENTENCES).rarity(["kelp", "urchin", "penguin"])
    assert rarity["kelp"] < rarity["urchin"] < rarity["penguin"]


def test_windows_that_hold_all_words_are_told() -> None:
    made = index(a=["urchins", "x", "x", "x", "kelp"], b=["urchins eat kelp"])
    permitted = Permitted.of(made.ranges, made.ranges)
    assert made.holding(["urchin", "kelp"], permitted).tolist() == [3, 6]
    only = Permitted.of(["a"], made.ranges)
    assert made.holding(["urchin", "kelp"], only).tolist() == [3]
    assert made.holding(["nowhere"], permitted).tolist() == []


def test_whether_a_permitted_window_holds_a_word_is_told() -> None:
    made = index(a=["urchins"], b=["kelp"])
    only = Permitted.of(["a"], made.ranges)
    assert made.holds("urchin", only)
    assert not made.holds("kelp", only)
    assert not made.holds("nowhere", only)


def test_equal_scores_at_the_end_are_those_of_the_lowest_ids() -> None:
    sentences = ["kelp kelp" if number == 150 else "kelp" for number in range(300)]
    made = index(**{f"d{number:03}": [sentence] for number, sentence in enumerate(sentences)})
    assert [key for key, _ in find(made, "kelp", 4)] == [151, 1, 2, 3]


def test_scores_of_given_windows_are_those_of_the_search() -> None:
    made = index(a=SENTENCES, b=["..."])
    found = dict(find(made, "kelp divers"))
    assert made.scores(asked("kelp divers"), [*found, 8, 9, 10_000, -1]) == found


def test_a_word_repeated_without_end_is_counted_and_other_words_too() -> None:
    made = index(a=["spam " * 100_000], b=["spam kelp"], c=["kelp"])
    assert [key for key, _ in find(made, "spam")] == [1, 2]
    assert all(0 < score < 10 for _, score in find(made, "spam kelp"))


def test_spellings_are_suggested_from_permitted_windows() -> None:
    made = index(a=["harbours", "harbour"], b=["harbor"], c=["otters"])
    assert made.suggest("harbur", Permitted.of(["b", "c"], made.ranges)) == ["harbor"]
    assert made.suggest("harbur", Permitted.of(["c"], made.ranges)) == []


def test_the_fewest_edits_are_suggested_first_and_three_at_most() -> None:
    two = {f"{letter}{n}": [f"garden{letter}p"] for n in range(2) for letter in "bcdfg"}
    assert index(one=["gardenxr"], **two).suggest("gardenxt") == [
        "gardenxr",
        "gardenbp",
        "gardencp",
    ]


def test_other_spellings_are_suggested_most_frequent_first() -> None:
    made = index(a=["harbour"], b=["harbours"], c=["harbor"])
    assert made.suggest("harbur") == ["harbour", "harbor"]
    assert made.suggest("hat") == []


def test_a_damaged_index_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    made = index(a=SENTENCES)
    made.save(tmp_path)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert len(files) == 7
    for name in files:
        whole = (tmp_path / name).read_bytes()
        for damaged in (b"junk", whole[: len(whole) - 1], b""):
            (tmp_path / name).write_bytes(damaged)
            with pytest.raises(LibraryError, match="footnote rebuild"):
                Lexical.load(tmp_path, made.ranges)
        (tmp_path / name).unlink()
        with pytest.raises(LibraryError, match="footnote rebuild"):
            Lexical.load(tmp_path, made.ranges)
        (tmp_path / name).write_bytes(whole)
    assert find(Lexical.load(tmp_path, made.ranges), "kelp") == find(made, "kelp")


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    made = Lexical()
    made.save(tmp_path)
    assert find(Lexical.load(tmp_path, {}), "kelp") == []
