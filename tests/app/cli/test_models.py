from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import app.layouts as layouts_package
from app import cpu
from app.cli import models as verb
from app.contract_models import ModelJson, ModelsJson
from app.layouts import Prepared, Step, kept
from app.layouts.types import Faith, Speed, Trial
from app.models import ADAPTER, default_model_path
from app.models.records import model_path
from tests.app.cli.terminal import Terminal, terminal
from tests.app.models.stub_hub import FILE, REPOSITORY, Hub, gguf, serving

TEXT = f"{REPOSITORY}/{FILE}"
TRIALS = (
    Trial("as it is", 98_000_000, Speed(149.2, ((1, 40.0), (2, 42.1)))),
    Trial("Q8_0", 145_000_000, Speed(266.0, ((1, 124.4),)), Faith(0.987, 0.001, 400)),
    Trial("Q4_0", failure="not faithful"),
)


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    monkeypatch.setattr(verb, "machine_bytes", lambda: 8 * 10**9)
    return terminal(tmp_path, monkeypatch, capsys)


def here(home: Path, name: str) -> Path:
    path = model_path(home, name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gguf(5000))
    return path


def test_the_table_fits_and_says_what_each_model_needs(shell: Terminal) -> None:
    ran = shell.run("models", "list")
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert all(len(line) <= 100 for line in lines)
    assert "…" not in ran.out
    assert lines[1].split()[:7] == ["smollm2-135m", "98", "MB", "1.5", "GB", "apache-2.0", "in"]
    (large,) = [line for line in lines if line.startswith("qwen2.5-14b")]
    assert "9.0 GB  11.0 GB  apache-2.0  too large" in large
    assert "This machine has 8.0 GB" in ran.out


def test_json_gives_the_keys_of_the_contract(shell: Terminal, tmp_path: Path) -> None:
    here(tmp_path, "mine")
    told = json.loads(shell.run("models", "list", "--json").out)
    assert set(told) == set(ModelsJson.__annotations__)
    assert told["memory"] == 8 * 10**9
    assert all(set(each) == set(ModelJson.__annotations__) for each in told["models"])
    assert told["models"][-1]["name"] == "mine"
    assert told["models"][0]["path"] == str(default_model_path())


def test_a_model_is_pulled_used_and_removed(
    shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Hub(gguf(5000))) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        pulled = shell.run("models", "pull", TEXT)
    assert pulled.code == 0
    assert "pulled tiny-q4 (0 MB) and verified its checksum" in pulled.out
    assert "licence: apache-2.0" in pulled.out
    used = shell.run("models", "use", "tiny-q4")
    assert used.code == 0
    assert '  model = "tiny-q4"' in used.out
    assert "takes about 1.0 GB of memory with it; this machine has 8.0 GB" in used.err
    assert "adapter is made for the packaged model; it is not used" in used.err
    assert (tmp_path / "footnote.toml").read_text() == 'model = "tiny-q4"\n'
    held = shell.run("models", "remove", "tiny-q4")
    assert (held.code, held.err) == (
        1,
        "footnote: tiny-q4 is the model in use; choose another first, such as `footnote models "
        "use smollm2-135m`.\n",
    )
    assert shell.run("models", "use", "smollm2-135m").code == 0
    assert shell.run("models", "remove", "tiny-q4").out == "removed tiny-q4: 0 MB freed\n"
    assert list((tmp_path / "models").iterdir()) == []


def test_a_pull_that_is_stopped_says_that_it_goes_on(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verb, "pull", stopped)
    ran = shell.run("models", "pull", "qwen2.5-7b")
    assert ran.code == 130
    assert "What has come so far is kept; the same command goes on from there." in ran.err


def test_no_network_is_one_sentence(shell: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    ran = shell.run("models", "pull", "qwen2.5-0.5b")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "check the network, then run the same again" in ran.err


def test_a_variable_that_wins_is_told(
    shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here(tmp_path, "mine")
    monkeypatch.setenv("FOOTNOTE_MODEL", "smollm2-135m")
    assert "FOOTNOTE_MODEL is set and wins" in shell.run("models", "use", "mine").err


def test_a_remote_model_is_said_to_get_the_questions(shell: Terminal) -> None:
    ran = shell.run("models", "use", "ollama:qwen2.5")
    assert ran.err == "Questions and the evidence for them go to ollama from now on.\n"
    assert "ollama:qwen2.5" in shell.run("models", "list").out


def test_too_little_memory_is_a_warning(
    shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here(tmp_path, "qwen2.5-14b")
    ran = shell.run("models", "use", "qwen2.5-14b")
    assert ran.code == 0
    assert (
        "about 11.0 GB of memory with it; this machine has 8.0 GB, which is too little" in ran.err
    )


def test_help_of_every_word_has_an_example(shell: Terminal) -> None:
    for word in ("list", "pull", "use", "prepare", "remove"):
        assert f"examples:\n  footnote models {word}" in shell.run("models", word, "--help").out


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What app.layouts was asked to prepare; it answers at once."""
    asked: list[tuple[object, ...]] = []

    def prepare(
        model: Path, lora: Path | None, home: Path, threads: int, tell: Callable[[Step], None]
    ) -> Prepared:
        asked.append((model, lora, threads))
        tell(Step(1, 2, "measuring Q8_0"))
        return Prepared(home / "models" / "prepared" / "a.gguf", lora is not None, "Q8_0", 1)

    monkeypatch.setattr(layouts_package, "prepare", prepare)
    monkeypatch.setattr(kept, "trials", lambda *_: TRIALS)
    return asked


def test_preparing_takes_the_model_in_use_with_its_adapter(
    shell: Terminal, layouts: list[tuple[object, ...]]
) -> None:
    ran = shell.run("models", "prepare")
    assert layouts == [(default_model_path(), ADAPTER, cpu.read().cores)]
    assert "is ready, Q8_0, its adapter merged" in ran.out
    assert "with 1 thread." in ran.out
    assert [line.split() for line in ran.out.splitlines()[1:4]] == [
        ["as", "it", "is", "149", "42"],
        ["Q8_0", "266", "124", "98.7%"],
        ["Q4_0", "not", "faithful"],
    ]


def test_preparing_another_model_leaves_the_adapter_out(
    shell: Terminal,
    tmp_path: Path,
    layouts: list[tuple[object, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = here(tmp_path, "mine")
    monkeypatch.setenv("FOOTNOTE_THREADS", "3")
    assert shell.run("models", "prepare", "mine").code == 0
    assert layouts == [(path, None, 3)]


def test_a_remote_model_needs_no_preparing(
    shell: Terminal, layouts: list[tuple[object, ...]]
) -> None:
    assert "nothing to prepare" in shell.run("models", "prepare", "openai:gpt-4o").out
    assert layouts == []


def test_removing_takes_what_was_prepared_from_the_model(shell: Terminal, tmp_path: Path) -> None:
    path = here(tmp_path, "mine")
    folder = kept.folder(tmp_path)
    for name, source in (("a1", path), ("b2", tmp_path / "other.gguf")):
        (folder / name).mkdir(parents=True)
        told = {
            "format": 1,
            "file": "",
            "size": 0,
            "merged": False,
            "layout": "as it is",
            "decode_threads": 1,
            "source": str(source),
            "model": {"size": 1, "modified": 1, "ends": "", "whole": ""},
            "adapter": None,
            "machine": {"llama": "", "build": "", "cpu": "", "cores": 1},
            "trials": [],
        }
        (folder / name / kept.RECORD).write_text(json.dumps(told))
    assert shell.run("models", "remove", "mine").code == 0
    assert [place.name for place in folder.iterdir()] == ["b2"]
