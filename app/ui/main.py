"""Entry of the page: `streamlit run app/ui/main.py`, or `footnote ui`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.quiet import hush

FOLDER = Path(__file__).parent


def main() -> None:
    """Name the page, draw what stands on every screen, and run the chosen screen."""
    hush()  # for whoever runs this file without `footnote ui`
    st.set_page_config(page_title="Footnote", page_icon=str(FOLDER / "icon.svg"))
    st.logo(str(FOLDER / "wordmark.svg"), icon_image=str(FOLDER / "icon.svg"), size="large")
    screens = [
        st.Page("ask.py", title="Ask", icon=":material/forum:", default=True),
        st.Page("search.py", title="Search", icon=":material/search:"),
        st.Page("library.py", title="Library", icon=":material/library_books:"),
        st.Page("evaluation.py", title="Evaluation", icon=":material/monitoring:"),
    ]
    st.navigation(screens).run()


if __name__ == "__main__":
    main()
