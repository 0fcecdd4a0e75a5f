"""How long one step took in each of many traces, without reading their other steps."""

from __future__ import annotations

import sqlite3

# A step is [name, start_ms, ms, ...], as `codec.steps_json` writes it.
_SUM = """
    SELECT traces.trace_id, SUM(json_extract(step.value, '$[2]'))
    FROM traces JOIN trace_steps ON trace_steps.trace = traces.id, json_each(spans) AS step
    WHERE started_at >= ? AND started_at < ? AND instr(spans, ?)
        AND json_extract(step.value, '$[0]') = ?
    GROUP BY traces.id
"""


def step_ms(db: sqlite3.Connection, name: str, since: str, until: str) -> dict[str, float]:
    """Trace id -> milliseconds of its steps of this name; traces without such a step are left out.

    since, until: moments as the table holds them. Steps inside others of their name count twice.
    """
    cursor = db.cursor()
    cursor.row_factory = None
    return dict(cursor.execute(_SUM, (since, until, f'["{name}",', name)).fetchall())
