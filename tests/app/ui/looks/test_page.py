from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from app.ui.evaluations import plots
from app.ui.looks import page as looks

TEXT, MARK = 4.5, 3.0
"""The least contrast of text, and of marks that carry meaning: WCAG 2.2, 1.4.3 and 1.4.11."""

GROUNDS = ("backgroundColor", "secondaryBackgroundColor")
PAIRS = [
    *((ink, ground, TEXT) for ground in GROUNDS for ink in (
        "textColor", "grayTextColor", "blueTextColor", "redTextColor", "orangeTextColor",
        "greenTextColor",
    )),
    ("textColor", "orangeBackgroundColor", TEXT),
    ("blueTextColor", "blueBackgroundColor", TEXT),
    ("greenTextColor", "greenBackgroundColor", TEXT),
    ("grayTextColor", "grayBackgroundColor", TEXT),
    ("blueTextColor", "backgroundColor", MARK),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2.2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_definition() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_what_is_written_can_be_read(theme: str, ink: str, ground: str, least: float) -> None:
    held = looks.colours(theme)
    assert contrast(held[ink], held[ground]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_button_can_be_read_and_seen(theme: str) -> None:
    held = looks.colours(theme)
    assert contrast("#ffffff", held["primaryColor"]) >= TEXT
    assert contrast(held["primaryColor"], held["backgroundColor"]) >= MARK


@pytest.mark.parametrize("colour", [plots.GOOD, plots.BAD, plots.NEUTRAL])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_plot_stands_out_from_its_ground(theme: str, colour: str) -> None:
    held = looks.colours(theme)
    assert contrast(colour, held["backgroundColor"]) >= MARK


def test_plots_have_the_colours_of_the_theme() -> None:
    for theme, drawn in (("light", plots.LIGHT), ("dark", plots.DARK)):
        held = looks.colours(theme)
        assert (drawn.ink, drawn.ground) == (held["textColor"], held["backgroundColor"])


def test_style_sheet_loads_nothing_and_names_colours_of_both_themes() -> None:
    sheet = looks.sheet()
    assert not re.search(r"@import|url\(|https?:", sheet)
    assert "</" not in sheet
    for theme in ("light", "dark"):
        assert looks.colours(theme)["backgroundColor"] in sheet


def test_every_variable_that_is_used_is_given() -> None:
    sheet = looks.sheet()
    used = set(re.findall(r"var\(--([a-z-]+)\)", sheet))
    assert used <= set(re.findall(r"--([a-z-]+):", sheet))


def test_every_screen_has_the_styles_once(screen: AppTest) -> None:
    screen.run()
    assert not screen.exception
    sheets = [each for each in screen.get("html") if "--ground" in each.proto.body]
    assert len(sheets) <= 1
