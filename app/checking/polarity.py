"""Words that turn a sentence round: negations, and pairs of opposites."""

from __future__ import annotations

import re

from indexes.words import stem

NEGATIONS = frozenset(
    """
    not no never none nor neither without cannot nobody nothing nowhere except excluding unless
    """.split()  # noqa: SIM905  # a list of literals would be five times as long to read
)

_PHRASES = (
    (
        r"no more than|not more than|no later than|not later than|not exceeding|at most|up to",
        "most",
    ),
    (r"no less than|not less than|no fewer than|not fewer than|at least", "least"),
    (r"no sooner than|not earlier than|not before", "least"),
    (r"more than|over(?=\s+[\d$€£])|above(?=\s+\d)|exceeding|greater than|longer than", "more"),
    (r"less than|fewer than|under(?=\s+\d)|below(?=\s+\d)|shorter than", "less"),
)
_PHRASE = re.compile("|".join(rf"(?P<p{n}>\b(?:{p})\b)" for n, (p, _) in enumerate(_PHRASES)), re.I)

_OPPOSITES = """
increase rise rose risen grow grew grown raise gain | decrease fall fell fallen drop decline
increase rise rose grow grew raise gain climb expand | reduce shrink shrank lower lose lost cut
more | less fewer
most | least fewest
maximum max | minimum min
before until | after
early earlier earliest | late later latest
allow permit may authorise authorize | forbid forbidden forbade prohibit ban disallow
include | exclude
accept approve | reject refuse decline
open opens opened | close closed shut
start begin began begun commence | end finish stop cease
first | last
with | without
inside within | outside
above over | below under
high higher highest | low lower lowest
large larger largest big bigger greater | small smaller smallest
long longer longest | short shorter shortest
fast faster quick | slow slower
hot warm hotter warmer | cold cool colder cooler
new newer newest | old older oldest
positive | negative
buy bought purchase | sell sold
win won | lose lost
public | private
arrive arrival | depart departure leave left
daily | weekly | monthly | quarterly | yearly annual annually
north northern | south southern | east eastern | west western
left | right
import | export
improve | worsen
strong stronger | weak weaker
safe safely | dangerous unsafe
required mandatory compulsory | optional voluntary
permanent permanently | temporary temporarily
true | false
same | different
likely | unlikely
common | rare
up upward upwards | down downward downwards
spring | summer | autumn | winter
morning | afternoon | evening | night
monday | tuesday | wednesday | thursday | friday | saturday | sunday
all every each always both | some sometimes several | many most often usually | few rarely seldom
must shall required | may might could can | should
male man men | female woman women
parent mother father | child children son daughter
lend | borrow
enter entrance | exit
full | empty
wet | dry
deep deeper | shallow shallower
heavy heavier | light lighter
easy easier | difficult hard
success successful succeed | failure unsuccessful fail
profit | loss
surplus | deficit
senior | junior
internal | external
major majority | minor minority
""".strip()

SIDES: dict[str, tuple[tuple[int, int], ...]] = {}
"""A word's stem -> the (line, side) pairs of _OPPOSITES that hold it."""
for _line, _text in enumerate(_OPPOSITES.splitlines()):
    for _side, _words in enumerate(_text.split("|")):
        for _word in _words.split():
            for _form in {stem(_word), _word}:
                held = SIDES.setdefault(_form, ())
                if (_line, _side) not in held:
                    SIDES[_form] = (*held, (_line, _side))

BOUNDS = {"most": (1000, 0), "least": (1000, 1), "more": (1000, 2), "less": (1000, 3)}
"""Sides of the phrases that bound a number."""

_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "mis")
_LEAST_ROOT = 4


def bounds(text: str) -> list[tuple[int, int, str]]:
    """Start, end and kind (a key of BOUNDS) of each phrase that bounds a number: `at most`."""
    found = []
    for match in _PHRASE.finditer(text):
        kind = next(kind for n, (_, kind) in enumerate(_PHRASES) if match[f"p{n}"])
        found.append((match.start(), match.end(), kind))
    return found


def is_negation(word: str) -> bool:
    """Whether a lower-case word negates what stands beside it."""
    return word in NEGATIONS or word.endswith(("n't", "n’t"))


def opposed(one: str, two: str) -> bool:
    """Whether two stems are opposites by the table, or one is the other with un-, in-, non-..."""
    mine, theirs = SIDES.get(one, ()), SIDES.get(two, ())
    if any(a == b for a in mine for b in theirs):
        return False
    if any(a[0] == b[0] for a in mine for b in theirs):
        return True
    return negates_root(one, two) or negates_root(two, one)


def allied(one: str, two: str) -> bool:
    """Whether two stems are one, or stand on one side of a pair of opposites: end, finish."""
    return one == two or any(a in SIDES.get(two, ()) for a in SIDES.get(one, ()))


def negates_root(long: str, short: str) -> bool:
    """Whether `long` is `short` behind a negating prefix."""
    return len(short) >= _LEAST_ROOT and any(long == prefix + short for prefix in _PREFIXES)
