"""Looking after the library: documents worth adding, and those that may be out of date."""

from app.curation.curation import Curation
from app.curation.gaps import Gap
from app.curation.stale import Stale

__all__ = ["Curation", "Gap", "Stale"]
