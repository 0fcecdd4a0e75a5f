from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.extract import Extract
from ingest.sandbox import Limits, Sandbox

HOSTILE = "tests.ingest.sandbox.hostile"
LIMITS = Limits(cpu_s=1, cpu_s_per_page=0.5, wall_s=2, memory_mb=400, file_mb=1)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS, server=HOSTILE) as sandbox:
        yield sandbox


@pytest.fixture
def read(sandbox: Sandbox, tmp_path: Path) -> Callable[[str], Extract]:
    def read(name: str) -> Extract:
        extract = sandbox.open(tmp_path / "x", name, tmp_path / "inside").extract
        assert extract is not None
        return extract

    return read


def texts(extract: Extract) -> list[str]:
    return [page.text for page in extract.pages]


WHOLE = [f"Page {number}." for number in range(1, 7)]


def test_well_behaved_reader_gives_every_page(read: Callable[[str], Extract]) -> None:
    assert texts(read("good")) == WHOLE


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("hang", "did nothing for 2 s"),
        ("spin", "took more than 1 s of processor time"),
        ("eat", "needed more than 400 MB of memory"),
        ("crash", "crashed its reader (segmentation fault)"),
        ("die", "had its reader killed (signal 9)"),
        ("fail", "made its reader fail (RecursionError)"),
    ],
)
def test_reader_that_dies_fails_its_file_alone_and_the_reason_is_told(
    read: Callable[[str], Extract], deed: str, reason: str
) -> None:
    with pytest.raises(ReadError) as refused:
        read(deed)
    assert str(refused.value).startswith(f"{deed} {reason}")
    assert texts(read("good")) == WHOLE


@pytest.mark.parametrize("deed", ["hang", "spin", "eat", "crash", "die", "fail"])
def test_pages_beside_a_deadly_one_are_kept_and_the_reason_is_told(
    read: Callable[[str], Extract], deed: str
) -> None:
    extract = read(f"page-3-{deed}")
    assert texts(extract) == [*WHOLE[:2], "", *WHOLE[3:]]
    (unread,) = extract.unread
    assert unread.page == 3
    assert unread.reason.startswith("Reading this page ")


def test_after_three_deadly_pages_only_what_comes_before_the_fourth_is_kept(
    read: Callable[[str], Extract],
) -> None:
    extract = read("page-2,3,4,5-crash")
    assert texts(extract) == ["Page 1.", "", "", "", "", ""]
    assert [unread.page for unread in extract.unread] == [2, 3, 4, 5, 6]


def test_file_of_which_no_page_is_left_fails_with_the_reason(
    read: Callable[[str], Extract],
) -> None:
    with pytest.raises(ReadError, match="crashed its reader"):
        read("page-1,2,3,4-crash")


def test_reader_whose_memory_fills_page_by_page_keeps_the_first_ones(
    read: Callable[[str], Extract],
) -> None:
    extract = read("page-9-leak")
    kept = len([text for text in texts(extract) if text])
    assert 0 < kept < 6
    assert [unread.page for unread in extract.unread] == list(range(kept + 1, 7))
    assert "needed more than 400 MB of memory" in extract.unread[0].reason


def test_halves_of_characters_do_not_cost_the_file(read: Callable[[str], Extract]) -> None:
    extract = read("page-9-halves")
    assert extract.pages[-1].text == "a\ufffdb"
    assert extract.warnings[-1].startswith("Halves of characters")


def test_refusal_is_passed_on_as_it_is(read: Callable[[str], Extract]) -> None:
    with pytest.raises(ReadError, match=r"^x is damaged; save it again\.$"):
        read("refuse")


def test_what_a_reader_prints_goes_nowhere(
    read: Callable[[str], Extract], capfd: pytest.CaptureFixture[str]
) -> None:
    assert texts(read("page-2-flood")) == WHOLE
    assert capfd.readouterr() == ("", "")


def test_files_that_a_reader_writes_are_bounded(read: Callable[[str], Extract]) -> None:
    extract = read("page-4-fill")
    assert [unread.page for unread in extract.unread] == [4]


def test_result_of_another_shape_is_refused(read: Callable[[str], Extract]) -> None:
    with pytest.raises(ReadError, match="another shape"):
        read("page-9-lie")


def test_member_that_is_elsewhere_is_refused(read: Callable[[str], Extract]) -> None:
    with pytest.raises(ReadError, match="not where it should be"):
        read("page-9-smuggle")


def test_many_jobs_at_once_each_get_their_own_answer(sandbox: Sandbox, tmp_path: Path) -> None:
    names = ["good", "page-2-crash", "crash", "page-5-die"] * 6

    def ask(name: str) -> list[int] | str:
        try:
            extract = sandbox.open(tmp_path / "x", name, tmp_path / "in").extract
        except ReadError as error:
            return str(error)
        assert extract is not None
        return [unread.page for unread in extract.unread]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, names))
    expected = {"good": [], "page-2-crash": [2], "page-5-die": [5]}
    for name, answer in zip(names, answers, strict=True):
        if name == "crash":
            assert isinstance(answer, str)
        else:
            assert answer == expected[name]
