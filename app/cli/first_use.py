"""The first use of a chat model on a machine, as the command line shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.output import note
from app.cli.progress import Bar
from indexes.errors import FootnoteError

if TYPE_CHECKING:
    from app.build import Footnote
    from app.layouts import Step

ONCE = "The model is prepared for this processor: once, for half a minute; it is faster then."


def prepare_chat(footnote: Footnote) -> None:
    """Prepare the chat model where this machine has not done so, with progress.

    A model that cannot be used keeps nothing from going on: whoever uses it is told.
    """
    begun = False
    with Bar("step") as bar:

        def tell(step: Step) -> None:
            nonlocal begun
            if not begun:
                note(ONCE)
                begun = True
            bar.show(step.done, step.total, step.text)

        try:
            footnote.prepare_chat(tell)
        except FootnoteError as error:
            note(str(error))
