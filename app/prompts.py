"""Prompts: versioned template files, checked when loaded, rendered within a token budget."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from indexes.errors import PromptError
from indexes.types import Hit, Window

FOLDER = Path(__file__).parent / "templates"
PLACEHOLDERS = {
    "system": frozenset[str](),
    "source": frozenset({"number", "name", "page", "headings", "text"}),
    "user": frozenset({"sources", "question"}),
}
CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the model reads. evidence: windows in the order of their numbers, from 1."""

    messages: tuple[BaseMessage, ...]
    evidence: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template, named `name@version`."""

    label: str
    system: Template
    source: Template
    user: Template

    def render(
        self, question: str, hits: Sequence[Hit], budget: int, count_tokens: CountTokens
    ) -> Rendered:
        """Fill the template with as much evidence as fits, best first.

        budget: most tokens of evidence. A window that does not fit loses the chunks farthest from
        its centre; one whose centre alone does not fit is left out, and the next is tried.
        """
        sources: list[str] = []
        evidence: list[Window] = []
        left = budget
        for hit in hits:
            window: Window | None = hit.window
            while window is not None:
                text = self._source(len(evidence) + 1, window)
                cost = count_tokens(text)
                if cost <= left:
                    sources.append(text)
                    evidence.append(window)
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


def load(label: str, folder: Path = FOLDER) -> Prompt:
    """The prompt `name@version`; raises PromptError when it is missing or malformed."""
    path = folder / f"{label}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(sorted(found.stem for found in folder.glob("*.toml")))
        raise PromptError(f"There is no prompt {label!r}; there are: {known}.") from error
    except tomllib.TOMLDecodeError as error:
        raise PromptError(f"The prompt file {path.name} is not valid TOML: {error}.") from error
    if set(data) != set(PLACEHOLDERS):
        raise PromptError(f"{path.name} must hold exactly {', '.join(sorted(PLACEHOLDERS))}.")
    parts = {}
    for name, wanted in PLACEHOLDERS.items():
        template = Template(str(data[name]).strip())
        found = set(template.get_identifiers()) if template.is_valid() else {"(malformed)"}
        if found != wanted:
            raise PromptError(
                f"{path.name}: `{name}` must use exactly the placeholders "
                f"{sorted(wanted)}, but uses {sorted(found)}."
            )
        parts[name] = template
    return Prompt(label, parts["system"], parts["source"], parts["user"])


def narrowed(window: Window) -> Window | None:
    """The window without the chunk farthest from its centre; None when only that is left."""
    chunks = window.chunks
    if len(chunks) == 1:
        return None
    centre = next(i for i, chunk in enumerate(chunks) if chunk.id == window.centre)
    far_first = centre > len(chunks) - 1 - centre
    return window.part(1, len(chunks)) if far_first else window.part(0, len(chunks) - 1)
