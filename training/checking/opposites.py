"""Words that are exchanged for one another to corrupt a claim."""

from __future__ import annotations

ANTONYMS = (
    ("increase", "decrease"), ("increased", "decreased"), ("increases", "decreases"),
    ("rose", "fell"), ("rises", "falls"), ("higher", "lower"), ("high", "low"),
    ("before", "after"), ("more", "less"), ("allowed", "forbidden"), ("permitted", "prohibited"),
    ("first", "last"), ("early", "late"), ("earlier", "later"), ("open", "closed"),
    ("inside", "outside"), ("above", "below"), ("north", "south"), ("northern", "southern"),
    ("east", "west"), ("eastern", "western"), ("large", "small"), ("larger", "smaller"),
    ("largest", "smallest"), ("long", "short"), ("longer", "shorter"), ("new", "old"),
    ("with", "without"), ("start", "end"), ("starts", "ends"), ("began", "ended"),
    ("positive", "negative"), ("includes", "excludes"), ("including", "excluding"),
    ("public", "private"), ("won", "lost"), ("arrive", "depart"), ("monthly", "yearly"),
    ("summer", "winter"), ("spring", "autumn"), ("morning", "afternoon"), ("warm", "cold"),
    ("left", "right"), ("improved", "worsened"), ("strong", "weak"), ("over", "under"),
    ("least", "most"), ("maximum", "minimum"), ("up", "down"), ("success", "failure"),
    ("legal", "illegal"), ("likely", "unlikely"), ("able", "unable"), ("male", "female"),
)  # fmt: skip
UNLISTED = (
    ("hard", "soft"), ("rich", "poor"), ("young", "elderly"), ("thick", "thin"),
    ("clean", "dirty"), ("gained", "forfeited"), ("supported", "opposed"), ("friend", "enemy"),
    ("ancient", "modern"), ("simple", "complex"), ("front", "back"), ("top", "bottom"),
    ("urban", "rural"), ("wide", "narrow"), ("true", "untrue"), ("happy", "sad"),
    ("near", "far"), ("wife", "husband"), ("brother", "sister"), ("son", "daughter"),
    ("good", "bad"), ("best", "worst"), ("better", "worse"), ("agree", "disagree"),
    ("north", "east"), ("blue", "red"), ("white", "black"), ("lends", "returns"),
)  # fmt: skip
"""Pairs picked because the verifier's table does not list them; un- and dis- it knows by rule."""
QUANTIFIERS = (
    ("all", "some"), ("every", "no"), ("each", "no"), ("most", "few"), ("many", "few"),
    ("always", "never"), ("usually", "rarely"), ("often", "seldom"), ("both", "neither"),
    ("at least", "at most"), ("at most", "at least"), ("more than", "less than"),
    ("less than", "more than"), ("up to", "at least"), ("must", "may"), ("some", "all"),
    ("several", "all"), ("sometimes", "always"), ("only", "not only"), ("few", "many"),
    ("no more than", "at least"), ("no later than", "no earlier than"),
)  # fmt: skip
UNITS = (
    ("kg", "tonnes"), ("kilograms", "grams"), ("tonnes", "kg"), ("km", "kg"), ("metres", "feet"),
    ("kilometres", "miles"), ("miles", "kilometres"), ("m", "km"), ("days", "weeks"),
    ("weeks", "days"), ("months", "years"), ("years", "months"), ("hours", "minutes"),
    ("minutes", "hours"), ("per cent", "crowns"), ("percent", "points"), ("%", " crowns"),
    ("crowns", "euros"), ("cr", "euros"), ("litres", "kg"), ("knots", "km/h"), ("bar", "metres"),
    ("million", "billion"), ("billion", "million"), ("feet", "miles"), ("mg", "kg"), ("cm", "m"),
    ("mm", "cm"), ("acres", "km"), ("dollars", "euros"), ("day", "week"), ("seconds", "minutes"),
)  # fmt: skip
