from __future__ import annotations

import os
import signal
import threading
import time
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


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid: int) -> bool:
    """Whether a process ends within five seconds."""
    for _ in range(100):
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_what_a_reader_has_started_dies_with_it(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="did nothing"):
        sandbox.open(tmp_path / "x", "breed", tmp_path / "pid")
    assert gone(int((tmp_path / "pid").read_text()))


def test_close_ends_the_jobs_under_way(tmp_path: Path) -> None:
    sandbox = Sandbox(Limits(wall_s=60), server=HOSTILE)
    errors: list[ReadError] = []

    def ask() -> None:
        try:
            sandbox.open(tmp_path / "x", "breed", tmp_path / "pid")
        except ReadError as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.05)
    sandbox.close()
    thread.join(10)
    assert not thread.is_alive()
    assert errors
    assert gone(int((tmp_path / "pid").read_text()))


def test_readers_die_with_the_process_that_asked(tmp_path: Path) -> None:
    asking = os.fork()
    if asking == 0:
        sandbox = Sandbox(Limits(wall_s=60), server=HOSTILE)
        sandbox.open(tmp_path / "x", "breed", tmp_path / "pid")
        os._exit(1)
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.05)
    os.kill(asking, signal.SIGKILL)
    os.waitpid(asking, 0)
    assert gone(int((tmp_path / "pid").read_text()))


def test_server_that_died_is_started_again(tmp_path: Path) -> None:
    with Sandbox(LIMITS, server=HOSTILE) as sandbox:
        sandbox.open(tmp_path / "x", "good", tmp_path / "in")
        assert sandbox._process is not None
        sandbox._process.kill()
        sandbox._process.wait()
        assert sandbox.open(tmp_path / "x", "good", tmp_path / "in").extract is not None


def test_server_that_cannot_start_is_told(tmp_path: Path) -> None:
    sandbox = Sandbox(server="tests.ingest.sandbox.nowhere")
    with pytest.raises(ReadError, match="does not start"):
        sandbox.open(tmp_path / "x", "good", tmp_path / "in")
    sandbox.close()


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
