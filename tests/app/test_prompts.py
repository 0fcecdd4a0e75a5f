from __future__ import annotations

from pathlib import Path

import pytest

from app.prompts import load, load_summary, narrowed
from indexes.errors import PromptError
from tests.app.evidence import hit, window

SENTENCES = [f"Sentence number {i} has exactly eight words here." for i in range(5)]


def count(text: str) -> int:
    return len(text.split())


def test_every_shipped_prompt_loads() -> None:
    folder = Path(__file__).parents[2] / "app" / "templates"
    for path in folder.glob("*.toml"):
        told = path.stem.startswith("summary@")
        found = load_summary(path.stem) if told else load(path.stem)
        assert found.label == path.stem


def test_a_summarys_prompt_shows_the_part_with_its_heading() -> None:
    prompt = load_summary("summary@1")

    system, user = prompt.of_part("a.txt", "1. Leave", "Costs $5 ${a}.", "two sentences")

    assert "Costs $5 ${a}." in str(user.content)
    assert "a.txt, 1. Leave" in str(user.content)
    assert "two sentences" in str(user.content)
    assert "instructions" in str(system.content)


def test_a_prompt_of_another_kind_is_refused() -> None:
    with pytest.raises(PromptError, match="must hold exactly part, system, whole"):
        load_summary("answer@1")


def test_sources_are_numbered_and_the_question_comes_last() -> None:
    others = [f"Other number {i} has exactly eight words here." for i in range(5)]
    hits = [hit(window("a", SENTENCES)), hit(window("b", others, first_id=10))]
    rendered = load("answer@1").render("Why?", hits, 1000, count)
    text = str(rendered.messages[-1].content)
    assert text.index("[1] a.txt") < text.index("[2] b.txt") < text.index("Why?")
    assert text.endswith("Why?")
    assert [w.document.id for w in rendered.evidence] == ["a", "b"]


def test_evidence_stays_within_the_budget_and_keeps_the_centre() -> None:
    rendered = load("answer@1").render("Why?", [hit(window("a", SENTENCES, centre=3))], 30, count)
    (evidence,) = rendered.evidence
    assert 1 <= len(evidence.chunks) < 5
    assert evidence.centre in {chunk.id for chunk in evidence.chunks}
    assert evidence.text == " ".join(chunk.text for chunk in evidence.chunks)


def test_window_that_only_repeats_what_stands_before_is_left_out() -> None:
    more = [*SENTENCES[:2], "A new one."]
    hits = [
        hit(window("a", SENTENCES)),
        hit(window("b", SENTENCES[1:3], first_id=10)),
        hit(window("c", more, first_id=20)),
    ]
    rendered = load("answer@1").render("Why?", hits, 1000, count)
    assert [w.document.id for w in rendered.evidence] == ["a", "c"]


def test_window_that_cannot_fit_is_left_out_and_a_smaller_one_is_taken() -> None:
    big, small = window("a", ["word " * 99]), window("b", ["Short."], first_id=9)
    rendered = load("answer@1").render("Why?", [hit(big), hit(small)], 30, count)
    assert [w.document.id for w in rendered.evidence] == ["b"]


def test_dollar_signs_and_braces_in_documents_are_only_text() -> None:
    rendered = load("answer@1").render(
        "$question?", [hit(window("a", ["$sources {x} ${y}"]))], 99, count
    )
    assert "$sources {x} ${y}" in str(rendered.messages[-1].content)


def test_narrowing_drops_the_farthest_chunk_first() -> None:
    found = narrowed(window("a", SENTENCES, centre=4))
    assert found is not None
    assert [chunk.text for chunk in found.chunks] == SENTENCES[1:]
    assert narrowed(window("a", SENTENCES[:1])) is None


def test_unknown_prompt_is_an_error_that_lists_what_there_is() -> None:
    with pytest.raises(PromptError, match=r"answer@9.*answer@1"):
        load("answer@9")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("system = 'x'", "must hold exactly"),
        ("system = ''\nsource = '$text'\nuser = '$sources $question'", "source"),
        ("system = '$who'\nsource = ''\nuser = ''", "system"),
        ("not toml", "TOML"),
    ],
)
def test_malformed_prompt_is_refused_when_loaded(tmp_path: Path, body: str, complaint: str) -> None:
    (tmp_path / "bad@1.toml").write_text(body)
    with pytest.raises(PromptError, match=complaint):
        load("bad@1", tmp_path)
