"""What reasoning models think before they answer: taken out while the text streams."""

from __future__ import annotations

from dataclasses import dataclass

OPEN, CLOSE = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Heard:
    """What may be shown. anew: all that was shown before was thought as well, and is void."""

    text: str
    anew: bool = False


class Thinking:
    """Takes the text of one draft piece by piece and holds back its thoughts.

    Thoughts are what stands between `<think>` at the very start and the first `</think>`. Some
    templates write the opening themselves, so that the draft begins amid the thoughts: they are
    shown until `</think>` comes, and void then. Only the first thoughts are taken out; the tags
    further on are text.
    """

    def __init__(self) -> None:
        self._held = ""
        self._begun = False  # what the draft begins with is known
        self._inside = False
        self._fresh = False  # the thoughts have just ended
        self._done = False

    @property
    def thinks(self) -> bool:
        """Whether a thought is open."""
        return self._inside

    def feed(self, piece: str) -> Heard:
        """What of the text so far may be shown now; a tag that may be complete later is held."""
        text, self._held = self._held + piece, ""
        if self._done:
            return Heard(self._answer(text))
        if not self._begun:
            bare = text.lstrip()
            if len(bare) < len(OPEN) and OPEN.startswith(bare):
                self._held = text
                return Heard("")
            self._begun, self._inside = True, bare.startswith(OPEN)
        _, tag, after = text.partition(CLOSE)
        if tag:
            anew = not self._inside
            self._inside, self._done, self._fresh = False, True, True
            return Heard(self._answer(after), anew)
        keep = _started(text)
        self._held = text[len(text) - keep :]
        return Heard("" if self._inside else text[: len(text) - keep])

    def end(self) -> str:
        """What was held when the draft is complete; thoughts that never ended are not shown."""
        text, self._held = self._held, ""
        return "" if self._inside else text

    def _answer(self, text: str) -> str:
        """Text behind the thoughts, without the blank lines between them and the answer."""
        shown = text.lstrip() if self._fresh else text
        self._fresh = self._fresh and not shown
        return shown


def _started(text: str) -> int:
    """Length of the text's end with which CLOSE may have begun."""
    return next(
        (size for size in range(len(CLOSE) - 1, 0, -1) if text.endswith(CLOSE[:size])),
        0,
    )
