from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.evaluation.hellaswag import Task, evenly, load, run
from app.evaluation.measures import figures
from app.evaluation.report import Row
from app.evaluation.report_text import render
from indexes.errors import QuestionError
from tests.app.evaluation.fakes import NOON

FIRST = ["A man sits on a roof. He", "3", "skis.", "sings.", "sleeps.", "pulls up shingles."]
SECOND = ["A dog", "0", "barks.", "reads.", "drives.", "votes."]


class ByLength:
    """Likes short endings."""

    label = "by-length"

    def score(self, context: str, endings: Sequence[str]) -> tuple[float, ...]:
        return tuple(-float(len(ending)) for ending in endings)


def written(folder: Path, lines: Sequence[str], name: str = "tasks.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def fault(path: Path) -> str:
    with pytest.raises(QuestionError) as raised:
        load(path)
    return str(raised.value)


def test_tasks_are_read_with_their_lines(tmp_path: Path) -> None:
    tasks = load(written(tmp_path, [*FIRST, *SECOND]))
    assert tasks == (
        Task(1, FIRST[0], tuple(FIRST[2:]), 3),
        Task(7, SECOND[0], tuple(SECOND[2:]), 0),
    )


def test_gzip_and_windows_line_ends_are_read_alike(tmp_path: Path) -> None:
    packed = tmp_path / "tasks.txt.gz"
    packed.write_bytes(gzip.compress("\r\n".join([*FIRST, ""]).encode()))
    assert load(packed) == load(written(tmp_path, FIRST))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([*FIRST, "A dog", "4", *SECOND[2:]], "line 8: '4' is not the number of an ending"),
        ([*FIRST, *SECOND[:4]], "line 7: the last task has 4 of its 6 lines"),
        ([*FIRST, "", *SECOND], "line 7: blank within a task"),
        ([*FIRST[1:], *SECOND], "line 2: 'skis.' is not the number of an ending"),
        ([], "holds no task"),
    ],
)
def test_a_fault_names_file_line_and_remedy(
    tmp_path: Path, lines: Sequence[str], said: str
) -> None:
    message = fault(written(tmp_path, lines))
    assert message.startswith("tasks.txt")
    assert said in message
    assert "; " in message


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    assert "nowhere.txt cannot be read" in fault(tmp_path / "nowhere.txt")
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(b"x" * 1000)[:20])
    assert "cut.gz is a damaged gzip file" in fault(cut)
    latin = tmp_path / "latin.txt"
    latin.write_bytes(b"caf\xe9")
    assert "latin.txt is not UTF-8 at byte 3" in fault(latin)


def test_the_likeliest_ending_is_chosen_and_counted(tmp_path: Path) -> None:
    steps: list[tuple[int, Row]] = []
    tasks = load(written(tmp_path, [*FIRST, *SECOND]))
    report = run(tasks, ByLength(), "tasks.txt", NOON, lambda *step: steps.append(step))
    assert [(r.chosen.right, r.chosen.chosen) for r in report.rows if r.chosen] == [(3, 0), (0, 0)]
    (figure,) = figures(report.rows)
    assert (figure.name, figure.interval.mean, figure.interval.n) == ("HellaSwag acc_norm", 0.5, 2)
    assert [done for done, _ in steps] == [1, 2]
    assert report.rows[1].id == "line 7"
    assert report.versions.model == "by-length"


def test_of_equal_endings_the_first_is_chosen() -> None:
    task = Task(1, "A", ("bb", "cc", "dd", "ee"), 0)
    report = run((task,), ByLength(), "tasks.txt", NOON, lambda *step: None)
    assert report.rows[0].chosen is not None
    assert report.rows[0].chosen.chosen == 0


def test_the_text_tells_tasks_model_and_share(tmp_path: Path) -> None:
    tasks = load(written(tmp_path, [*FIRST, *SECOND]))
    text = render(run(tasks, ByLength(), "tasks.txt", NOON, lambda *step: None))
    assert text.startswith("2 tasks, tasks.txt, 2026-01-02 12:00 UTC\nmodel by-length\n\n")
    assert "HellaSwag acc_norm" in text
    assert "abstention" not in text


def test_a_part_is_taken_evenly_and_always_the_same() -> None:
    tasks = tuple(Task(line, "A", ("b", "c", "d", "e"), 0) for line in range(10))
    assert [task.line for task in evenly(tasks, 2)] == [2, 7]
    assert evenly(tasks, 99) == tasks
