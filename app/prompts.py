"""Prompts: versioned template files, checked when loaded, rendered within a token budget."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Literal, get_args

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from app.repeats import Told
from indexes.errors import PromptError
from indexes.types import Hit, Window

FOLDER = Path(__file__).parent / "templates"
PLACEHOLDERS = {
    "system": frozenset[str](),
    "source": frozenset({"number", "name", "page", "headings", "text"}),
    "user": frozenset({"sources", "question"}),
}
SUMMARY_PLACEHOLDERS = {
    "system": frozenset[str](),
    "part": frozenset({"name", "heading", "text", "wish"}),
    "whole": frozenset({"name", "text", "wish"}),
}
OPTIONAL = {"source": frozenset({"name", "page", "headings"})}
"""Placeholders that a template may do without."""

Shown = Literal["windows", "sentences"]
CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the model reads. evidence: windows in the order of their numbers, from 1."""

    messages: tuple[BaseMessage, ...]
    evidence: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template, named `name@version`.

    evidence: what it was made for, whole windows or the few sentences that matter.
    """

    label: str
    system: Template
    source: Template
    user: Template
    evidence: Shown = "windows"

    def render(
        self, question: str, hits: Sequence[Hit], budget: int, count_tokens: CountTokens
    ) -> Rendered:
        """Fill the template with as much evidence as fits, best first.

        budget: most tokens of evidence. A window that does not fit loses the chunks farthest from
        its centre; one whose centre alone does not fit is left out, and the next is tried; so is
        one whose every sentence stands in those before.
        """
        sources: list[str] = []
        evidence: list[Window] = []
        left, told = budget, Told()
        for hit in hits:
            window: Window | None = hit.window
            while window is not None and not told.knows(window):
                text = self._source(len(evidence) + 1, window)
                cost = count_tokens(text)
                if cost <= left:
                    sources.append(text)
                    evidence.append(window)
                    told.add(window)
                    left -= cost
                    break
                window = narrowed(window)
        user = self.user.substitute(sources="\n\n".join(sources), question=question.strip())
        return Rendered(
            (SystemMessage(self.system.substitute()), HumanMessage(user)), tuple(evidence)
        )

    def _source(self, number: int, window: Window) -> str:
        headings = " > ".join(window.headings)
        return self.source.substitute(
            number=number,
            name=window.document.name,
            page=window.page,
            headings=f", {headings}" if headings else "",
            text=window.spoken,
        )


@dataclass(frozen=True, slots=True)
class SummaryPrompt:
    """A template for telling a document in fewer words, named `name@version`.

    wish: how many sentences, as words of the request.
    """

    label: str
    system: Template
    part: Template
    whole: Template

    def of_part(self, name: str, heading: str, text: str, wish: str) -> tuple[BaseMessage, ...]:
        """Tell one section. heading: '' for a section that has none."""
        place = f", {heading}" if heading else ""
        return self._messages(self.part.substitute(name=name, heading=place, text=text, wish=wish))

    def of_whole(self, name: str, text: str, wish: str) -> tuple[BaseMessage, ...]:
        """Tell neighbouring sections together, from the sentences that tell each of them."""
        return self._messages(self.whole.substitute(name=name, text=text, wish=wish))

    def _messages(self, user: str) -> tuple[BaseMessage, ...]:
        return SystemMessage(self.system.substitute()), HumanMessage(user)


def load(label: str, folder: Path = FOLDER) -> Prompt:
    """The prompt `name@version`; raises PromptError when it is missing or malformed."""
    data = _read(label, folder)
    wanted = data.pop("evidence", "windows")
    known: tuple[Shown, ...] = get_args(Shown)
    shown = next((each for each in known if each == wanted), None)
    if shown is None:
        raise PromptError(f"{label}.toml: `evidence` must be one of {', '.join(known)}.")
    parts = _parts(label, data, PLACEHOLDERS)
    return Prompt(label, parts["system"], parts["source"], parts["user"], shown)


def load_summary(label: str, folder: Path = FOLDER) -> SummaryPrompt:
    """The summary's prompt `name@version`; raises PromptError when it is missing or malformed."""
    parts = _parts(label, _read(label, folder), SUMMARY_PLACEHOLDERS)
    return SummaryPrompt(label, parts["system"], parts["part"], parts["whole"])


def _read(label: str, folder: Path) -> dict[str, str]:
    """The file's keys and texts."""
    path = folder / f"{label}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(sorted(found.stem for found in folder.glob("*.toml")))
        raise PromptError(f"There is no prompt {label!r}; there are: {known}.") from error
    except tomllib.TOMLDecodeError as error:
        raise PromptError(f"The prompt file {path.name} is not valid TOML: {error}.") from error
    return {name: str(value).strip() for name, value in data.items()}


def _parts(
    label: str, data: Mapping[str, str], placeholders: Mapping[str, frozenset[str]]
) -> dict[str, Template]:
    """The file's templates by name, each with its placeholders."""
    if set(data) != set(placeholders):
        raise PromptError(f"{label}.toml must hold exactly {', '.join(sorted(placeholders))}.")
    parts = {}
    for name, wanted in placeholders.items():
        template = Template(data[name])
        found = set(template.get_identifiers()) if template.is_valid() else {"(malformed)"}
        if not wanted - OPTIONAL.get(name, frozenset()) <= found <= wanted:
            raise PromptError(
                f"{label}.toml: `{name}` must use exactly the placeholders "
                f"{sorted(wanted)}, but uses {sorted(found)}."
            )
        parts[name] = template
    return parts


def narrowed(window: Window) -> Window | None:
    """The window without the chunk farthest from its centre; None when only that is left."""
    chunks = window.chunks
    if len(chunks) == 1:
        return None
    centre = next(i for i, chunk in enumerate(chunks) if chunk.id == window.centre)
    far_first = centre > len(chunks) - 1 - centre
    return window.part(1, len(chunks)) if far_first else window.part(0, len(chunks) - 1)
