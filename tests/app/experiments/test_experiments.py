from __future__ import annotations

from pathlib import Path

import pytest

from app import observed
from app.experiments import Arm, ExperimentError
from app.experiments.units import COMMAND
from app.settings import Settings
from indexes.errors import ModelError, SettingsError
from tests.app.experiments.installation import ARMS, CONTROL, GONE, MONDAY, SHORT, Installation


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def test_without_an_experiment_no_question_meets_an_arm(place: Installation) -> None:
    assert place.meets("ann") is None
    assert place.experiments.all() == []


def test_user_keeps_the_arm_for_the_day_whoever_opens_the_library(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    first = {user: place.meets(user) for user in map(str, range(30))}
    assert {each.arm for each in first.values() if each} == {"control", "short"}
    place.later(hours=10)
    place.experiments = place.opened()
    assert {user: place.meets(user) for user in first} == first


def test_arm_carries_its_settings(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    met = [place.meets(str(user)) for user in range(20)]
    told = {(each.arm, each.experiment): dict(each.settings) for each in met if each}
    assert told == {("control", "e"): {}, ("short", "e"): dict(SHORT.settings)}


def test_visit_keeps_the_arm_until_half_an_hour_has_passed(place: Installation) -> None:
    place.experiments.start("e", ARMS, "session")
    for _ in range(40):
        place.ask("ann", session="tab")
        place.later(minutes=29)
    assert units(place) == 1
    place.later(minutes=31)
    place.ask("ann", session="tab")
    assert units(place) == 2


def test_names_of_users_are_not_kept(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    place.ask("ann-the-accountant")
    kept = b"".join(each.read_bytes() for each in place.home.glob("operations.sqlite3*"))
    assert b"accountant" not in kept


def test_unit_counts_when_its_day_is_over_and_never_changes(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    row = place.ask("ann", 1, 2)
    assert counted(place) == []
    place.later(days=1)
    assert counted(place) == [0.5]
    place.thumb(row, True)  # too late
    place.experiments = place.opened()
    assert counted(place) == [0.5]


def test_thumb_of_the_same_day_counts_and_the_last_one_wins(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    row = place.ask("ann", 1, 2)
    place.thumb(row, False)
    place.later(hours=1)
    place.thumb(row, True)
    place.later(days=1)
    assert counted(place) == [1.0]


def test_unit_is_the_mean_of_its_answers_and_counts_once(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    place.ask("ann", 1, 1)
    place.ask("ann", 0, 1)
    place.ask("ann", outcome="abstained")
    place.later(days=1)
    assert counted(place) == [pytest.approx(1.4 / 3)]


def test_unit_without_an_answer_that_counts_is_left_out(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    place.ask("ann", outcome="refused")
    place.meets("bob")
    place.later(days=1)
    assert counted(place) == []


def test_command_line_counts_in_an_experiment_of_visits(place: Installation) -> None:
    assert COMMAND == observed.COMMAND
    place.experiments.start("e", ARMS, "session")
    place.ask("ann", 1, 2)
    place.later(hours=1)
    assert counted(place) == [0.5]


def test_question_that_names_what_an_arm_sets_meets_none(place: Installation) -> None:
    place.experiments.start("e", [CONTROL, Arm("few", {"hits": 3})])
    assert place.meets("ann", hits=5) is None
    assert place.meets("ann", model="other") is not None
    place.experiments.stop("e")
    place.experiments.start("f", [CONTROL, Arm("big", {"model": "qwen2.5-0.5b"})])
    assert place.meets("ann", model="other") is None
    assert place.meets("ann", larger=True) is None
    assert place.meets("ann", hits=5) is not None


def test_better_arm_wins_takes_the_traffic_and_ends_the_experiment(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    place.days(60, 12)
    report = place.experiments.report("e")
    assert (report.experiment.state, report.experiment.winner) == ("won", "short")
    assert report.arms[1].share > 0.7
    assert report.arms[1].low > report.arms[0].high
    assert place.meets("ann") is None


def test_arms_that_do_alike_do_not_win(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    place.days(40, 12, better=0.65, worse=0.65)
    report = place.experiments.report("e")
    assert report.experiment.state == "running"
    assert report.verdict.startswith(
        "No winner yet: after 480 counted users' days, the mean reward"
    )


def test_questions_have_units_counted_once_a_minute_at_most(place: Installation) -> None:
    place.experiments.start("e", ARMS, "session")
    place.meets("ann", "s0")
    place.later(minutes=45)
    for at in range(1, 6):
        place.meets("ann", f"s{at}")
    assert place.read == 1
    place.later(minutes=45)
    place.meets("ann", "s6")
    place.meets("ann", "s7")
    assert place.read == 2


def test_one_experiment_runs_at_a_time(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    with pytest.raises(ExperimentError, match=r"'e' is running, and one runs at a time.*stop e"):
        place.opened().start("f", ARMS)
    place.experiments.stop("e")
    place.experiments.start("f", ARMS)


def test_names_are_used_once(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    place.experiments.stop("e")
    with pytest.raises(ExperimentError, match="an experiment 'e' before; take another name"):
        place.experiments.start("e", ARMS)
    with pytest.raises(ExperimentError, match="experiment's name 'a b' cannot be used"):
        place.experiments.start("a b", ARMS)


def test_experiment_needs_traces(tmp_path: Path) -> None:
    place = Installation(tmp_path, settings=Settings(traces="off"))
    with pytest.raises(
        ExperimentError, match="measured by traces, and the setting traces is 'off'"
    ):
        place.experiments.start("e", ARMS)


def test_unfit_arms_are_refused_before_anything_is_kept(place: Installation) -> None:
    with pytest.raises(SettingsError, match="hits"):
        place.experiments.start("e", [CONTROL, Arm("wide", {"hits": 900})])
    assert place.experiments.all() == []


def test_stopped_experiment_takes_and_counts_no_more_units(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    place.ask("ann")
    place.experiments.stop("e")
    assert place.ask("bob") is None
    place.later(days=2)
    assert counted(place) == []
    with pytest.raises(ExperimentError, match="'e' is stopped; it does not run"):
        place.experiments.stop("e")
    with pytest.raises(ExperimentError, match="no experiment 'x'; there are: e"):
        place.experiments.stop("x")


def test_winner_is_rolled_out_and_back_in_one_action_each(place: Installation) -> None:
    place.in_force.held = {"seed": 3}
    place.experiments.start("e", ARMS)
    place.days(60, 12)
    place.experiments.roll_out("e")
    assert place.in_force.held == {"seed": 3, **SHORT.settings}
    assert place.in_force.why == ["arm short of the experiment e is rolled out"]
    assert place.experiments.report("e").verdict.startswith("short is rolled out")
    with pytest.raises(ExperimentError, match="rolled out already"):
        place.experiments.roll_out("e")
    assert place.experiments.roll_back("e").state == "won"
    assert place.in_force.held == {"seed": 3}
    with pytest.raises(ExperimentError, match="'e' is won; nothing of it is rolled out"):
        place.experiments.roll_back("e")


def test_arm_can_be_rolled_out_without_a_winner_when_it_is_named(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    with pytest.raises(ExperimentError, match=r"has no winner; name the arm.*--arm short"):
        place.experiments.roll_out("e")
    with pytest.raises(ExperimentError, match="no arm 'x'; it has: control, short"):
        place.experiments.roll_out("e", "x")
    with pytest.raises(ExperimentError, match="'control' of 'e' leaves all as set"):
        place.experiments.roll_out("e", "control")
    place.in_force.warns = ("FOOTNOTE_HITS wins.",)
    assert place.experiments.roll_out("e", "short") == ("FOOTNOTE_HITS wins.",)
    assert place.meets("ann") is None
    assert place.experiments.roll_back("e").state == "stopped"


def test_what_was_changed_after_rolling_out_is_not_undone_by_rolling_back(
    place: Installation,
) -> None:
    place.experiments.start("e", ARMS)
    place.experiments.roll_out("e", "short")
    place.in_force.put({"hits": 9}, "by hand")
    with pytest.raises(ExperimentError, match="was changed after 'short' of 'e' was rolled out"):
        place.experiments.roll_back("e")
    assert place.in_force.held["hits"] == 9


def test_experiments_are_listed_newest_first(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    place.experiments.stop("e")
    place.later(hours=1)
    place.experiments.start("f", ARMS, "session")
    first, second = place.experiments.all()
    assert (first.name, first.unit, first.state) == ("f", "session", "running")
    assert (second.arms, second.started_at) == (ARMS, MONDAY)


def counted(place: Installation) -> list[float]:
    """Rewards counted so far, as a mean of each arm that has one."""
    return [each.mean for each in place.experiments.report("e").arms if each.mean is not None]


def units(place: Installation) -> int:
    return sum(each.units for each in place.experiments.report("e").arms)


def test_arm_that_versions_back_took_out_of_force_is_no_longer_rolled_out(
    place: Installation,
) -> None:
    place.experiments.start("e", ARMS)
    place.experiments.roll_out("e", "short")
    place.in_force.back()
    assert place.experiments.report("e").verdict.startswith("Stopped without a winner")
    assert [each.state for each in place.experiments.all()] == ["stopped"]
    with pytest.raises(ExperimentError, match="'e' is stopped; nothing of it is rolled out"):
        place.experiments.roll_back("e")
    place.experiments.roll_out("e", "short")
    assert place.in_force.held == dict(SHORT.settings)
    assert place.experiments.roll_back("e").state == "stopped"


def test_arm_whose_model_is_not_here_cannot_start(place: Installation) -> None:
    with pytest.raises(ModelError, match="no model"):
        place.experiments.start("e", (CONTROL, Arm("big", {"model": GONE})))
    assert place.experiments.all() == []
