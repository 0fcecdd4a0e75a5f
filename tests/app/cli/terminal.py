"""Runs commands as a person types them, on a fake Footnote."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli.main import main
from app.settings import load
from indexes.types import Document
from tests.app.cli.fakes import FakeFootnote


@dataclass(frozen=True)
class Ran:
    """What a command left: exit status, standard output, standard error."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """Runs commands on one fake Footnote, whose home is the FOOTNOTE_HOME of this process."""

    footnote: FakeFootnote
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: str) -> Ran:
        code = main(words, self.footnote.open)
        return Ran(code, *self.capsys.readouterr())


def terminal(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *held: Document,
) -> Terminal:
    for name in [name for name in os.environ if name.startswith("FOOTNOTE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FOOTNOTE_HOME", str(home))
    return Terminal(FakeFootnote(load(), *held), capsys)
