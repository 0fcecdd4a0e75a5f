"""What single HTML elements say to a reader: hidden ones nothing, controls their value."""

from __future__ import annotations

import re

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.readers.mathml import formula

NEVER = frozenset(
    """
    script style noscript template title meta link base embed canvas datalist video audio param
    source track
    """.split()  # noqa: SIM905  # a list of literals would be many times as long
)
"""Elements of which browsers show no text. Not `head`: the parser puts shown elements into it
where a page does not say where its body begins."""

INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big button cite code data del dfn em font i img input ins kbd label
    mark math meter output q rb rp rt ruby s samp select small span strike strong sub sup svg
    textarea time tt u var wbr
    """.split()  # noqa: SIM905  # a list of literals would be many times as long
)
"""Elements that stand within a line; all others begin and end one."""

_HIDING = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:!important\s*)?(?:;|$))",
    re.IGNORECASE,
)
_BLOCK_STYLE = re.compile(r"(?:^|;)\s*display\s*:\s*(?:block|flex|grid|table|list-item)", re.I)
_NOTE = re.compile(r"\b(?:footnote|endnote|rearnote|doc-footnote|doc-endnote)s?\b")
_TYPED = frozenset(
    "text search email url tel number date datetime-local month week time".split()  # noqa: SIM905  # reads better as words
)
_FEW_WORDS = 3
_NUMERIC = tuple("0123456789-−+")
_HEADED = ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "th")
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def is_shown(element: etree._Element) -> bool:
    """Whether a browser shows the element, so far as the element itself says."""
    tag = element.tag
    if tag in NEVER:
        # a part of the page that SingleFile and newer browsers store in this form
        return tag == "template" and element.get("shadowrootmode") is not None
    if "katex-html" in (element.get("class") or ""):
        return False  # the formula again, in pieces; it stands beside as MathML
    style = element.get("style")
    concealed = element.get("hidden", "until-found").lower() != "until-found"
    if concealed or (style and _HIDING.search(style)):
        return _is_note(element)
    return not (tag == "dialog" and element.get("open") is None)


def _is_note(element: etree._Element) -> bool:
    """E-books hide footnotes that pop up where they are called for."""
    role = " ".join(element.get(name) or "" for name in (_EPUB_TYPE, "epub:type", "role"))
    return _NOTE.search(role) is not None


def is_inline(element: etree._Element) -> bool:
    """Whether the element stands within a line."""
    style = element.get("style")
    return element.tag in INLINE and not (style and _BLOCK_STYLE.search(style))


def instead(element: etree._Element) -> str | None:
    """What is read in place of the element's children; None where they are to be read."""
    said = _INSTEAD.get(element.tag)
    return said(element) if said is not None else None


def between(element: etree._Element, before: str) -> str:
    """What parts an element from the text before it: 10^6, not 106; "end. [1]", not "end.[1]"."""
    if element.tag != "sup" or not before or before[-1].isspace():
        return ""
    links = (next(element.iter("a"), None), next(element.iterancestors("a"), None))
    if any(link is not None for link in links):
        return " "  # the mark of a note
    return "^" if before[-1].isdigit() and flat(element)[:1] in _NUMERIC else ""


def flat(element: etree._Element) -> str:
    """All that an element says, in one line."""
    said = ""
    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if not is_inline(inner):
            parts.append(" ")
        if event == "end":
            said = (inner.tail or "") if inner is not element else ""
        elif inner is not element and not is_shown(inner):
            walker.skip_subtree()
            continue
        elif inner is not element and (text := instead(inner)) is not None:
            walker.skip_subtree()
            said = text
        else:
            said = inner.text or ""
            if inner is not element:
                said = between(inner, parts[-1] if parts else "") + said
        if said:
            parts.append(said)
    return " ".join("".join(parts).split())


def is_menu(element: etree._Element) -> bool:
    """Whether the element is navigation: marked so, and mostly links."""
    if element.tag != "nav" and element.get("role") != "navigation":
        return False
    if next(element.iterancestors("nav"), None) is not None:
        return False  # that one was found to be text
    linked = sum(len(flat(link)) for link in element.iter("a"))
    return 2 * linked >= len(flat(element))


def says_anything(root: etree._Element) -> bool:
    """Whether a page shows any word outside its navigation."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        text = element.tail
        if event == "start":
            passed = not is_shown(element) or is_menu(element)
            said = instead(element) if not passed else ""
            if said is not None:
                walker.skip_subtree()
            text = element.text if said is None else said
        if any(map(str.isalnum, text or "")) or element.tag in ("iframe", "frame"):
            return True
    return False


def word_count(element: etree._Element) -> int:
    """How many words stand in an element, shown or not; scripts and the like do not count."""
    count = len((element.text or "").split())
    for inner in element.iterdescendants():
        if inner.tag not in NEVER and isinstance(inner.tag, str):
            count += len((inner.text or "").split())
        count += len((inner.tail or "").split())
    return count


def _picture(element: etree._Element) -> str:
    alt, title = element.get("alt") or "", element.get("title") or ""
    if element.get("aria-hidden") == "true":
        return " "  # says again what stands beside it, as with formulas
    return f" {alt} {'' if title in alt else title} "


def _input(element: etree._Element) -> str:
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return " [x] " if element.get("checked") is not None else " [ ] "
    if kind == "image":
        return _picture(element)
    return f" {element.get('value') or ''} " if kind in _TYPED else ""


def _select(element: etree._Element) -> str:
    """The options that are chosen; a list of which one must be chosen begins with its first."""
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and element.get("multiple") is None:
        chosen = options[:1]
    return f" {', '.join(' '.join((option.text or '').split()) for option in chosen)} "


def _textarea(element: etree._Element) -> str:
    return f"\n{''.join(element.itertext()).strip()}\n"


def _button(element: etree._Element) -> str | None:
    """A short button does something; others are headings of what they unfold, or carry text."""
    opens = any(element.get(name) is not None for name in ("aria-expanded", "aria-controls"))
    headed = next(element.iterancestors(*_HEADED), None) is not None
    return None if opens or headed or _many_words(element) else ""


def _many_words(element: etree._Element) -> bool:
    """Looks no further than it must: buttons in buttons would take quadratic time."""
    count = 0
    for text in element.itertext():
        count += len(text.split())
        if count > _FEW_WORDS:
            return True
    return False


def _ruby(element: etree._Element) -> str:
    """The base text whole, so that it can be found, then its reading in brackets."""
    base, reading = [element.text or ""], []
    for inner in element.iterchildren():
        if inner.tag in ("rt", "rtc"):
            reading.append("".join(inner.itertext()))
        elif inner.tag != "rp":
            base.append("".join(inner.itertext()))
        base.append(inner.tail or "")
    return f"{''.join(base).strip()}({''.join(reading).strip()})"


def _drawing(element: etree._Element) -> str:
    """The labels of a drawing, a line each; of an icon, its title."""
    labels = [" ".join("".join(text.itertext()).split()) for text in element.iter("text")]
    if any(labels):
        return "\n" + "\n".join(filter(None, labels)) + "\n"
    if element.get("aria-hidden") == "true":
        return " "
    return f" {' '.join((element.findtext('title') or '').split())} "


_INSTEAD = {
    "img": _picture,
    "area": _picture,
    "input": _input,
    "select": _select,
    "textarea": _textarea,
    "button": _button,
    "ruby": _ruby,
    "svg": _drawing,
    "math": formula,
}
