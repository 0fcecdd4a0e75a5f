"""The runs on the Evaluation page: a figure from run to run, and trainings by step."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from app.evaluation.report import Report
from app.evaluation.saving import save
from app.tracking import Runs, evaluations
from tests.app.ui.evaluations import RIGHT, ROWS, WRONG, versions
from tests.app.ui.fake_records import NOON
from tests.app.ui.fakes import FakeFootnote

HOSTILE = "<img src=http://e.example> [x](javascript:y) :red[x] ![i](http://e) :smile:"
SHOW = """
from pathlib import Path
from app.ui.evaluations import runs
runs.show(Path({!r}))
"""


def evaluated(home: Path, day: int, *rows: object) -> None:
    report = Report(versions(day), rows or ROWS)  # type: ignore[arg-type]  # rows of the fixtures
    tracker = Runs(home, lambda: NOON + timedelta(days=day))
    evaluations.log(tracker, report, save(report, home))


def section(home: Path) -> AppTest:
    return AppTest.from_string(SHOW.format(str(home)), default_timeout=30).run()


def plots(page: AppTest) -> list[str]:
    """What the plots say to screen readers."""
    return [each.proto.alt for each in page.get("vega_lite_chart")]


def test_one_run_makes_no_plot(tmp_path: Path) -> None:
    evaluated(tmp_path, 0)

    page = section(tmp_path)

    assert not page.exception
    assert not page.subheader
    assert plots(page) == []


def test_a_figure_is_shown_from_run_to_run(tmp_path: Path) -> None:
    evaluated(tmp_path, 0, WRONG)
    evaluated(tmp_path, 1, RIGHT)

    page = section(tmp_path)

    assert not page.exception
    assert page.subheader[0].value == "From run to run"
    (told,) = plots(page)
    assert [words in told for words in ("0.0\u202f%", "100.0\u202f%")] == [True, True]
    assert told.index("0.0\u202f%") < told.index("100.0\u202f%"), "the oldest first"


def test_another_figure_is_chosen(tmp_path: Path) -> None:
    evaluated(tmp_path, 0)
    evaluated(tmp_path, 1)
    page = section(tmp_path)

    page.selectbox(key="runs-figure-mine.jsonl").set_value("answer: asked").run()

    assert not page.exception
    (told,) = plots(page)
    assert "2.0\u202fs" in told


def test_a_training_is_shown_by_step_and_its_name_is_inert(tmp_path: Path) -> None:
    run = Runs(tmp_path).start("training", HOSTILE, {"part": HOSTILE}, {})
    for step, loss in ((1, 0.9), (2, 0.25)):
        run.log({"loss": loss}, step)
    run.log({"recall": 0.5})
    run.end("failed")

    page = section(tmp_path)

    assert not page.exception
    assert page.subheader[0].value == "Trainings"
    assert plots(page) == ["loss: 0.9 at first, 0.25 at last"]
    assert "failed" in page.markdown[0].value
    assert "\\<img src\\=" in page.markdown[0].value
    assert page.dataframe[0].value.to_dict("records") == [{"Figure": "recall", "Value": "0.5"}]


def test_the_section_stands_on_the_evaluation_page(screen: AppTest, footnote: FakeFootnote) -> None:
    for day in range(2):
        evaluated(footnote.settings.home, day)

    page = screen.run().switch_page("evaluation.py").run()

    assert not page.exception
    assert "From run to run" in [each.value for each in page.subheader]
