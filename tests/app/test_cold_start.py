"""What the first answer may not cost: imports that nothing in it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from app.build import open_footnote

opened = open_footnote()
opened.embedder.query("Who?")
opened.models.reranker().scores("Who?", [["I."]])
opened.models.reader().read("Who?", [["I."]])
opened.models.entailment().logits([("I am.", "You are.")])
heavy = ("sentence_transformers", "transformers", "sklearn", "scipy", "pandas", "streamlit")
print(*(name for name in heavy if name in sys.modules))
"""


@pytest.mark.model
def test_packaged_models_need_none_of_the_libraries_that_open_any_model(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"FOOTNOTE_HOME": str(tmp_path)},
    )
    assert (run.returncode, run.stdout.split()) == (0, []), run.stderr
