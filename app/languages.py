"""Questions in a language that the packaged models do not know."""

from __future__ import annotations

import unicodedata

from indexes.words import STOP_WORDS, words

LEAST_WORDS = 2
"""Different small words of a language that must stand in a question; one may be a name."""

_SMALL_WORDS = {
    "German": """auf bei das dem den der die du ein eine einen einer fur gibt hat ich im ist kann
        mit nach nicht sind und viel viele von wann warum welche welcher welches wer werden wie wird
        wo zu zum zur""",
    "French": """au aux avec ce combien comment dans de des du elle en est et il je la le les ne
        nous ou par pas pour pourquoi quand que quel quelle quels quelles qui quoi sont sur
        une vous""",
    "Spanish": """al como con cual cuales cuando cuanto cuanta cuantos cuantas de del donde el en es
        esta hay la las lo los para pero por que quien se son su una y""",
    "Italian": """al alla che chi come con cosa da dei del della delle di dove e gli il in la le lo
        nel nella per perche quale quali quando quanto quanta quanti sono su una""",
    "Portuguese": """ao as com como da das de do dos e em esta na nas no nos o onde os para por
        porque qual quais quando quanto quantos que quem se sao uma""",
    "Dutch": """aan bij dat de deze een en er het hoe hoeveel ik is kan met naar niet om op over te
        van voor waar waarom wanneer wat welke wie wordt worden zijn""",
    "Swedish": """att av den det en ett far for fran hur har i kan med nar och om pa som till ar var
        varfor vad vem vilka vilken""",
}
_SETS = {name: frozenset(text.split()) - STOP_WORDS for name, text in _SMALL_WORDS.items()}


def language_notes(text: str) -> tuple[str, ...]:
    """What to say to a question that is not in English, where the models know no other language."""
    language = other_language(text)
    if not language:
        return ()
    return (
        f"The question seems to be in {language}. The packaged models know English only, "
        "so passages are found by the words they share with it, hardly by their meaning.",
    )


def other_language(text: str) -> str:
    """The language by its small words, as `German`; '' for English and for what is too short.

    `a script other than Latin` for letters of one. It knows seven languages and no more.
    """
    letters = [character for character in text if character.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    if letters and latin * 2 < len(letters):
        return "a script other than Latin"
    asked = set(words(text))
    counts = {name: len(asked & small) for name, small in _SETS.items()}
    best = max(counts, key=lambda name: counts[name])
    sure = counts[best] >= LEAST_WORDS and counts[best] > len(asked & STOP_WORDS)
    return best if sure else ""
