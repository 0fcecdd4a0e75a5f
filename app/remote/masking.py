"""Keys are never shown: what looks like one, and what the environment holds as one, is masked."""

from __future__ import annotations

import os
import re

MASK = "***"
LEAST = 6
"""Characters from which on a secret of the environment is masked; fewer may be a common word."""

_NAMES = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", re.IGNORECASE)
_LOOKS = (
    re.compile(r"\b(?:sk|pk|rk|xai|gsk|hf|lsv2|AIza|AKIA|ASIA)[-_A-Za-z0-9][-_A-Za-z0-9*.]{6,}"),
    re.compile(r"(?<=Bearer )\S+", re.IGNORECASE),
    re.compile(r"(?<=://)[^/@\s]+(?=@)"),
    re.compile(r"(?<=key=)[^&\s]+", re.IGNORECASE),
    re.compile(r"(?<=token=)[^&\s]+", re.IGNORECASE),
)


def masked(text: str) -> str:
    """The text without secrets: values of the environment's keys, and what keys look like."""
    values = (value for name, value in os.environ.items() if _NAMES.search(name))
    for value in sorted(values, key=len, reverse=True):
        if len(value) >= LEAST:
            text = text.replace(value, MASK)
    for pattern in _LOOKS:
        text = pattern.sub(MASK, text)
    return text
