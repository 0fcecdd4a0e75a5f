"""The meaning of RTF's control words: which text goes where, in which encoding."""

from __future__ import annotations

import re
from collections import defaultdict

from ingest.readers.rtf_codes import (
    CHARACTERS,
    KEPT,
    MACHINES,
    SIGNS,
    SILENT,
    of_charset,
    of_page,
)
from ingest.readers.rtf_flow import Flow
from ingest.readers.rtf_state import BODY_LEVEL, State
from ingest.readers.rtf_tokens import Token, Tokens

_OF_FORMULA = re.compile(rb"m[A-Za-z]+Pr")
_OF_ROWS = {
    b"row": Flow.row,
    b"trowd": Flow.begin_row,
    b"trhdr": Flow.repeat_row,
    b"clvmrg": Flow.continue_cell,
    b"cellx": Flow.end_column,
}
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_FLOWS = {
    **dict.fromkeys((b"header", b"headerl", b"headerr", b"headerf"), "header"),
    **dict.fromkeys((b"footer", b"footerl", b"footerr", b"footerf"), "footer"),
    b"footnote": "footnote",
    b"annotation": "annotation",
    b"shptxt": "box",
}
_ASIDE = frozenset((b"listtext", b"pntext", b"atnauthor", b"fonttbl", b"stylesheet"))
_ASIDE_IN_SILENCE = frozenset((b"title", b"sn", b"sv"))


class Interpreter:
    """Runs through a document once; then `flow`, `title` and `warnings` say what it holds."""

    def __init__(self, data: bytes) -> None:
        self.title = ""
        self._tokens = Tokens(data)
        self._flows: defaultdict[str, Flow] = defaultdict(Flow)
        self._state = State()
        self._above: list[State] = []
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._levels: dict[int, int] = {}  # of the styles that are headings
        self._bytes = bytearray()  # text that is not decoded yet; raw: whether not in hex
        self._raw = False
        self._skip = 0
        self._begins = self._star = False  # whether a group has just begun, and may be skipped
        self._said: list[str] = []  # text that goes aside: of fonts, styles, titles
        self._author = self._property = ""
        self._lost = {"hidden": 0, "deleted": 0, "object": 0}

    def flow(self, name: str) -> Flow:
        return self._flows[name]

    @property
    def warnings(self) -> tuple[str, ...]:
        said = []
        if self._lost["hidden"]:
            said.append(f"Hidden text ({self._lost['hidden']} characters) is left out.")
        if self._lost["deleted"]:
            said.append(f"Text marked as deleted ({self._lost['deleted']} characters) is left out.")
        if self._lost["object"]:
            said.append(f"The data of {self._lost['object']} embedded objects are left out.")
        return tuple(said)

    def run(self) -> None:
        while (token := self._tokens.following(self._state.silent)) is not None:
            self._step(token)
        while self._above:
            self._close()
        self._end_bytes()
        self._flows["body"].end()

    def _step(self, token: Token) -> None:
        kind = token.kind
        if kind in ("text", "hex"):
            self._begins = False
            self._gather(token)
            return
        self._end_bytes()
        if kind == "word":
            if self._begins:
                self._destination(token.data)
            self._word(token.data, token.value)
        elif kind == "brace":
            self._brace(token.data == b"{")
        elif token.data == b"*":
            self._star = self._begins
            return  # the group's first word is still to come
        elif token.data in b"\r\n" and not self._state.silent:
            self._structure(b"par")
        elif not self._skip:
            self._say(SIGNS.get(token.data, ""))
        self._begins, self._star = token.data == b"{" and kind == "brace", False

    def _brace(self, opens: bool) -> None:
        self._skip = 0
        if opens:
            self._above.append(self._state)
            self._state = self._state.copy()
        elif self._above:
            self._close()

    def _gather(self, token: Token) -> None:
        """Text comes as bytes; a character may have several, in tokens of both kinds."""
        data = token.data[self._skip :]
        self._skip -= min(self._skip, len(token.data))
        if not self._state.silent:
            self._raw |= token.kind == "text" and not data.isascii()
            self._bytes += data

    def _end_bytes(self) -> None:
        if not self._bytes:
            return
        data, raw = bytes(self._bytes), self._raw
        self._bytes.clear()
        self._raw = False
        codec = self._fonts.get(self._state.font) or self._page
        if raw:  # against the rules, and then mostly in UTF-8
            try:
                self._say(data.decode("utf-8"))
                return
            except UnicodeDecodeError:
                pass  # the document's own encoding, as with old Asian programs
        self._say(data.decode(codec, "replace"))

    def _say(self, text: str) -> None:
        state = self._state
        if state.silent or state.muted:
            return
        if state.destination in _ASIDE or state.destination in _ASIDE_IN_SILENCE:
            self._said.append(text)
        elif state.hidden or state.deleted:
            self._lost["deleted" if state.deleted else "hidden"] += len(text.strip())
        else:
            self._flows[state.flow].say(text.replace("\0", ""))

    def _destination(self, word: bytes) -> None:
        """The first word of a group may say that its text goes elsewhere, or nowhere."""
        state = self._state
        if word in _ASIDE_IN_SILENCE or (word in _ASIDE and not state.silent):
            state.destination, state.silent = word, False
            self._said.clear()
        elif word == b"ud" and state.destination == b"upr":
            state.silent = False
        elif word in _FLOWS and not state.silent:
            state.destination, state.flow = word, _FLOWS[word]
            state.plain_paragraph()
            if word == b"annotation" and self._author:
                self._flows["annotation"].lead = f"{self._author}: "
        elif word in SILENT or (self._star and word not in KEPT) or _OF_FORMULA.fullmatch(word):
            state.silent = True
            state.destination = b"upr" if word == b"upr" else state.destination
        self._lost["object"] += word == b"object" and not state.silent

    def _close(self) -> None:
        """End a group, and what its first word began."""
        state, self._state = self._state, self._above.pop()
        ended = state.destination
        if ended == b"stylesheet":
            self._style(state)
        if ended == self._state.destination:
            return
        flow = self._flows[state.flow]
        if ended in _FLOWS:
            flow.end()
            if ended == b"shptxt":  # stands before the paragraph that it is bound to
                self._flows["body"].entries += flow.entries
                flow.entries = []
        else:
            self._aside(ended, flow)

    def _aside(self, ended: bytes, flow: Flow) -> None:
        """Use the text that was put aside."""
        said = " ".join("".join(self._said).split())
        self._said.clear()
        if ended in (b"listtext", b"pntext"):
            flow.mark = said
            self._state.listed = True
        elif ended == b"title":
            self.title = said
        elif ended == b"atnauthor":
            self._author = said
        elif ended == b"sn":
            self._property = said
        elif ended == b"sv" and self._property == "wzDescription":
            flow.say(f" {said} ")

    def _style(self, state: State) -> None:
        named = _HEADING.match("".join(self._said).strip())
        level = int(named.group(1)) - 1 if named else state.level
        if level < BODY_LEVEL:
            self._levels[state.style] = level
        self._said.clear()

    def _word(self, word: bytes, value: int | None) -> None:
        self._skip = 0
        state = self._state
        if word in CHARACTERS:
            self._say(CHARACTERS[word])
        elif word == b"u":
            self._say(chr((value or 0) & 0xFFFF))
            self._skip = 0 if state.silent else state.fallback
        elif not state.silent:
            state.apply(word, value)
            self._encoding(word, value or 0)
            if not state.muted and state.destination not in _ASIDE:
                self._structure(word)

    def _encoding(self, word: bytes, number: int) -> None:
        state = self._state
        if word in MACHINES:
            self._page = MACHINES[word]
        elif word == b"ansicpg":
            self._page = of_page(number) or self._page
        elif word in (b"fcharset", b"cpg") and state.destination == b"fonttbl":
            self._fonts[state.font] = (of_charset if word == b"fcharset" else of_page)(number)

    def _structure(self, word: bytes) -> None:
        """Words that end paragraphs, cells and rows, or describe rows."""
        state = self._state
        flow = self._flows[state.flow]
        if word in (b"par", b"sect"):
            level = state.level if state.level < BODY_LEVEL else self._levels.get(state.style)
            flow.paragraph(state.in_table, None if level is None else level + 1, state.listed)
        elif word in (b"cell", b"nestcell"):
            flow.cell(nested=word == b"nestcell")
        elif word in _OF_ROWS:
            _OF_ROWS[word](flow)
        elif word == b"ftnalt":
            state.flow = "endnote"
