"""Fifteen rows about an invented island, in the format of the real data."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

_PLACES = ("Ostrava Quay", "Merrin Point", "Callow Bay", "Sunder Hill", "Farrow Cove")
_KEEPERS = ("Ilse Brandt", "Tomas Reyes", "Nora Quill", "Peder Holm", "Anselm Vik")
_LAMPS = ("fourteen", "nineteen", "twenty-three", "thirty-one", "forty")


def write(path: Path) -> Path:
    """Write the rows as gzipped JSON lines."""
    rows = []
    for number, (place, keeper, lamp) in enumerate(zip(_PLACES, _KEEPERS, _LAMPS, strict=True)):
        context = (
            f"The lighthouse at {place} was built in {1840 + 7 * number} by the harbour board. "
            f"Its first keeper was {keeper}, who stayed there for eleven winters. "
            f"On clear nights the lamp is seen from {lamp} miles away, as sailors report. "
            "Visitors may climb the tower in summer when the wind allows it."
        )
        asked = {
            f"When was the lighthouse at {place} built?": str(1840 + 7 * number),
            f"Who was the first keeper at {place}?": keeper,
            f"From how far is the lamp at {place} seen?": f"{lamp} miles",
        }
        rows += [
            {"question": text, "context": context, "answers": [answer], "source": "made-up"}
            for text, answer in asked.items()
        ]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path
