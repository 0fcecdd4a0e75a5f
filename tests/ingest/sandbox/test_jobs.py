from __future__ import annotations

import pytest

from indexes.errors import ReadError
from indexes.types import Chunk, LineBox, Unread
from ingest.extract import Extract, ExtractedPage, Opened
from ingest.sandbox.jobs import Ration, RationedDesk, bounded
from ingest.sandbox.limits import Limits


def paged(*texts: str) -> Opened:
    """A document of these pages, each of which is one chunk and one line."""
    pages, chunks, start = [], [], 0
    for number, text in enumerate(texts, 1):
        end = start + len(text)
        pages.append(ExtractedPage(text, 9, 9, (LineBox(start, end, 0, 0, 1, 1),)))
        chunks.append(Chunk(0, "", start, end, number, (), text, text))
        start = end
    return Opened(Extract("", "application/pdf", tuple(pages), tuple(chunks)))


def test_pages_that_fit_are_kept_and_the_others_told() -> None:
    extract = bounded(paged("a" * 60, "b" * 40, "c", "d"), "a.pdf", 100).extract
    assert extract is not None
    assert [page.text for page in extract.pages] == ["a" * 60, "b" * 40, "", ""]
    assert [chunk.page for chunk in extract.chunks] == [1, 2]
    assert [page.lines for page in extract.pages[2:]] == [(), ()]
    assert [unread.page for unread in extract.unread] == [3, 4]
    assert "million characters" in extract.unread[0].reason


def test_document_whose_first_page_is_too_long_is_refused() -> None:
    with pytest.raises(
        ReadError, match=r"^a\.txt holds more than 20 million characters .*split it"
    ):
        bounded(paged("a" * 20_000_001), "a.txt", 20_000_000)


def test_document_within_its_length_is_left_alone() -> None:
    opened = paged("a", "b")
    assert bounded(opened, "a.pdf", 2) is opened


def test_no_page_is_begun_when_the_time_is_used_up() -> None:
    ration = Ration(Limits(cpu_s=0, cpu_s_per_page=0))
    desk = RationedDesk(ration.begin, {3: "Broken."}, ration=ration)
    assert desk.unread(1) is None
    desk.begin(1, 4)
    late = desk.unread(2)
    assert late is not None
    assert late.reason.startswith("Not reached: the pages before it took more than 0 s")
    assert desk.unread(3) == Unread(3, "Broken.")


def test_pages_are_begun_while_there_is_time() -> None:
    ration = Ration(Limits(cpu_s=1000))
    desk = RationedDesk(ration.begin, ration=ration)
    desk.begin(1, 4)
    assert desk.unread(2) is None
