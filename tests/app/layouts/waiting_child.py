"""A child of the preparing that has nothing to do but to wait for its parent's end."""

from __future__ import annotations

import sys
import threading

from app.layouts.trial import end_with_parent

if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    sys.stdout.write("waiting\n")
    sys.stdout.flush()
    threading.Event().wait()
