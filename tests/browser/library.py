"""The documents of the library that the tests of asking put questions to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.browser.server import ROOT

SAMPLES = ROOT / "data" / "samples"
MANUAL = SAMPLES / "diving-safety-manual.pdf"
RUNBOOK = SAMPLES / "it-support-runbook.md"
REGISTER = SAMPLES / "equipment-register.csv"
LEAVE = SAMPLES / "leave-policy-2025.docx"
STAFF = "Staff of the station"
"""The collection that LEAVE goes into; the others go where everything goes."""

INGEST_S = 300


def put_samples(home: Path) -> None:
    """Put the documents into the library of a server that runs, as a person does: by command."""
    ingest(home, MANUAL, RUNBOOK, REGISTER)
    ingest(home, LEAVE, collection=STAFF)


def ingest(home: Path, *files: Path, collection: str = "") -> None:
    """Run `footnote ingest` with its state in `home`; fails with what it says."""
    start = "import sys; from app.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", start, "ingest", *map(str, files)]
    command += ["--collection", collection] if collection else []
    environment = os.environ | {"FOOTNOTE_HOME": str(home)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=INGEST_S
    )
    assert done.returncode == 0, done.stdout + done.stderr
