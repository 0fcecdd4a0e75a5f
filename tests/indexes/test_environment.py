"""What must be set before native libraries are loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import os, sys

class Gate:
    def find_spec(self, name, path=None, target=None):
        if name in ("faiss", "torch", "llama_cpp"):
            print(name, os.environ.get("OMP_WAIT_POLICY"))
            sys.exit(0)

sys.meta_path.insert(0, Gate())
import {module}
"""


@pytest.mark.parametrize("module", ["indexes.dense", "app.build", "app.bridge", "ingest.pipeline"])
def test_waiting_threads_sleep_before_the_first_native_import(module: str) -> None:
    clean = {key: value for key, value in os.environ.items() if key != "OMP_WAIT_POLICY"}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(module=module)],
        capture_output=True,
        text=True,
        env=clean,
        check=False,
    )
    assert run.stdout.split() == ["faiss", "passive"], run.stderr


def test_a_policy_that_the_user_set_is_kept() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import os, indexes; print(os.environ['OMP_WAIT_POLICY'])"],
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_WAIT_POLICY": "active"},
        check=True,
    )
    assert run.stdout.strip() == "active"
