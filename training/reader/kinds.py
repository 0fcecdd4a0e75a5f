"""More kinds of made-up tables, asked about as people ask: seldom in the words of the columns."""

from __future__ import annotations

import random
from dataclasses import replace

from training.tables import (
    KINDS,
    LAST,
    MONTHS,
    PLACES,
    THINGS,
    Column,
    Kind,
    Make,
    count,
    date,
    firm,
    of,
    person,
    price,
)  # fmt: skip

_ALSO = {
    "Phone": "How do I reach {key} by phone?",
    "Office": "Where is {key} based?",
    "Started": "Since when has {key} been with us?",
    "Days of leave": "How long a holiday may {key} take?",
    "Mayor": "Who runs the city of {key}?",
    "Founded": "How old is {key}?",
}
"""Asked as well about the columns of KINDS, by name."""


def _asked_more(kind: Kind) -> Kind:
    """The kind with what is also asked about its columns."""
    columns = tuple(
        replace(each, questions=(*each.questions, _ALSO[each.name])) if each.name in _ALSO else each
        for each in kind.columns
    )
    return replace(kind, columns=columns)


def _column(name: str, make: Make, *questions: str) -> Column:
    """A column whose answers nobody words."""
    return Column(name, make, questions, "{cell}")


def _day(rnd: random.Random) -> str:
    return f"{rnd.randint(2019, 2026)}-{rnd.randint(1, 12):02}-{rnd.randint(1, 28):02}"


def _hours(rnd: random.Random) -> str:
    return f"{rnd.randint(6, 11)}:{rnd.choice(('00', '30'))} to {rnd.randint(14, 22)}:00"


def _code(rnd: random.Random) -> str:
    return f"{''.join(rnd.choices('ABCDEHKLMNPRSTX', k=2))}-{rnd.randint(10, 9999)}"


def _dose(rnd: random.Random) -> str:
    return f"{rnd.choice((1, 2, 5, 10, 20, 25, 50, 100, 250, 500))} {rnd.choice(('mg', 'ml'))}"


MORE = (
    Kind("System", ("main pump", "boiler", "lift", "roof", "alarm", "crane", "ventilation", "gate",
                    "generator", "cold store", "steering gear", "sprinkler", "oven"), "the ", (
        _column("Date", _day, "On what day was the {key} worked on by {done by}?",
                "When did {done by} look after the {key}?"),
        _column("Work", of("bearing replaced", "inspected, no faults", "seals changed", "repainted",
                           "oil changed", "belt tightened", "rewired", "pressure tested"),
                "What was done to the {key} on {date}?", "What did {done by} do about the {key}?"),
        _column("Cost", price, "What did the work on the {key} of {date} cost?",
                "How much was paid to {done by} for the {key}?",
                "What did it cost to have the {key} {work}?"),
        _column("Hours", count(1, 60), "How long did {done by} work on the {key}?",
                "How many hours did the {key} take on {date}?"),
        _column("Done by", firm, "Who saw to the {key} on {date}?", "Who had the {key} {work}?",
                "Which company worked on the {key} in {date}?"),
    ), repeats=True),
    Kind("Ticket", ("Adult", "Child", "Student", "Senior", "Family", "Group of ten", "Resident",
                    "School class", "Member"), "", (
        _column("Day", price, "What does a {key} ticket for one day cost?",
                "How much does a {key} pay to get in?"),
        _column("Week", price, "How much is the {key} ticket for a week?"),
        _column("Season", price, "What is the price of a season ticket, {key}?",
                "What would a {key} pay for the whole season?"),
    )),
    Kind("Destination", PLACES, "", (
        _column("Hotel limit", count(80, 400, " EUR"), "What may a night in {key} cost at most?",
                "How much can I spend on a hotel in {key}?"),
        _column("Daily allowance", count(20, 90, " EUR"), "How much do I get per day in {key}?",
                "What is paid for meals when I travel to {key}?"),
        _column("Zone", of("A", "B", "C", "D"), "In which zone is {key}?"),
        _column("Travel time", count(1, 14, " hours"), "How long does it take to get to {key}?"),
    )),
    Kind("Medicine", ("Paracetamol", "Ibuprofen", "Amoxicillin", "Diazepam", "Loratadine",
                      "Metformin", "Morphine", "Omeprazole", "Salbutamol", "Prednisolone"), "", (
        _column("Used for", of("pain", "fever", "infection", "seizures", "allergy", "nausea"),
                "What is {key} given for?", "Against what does {key} help?"),
        _column("Single dose", _dose, "How much {key} is given at once?",
                "What is one dose of {key}?"),
        _column("Most in 24 hours", _dose, "What is the highest amount of {key} within a day?",
                "How much {key} may somebody have per day?"),
        _column("Way", of("by mouth", "intravenous", "inhaled", "under the tongue"),
                "How is {key} taken?"),
        _column("Stored", of("fridge", "locked cupboard", "bag", "shelf 2"),
                "Where do we keep the {key}?"),
    )),
    Kind("Priority", ("1", "2", "3", "4", "5"), "", (
        _column("Meaning", of("everything is down", "one group cannot work", "one person waits",
                              "a question", "a wish"), "What does priority {key} mean?"),
        _column("Answer within", count(1, 24, " hours"),
                "How fast must somebody react to a priority {key} case?",
                "How soon does someone answer a priority {key} ticket?"),
        _column("Solved within", count(1, 20, " working days"),
                "By when is a priority {key} ticket solved?"),
    )),
    Kind("Machine", ("falcon", "heron", "lynx", "otter", "panda", "raven", "stork", "tiger"), "", (
        _column("Purpose", of("mail", "files", "backups", "web pages", "print jobs", "database"),
                "What is {key} used for?", "What runs on {key}?"),
        _column("Memory", count(4, 512, " GB"), "How much memory does {key} have?"),
        _column("Disk", count(1, 90, " TB"), "How much space is there on {key}?",
                "How large is the disk of the machine for {purpose}?"),
        _column("Room", _code, "In which room is {key}?", "Where does the {purpose} server stand?"),
        _column("Looked after by", person, "Who looks after {key}?"),
    )),
    Kind("Species", ("grey heron", "red fox", "otter", "barn owl", "pine marten", "kingfisher",
                     "lapwing", "roe deer", "badger"), "", (
        _column("Site", of(*PLACES), "Where was the {key} counted?"),
        _column("Counted", count(1, 400), "How many {key}s were seen at {site}?",
                "What was the count of {key} on {day}?"),
        _column("Day", _day, "When were {key}s counted at {site}?"),
        _column("Observer", person, "Who counted the {key} at {site}?"),
        _column("Wind", count(0, 20, " m/s"), "How windy was it when the {key} was counted?"),
    ), repeats=True),
    Kind("Item", ("Salaries", "Rent", "Energy", "Travel", "Insurance", "Training", "Grants", "Fuel",
                  "Repairs", "Ticket sales", "Donations"), "", (
        _column("2023", count(100, 9000), "How much was {key} in 2023?"),
        _column("2024", count(100, 9000), "What did we spend on {key} in 2024?",
                "What was the figure for {key} in 2024?"),
        _column("2025", count(100, 9000), "How much went to {key} in 2025?",
                "What were the {key} in 2025?"),
    )),
    Kind("Course", ("First aid", "Fire safety", "Sea survival", "Excel", "Welding", "Spanish",
                    "Data protection", "Crane driving"), "the ", (
        _column("Teacher", person, "Who teaches {key}?", "Who gives the course in {key}?"),
        _column("Room", _code, "Where does {key} take place?"),
        _column("Begins", date, "When does {key} begin?", "From what day can I learn {key}?"),
        _column("Places", count(6, 40), "How many people can join {key}?"),
        _column("Fee", price, "What does one pay for {key}?"),
    )),
    Kind("Case", tuple(f"{a}/{b}" for a in range(11, 41) for b in (23, 24, 25)), "", (
        _column("Matter", of("lease", "boundary", "invoice", "dismissal", "water damage", "patent"),
                "What is case {key} about?"),
        _column("Client", lambda rnd: rnd.choice(LAST), "Who is the client in {key}?"),
        _column("Votes", lambda rnd: ", ".join(str(rnd.randint(0, 6)) for _ in range(3)),
                "How did they vote on {key}?", "What was the vote about the {matter}?"),
        _column("Responsible", person, "Who is responsible for {key}?",
                "Who handles the {matter} of {client}?"),
        _column("Due", date, "When is {key} due?", "By when must the {matter} be done?"),
    )),
    Kind("Site", PLACES, "", tuple(
        _column(day, _hours, f"When is the {{key}} site open on {day}s?",
                f"What are the hours of {{key}} on a {day}?")
        for day in ("Monday", "Friday", "Saturday", "Sunday")
    )),
    Kind("Part", THINGS, "the ", (
        _column("Serial number", _code, "What is the serial number of the {key}?",
                "Which number is stamped on the {key}?"),
        _column("Next service", date, "When is the {key} due for service?",
                "By when must the {key} be checked again?"),
        _column("Year", count(1985, 2025), "How old is the {key}?",
                "In which year was it, the {key}?"),
        _column("Responsible", person, "Who looks after the {key}?",
                "Whom do I ask for the {key}?"),
        _column("Value", count(200, 90000), "What is the {key} worth?",
                "At what is the {key} insured?"),
    )),
    Kind("Month", MONTHS, "", (
        _column("Guests", count(20, 4000), "How many guests came in {key}?"),
        _column("Mean temperature", count(-9, 28, " °C"), "How warm was {key}?"),
        _column("Rain", count(2, 210, " mm"), "How much rain fell in {key}?"),
    )),
)  # fmt: skip

EVERY = (*map(_asked_more, KINDS), *MORE)
