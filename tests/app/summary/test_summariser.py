from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.checking import Checked
from app.prompts import load_summary
from app.summary.summariser import Pen, Summariser
from app.summary.types import Progress, Summary
from app.types import Actor, Citation, Sentence, Token
from indexes.catalog import Catalog
from indexes.errors import QuestionError
from indexes.types import Window
from tests.app.summary.worlds import HANDBOOK, store, store_rows
from tests.fakes import ScriptedChat

LOCAL = Actor("local")


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return store(tmp_path, HANDBOOK)


def check(draft: str, question: str, evidence: Sequence[Window]) -> Checked:
    """Supports what stands word for word in the evidence."""
    for window in evidence:
        for chunk in window.chunks:
            if chunk.text == draft:
                place = Citation(
                    1, window.document.name, window.document.id, "", 1, chunk.start, chunk.end,
                    chunk.text, window.text, "supported",
                )  # fmt: skip
                return Checked(draft, (Sentence(draft, (1,), "supported"),), (place,))
    return Checked(draft, (Sentence(draft, (), "unsupported"),), ())


def pen(*replies: str) -> Pen:
    return Pen(ScriptedChat(replies=list(replies)), load_summary("summary@1"), check, room=20)


def test_a_summary_is_the_documents_own_sentences_in_its_order(catalog: Catalog) -> None:
    summary = Summariser(catalog).summarise("handbook", LOCAL)

    own = [text for _, text in HANDBOOK]
    places = [own.index(each.text) for each in summary.sentences]
    assert places == sorted(places)
    assert len(places) == 5
    assert own.index("Tickets") not in places
    assert summary.model == summary.prompt == ""
    assert summary.usage.prompt_tokens == 0


def test_each_sentence_cites_the_exact_place_that_it_was_taken_from(catalog: Catalog) -> None:
    summary = Summariser(catalog).summarise("handbook", LOCAL)

    text = catalog.text("handbook")
    by_mark = {each.mark: each for each in summary.citations}
    assert list(by_mark) == [1, 2, 3, 4, 5]
    for sentence in summary.sentences:
        (mark,) = sentence.marks
        cited = by_mark[mark]
        assert text[cited.start : cited.end] == cited.quote == sentence.text
        assert cited.quote in cited.context
        assert sentence.verdict == "supported"


def test_the_text_is_the_sentences_with_their_leads_and_marks(catalog: Catalog) -> None:
    summary = Summariser(catalog).summarise("handbook", LOCAL, 2)

    first, second = summary.sentences
    assert summary.text == f"- {first.text[:-1]} [1].\n- {second.text[:-1]} [2]."


def test_the_sections_are_told_one_by_one_before_the_summary(catalog: Catalog) -> None:
    steps = list(Summariser(catalog).stream("handbook", LOCAL))

    progress = [each for each in steps if isinstance(each, Progress)]
    assert [each.number for each in progress] == list(range(1, progress[0].of + 1))
    assert isinstance(steps[-1], Summary)
    assert steps[-1].coverage.sections == progress[0].of
    assert steps[-1].coverage.passages == len(HANDBOOK)


def test_a_long_document_is_divided_by_its_headings(tmp_path: Path) -> None:
    passages = [
        (("Book", f"Chapter {part}"), f"Fact {part} {at} about the lighthouse is known to all.")
        for part in ("one", "two", "three")
        for at in range(60)
    ]
    summary = Summariser(store(tmp_path, passages)).summarise("handbook", LOCAL)

    assert len(summary.sentences) == 12
    headings = [line for line in summary.text.splitlines() if line.startswith("**")]
    assert headings == ["**Chapter one**", "**Chapter two**", "**Chapter three**"]
    assert summary.sentences[0].lead == "**Chapter one**\n\n- "


def test_what_the_model_writes_is_kept_where_it_is_supported(catalog: Catalog) -> None:
    said = "A ticket for the ferry costs twelve crowns for adults."
    summary = Summariser(catalog, pen(said)).summarise("handbook", LOCAL)

    texts = [each.text for each in summary.sentences]
    assert said in texts
    assert summary.method == "written"
    assert summary.model == "scripted"
    assert summary.prompt == "summary@1"
    assert summary.usage.prompt_tokens > 0


def test_an_unsupported_sentence_gives_way_to_a_quotation(catalog: Catalog) -> None:
    summary = Summariser(catalog, pen("The ferry flies to the moon.")).summarise("handbook", LOCAL)

    own = {text for _, text in HANDBOOK}
    assert {each.text for each in summary.sentences} <= own
    assert all(each.verdict == "supported" for each in summary.sentences)


def test_quotations_among_the_models_sentences_stand_in_quotation_marks(catalog: Catalog) -> None:
    said = "A ticket for the ferry costs twelve crowns for adults."
    summary = Summariser(catalog, pen(said)).summarise("handbook", LOCAL)

    others = [each.text for each in summary.sentences if each.text != said]
    assert others
    assert all(text[0] == "\u201c" and text[-1] == "\u201d" for text in others)


def test_sections_beyond_the_number_of_sentences_are_put_together(catalog: Catalog) -> None:
    chat = ScriptedChat(replies=["Nothing of this is known."])
    written = Pen(chat, load_summary("summary@1"), check, room=20)

    steps = list(Summariser(catalog, written).stream("handbook", LOCAL, 2))

    summary = steps[-1]
    assert isinstance(summary, Summary)
    assert len(summary.sentences) == 2
    progress = [each for each in steps if isinstance(each, Progress)]
    assert len(chat.calls) == progress[-1].number == progress[-1].of
    assert progress[-1].heading == "Putting sections together"


@pytest.mark.parametrize("count", [1, 2, 4, 5, 8])
def test_a_written_summary_is_no_longer_than_was_asked(catalog: Catalog, count: int) -> None:
    summary = Summariser(catalog, pen("Nothing.")).summarise("handbook", LOCAL, count)

    assert len(summary.sentences) <= count


def test_closing_the_stream_asks_the_model_nothing_more(catalog: Catalog) -> None:
    chat = ScriptedChat(replies=["The ferry flies to the moon."])
    written = Pen(chat, load_summary("summary@1"), check, room=20)
    steps = Summariser(catalog, written).stream("handbook", LOCAL)

    next(step for step in steps if isinstance(step, Token))
    steps.close()  # type: ignore[attr-defined]  # an Iterator by its type, a generator by nature

    assert len(chat.calls) == 1


def test_a_table_is_counted_and_no_model_is_asked(tmp_path: Path) -> None:
    rows = [{"name": f"Boat number {at}", "price": str(at)} for at in range(20)]
    summary = Summariser(store_rows(tmp_path, rows), pen("Never.")).summarise("rates", LOCAL)

    assert summary.sentences[0].text.startswith("rates.txt is a table of 20 rows")
    assert summary.method == "counted"
    assert summary.model == ""
    assert summary.coverage.cited == summary.coverage.sections == 1


def test_a_document_that_is_not_there_is_told_with_its_nearest(catalog: Catalog) -> None:
    with pytest.raises(QuestionError, match=r"did you mean handbook\.txt"):
        Summariser(catalog).summarise("handbok.txt", LOCAL)


def test_a_document_of_somebody_else_is_not_there(tmp_path: Path) -> None:
    catalog = store(tmp_path, HANDBOOK, owner="ada")

    with pytest.raises(QuestionError, match="no document 'handbook'"):
        Summariser(catalog).summarise("handbook", LOCAL)


def test_the_document_says_itself_what_it_is_about(tmp_path: Path) -> None:
    facts = [((), f"Employee number {at} of the station takes leave in June.") for at in range(5)]
    about = "This policy tells how leave is taken at the station."
    catalog = store(tmp_path, [((), about), *facts])

    (sentence,) = Summariser(catalog).summarise("handbook", LOCAL, 1).sentences

    assert sentence.text == about


def test_what_only_leans_on_the_sentence_before_is_not_told(catalog: Catalog) -> None:
    summary = Summariser(catalog).summarise("handbook", LOCAL, 50)

    assert "They are free." not in [each.text for each in summary.sentences]
