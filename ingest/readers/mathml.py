"""MathML formulas as a line of text: x^2, a/b, √(x)."""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

_DEEPEST = 50
_SCRIPTS = {
    "msup": "^",
    "msub": "_",
    "mover": "^",
    "munder": "_",
    "msubsup": "_^",
    "munderover": "_^",
}


def formula(element: etree._Element) -> str:
    """A formula as text; the one that it carries for others, where it has no marks of its own."""
    return " ".join(_said(element, 0).split()) or element.get("alttext") or ""


def _said(element: etree._Element, depth: int) -> str:
    tag = element.tag
    if tag in ("annotation", "annotation-xml"):
        return ""  # the same again in another notation
    if depth > _DEEPEST:
        return "".join(element.itertext())
    parts = [_said(child, depth + 1) for child in element if isinstance(child.tag, str)]
    if not parts:
        text = " ".join((element.text or "").split())
        return f" {text} " if tag in ("mo", "mtext") and text not in _TIGHT else text
    return _joined(tag, parts)


_TIGHT = frozenset("()[]{}|,.!'′\u2061\u2062\u2063\u2064")


def _joined(tag: str, parts: list[str]) -> str:
    if tag == "mfrac" and len(parts) == 2:
        return f"{_one(parts[0])}/{_one(parts[1])}"
    if tag == "msqrt":
        return f"√({''.join(parts).strip()})"
    if tag == "mroot" and len(parts) == 2:
        return f"root({parts[1].strip()}, {parts[0].strip()})"
    if tag in _SCRIPTS and len(parts) == len(_SCRIPTS[tag]) + 1:
        base, *scripts = parts
        marks = zip(_SCRIPTS[tag], scripts, strict=True)
        return base.strip() + "".join(mark + _one(script) for mark, script in marks)
    return {"mtable": "; ", "mtr": ", "}.get(tag, "").join(parts)


def _one(part: str) -> str:
    """A part that binds as one: in brackets if it has several signs."""
    text = part.strip()
    return text if text.isalnum() or len(text) < 2 else f"({text})"
