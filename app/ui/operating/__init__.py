"""Sections of the Operations page. Each has `show(footnote)` and is imported when it is chosen."""
