"""Versions of everything: what made an answer, what is in force, and how to bring either back."""

from app.versions.active import Active, Change, beneath
from app.versions.adapters import Adapter, Adapters
from app.versions.errors import VersionError
from app.versions.registry import Use, Used, Versions
from app.versions.sets import Difference, VersionSet, differences

__all__ = [
    "Active",
    "Adapter",
    "Adapters",
    "Change",
    "Difference",
    "Use",
    "Used",
    "VersionError",
    "VersionSet",
    "Versions",
    "beneath",
    "differences",
]
