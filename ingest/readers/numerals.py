"""Numbers as lists show them: IV, c, 3rd, Third."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_CARDINALS = """One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen
Fifteen Sixteen Seventeen Eighteen Nineteen Twenty""".split()  # noqa: SIM905  # reads better as words
_ORDINALS = """First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth
Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth Twentieth""".split()  # noqa: SIM905  # reads better as words
_HAN = "〇一二三四五六七八九十"
_MOST_ROMAN = 4000
_MOST_LETTERS = 780  # "ZZ...", thirty times


def numeral(count: int, form: str) -> str:
    """A count, from 0, in one of Word's number formats; in digits where that is not known."""
    shown = _FORMS.get(form)
    return shown(count) if shown is not None else str(count)


def _roman(count: int) -> str:
    if not 0 < count < _MOST_ROMAN:
        return str(count)
    letters = ""
    for step, letter in _ROMAN:
        letters += letter * (count // step)
        count %= step
    return letters


def _letters(count: int) -> str:
    """A to Z, then AA, BB and so on."""
    if not 0 < count <= _MOST_LETTERS:
        return str(count)
    times, place = divmod(count - 1, 26)
    return chr(ord("A") + place) * (times + 1)


def _ordinal(count: int) -> str:
    teen = 10 < count % 100 < 20
    return f"{count}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"


def _word(words: list[str]) -> Callable[[int], str]:
    return lambda count: words[count - 1] if 0 < count <= len(words) else str(count)


def _han(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    before = (_HAN[tens] if tens > 1 else "") + "十" if tens else ""
    return before + (_HAN[ones] if ones else "")


_FORMS: dict[str, Callable[[int], str]] = {
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "decimalZero": lambda count: f"{count:02d}",
    "ordinal": _ordinal,
    "cardinalText": _word(_CARDINALS),
    "ordinalText": _word(_ORDINALS),
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "japaneseCounting": _han,
    "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
}
