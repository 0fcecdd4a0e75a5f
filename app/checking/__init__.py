"""The verifier: ties each sentence of a draft to the sentence of the evidence that supports it."""

from __future__ import annotations

from app.checking.claims import Claim, parse
from app.checking.verify import Checked, Checker, nearest

__all__ = ["Checked", "Checker", "Claim", "nearest", "parse"]
