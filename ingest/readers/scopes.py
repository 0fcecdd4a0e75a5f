"""Which class, function or section of a source file a line belongs to, in any language.

Not by grammar but by looks: a line that defines something opens a scope, and the next line that is
indented no further than it, and is no closing bracket, ends it.
"""

from __future__ import annotations

import re

_MODIFIERS = (
    "abstract|actual|async|const|data|declare|default|expect|export|extern|final|friend|inline|"
    "inner|internal|local|mutating|native|open|operator|override|partial|private|protected|pub|"
    "public|sealed|static|suspend|synchronized|tailrec|template|unsafe|virtual"
)
_KEYWORDS = (
    "actor|class|contract|def|defmodule|defn|defp|enum|extension|fn|fun|func|function|impl|"
    "interface|message|mod|module|namespace|object|procedure|protocol|record|service|"
    "struct|sub|subroutine|trait|type|union"
)
_DEFINED = re.compile(
    rf"\s*(?:(?:{_MODIFIERS})(?:\([\w\s]{{0,40}}\))?\s+){{0,6}}\(?(?:{_KEYWORDS})\*?\s+"
    r"(?:class\s+|struct\s+)?(?:\([^()]{0,80}\)\s*)?(?:<[^<>]{0,80}>\s*)?"
    r"(?P<name>[\w$][\w$.:?!~-]{0,80})",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"\s*(?:(?:export|default|const|let|var|local)\s+){0,3}(?P<name>[\w$.]{1,80})\s*[:=]\s*"
    r"(?:async\s+)?(?:function\b|\([^()]{0,120}\)\s*(?::\s*[\w<>\[\]|. ]{1,60})?\s*=>)"
)
_TYPED = re.compile(
    r"\s*(?![^(]{0,200}\b(?:if|for|while|switch|catch|return|else|new|throw|do|case|await)\b)"
    r"(?:[\w$<>\[\],.&*:?@~]{1,80}\s+){1,8}[*&]?(?P<name>[\w$~:]{1,80})\s*\([^;={}]{0,200}"
    r"\)?\s*(?:const|noexcept|override|final|throws\s[\w\s,.]{1,80})?\s*(?:\{.*)?"
)
_SQL = re.compile(
    r"\s*create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+|unique\s+|materialized\s+)?"
    r"(?:table|view|function|procedure|trigger|index|type)\s+(?:if\s+not\s+exists\s+)?"
    r"(?P<name>[\w.\"`\[\]]{1,80})",
    re.IGNORECASE,
)
_SECTION = re.compile(r"\s*\[{1,2}(?P<name>[^\[\]=]{1,80})\]{1,2}\s*(?:[#;].*)?")
_KEY = re.compile(r"\s*(?:-\s+)?(?P<name>[\w./$-][\w./$ -]{0,60}|\"[^\"]{1,60}\"):\s*(?:#.*)?")
_CONTINUES = re.compile(r"\s*(?:[\])}{]|end\b|else\b|elif\b|public:|private:|protected:|#|//|/?\*)")
_TYPED_SUFFIXES = frozenset(
    (".c", ".cc", ".cpp", ".cs", ".cu", ".cxx", ".dart", ".h", ".hh", ".hpp", ".hxx", ".java", ".m")
)
_BRACKETED_SUFFIXES = frozenset((".cfg", ".conf", ".ini", ".properties", ".toml"))
_KEYED_SUFFIXES = frozenset((".yaml", ".yml"))
_PLAIN_SUFFIXES = frozenset((".css", ".diff", ".less", ".log", ".patch", ".scss", ".xml", ".xsd"))
_LONGEST_LINE = 400
_DEEPEST = 8


class Scopes:
    """The definitions around the line at which a reader stands."""

    def __init__(self, suffix: str) -> None:
        """suffix: of the file's name, which tells its language."""
        self._patterns = _patterns(suffix)
        self._flat = suffix in _BRACKETED_SUFFIXES  # where a section lasts until the next
        self._open: list[tuple[int, str]] = []

    @property
    def path(self) -> tuple[str, ...]:
        """Their names, from the outermost."""
        return tuple(name for _, name in self._open)

    def enter(self, line: str) -> bool:
        """Go on to a line that is not blank; whether it begins a definition."""
        name = self._defined(line)
        indent = len(line) - len(line.lstrip()) - int(bool(name) and self._flat)
        if name or not _CONTINUES.match(line):
            while self._open and self._open[-1][0] >= indent:
                self._open.pop()
        if name and len(self._open) < _DEEPEST:
            self._open.append((indent, name))
        return bool(name)

    def _defined(self, line: str) -> str:
        if len(line) > _LONGEST_LINE:
            return ""
        for pattern, whole in self._patterns:
            match = pattern.fullmatch(line.rstrip()) if whole else pattern.match(line)
            if match:
                return match.group("name").strip("\"'`").rstrip(":.")
        return ""


def _patterns(suffix: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    """What defines something in a language, and whether it has to fill its line."""
    if suffix in _PLAIN_SUFFIXES:
        return ()
    if suffix in _BRACKETED_SUFFIXES:
        return ((_SECTION, True),)
    if suffix in _KEYED_SUFFIXES:
        return ((_KEY, True),)
    if suffix == ".sql":
        return ((_SQL, False),)
    named = ((_DEFINED, False), (_ASSIGNED, False))
    return (*named, (_TYPED, True)) if suffix in _TYPED_SUFFIXES else named
