"""What lies on the disk: the original of a document to download, and the room that all takes."""

from __future__ import annotations

import streamlit as st

from app.build import Footnote
from app.shelf import Storage
from app.ui import markup

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def size(number: int) -> str:
    """`0 bytes`, `12 kB`, `3.4 MB`: decimal units, two digits at least from a thousand on."""
    amount, unit = float(number), 0
    while amount >= 999.5 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    digits = 1 if unit and amount < 9.95 else 0
    return f"{amount:.{digits}f} {'byte' if number == 1 else _UNITS[unit]}"


def show_storage(storage: Storage) -> None:
    """A quiet line: all of it, and what it is made of."""
    parts = {
        "originals": storage.originals,
        "database": storage.database,
        "index": storage.index,
        "models": storage.models,
    }
    told = ", ".join(f"{name} {size(number)}" for name, number in parts.items() if number)
    st.markdown(markup.quiet(f"On this disk: {size(storage.total)} ({told})"))


def offer_original(footnote: Footnote, document_id: str) -> None:
    """A button that downloads the file, which is read when it is pressed.

    Raises LibraryError for what is not there or is another's.
    """
    original = footnote.sources.original(footnote.actor, document_id)
    told = size(original.path.stat().st_size)
    st.download_button(
        f"Download original ({told})",
        data=original.path.read_bytes,
        file_name=markup.printable(original.name),
        mime="application/octet-stream",
        on_click="ignore",
        icon=":material/download:",
        key=f"download-{document_id}",
    )
