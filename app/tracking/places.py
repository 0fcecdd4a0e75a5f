"""Where other trackers keep what they are told, and what keeps them from calling home."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

FOLDERS = {"mlflow": "mlruns", "wandb": "wandb", "clearml": "clearml"}
"""Of each package, in Footnote's folder."""

URI = "MLFLOW_TRACKING_URI"


def folder(name: str, home: Path) -> Path:
    """Where a package keeps its runs."""
    return home / FOLDERS[name]


def mlflow_address(home: Path) -> str:
    """What MLFLOW_TRACKING_URI says, a folder from its root on; without it a folder of ours."""
    given = os.environ.get(URI, "")
    if not given:
        return folder("mlflow", home).as_uri()
    if urlsplit(given).scheme or given.startswith("databricks"):
        return given
    return Path(given).absolute().as_uri()


def variables(name: str, home: Path) -> dict[str, str]:
    """What the environment of the package's process says besides."""
    place = str(folder(name, home))
    if name == "mlflow":
        # DO_NOT_TRACK counts for MLflow only where it is "true"
        quiet = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"}
        return quiet | {URI: mlflow_address(home), "MLFLOW_ALLOW_FILE_STORE": "true"}
    if name == "wandb":
        own = ("WANDB_CACHE_DIR", "WANDB_CONFIG_DIR", "WANDB_DATA_DIR")
        quiet = {"WANDB_MODE": "offline", "WANDB_ERROR_REPORTING": "false"}
        return quiet | dict.fromkeys(own, str(folder(name, home) / "cache"))
    return {
        "CLEARML_OFFLINE_MODE": "1",
        "CLEARML_CACHE_DIR": place,
        "CLEARML_CONFIG_FILE": str(folder(name, home) / "clearml.conf"),
        "CLEARML_SUPPRESS_UPDATE_MESSAGE": "1",
        "CLEARML_LOG_ENVIRONMENT": "",  # no variable of the environment is kept with a run
        "HOME": place,  # it writes to ~/.clearml
    }
