"""Answers in parts: lists, comparisons, changes, yes or no, counts and sums; by rules and code."""

from app.parts.solve import solve
from app.parts.tools import Tools

__all__ = ["Tools", "solve"]
