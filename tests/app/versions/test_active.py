from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from app import settings as settings_module
from app.settings import load
from app.versions import Active, VersionError, beneath
from indexes.errors import ModelError, PromptError, SettingsError
from tests.app.versions.world import Clock


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(settings_module, "PROJECT_ROOT", tmp_path / "project")
    return {"FOOTNOTE_HOME": str(tmp_path)}


def active(environ: dict[str, str]) -> Active:
    home = Path(environ["FOOTNOTE_HOME"])
    return Active(home, home / "operations.sqlite3", Clock(), environ)


def test_nothing_is_in_force_at_first(environ: dict[str, str]) -> None:
    made = active(environ)
    assert dict(made.values()) == {}
    assert made.history() == []
    with pytest.raises(VersionError, match="nothing to go back to"):
        made.back()


def test_what_is_put_holds_for_the_next_process(environ: dict[str, str]) -> None:
    assert active(environ).put({"hits": 5, "temperature": 0.5}, "experiment short") == ()
    loaded = load(environ)
    assert (loaded.hits, loaded.temperature) == (5, 0.5)
    assert load(environ, active=False).hits == 8


def test_file_says_who_writes_it_and_why(environ: dict[str, str]) -> None:
    made = active(environ)
    made.put({"prompt": "brief@1"}, "experiment\nshort")
    text = made.file.read_text(encoding="utf-8")
    assert text.startswith("# What Footnote itself has put in force")
    assert "# Last: experiment short\n" in text
    assert tomllib.loads(text) == {"prompt": "brief@1"}
    assert [each.name for each in made.file.parent.glob(".active*")] == []


def test_text_of_any_kind_survives_the_file(environ: dict[str, str]) -> None:
    told = 'C:\\models\\"mine"\x7f\t\u00fc.gguf'
    made = active(environ)
    made.put({"reranker": told}, "try")
    assert made.values()["reranker"] == told


def test_put_leaves_what_is_in_force_beside_it(environ: dict[str, str]) -> None:
    made = active(environ)
    made.put({"hits": 5}, "one")
    made.put({"seed": 3}, "two")
    assert dict(made.values()) == {"hits": 5, "seed": 3}


def test_whole_put_takes_the_place_of_all(environ: dict[str, str]) -> None:
    made = active(environ)
    made.put({"hits": 5}, "one")
    made.put({"seed": 3}, "two", whole=True)
    assert dict(made.values()) == {"seed": 3}


def test_back_takes_changes_back_one_by_one(environ: dict[str, str]) -> None:
    made = active(environ)
    made.put({"hits": 5}, "one")
    made.put({"hits": 6}, "two")
    assert dict(made.back()) == {"hits": 5}
    made.put({"hits": 7}, "three")
    assert dict(made.back()) == {"hits": 5}
    assert dict(made.back()) == {}
    with pytest.raises(VersionError):
        made.back()


def test_history_names_times_values_and_reasons(environ: dict[str, str]) -> None:
    made = active(environ)
    made.put({"hits": 5}, "one")
    made.back()
    newest, oldest = made.history()
    assert (dict(oldest.before), dict(oldest.after), oldest.why) == ({}, {"hits": 5}, "one")
    assert oldest.undone
    assert (newest.undoes, newest.why) == (oldest.number, "back from: one")
    assert newest.at > oldest.at
    assert newest.at.utcoffset() is not None


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"hits": 0}, "hits"),
        ({"hitz": 3}, "nearest one is hits"),
        ({"home": "/elsewhere"}, "home"),
        ({"answer_tokens": 5000}, "context_tokens"),
    ],
)
def test_values_that_will_not_do_change_nothing(
    environ: dict[str, str], values: dict[str, str | int | float], named: str
) -> None:
    made = active(environ)
    with pytest.raises(SettingsError, match=named):
        made.put(values, "try")
    assert not made.file.exists()
    assert made.history() == []


def test_values_that_do_not_go_together_are_refused(environ: dict[str, str]) -> None:
    made = active(environ)
    made.put({"context_tokens": 1024}, "small")
    with pytest.raises(SettingsError, match="answer_tokens"):
        made.put({"answer_tokens": 2000}, "long")
    assert dict(made.values()) == {"context_tokens": 1024}


def test_variable_that_wins_is_told(environ: dict[str, str]) -> None:
    environ["FOOTNOTE_HITS"] = "3"
    (told,) = active(environ).put({"hits": 5, "seed": 1}, "try")
    assert "FOOTNOTE_HITS" in told
    assert "wins over hits" in told
    assert load(environ).hits == 3


def test_change_of_another_process_is_seen(environ: dict[str, str]) -> None:
    page, shell = active(environ), active(environ)
    assert dict(page.values()) == {}
    shell.put({"hits": 5}, "one")
    assert dict(page.values()) == {"hits": 5}
    shell.back()
    assert dict(page.values()) == {}


def test_settings_that_hold_are_those_beneath_with_what_is_in_force(
    environ: dict[str, str],
) -> None:
    made = active(environ)
    made.put({"hits": 5, "seed": 2}, "one")
    under = beneath(load(environ), environ)
    assert (under.hits, under.seed) == (8, 0)
    assert made.settings(under) == load(environ)
    made.back()
    assert made.settings(under) == under


def test_variable_wins_over_what_is_put_while_running(environ: dict[str, str]) -> None:
    environ["FOOTNOTE_HITS"] = "3"
    made, under = active(environ), load(environ)
    made.put({"hits": 5, "seed": 2}, "one")
    held = made.settings(under)
    assert (held.hits, held.seed) == (3, 2)


def test_beneath_keeps_what_was_changed_since_loading(environ: dict[str, str]) -> None:
    active(environ).put({"hits": 5}, "one")
    loaded = settings_module.changed(load(environ), "port", 9000, "set by --port")
    under = beneath(loaded, environ)
    assert (under.hits, under.port) == (8, 9000)


def test_file_that_cannot_be_written_leaves_history_alone(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = active(environ)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SettingsError, match="No space left"):
        made.put({"hits": 5}, "one")
    assert made.history() == []
    assert dict(made.values()) == {}
    assert [each.name for each in made.file.parent.glob(".active*")] == []


def test_what_is_not_here_is_not_put_in_force(environ: dict[str, str]) -> None:
    made = active(environ)
    with pytest.raises(ModelError, match="setting model"):
        made.put({"model": "gone.gguf"}, "arm big of the experiment e is rolled out")
    with pytest.raises(ModelError, match="setting lora"):
        made.put({"lora": "adapters/gone.gguf"}, "adapter gone")
    with pytest.raises(PromptError, match="nonsense@1"):
        made.require({"prompt": "nonsense@1"})
    assert (dict(made.values()), made.history()) == ({}, [])
