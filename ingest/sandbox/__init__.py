"""Files are read in processes of their own, with limits."""

from ingest.sandbox.client import Sandbox
from ingest.sandbox.limits import Limits

__all__ = ["Limits", "Sandbox"]
