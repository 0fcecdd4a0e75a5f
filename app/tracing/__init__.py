"""One trace for every question: what happened, when, and what it cost."""
