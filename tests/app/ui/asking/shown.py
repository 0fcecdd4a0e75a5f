"""What our own components were given to draw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, UnknownElement

from app.ui.asking.reply import ReplyData


def replies(screen: AppTest) -> list[ReplyData]:
    """The answers on the screen, in order."""
    return list(drawn(screen, "footnote_reply"))


def bodies(screen: AppTest) -> list[dict[str, Any]]:
    """The sources on the screen."""
    return list(drawn(screen, "footnote_source"))


def drawn(screen: AppTest, name: str) -> Iterator[Any]:
    """The data of every component of that name."""
    for each in _elements(screen._tree):
        ours = isinstance(each, UnknownElement) and each.type == "bidi_component"
        if ours and each.proto.component_name == name:
            yield json.loads(each.proto.json)


def _elements(block: Block) -> Iterator[Any]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield from _elements(child)
        else:
            yield child
