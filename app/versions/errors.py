"""What goes wrong with versions."""

from __future__ import annotations

from indexes.errors import FootnoteError


class VersionError(FootnoteError):
    """A version is unknown, ambiguous, not wholly here, or there is none to go back to."""
