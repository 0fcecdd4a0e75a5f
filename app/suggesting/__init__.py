"""First questions that the library can answer, made from what stands in it."""

from __future__ import annotations

from app.suggesting.kept import Suggested
from app.suggesting.suggest import Proof, suggestions

__all__ = ["Proof", "Suggested", "suggestions"]
