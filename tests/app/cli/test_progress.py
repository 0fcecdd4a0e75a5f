from __future__ import annotations

import io
import sys
import threading

import pytest

from app.cli.progress import NAME_CHARS, Bar


class Tty(io.StringIO):
    """A terminal. again: set when something is written."""

    def __init__(self) -> None:
        super().__init__()
        self.again = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.again.set()
        return super().write(text)


def terminal(monkeypatch: pytest.MonkeyPatch) -> Tty:
    """Stands for stderr from now on; no fixture, since pytest sets stderr anew after those."""
    screen = Tty()
    monkeypatch.setattr(sys, "stderr", screen)
    return screen


def test_progress_bar_shows_bytes_files_rate_and_remaining_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = terminal(monkeypatch)
    with Bar("B") as bar:
        bar.show(500_000, 2_000_000, "reading " + "long" * 20 + ".pdf", "12/40 files")
    shown = screen.getvalue()
    assert "500k/2.00M" in shown
    assert "B/s" in shown
    assert "<" in shown
    assert "12/40 files" in shown
    assert "…" + ("long" * 20 + ".pdf")[1 - NAME_CHARS :] in shown


def test_time_left_is_not_told_while_it_is_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with Bar("B") as bar:
        bar.show(666, 7_000_000, "a.pdf", "2/40 files")
    shown = screen.getvalue()
    assert "666/7.00M [00:00, 2/40 files]" in shown
    assert "<" not in shown


def test_clock_of_the_bar_goes_on_while_nothing_happens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = terminal(monkeypatch)
    monkeypatch.setattr("app.cli.progress.TICK_S", 0.01)
    with Bar("B") as bar:
        bar.show(1, 2, "a.pdf")
        screen.again.clear()
        assert screen.again.wait(30)


def test_line_that_is_said_stands_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with Bar("B") as bar:
        bar.show(1, 2, "a.pdf")
        bar.say("failed: \x1b[2Jb.pdf")
    assert "failed: \ufffd[2Jb.pdf\n" in screen.getvalue()


def test_progress_bar_is_silent_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    with Bar("B") as bar:
        bar.show(1, 2, "a.pdf")
    assert screen.getvalue() == ""
