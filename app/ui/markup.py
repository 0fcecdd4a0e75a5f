"""Text from documents, questions and models made inert for Streamlit's Markdown.

Nothing that a document says may format, link, load an image, or turn into an icon on the page.
Every ASCII punctuation mark is escaped, which stops what the Markdown parser itself recognises:
HTML, emphasis, headings, lists, tables, links, images, formulas, directives. Streamlit then
rewrites the parsed text once more, where escapes no longer count: it links bare addresses, draws
`:shortcodes:` and turns ` -> ` into arrows. Those are broken by a word joiner, a character without
width, so that the reader sees the text as it stands in the document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from app.ui.lines import flow

JOINER = "\u2060"
# Private-use characters that carry the marked span through the joining of lines. Text loses them.
OPEN, CLOSE = "\ue000", "\ue001"
# A directive's label holds at most 999 characters of source, and an escape doubles a character.
STRETCH_CHARACTERS = 400

# All white space but what a writer has put in to keep words together.
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
_PART = re.compile(r"^\s*(- )?(?:\*\*(.+?)\*\*)?(.*)$")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_BREAKS = (
    re.compile(r"(?:(?<=http)|(?<=https)|(?<=ftp))(?=://)", re.IGNORECASE),
    re.compile(r"(?<=www)(?=\.)", re.IGNORECASE),
    re.compile(r"(?=@)"),
    re.compile(r"(?<=:)(?=[\w+-]+:)"),
)
_ARROW = re.compile(r"(?<!\S)([<>~-])(->|[>=-]|-)(?!\S)")
_MARK = re.compile(r"\s*\[(\d{1,3})\]")
# Characters that reorder what is read: they can make `exe.pdf` out of `fdp.exe`.
_REORDERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def printable(text: str) -> str:
    """The text without control, reordering and private-use characters; line ends and tabs stay."""
    return "".join(character for character in text if _shown(character))


def line(text: str, limit: int | None = None) -> str:
    """One inert line, for names, titles and labels. limit: characters kept, with an ellipsis."""
    return _escape(shortened(text, limit))


def shortened(text: str, limit: int | None = None) -> str:
    """One printable line, not escaped: for what is set as text, not as Markdown."""
    words = _SPACE.sub(" ", printable(text)).strip()
    if limit is not None and len(words) > limit:
        words = words[: limit - 1].rstrip() + "\u2026"
    return words


def prose(text: str) -> str:
    """Inert text of several lines: paragraphs and the writer's line breaks stay."""
    return _join(_escape(piece) for piece in flow(printable(text)))


def footnoted(text: str, marks: Collection[int], doubtful: Collection[str] = ()) -> str:
    """An answer's text with each `[n]` of `marks` set as a footnote mark, all else inert.

    doubtful: sentences of the text that are set in grey.
    """
    return _join(_with_marks(piece, marks, doubtful) for piece in flow(printable(text)))


def parted(text: str, marks: Collection[int], doubtful: Collection[str] = ()) -> str:
    """The same with the headings and lists of an answer in parts drawn as such."""
    if "\n" not in text:
        return footnoted(text, marks, doubtful)
    drawn: list[str] = []
    for each in filter(str.strip, text.splitlines()):
        ((item, heading, rest),) = _PART.findall(each)
        said = footnoted(rest, marks, doubtful)
        told = f"**{line(heading)}** {said}".rstrip() if heading else said
        drawn.append(f"- {told}" if item else f"\n{told}\n")
    return "\n".join(drawn).strip()


def chosen(label: str) -> str:
    """An inert label of a choice, in a colour that is read on the ground of what is chosen.

    The theme's own colour, in which Streamlit writes it, is too dark on the dark ground.
    """
    return f":blue[{label}]"


def mark(number: int) -> str:
    """A footnote's mark, as it stands in the text and before the footnote."""
    return f":small[:blue[**\\[{number}\\]**]]"


def quiet(markdown: str) -> str:
    """Markdown that is inert already, small and grey. Streamlit's caption is too faint to read."""
    return f":small[:gray[{markdown}]]"


def mark_sentence(context: str, quote: str) -> str:
    """The context with the quoted sentence on a coloured ground, all inert.

    A quote that does not stand in the context, whatever the spacing, is shown above it.
    """
    return _join(_marked(flow(_signed(context, quote))))


def parted_at_quote(context: str, quote: str) -> tuple[str, str, str]:
    """The context before the quoted sentence, the sentence, and what follows; not escaped.

    Lines are as the writer broke them, not as the page did.
    """
    joined = "\n".join(flow(_signed(context, quote)))
    before, _, rest = joined.partition(OPEN)
    said, _, after = rest.partition(CLOSE)
    return before.replace(CLOSE, ""), said, after.replace(OPEN, "")


def _signed(context: str, quote: str) -> str:
    """The printable context with signs round the quote; one that is not in it stands above it."""
    context, quote = printable(context), printable(quote).strip()
    span = _find(context, quote)
    if span is None:
        alone = f"{OPEN}{quote}{CLOSE}" if quote else ""
        context = "\n\n".join(part for part in (alone, context.strip()) if part)
    else:
        start, end = span
        context = f"{context[:start]}{OPEN}{context[start:end]}{CLOSE}{context[end:]}"
    return context


def _shown(character: str) -> bool:
    if character in "\n\t\r\x0b\x0c\x85":
        return True
    hidden = unicodedata.category(character) in ("Cc", "Co", "Cs")
    return not hidden and character not in _REORDERING


def _escape(text: str) -> str:
    for pattern in _BREAKS:
        text = pattern.sub(JOINER, text)
    text = _ARROW.sub(rf"\1{JOINER}\2", text)
    return _PUNCTUATION.sub(r"\\\g<0>", text)


def _join(pieces: Iterator[str]) -> str:
    """Lines, where an empty one ends a paragraph, as Markdown with hard breaks."""
    paragraphs: list[list[str]] = [[]]
    for piece in pieces:
        if piece:
            paragraphs[-1].append(piece)
        else:
            paragraphs.append([])
    return "\n\n".join("  \n".join(lines) for lines in paragraphs if lines)


def _with_marks(text: str, marks: Collection[int], doubtful: Collection[str]) -> str:
    sentences = sorted((printable(each) for each in doubtful if each.strip()), key=len)
    split = "|".join([*map(re.escape, reversed(sentences)), _MARK.pattern])
    parts: list[str] = []
    at = 0
    for found in re.finditer(split, text):
        number = found[1]
        if number is not None and int(number) not in marks:
            continue
        parts.append(_escape(text[at : found.start()]))
        # A narrow space that does not break keeps the mark on its sentence's line.
        parts.append(f"\u202f{mark(int(number))}" if number else _directed("gray", found[0]))
        at = found.end()
    return "".join(parts) + _escape(text[at:])


def _find(context: str, quote: str) -> tuple[int, int] | None:
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), context)
    return found.span() if found else None


def _marked(pieces: Iterator[str]) -> Iterator[str]:
    inside = False
    for piece in pieces:
        out: list[str] = []
        for part in re.split(f"([{OPEN}{CLOSE}])", piece):
            if part in (OPEN, CLOSE):
                inside = part == OPEN
            elif part:
                out.append(_directed("orange-background", part) if inside else _escape(part))
        yield "".join(out)


def _directed(name: str, text: str) -> str:
    """Inert text under a directive, in stretches that a directive's label can hold."""
    most = STRETCH_CHARACTERS
    stretches = re.findall(rf".{{1,{most}}}(?:\s|$)|.{{1,{most}}}", text)
    return "".join(f":{name}[{_escape(stretch)}]" for stretch in stretches)
