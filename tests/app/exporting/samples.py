"""A conversation with everything that an export has to say, and text that means harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from app.types import ITEM, Answer, Sentence, Usage, Verdict
from tests.app.cli.fakes import answer, citation, document

NOW = datetime(2026, 5, 4, 23, 30, 7, tzinfo=timezone(timedelta(hours=2)))
LEAVE, PARKING = document("leave.pdf"), document("parking.txt")
DATED = replace(citation(LEAVE), dated="4 May 2024")
COSTS = citation(PARKING, 2, "Parking costs 3 euros.")

HOSTILE = (
    "<b>bold</b>",
    "<font size=99>big</font><para>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- gone --> <?php x ?> <![CDATA[x]]>",
    "Fish & chips &amp; &lt; &#60; &nbsp;",
    "[a](javascript:alert(1))",
    "![a](http://evil.example/a.png)",
    "[1]: http://evil.example",
    "[[a]] [^1] [1][2]",
    "see http://evil.example/a_b_c?x=`1`, or www.evil.example.",
    "<http://evil.example> (https://evil.example) ftp://evil.example/*x*",
    "mail me@evil.example or mailto:me@evil.example",
    "data:text/html,<b>x</b>",
    "*a* **b** _c_ __d__ ~~e~~ `f` ``g`` ==h== $i$ \\(j\\) \\",
    "# heading",
    "> quoted",
    "- item",
    "+ item",
    "12. item",
    "3) item",
    "---",
    "===",
    "~~~",
    "```",
    ": definition",
    "|a|b|",
    "{: onclick=x} :bomb: {{ x }}",
    "ends in a backslash \\",
    "ends # ##",
    "x" * 300,
    "\u202egnp.exe\u202c \u2066x\u2069",
    "\x00\x07\x1b[31mred\ufffe\uffff\ud800",
    "two\nlines\r\nand\x0ba\u2028third",
    "مرحبا بالعالم, שלום עולם",
    "🙂 👩🏽‍🚀 🇪🇺 1️⃣",
    "日本語の文、한국어 문장，中文。",
    "Ångström Ελληνικά Русский Tiếng Việt ქართული ไทย",
    "\U000e0041\u200b\u200d\ufe0f",
)
"""Lines that would format, link, load or break something if they were not inert."""


def said(
    text: str,
    marks: tuple[int, ...] = (1,),
    verdict: Verdict = "supported",
    reason: str = "",
    lead: str = "",
) -> Sentence:
    return Sentence(text, marks, verdict, lead, reason)


def turn(question: str, *sentences: Sentence, **changes: object) -> Answer:
    """An answer to a question that was searched for as it stands."""
    return replace(
        answer(question=question, read_as=question, sentences=sentences),
        **changes,  # type: ignore[arg-type]  # fields of an Answer by name
    )


CHECKED = turn(
    "How many days?",
    said("Staff get 25 days."),
    said("Ten may be kept.", (1, 2), "weak", "The marked sentence says five."),
    said("Parking is free!", (2,), "unsupported", "The marked sentence says 3 euros."),
    citations=(DATED, COSTS),
)
LISTED = turn(
    "And the rules?",
    said("Parking costs 3 euros.", lead=f"\n\n**Money**\n{ITEM}"),
    said("The office closes.", (2,), lead=ITEM),
    said("That is all.", (2,), lead="\n\n"),
    citations=(
        replace(COSTS, mark=1),
        replace(citation(LEAVE, 2), start=90, end=99, quote="The office closes."),
    ),
    model="larger",
)
ABSTAINED = turn(
    "What of bicycles?",
    status="abstained",
    text="I looked through 12 documents.\n\nNone of them says it.",
    citations=(),
    nearest=(COSTS, replace(DATED, quote="")),
    usage=Usage(0, 0),
)
REMOVED = turn(
    "And the old rules?",
    text="This answer relied on a document that has been removed.",
    citations=(replace(citation(document("gone.txt")), quote="", context=""),),
)
CONVERSATION = (CHECKED, LISTED, ABSTAINED, REMOVED)


def hostile(text: str) -> Answer:
    """An answer in which everything that a document or a model can say is `text`."""
    cited = replace(citation(document(text)), document=text, quote=text, dated=text)
    return answer(
        question=text,
        read_as=f"{text} read",
        notes=(text,),
        sentences=(
            said(text),
            said(text, verdict="weak", reason=text),
            said(text, (), "unsupported", text, lead=f"\n\n**{text}**\n{ITEM}"),
        ),
        citations=(cited,),
        model=text,
    )


def declined(text: str) -> Answer:
    """The same of an abstention."""
    return replace(
        hostile(text), status="abstained", text=text, sentences=(), citations=(),
        nearest=hostile(text).citations,
    )  # fmt: skip
