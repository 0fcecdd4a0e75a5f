"""Which documents are versions of one another, which is the newest, which one is meant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indexes.identity import Identity
from indexes.types import Version
from indexes.versions import asks_for_older, bare_name, factor, named, preference, versions

TEXT = "Travel policy of the harbour board: who may travel, how to book, what is paid back."


def document(name: str, opening: str = TEXT, day: int = 1, **given: str) -> Identity:
    added = datetime(2024, 1, day, tzinfo=UTC)
    return Identity(
        name, "", (), opening, added, given.get("collection", "a"), given.get("owner", "b")
    )


def newest(*documents: Identity) -> str:
    found = versions({d.name: d for d in documents})
    return next(name for name, version in found.items() if version.newest)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("policy v2.pdf", "policy V10.pdf"),
        ("policy_v2.1.docx", "policy_v2.9.docx"),
        ("policy 2023.pdf", "policy 2024.pdf"),
        ("policy-2024-05-01.pdf", "policy-2024-11-30.pdf"),
        ("policy rev 3.pdf", "policy rev 4.pdf"),
        ("policy 2023Q2.pdf", "policy 2023Q4.pdf"),
        ("policy draft.pdf", "policy final.pdf"),
        ("policy old.pdf", "policy.pdf"),
        ("3M_2018_10K.pdf", "3M_2019_10K.pdf"),
    ],
)
def test_names_tell_the_newest(older: str, newer: str) -> None:
    assert bare_name(older) == bare_name(newer)
    assert newest(document(newer, day=1), document(older, day=2)) == newer


def test_the_date_in_the_opening_decides_before_the_day_of_adding() -> None:
    early = document("policy new.pdf", f"In force from 1 May 2021. {TEXT}", day=9)
    late = document("policy.pdf", f"In force from May 3, 2023. {TEXT}", day=1)
    assert newest(early, late) == "policy.pdf"


def test_the_day_of_adding_decides_last() -> None:
    assert newest(document("policy.pdf", day=1), document("policy.docx", day=2)) == "policy.docx"


def test_labels_are_for_people() -> None:
    found = versions({
        name: document(name)
        for name in ("policy v2 draft.pdf", "policy v3.pdf", "policy 2023Q2.pdf")
    })  # fmt: skip
    assert {name: v.label for name, v in found.items()} == {
        "policy v2 draft.pdf": "v2 draft", "policy v3.pdf": "v3", "policy 2023Q2.pdf": "2023 Q2",
    }  # fmt: skip
    assert all(version.of == 3 for version in found.values())


def test_labels_differ_even_when_names_do_not() -> None:
    found = versions({"x": document("policy.pdf", day=1), "y": document("policy.docx", day=2)})
    assert found["x"].label == "added 2024-01-01"
    assert found["y"].label == "added 2024-01-02"


@pytest.mark.parametrize(
    "other",
    [
        document("policy v2.pdf", collection="elsewhere"),
        document("policy v2.pdf", owner="somebody"),
        document("recipe v2.pdf"),
        document("policy v2.pdf", "Kelp and urchins: a summer at sea, with forty colour plates."),
    ],
)
def test_other_libraries_names_and_contents_are_no_versions(other: Identity) -> None:
    assert versions({"one": document("policy v1.pdf"), "two": other}) == {}


def test_the_kind_of_report_is_no_date() -> None:
    assert bare_name("3M_2018_10K.pdf") == "3m 10k"
    assert bare_name("policy-2024-05.pdf") == bare_name("policy 20240501.pdf") == "policy"


def test_names_of_marks_alone_are_no_versions() -> None:
    assert versions({n: document(n) for n in ("2023.pdf", "2024.pdf", "v2.pdf")}) == {}


@pytest.mark.parametrize(
    ("question", "label", "expected"),
    [
        ("What did it cost in FY18?", "2018", True),
        ("What did it cost in 2019?", "2018", False),
        ("What does version 2 say?", "v2", True),
        ("What does v2.1 say?", "v2", False),
        ("What does v21 say?", "v2", False),
        ("What did the draft say?", "v3 draft", True),
        ("What does it say?", "v3 draft", False),
        ("A final question", "2018", False),
        ("Sales in the second quarter of 2023?", "2023 Q2", True),
        ("Sales in the second quarter of 2023?", "2023 Q4", False),
        ("Sales in Q2?", "2023 Q2", True),
    ],
)
def test_named(question: str, label: str, expected: bool) -> None:
    assert named(question, label) is expected


OLD, NEW = Version("2018", False, 2), Version("2019", True, 2)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("What may I spend?", NEW),
        ("What may I spend according to 2018's?", OLD),
        ("What did last year's say?", OLD),
        ("And in the previous version?", OLD),
        ("How much was it in 2019?", NEW),
    ],
)
def test_the_newest_is_preferred_unless_another_is_asked_for(question: str, best: Version) -> None:
    weights = preference(question, (OLD, NEW))
    assert max(weights) == 1
    assert (OLD, NEW)[weights.index(1)] is best
    assert factor(question, best) > factor(question, NEW if best is OLD else OLD)


def test_a_year_in_the_question_says_nothing_about_numbered_versions() -> None:
    older, newer = Version("v1", False, 2), Version("v2", True, 2)
    assert factor("What was paid in 2021?", newer) > factor("What was paid in 2021?", older)


def test_what_has_no_versions_keeps_its_score() -> None:
    assert factor("What may I spend?", None) == 1
    assert not asks_for_older("What may I spend?")
