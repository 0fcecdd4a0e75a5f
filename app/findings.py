"""What `footnote doctor` finds, and how it is shown."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warn", "fail"]

_WIDTH = 88


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `warn` works, but worse than it could; `fail` does not work.

    detail: what was found, without a full stop. remedy: a sentence; '' when `ok`.
    """

    name: str
    status: Status
    detail: str
    remedy: str = ""


def worst(findings: Sequence[Finding]) -> Status:
    """The gravest status among the findings; `ok` when there are none."""
    present = {finding.status for finding in findings}
    return "fail" if "fail" in present else "warn" if "warn" in present else "ok"


def render(findings: Sequence[Finding]) -> str:
    """The findings as lines for a terminal, each problem followed by its remedy."""
    column = max((len(finding.name) for finding in findings), default=0)
    margin = " " * (column + 8)
    lines = []
    for finding in findings:
        lead = f"{finding.status:<4}  {finding.name:<{column}}  "
        lines += _wrapped(finding.detail, lead, margin)
        if finding.remedy:
            lines += _wrapped(finding.remedy, f"{margin}-> ", f"{margin}   ")
    return "\n".join(lines)


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )
