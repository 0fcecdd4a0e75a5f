"""Library: documents in, documents listed, read and removed."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.ui import jobs, session
from app.ui.shelves import adding, disk, listed, reading, shelf
from app.ui.shelves.desk import opened

STYLE = Path(__file__).parent / "shelves" / "shelf.css"


def page() -> None:
    """Draw the list of documents, or the one that the address asks to read."""
    st.html(STYLE)
    with session.told():
        footnote = session.footnote()
        if document_id := opened():
            reading.show(footnote, document_id)
            return
        st.title("Library", anchor=False)
        adding.show(footnote)
        jobs.show()
        shelf.show(footnote)
        disk.show_storage(listed.storage())


if __name__ == "__main__":
    page()
