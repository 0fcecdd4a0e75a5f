"""The judge of an evaluation as the dialog offers it: a second language model, or none."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.models import check_gguf, default_model_path
from app.settings import Settings
from app.ui import markup
from indexes.errors import ModelError

NAMED = "Judge"
"""What the person chose it in; errors say to correct it."""

NONE, OTHER = "No judge", "Another file\u2026"
HELP = (
    "A second language model, in a GGUF file, that reads each answer and says whether it is "
    "right, and whether the cited text supports each sentence."
)
COST = (
    "The judge reads a prompt for each sentence and one for each answer: with a model as small as "
    "Footnote\u2019s own, the run takes two to three times as long, with a larger one longer "
    "in proportion to its size. It needs its file\u2019s size in memory besides. Small models "
    "judge badly: compare some verdicts with your own."
)


def choose(settings: Settings) -> Path | None:
    """Ask for a judge, and say what one costs; None for none.

    The file is not looked at yet: `checked` does that.
    """
    offered = models(settings)
    chosen = st.selectbox(
        NAMED,
        [NONE, *map(str, offered), OTHER],
        format_func=lambda each: each if each in (NONE, OTHER) else _told(Path(each)),
        help=HELP,
        key="evaluation-judge",
    )
    if chosen == NONE:
        return None
    path = chosen
    if chosen == OTHER:
        path = st.text_input(
            "Its path on the computer that runs Footnote",
            placeholder="~/models/qwen.gguf",
            key="evaluation-judge-file",
        ).strip()
    st.markdown(markup.quiet(markup.line(COST)))
    return Path(path).expanduser()


def models(settings: Settings) -> list[Path]:
    """The GGUF that answers, then those beside one that a setting names; adapters left out.

    Raises ModelError if no model is set and the packaged one is not installed.
    """
    if not settings.model:
        return [default_model_path()]
    answering = Path(settings.model).expanduser()
    beside = sorted(answering.parent.glob("*.gguf"), key=lambda each: each.name.casefold())
    taken = (answering, Path(settings.lora).expanduser())
    return [answering, *(each for each in beside if each not in taken)]


def checked(judge: Path | None) -> Path | None:
    """The same, if it can be a model. Raises ModelError with the command line's words."""
    if judge is None:
        return None
    if judge == Path():
        raise ModelError(f"No file is given as judge; give its path, or set {NAMED} to {NONE}.")
    check_gguf(judge, NAMED)
    return judge


def _told(model: Path) -> str:
    """`qwen (1,930 MB)`; the name alone where there is no such file."""
    name = markup.printable(model.stem)
    return f"{name} ({model.stat().st_size / 1e6:,.0f} MB)" if model.is_file() else name
