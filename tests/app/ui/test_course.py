"""The screen that a person has chosen is drawn, whatever else is drawn meanwhile."""

from __future__ import annotations

from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash


def screens() -> None:
    import streamlit as st

    from app.ui import course

    if "overtaken" in st.session_state:
        st.session_state["overtaken"]()

    def ask() -> None:
        st.text("asking")

    def library() -> None:
        st.text("listing")

    course.keep()
    st.navigation([st.Page(ask, default=True), st.Page(library)]).run()


def another_drawing_means_the_library() -> None:
    """What the end of an earlier drawing does when it comes between."""
    context = get_script_run_ctx()
    assert context is not None
    context.pages_manager.set_script_intent(calc_hash("library"), "")
    context.pages_manager.set_current_page_script_hash(calc_hash("library"))


def test_a_chosen_screen_is_not_replaced_by_that_of_a_drawing_that_still_ends() -> None:
    visit = AppTest.from_function(screens).run()
    visit.session_state["overtaken"] = another_drawing_means_the_library
    visit._page_hash = calc_hash("ask")

    visit.run()

    assert [each.value for each in visit.text] == ["asking"]


def test_a_first_visit_is_led_by_its_address() -> None:
    visit = AppTest.from_function(screens).run()

    assert [each.value for each in visit.text] == ["asking"]
