"""`footnote doctor --tune`, shown and, if wanted, written down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.cli.output import plain, print_json
from app.setting_lines import lines, put
from app.tune import Tried, advice, best

_HEADS = ("embedding with", "chunks/CPU-s", "chunks/s", "largest difference")


def tuned(tried: Sequence[Tried], file: Path, write: bool, as_json: bool) -> int:
    """Print what was measured and which settings to write; write them if asked to.

    Returns 1 when no way was faithful enough. Raises SettingsError when writing fails.
    """
    chosen = best(tried)
    values = advice(chosen) if chosen else {}
    if write and values:
        put(file, values)
    if as_json:
        print_json({"measured": [_json(each) for each in tried], "settings": values})
    else:
        print(plain(_text(tried, values, file, write)))
    return 0 if chosen else 1


def _text(tried: Sequence[Tried], values: dict[str, str], file: Path, written: bool) -> str:
    width = max(len(each.way.name) for each in tried)
    shown = [f"{_HEADS[0]:<{width}}  {'  '.join(_HEADS[1:])}"]
    for each in tried:
        figures = each.failure or f"{each.per_cpu_s:>12.0f}  {each.per_s:>8.0f}  {each.off:>18.6f}"
        shown.append(f"{each.way.name:<{width}}  {figures}")
    if not values:
        return "\n".join([*shown, "", "None of them is faithful; leave the settings as they are."])
    lead = f"Written to {file}:" if written else f"The fastest; for {file} (or add --write):"
    return "\n".join([*shown, "", lead, *lines(values)])


def _json(tried: Tried) -> dict[str, str | float | int]:
    way = tried.way
    return {
        "backend": way.backend,
        "precision": way.precision,
        "threads": way.threads,
        "chunks_per_cpu_second": round(tried.per_cpu_s, 1),
        "chunks_per_second": round(tried.per_s, 1),
        "largest_difference": round(tried.off, 6),
        "failure": tried.failure,
    }
