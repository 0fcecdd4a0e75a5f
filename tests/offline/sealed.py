"""Commands of Footnote that cannot leave the machine, and what they tried."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.offline.seal import UNAVAILABLE

ROOT = Path(__file__).parents[2]
START = "import sys; from app.cli.main import main; sys.exit(main())"
TIMEOUT_S = 170
QUIETING = (
    "HF_", "HUGGINGFACE", "TRANSFORMERS_", "LANGSMITH", "LANGCHAIN", "STREAMLIT", "FOOTNOTE",
    "DO_NOT_TRACK", "PYTHONPATH", "XDG_",
)  # fmt: skip
"""What a person's environment may have set to keep libraries quiet, or to make them talk."""

PROBING = "urllib3.util.connection"
PROBED = "family 10, type 1"
"""It makes an IPv6 socket when it is imported, and closes it: to know whether there are any."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to leave. callers: the Python modules on the stack; () as the kernel saw it."""

    call: str
    place: str
    pid: int
    callers: tuple[str, ...] = ()
    command: str = ""


@dataclass(slots=True)
class Sealed:
    """Runs commands that cannot leave the machine. folder: a fresh account's home."""

    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "attempts.jsonl"

    def command(self, mode: str, *words: str) -> list[str]:
        return [sys.executable, "-m", "tests.offline.seal", mode, str(self.log), *words]

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: text for name, text in os.environ.items() if not name.startswith(QUIETING)}
        return kept | {"HOME": str(self.folder), "FOOTNOTE_HOME": str(self.folder / "lib")} | more

    def run(self, mode: str, *words: str, **more: str) -> str:
        """Run a command to its end, which must be a good one; returns what it printed."""
        done = subprocess.run(
            self.command(mode, *words), cwd=ROOT, env=self.environment(**more), text=True,
            capture_output=True, timeout=TIMEOUT_S, check=False,
        )  # fmt: skip
        if done.returncode == UNAVAILABLE:
            pytest.skip(done.stderr.strip())
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def footnote(self, *words: str, **more: str) -> str:
        return self.run("client", sys.executable, "-c", START, *words, **more)

    def attempts(self) -> list[Attempt]:
        """All tries of its commands, but those of probes that are known and reach nothing."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        tried = [Attempt(**json.loads(line)) for line in lines]
        made = [each for each in tried if each.call == "socket.__new__"]
        tried = [each for each in tried if each not in made]
        for probe in made:
            seen = (each for each in tried if (each.pid, each.call) == (probe.pid, "socket"))
            known = PROBING in probe.callers[:2]
            if known and (found := next((s for s in seen if s.place == PROBED), None)):
                tried.remove(found)
        refused = {each.pid for each in tried if each.call == "socket"}
        return tried + [each for each in made if each.pid in refused]
