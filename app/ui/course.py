"""Which screen this drawing is for, where two drawings of one visit overlap.

Streamlit begins a drawing that was asked for while another one still ends, and keeps the screen
that is meant in one place for both: one that is drawn again of itself, as after `st.rerun`, could
put its own screen in the place of that which the person has just chosen.
"""

from __future__ import annotations

from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx


def keep() -> None:
    """Have `st.navigation`, called next, choose the screen that this drawing was asked for."""
    context = get_script_run_ctx()
    if context is None or context.script_requests is None:
        return
    # The one place that each drawing has for itself.
    asked = context.script_requests._rerun_data.page_script_hash
    pages = context.pages_manager
    if asked and asked != pages.main_script_hash:  # else the address names it, as at the first one
        pages.set_script_intent(asked, "")
