"""The texts on which layouts are compared: prose, and a prompt of Footnote's shape with its answer.

The prompt is written in ChatML whatever the model's own template: both sides read the same tokens.
"""

from __future__ import annotations

from typing import Final

_PROSE = (
    "The harbour office keeps a list of every vessel that was inspected this year, with the date, "
    "the inspector and what had to be mended. A vessel that fails is looked at again within thirty "
    "days; until then it may leave the harbour in daylight only, and carries no passengers. Fees "
    "are due on the day of the inspection and are returned when the office was at fault. In "
    "2024 it looked at 318 vessels, 41 of them twice."
)
_LETTER = (
    "Dear Ms Okafor, thank you for your letter of 3 March about the heating in the reading room. "
    "The engineer found a worn valve and replaced it on Tuesday, so the room should now reach 21 "
    "degrees by nine in the morning. If it does not, please tell the front desk, which has a "
    "thermometer and a form. The repair cost 186 euros, which the insurance of the house pays."
)
_PROMPT = """<|im_start|>system
Answer the question from the sources in one sentence and cite the source like [1]. If the sources \
do not say it, write: The sources do not say.<|im_end|>
<|im_start|>user
[1] travel-policy.pdf, Hotels: Employees may book a hotel of up to 140 euros a night in cities of \
more than 500,000 people, and of up to 110 euros elsewhere.

[2] travel-policy.pdf, Hotels > Exceptions: During trade fairs the head of department may approve \
a higher price in writing before the journey.

[3] expenses-2023.xlsx, Summary: Hotels cost 48,210 euros in 2023, which is 12 percent more than \
in the year before.

[4] handbook.docx, Trains: Journeys of less than six hours are made by train, second class; a seat \
is always reserved.

Question: How much may a hotel in a small town cost per night?<|im_end|>
<|im_start|>assistant
"""
_ANSWER = "A hotel in a small town may cost up to 110 euros a night [1].<|im_end|>\n"

TEXTS: Final = (_PROSE, _LETTER, _PROMPT + _ANSWER)
"""Read one by one, each from its beginning."""

SKIPPED: Final = 8
"""Positions at the beginning of each that do not count: next to nothing has been said there."""

READ: Final = " ".join((_PROSE, _LETTER, _PROSE, _LETTER))
"""Text of more than 256 tokens, for taking the time."""
