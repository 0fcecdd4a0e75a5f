"""Control words of RTF 1.9.1 that matter for its text, and the encodings that it names."""

from __future__ import annotations

import codecs

SIGNS = {
    b"~": "\u00a0",
    b"-": "\u00ad",
    b"_": "\u2011",
    b"\\": "\\",
    b"{": "{",
    b"}": "}",
    b"\t": "\t",
}
"""Control symbols that are characters."""

CHARACTERS = {
    b"tab": "\t",
    b"line": "\n",
    b"softline": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"qmspace": "\u2005",
    b"zwj": "\u200d",
    b"zwnj": "\u200c",
}
"""Control words that are characters."""

SILENT = frozenset(
    b"""
    colortbl filetbl fldinst fldtype pict objdata objclass objname objalias objsect datafield
    xe rxe tc tcn nonshppict author operator keywords comment doccomm subject manager company
    category hlinkbase creatim revtim printim buptim vern version edmins nofpages nofwords nofchars
    nofcharsws id userprops stylesheet fonttbl listtable listoverridetable revtbl
    atnid atndate atnref atnicn atntime atnparent bkmkstart bkmkend sp info upr ftnsep ftnsepc
    ftncn aftnsep aftnsepc aftncn template private formfield ffname
    """.split()
)
"""Destinations whose own text is none of the document's."""

KEPT = frozenset(
    b"""
    shpinst shptxt shpgrp footnote annotation atnauthor nesttableprops ud moMath moMathPara
    listtext pntext sn sv picprop fldrslt
    """.split()
)
"""Destinations that old programs may skip (`\\*`) and that have text all the same."""

_CHARSETS = {  # of a font, in the terms of Windows
    77: "mac_roman",
    78: "shift_jis",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_PAGES = {65001: "utf-8", 10000: "mac_roman", 936: "gb18030", 1361: "johab", 20866: "koi8_r"}
MACHINES = {b"ansi": "cp1252", b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
"""What a document's first words say about its encoding."""


def of_charset(number: int) -> str:
    """Python's name of the encoding of a font's character set; '' for the document's own."""
    return _CHARSETS.get(number, "")


def of_page(number: int) -> str:
    """Python's name of a Windows code page; '' if there is none."""
    try:
        return codecs.lookup(_PAGES.get(number, f"cp{number}")).name
    except LookupError:
        return ""
