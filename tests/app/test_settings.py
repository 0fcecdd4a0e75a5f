from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from app import settings as settings_module
from app.settings import (
    PROJECT_ROOT,
    Settings,
    changed,
    load,
    markdown_table,
    overlaid,
    settings_file,
    table,
    variables,
)
from indexes.errors import SettingsError


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of its own, so that a developer's footnote.toml changes no test."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.setattr(settings_module, "PROJECT_ROOT", folder)
    return folder


def home_with(folder: Path, toml: str) -> dict[str, str]:
    (folder / "footnote.toml").write_text(toml, encoding="utf-8")
    return {"FOOTNOTE_HOME": str(folder)}


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        load(environ)
    return str(caught.value)


def test_nothing_set_gives_the_defaults() -> None:
    assert load({"PATH": "/bin"}) == Settings()
    assert Settings().home == PROJECT_ROOT / "data" / "runtime"


def test_variable_wins_over_file_and_file_over_default(tmp_path: Path) -> None:
    environ = home_with(tmp_path, "hits = 7\nport = 9000\n")
    settings = load({**environ, "FOOTNOTE_PORT": "9100"})
    assert (settings.hits, settings.port, settings.seed) == (7, 9100, 0)
    assert settings.home == tmp_path


def test_file_of_the_project_is_read_without_home(project: Path) -> None:
    (project / "footnote.toml").write_text('home = "state"\n', encoding="utf-8")
    assert load({}).home == project / "state"
    assert settings_file({}) == project / "footnote.toml"


def test_file_of_the_project_is_not_read_when_home_is_set(project: Path, tmp_path: Path) -> None:
    (project / "footnote.toml").write_text("hits = 9\n", encoding="utf-8")
    assert load({"FOOTNOTE_HOME": str(tmp_path)}).hits == Settings().hits


def test_every_kind_of_value_is_read_from_variables() -> None:
    settings = load(
        {
            "FOOTNOTE_TEMPERATURE": "0.5",
            "FOOTNOTE_GPU_LAYERS": "-1",
            "FOOTNOTE_EMBEDDING_PRECISION": "BFLOAT16",
            "FOOTNOTE_LOG_LEVEL": "debug",
            "FOOTNOTE_OWNER": "ada",
        }
    )
    assert settings.temperature == 0.5
    assert settings.gpu_layers == -1
    assert settings.embedding_precision == "bfloat16"
    assert settings.log_level == "DEBUG"
    assert settings.owner == "ada"


def test_whole_number_serves_where_a_decimal_is_wanted(tmp_path: Path) -> None:
    settings = load(home_with(tmp_path, "temperature = 1\n"))
    assert (settings.temperature, type(settings.temperature)) == (1.0, float)


def test_relative_paths_start_at_the_file_or_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    environ = home_with(tmp_path, 'model = "models/a.gguf"\n')
    settings = load({**environ, "FOOTNOTE_LORA": "b.gguf"})
    assert settings.model == str(tmp_path / "models" / "a.gguf")
    assert settings.lora == str(elsewhere / "b.gguf")


def test_home_of_the_user_is_expanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load({"FOOTNOTE_MODEL": "~/a.gguf"}).model == str(tmp_path / "a.gguf")


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("smollm2-135m", ""),
        (" qwen2.5-0.5b ", "qwen2.5-0.5b"),
        ("ollama:hf.co/a/b.gguf", "ollama:hf.co/a/b.gguf"),
        ("opnai:gpt-4o", "opnai:gpt-4o"),  # refused when it is looked for, with the nearest name
        ("/m/a:b.gguf", "/m/a:b.gguf"),
    ],
)
def test_model_may_be_a_name_or_a_provider_s(text: str, model: str) -> None:
    assert load({"FOOTNOTE_MODEL": text}).model == model


def test_a_file_goes_before_a_name(tmp_path: Path) -> None:
    (tmp_path / "qwen2.5-0.5b").write_bytes(b"GGUF")
    here = load(home_with(tmp_path, 'model = "qwen2.5-0.5b"\n'))
    assert here.model == str(tmp_path / "qwen2.5-0.5b")


def test_embedding_model_is_a_folder_if_there_is_one_else_a_name(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    here = load(home_with(tmp_path, 'embedding_model = "mine"\n'))
    public = load({"FOOTNOTE_EMBEDDING_MODEL": "intfloat/e5-small-v2"})
    assert here.embedding_model == str(tmp_path / "mine")
    assert public.embedding_model == "intfloat/e5-small-v2"


def test_empty_variable_counts_as_unset_unless_empty_is_a_choice(tmp_path: Path) -> None:
    environ = home_with(tmp_path, 'model = "/a.gguf"\nport = 9000\n')
    settings = load({**environ, "FOOTNOTE_PORT": "", "FOOTNOTE_MODEL": ""})
    assert (settings.port, settings.model) == (9000, "")


def test_unknown_key_in_the_file_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    message = refusal(home_with(tmp_path, "context_token = 2048\n"))
    assert "'context_token'" in message
    assert "context_tokens" in message.replace("'context_token'", "")
    assert str(tmp_path / "footnote.toml") in message


def test_unknown_variable_is_refused_with_the_nearest_name() -> None:
    assert "FOOTNOTE_MODEL." in refusal({"FOOTNOTE_MODLE": "/a.gguf"})


def test_unknown_name_like_nothing_is_still_refused() -> None:
    assert "no setting" in refusal({"FOOTNOTE_": "1"})


def test_lower_case_variable_is_refused_with_its_upper_case_name() -> None:
    assert "FOOTNOTE_PORT." in refusal({"FOOTNOTE_port": "1"})


def test_variables_of_the_tests_are_let_through() -> None:
    assert load({"FOOTNOTE_CHROMIUM": "/usr/bin/chromium"}) == Settings()


@pytest.mark.parametrize(
    ("toml", "allowed"),
    [
        ('port = "8501"', "a whole number from 1 to 65535"),
        ("port = 0", "a whole number from 1 to 65535"),
        ("port = true", "a whole number from 1 to 65535"),
        ("context_tokens = 4096.0", "a whole number from 512 to 131072"),
        ("temperature = nan", "a number from 0 to 2"),
        ("temperature = 2.1", "a number from 0 to 2"),
        ("temperature = false", "a number from 0 to 2"),
        ("model = 3", "a name of `footnote models list`, a path, `provider:model` or empty"),
        ("embedding_model = []", "a path, a name or empty"),
        ('home = ""', "the path of a folder"),
        ('collection = " "', "text that is not blank"),
        ("owner = 1", "text that is not blank"),
        ('embedding_precision = "int8"', "one of auto, float32, bfloat16"),
        ("log_level = 10", "one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
        ("[port]\na = 1", "a whole number from 1 to 65535"),
    ],
)
def test_unfit_value_is_refused_with_place_and_remedy(
    tmp_path: Path, toml: str, allowed: str
) -> None:
    message = refusal(home_with(tmp_path, toml))
    assert toml.split(" ")[0].strip("[]").split("\n")[0].rstrip("]") in message
    assert str(tmp_path / "footnote.toml") in message
    assert message.endswith(f"it must be {allowed}.")


def test_unfit_variable_is_refused_by_its_name_and_value() -> None:
    message = refusal({"FOOTNOTE_THREADS": "four"})
    assert "FOOTNOTE_THREADS" in message
    assert "'four'" in message
    assert "a whole number from 0 to 1024" in message


def test_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert "the path of a folder" in refusal({"FOOTNOTE_HOME": str(file)})


def test_answer_as_long_as_the_context_is_refused() -> None:
    message = refusal({"FOOTNOTE_CONTEXT_TOKENS": "512", "FOOTNOTE_ANSWER_TOKENS": "512"})
    assert "answer_tokens is 512" in message
    assert "context_tokens" in message


@pytest.mark.parametrize("content", [b"hits = ", b"\xff\xfe", b"hits = 1\nhits = 2"])
def test_broken_file_is_refused_by_its_path(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "footnote.toml").write_bytes(content)
    message = refusal({"FOOTNOTE_HOME": str(tmp_path)})
    assert str(tmp_path / "footnote.toml") in message
    assert "not valid TOML" in message


def test_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "footnote.toml").mkdir()
    assert "cannot be read" in refusal({"FOOTNOTE_HOME": str(tmp_path)})


def test_changed_value_is_checked_like_any_other() -> None:
    assert changed(Settings(), "port", 9000, "set by --port").port == 9000
    with pytest.raises(SettingsError, match="port set by --port is 70000"):
        changed(Settings(), "port", 70000, "set by --port")


def test_every_setting_is_documented_and_its_default_obeys_its_rule() -> None:
    for each, row in zip(fields(Settings), table(), strict=True):
        assert row.name == each.name
        assert row.doc.endswith(".")
        value = getattr(Settings(), each.name)
        assert changed(Settings(), each.name, value, "by default") == Settings()


def test_table_names_no_folder_of_this_machine() -> None:
    assert str(PROJECT_ROOT) not in markdown_table()
    assert str(Path.home()) not in markdown_table()


def test_readme_lists_exactly_the_settings() -> None:
    readme = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.search(r"<!-- settings -->\n(.*?)<!-- /settings -->", readme, re.DOTALL)
    assert listed is not None, "README.md needs <!-- settings --> and <!-- /settings -->"
    assert listed[1].strip() == markdown_table()


def test_active_lies_between_file_and_environment(tmp_path: Path) -> None:
    environ = home_with(tmp_path, "hits = 7\nport = 9000\nseed = 1\n")
    (tmp_path / "active.toml").write_text("hits = 5\nport = 9100\n", encoding="utf-8")
    settings = load({**environ, "FOOTNOTE_PORT": "9200"})
    assert (settings.hits, settings.port, settings.seed) == (5, 9200, 1)
    assert load(environ, active=False).hits == 7


def test_active_is_looked_for_in_the_home_that_the_file_names(
    project: Path, tmp_path: Path
) -> None:
    (project / "footnote.toml").write_text('home = "state"\n', encoding="utf-8")
    (project / "state").mkdir()
    (project / "state" / "active.toml").write_text("hits = 5\n", encoding="utf-8")
    assert load({}).hits == 5


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('home = "/elsewhere"\n', ["active.toml", "sets home"]),
        ("hits = 1000\n", ["active.toml", "hits", "from 1 to 100"]),
        ("hitz = 5\n", ["active.toml", "'hitz'", "hits"]),
        ("hits = \n", ["active.toml", "not valid TOML"]),
    ],
)
def test_error_in_active_names_the_file(tmp_path: Path, toml: str, words: list[str]) -> None:
    (tmp_path / "active.toml").write_text(toml, encoding="utf-8")
    said = refusal({"FOOTNOTE_HOME": str(tmp_path)})
    assert all(word in said for word in words), said


def test_relative_paths_in_active_start_from_home(tmp_path: Path) -> None:
    (tmp_path / "active.toml").write_text('lora = "adapters/a.gguf"\n', encoding="utf-8")
    assert load({"FOOTNOTE_HOME": str(tmp_path)}).lora == str(tmp_path / "adapters" / "a.gguf")


def test_overlay_is_checked_like_settings(tmp_path: Path) -> None:
    settings = load({"FOOTNOTE_HOME": str(tmp_path)})
    assert overlaid(settings, {"hits": 5, "seed": 2}, "of the arm").hits == 5
    for values, named in (
        ({"hits": "five"}, "hits of the arm is 'five'"),
        ({"hitz": 5}, "'hitz' of the arm is no setting; the nearest one is hits"),
        ({"home": "/elsewhere"}, "cannot be replaced"),
    ):
        with pytest.raises(SettingsError, match=named):
            overlaid(settings, values, "of the arm")


def test_variables_that_set_something_are_named() -> None:
    environ = {"FOOTNOTE_HITS": "5", "FOOTNOTE_PORT": "", "PATH": "/bin"}
    assert variables(environ) == {"hits": "FOOTNOTE_HITS"}
