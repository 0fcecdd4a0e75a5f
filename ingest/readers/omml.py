"""Equations of Office documents as a line of text: x^2, a/b, √(x)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DEEPEST = 50
_ACCENTS = {"\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0305": "¯", "\u20d7": "→"}
_JOINTS = {"m": "; ", "mr": ", ", "eqArr": "; "}  # matrix, its rows, lines of equations


def equation(element: Element) -> str:
    """An m:oMath, or any part of one, as text."""
    return " ".join(_said(element, 0).split())


def _said(element: Element | None, depth: int) -> str:
    if element is None:
        return ""
    name = element.tag.removeprefix(M) if isinstance(element.tag, str) else ""
    if name == "t":
        return element.text or ""
    if depth > _DEEPEST:
        return "".join(element.itertext())
    special = _SPECIAL.get(name)
    if special is not None:
        return special(element, depth + 1)
    parts = (_said(child, depth + 1) for child in element if not str(child.tag).endswith("Pr"))
    return _JOINTS.get(name, "").join(part for part in parts if part)


def _part(element: Element, name: str, depth: int) -> str:
    return _said(element.find(f"{M}{name}"), depth).strip()


def _one(text: str) -> str:
    """A part that binds as one: in brackets if it has several signs."""
    return text if text.isalnum() or len(text) < 2 else f"({text})"


def _fraction(element: Element, depth: int) -> str:
    return f"{_one(_part(element, 'num', depth))}/{_one(_part(element, 'den', depth))}"


def _root(element: Element, depth: int) -> str:
    degree, radicand = _part(element, "deg", depth), _part(element, "e", depth)
    return f"root({degree}, {radicand})" if degree else f"√({radicand})"


def _scripts(element: Element, depth: int) -> str:
    below, above = _part(element, "sub", depth), _part(element, "sup", depth)
    marks = f"_{_one(below)}" if below else ""
    marks += f"^{_one(above)}" if above else ""
    base = _part(element, "e", depth)
    return f"{marks} {base}" if element.tag == f"{M}sPre" else _one(base) + marks


def _limit(element: Element, depth: int) -> str:
    mark = "_" if element.tag == f"{M}limLow" else "^"
    return f"{_part(element, 'e', depth)}{mark}{_one(_part(element, 'lim', depth))} "


def _large(element: Element, depth: int) -> str:
    """A sum, product or integral."""
    sign = _property(element, "naryPr/chr", "∫")
    below, above = _part(element, "sub", depth), _part(element, "sup", depth)
    marks = (f"_{_one(below)}" if below else "") + (f"^{_one(above)}" if above else "")
    return f"{sign}{marks} {_part(element, 'e', depth)}"


def _brackets(element: Element, depth: int) -> str:
    start, end = _property(element, "dPr/begChr", "("), _property(element, "dPr/endChr", ")")
    parts = [_said(child, depth).strip() for child in element.findall(f"{M}e")]
    return start + _property(element, "dPr/sepChr", "|").join(parts) + end


def _function(element: Element, depth: int) -> str:
    name, argument = _part(element, "fName", depth), _part(element, "e", depth)
    return f"{name} {argument}"


def _accent(element: Element, depth: int) -> str:
    sign = _property(element, "accPr/chr", "\u0302")
    return _one(_part(element, "e", depth)) + _ACCENTS.get(sign, sign)


def _property(element: Element, path: str, default: str) -> str:
    found = element.find("/".join(f"{M}{name}" for name in path.split("/")))
    return found.get(f"{M}val", "") if found is not None else default


_SPECIAL = {
    "f": _fraction,
    "rad": _root,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _scripts,
    "limLow": _limit,
    "limUpp": _limit,
    "nary": _large,
    "d": _brackets,
    "func": _function,
    "acc": _accent,
}
