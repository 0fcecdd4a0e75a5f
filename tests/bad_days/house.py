"""A small library with the real models, and the command line over it as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from app.build import Footnote
from app.generators import LlamaCppChat
from app.settings import Settings
from app.types import Answer, Question
from ingest.walk import gather

ROOT = Path(__file__).parents[2]
START = "import sys; from app.cli.main import main; sys.exit(main())"
PATIENCE_S = 120.0
QUESTION = "How many days of paid leave do staff receive?"
RIGHT = "25 days of paid leave"
HANDBOOK = """\
# Leave

Staff receive 25 days of paid leave in each calendar year. Days that are left at the end of the year
are lost after the last day of March.

# Parking

Visitors park behind the boiler house. A bicycle stand is next to the main gate.
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has run. said, errors: its two outputs."""

    status: int
    said: str
    errors: str


@dataclass(frozen=True, slots=True)
class House:
    """A library of one document in `home`."""

    home: Path

    def opened(self, **settings: str | int) -> Footnote:
        """Footnote over it in this process."""
        ours = {
            "home": self.home,
            "prepare": "off",
            "answer_cache": 0,
        }  # each question is asked anew
        return Footnote(Settings(**{**ours, **settings}))  # type: ignore[arg-type]  # each field has its own type

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """The command line with these words, running."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("FOOTNOTE_")}
        return subprocess.Popen(
            [sys.executable, "-c", START, *words], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=kept | {"FOOTNOTE_HOME": str(self.home), "FOOTNOTE_PREPARE": "off"} | environment,
        )  # fmt: skip

    def run(self, *words: str, typed: str = "", **environment: str) -> Ended:
        """The command line with these words, run to its end."""
        process = self.start(*words, **environment)
        said, errors = process.communicate(typed, PATIENCE_S)
        return Ended(process.returncode, said, errors)


def furnished(home: Path) -> House:
    """A new library."""
    folder = home.with_name("documents")
    folder.mkdir()
    (folder / "handbook.md").write_text(HANDBOOK, encoding="utf-8")
    house = House(home)
    report = house.opened().ingest(gather([folder]), "default")
    assert [each.status for each in report.outcomes] == ["added"]
    return house


def asked(footnote: Footnote, text: str = QUESTION) -> Answer:
    return footnote.journey.ask(Question(text, footnote.actor))


def local(footnote: Footnote) -> LlamaCppChat:
    """The chat model on this machine."""
    chat = footnote.voices.local.generator
    assert isinstance(chat, LlamaCppChat)
    return chat


def children(pid: int) -> list[int]:
    """Ids of the processes that a process has started."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = each.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue  # it has just ended
        if int(parent) == pid and state != "Z":
            found.append(int(each.parent.name))
    return found


def awaited_child(process: subprocess.Popen[str]) -> int:
    """The first process that it starts."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        if found := children(process.pid):
            return found[0]
        time.sleep(0.01)
    raise AssertionError("It has started no other process.")


def is_gone(pid: int) -> bool:
    """Whether a process ends by itself."""
    end = time.monotonic() + PATIENCE_S / 4
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False
