"""Entry of the page: `streamlit run app/ui/main.py`, or `footnote ui`."""

from __future__ import annotations

import streamlit as st

from app.quiet import hush
from app.ui import course
from app.ui.looks import page as looks


def main() -> None:
    """Name the page, draw what stands on every screen, and run the chosen screen."""
    hush()  # for whoever runs this file without `footnote ui`
    # First: else the browser asks a server of its maker for the entry's icon as the tab's.
    st.set_page_config(page_title="Footnote", page_icon=str(looks.ICON), layout="wide")
    looks.put_on()
    st.logo(str(looks.ICON), size="large")
    screens = [
        st.Page("ask.py", title="Ask", icon=":material/forum:", default=True),
        st.Page("search.py", title="Search", icon=":material/search:"),
        st.Page("library.py", title="Library", icon=":material/library_books:"),
        st.Page("evaluation.py", title="Evaluation", icon=":material/monitoring:"),
        st.Page("operations.py", title="Operations", icon=":material/query_stats:"),
    ]
    course.keep()
    chosen = st.navigation(screens)
    st.set_page_config(page_title=f"{chosen.title} \u00b7 Footnote")
    chosen.run()


if __name__ == "__main__":
    main()
