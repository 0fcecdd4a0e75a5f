"""From a mined folder to an adapter that Footnote loads, by the commands themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from langchain_core.messages import HumanMessage

from app.generators import LlamaCppChat
from tests.training.commands import helped, mined
from training.chat import examples, export, train


def test_help_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    for main in (examples.main, train.main, export.main):
        assert "usage: python -m training.chat." in helped(main, capsys)


def test_a_batch_that_cannot_be_shared_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="multiple of --processes"):
        train.train(tmp_path, tmp_path, train.Options(batch=3, processes=2))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mined from fifteen rows, of which the first text's are held out."""
    return mined(tmp_path_factory.mktemp("chat"))


@pytest.mark.model
def test_examples_are_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert {len(json.loads(line)["negatives"]) for line in lines} == {4}
    assert examples.main([str(folder), "--held-out", "-n", "3"]) == 0
    assert capsys.readouterr().out.count("\n> ") == 3


@pytest.mark.model
@pytest.mark.parametrize("processes", ["1", "2"])
def test_two_steps_make_an_adapter_that_footnote_loads(
    folder: Path, processes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("gguf", reason="needs training/requirements.txt")
    monkeypatch.setattr(train, "EXAMPLES", 4)
    out = folder / processes
    arguments = [str(folder), "--out", str(out), "--steps", "2", "--batch", "2", "--rank", "2"]
    assert train.main([*arguments, "--processes", processes]) == 0
    assert train.main([*arguments, "--start", str(out / "chat.pt")]) == 0
    learned = torch.load(out / "chat.pt", weights_only=True)
    assert len(learned) == 30 * 7 * 2
    assert any(each.any() for name, each in learned.items() if name.endswith(".b"))
    adapter = out / "answers.gguf"
    assert export.main([str(out / "chat.pt"), "--adapter", str(adapter)]) == 0
    chat = LlamaCppChat(lora=str(adapter), context_tokens=256, answer_tokens=4, threads=1)
    assert chat.invoke([HumanMessage("Who kept it?")]).content
