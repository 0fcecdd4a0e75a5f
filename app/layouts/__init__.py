"""The fastest faithful layout of a chat model for this CPU: made once, measured, and kept."""

from __future__ import annotations

from app.layouts.kept import prepared
from app.layouts.making import prepare
from app.layouts.types import AS_IT_IS, Prepared, Step

__all__ = ["AS_IT_IS", "Prepared", "Step", "prepare", "prepared"]
