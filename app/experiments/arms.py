"""Arms as they are typed and checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields

from app.experiments.types import Arm, ExperimentError, Value
from app.prompts import load as load_prompt
from app.setting_rules import Rule
from app.settings import Settings, overlaid

SETTABLE = (
    "prompt", "model", "lora", "reader", "reranker", "hits", "evidence_tokens", "answer_tokens",
    "temperature",
)  # fmt: skip
"""Settings that an arm may change: those that are read anew for each question's journey.

The others hold for the library (such as `embedding_model`) or for the whole process.
"""

MOST_ARMS = 4
AUTO = "auto"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_RULES: dict[str, Rule] = {each.name: each.metadata["rule"] for each in fields(Settings)}


def parsed(text: str) -> Arm:
    """The arm that `name=setting=value,setting=value` says; `name` alone leaves all as set.

    Raises ExperimentError or SettingsError.
    """
    name, _, rest = text.partition("=")
    values: dict[str, Value] = {}
    for part in filter(None, map(str.strip, rest.split(","))):
        key, sign, value = (each.strip() for each in part.partition("="))
        if not sign:
            raise ExperimentError(
                f"The arm {name.strip()!r} says {part!r}; write setting=value, as in "
                "--arm short=prompt=brief@1,hits=6."
            )
        _require_settable(key, name)
        if key in values:
            raise ExperimentError(f"The arm {name.strip()!r} sets {key} twice; name it once.")
        values[key] = _typed(key, value)
    return Arm(name.strip(), values)


def check(arms: Sequence[Arm], settings: Settings) -> None:
    """Whether these arms can run side by side on `settings`.

    Raises ExperimentError, SettingsError for a value out of range, PromptError for an unknown
    prompt.
    """
    if not 2 <= len(arms) <= MOST_ARMS:
        raise ExperimentError(
            f"An experiment needs 2 to {MOST_ARMS} arms, and {len(arms)} is given; "
            "the first one is the control, such as --arm control."
            if len(arms) < 2
            else f"An experiment has at most {MOST_ARMS} arms, and {len(arms)} are given; leave "
            "some out: each one needs hundreds of units of its own."
        )
    seen: dict[str, str] = {}
    told: dict[str, str] = {}
    for arm in arms:
        require_name(arm.name, "arm")
        for key in arm.settings:
            _require_settable(key, arm.name)
        overlaid(settings, arm.settings, f"in the arm {arm.name!r}")
        prompt = arm.settings.get("prompt", AUTO)
        if prompt != AUTO:
            load_prompt(str(prompt))
        if arm.name in seen:
            raise ExperimentError(f"Two arms are called {arm.name!r}; give each its own name.")
        same = repr(sorted(arm.settings.items()))
        if same in told:
            raise ExperimentError(
                f"The arms {told[same]!r} and {arm.name!r} are the same; change one of them."
            )
        seen[arm.name], told[same] = arm.name, arm.name


def require_name(name: str, what: str) -> None:
    """Raises ExperimentError for a name that cannot stand in `experiment/arm`."""
    if not _NAME.fullmatch(name):
        raise ExperimentError(
            f"The {what}'s name {name!r} cannot be used; take 1 to 40 letters, digits, dots, "
            "dashes or underscores, the first a letter or digit."
        )


def _typed(key: str, text: str) -> Value:
    """The text as a value of the setting's own kind."""
    value = _RULES[key].parsed(text)
    return value if isinstance(value, str | int | float) else text


def _require_settable(key: str, arm: str) -> None:
    if key not in SETTABLE:
        raise ExperimentError(
            f"The arm {arm!r} sets {key!r}, which an experiment cannot change; it can change: "
            f"{', '.join(SETTABLE)}."
        )
