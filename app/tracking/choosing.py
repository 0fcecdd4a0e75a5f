"""The trackers that the settings name."""

from __future__ import annotations

from importlib.util import find_spec

from app.settings import Settings
from app.tracking.builtin import Runs
from app.tracking.many import Many
from app.tracking.outside import Outside
from app.tracking.types import Tracker
from indexes.errors import SettingsError

PACKAGES = {"mlflow": "mlflow-skinny", "wandb": "wandb", "clearml": "clearml"}
"""What pip calls the package of each, by the name under which it is imported."""

BUILT_IN = "Footnote's own tracker"


def trackers(settings: Settings) -> Tracker:
    """Footnote's own tracker, with those of the setting `trackers`. Nothing is imported or started.

    Raises SettingsError for one whose package is not installed.
    """
    chosen: dict[str, Tracker] = {BUILT_IN: Runs(settings.home)}
    for name in filter(None, settings.trackers.split(",")):
        if find_spec(name) is None:
            raise SettingsError(
                f"The setting trackers names {name}, which is not installed; "
                f"`pip install {PACKAGES[name]}` brings it, or take {name} out of the setting."
            )
        chosen[name] = Outside(name, settings.home)
    return Many(chosen)
