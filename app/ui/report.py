"""What became of files and documents, as the page tells it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.formats import format_name
from app.reasons import place_and_reason, unread_pages
from app.ui import markup
from indexes.catalog import DocumentReport
from indexes.types import Document, Unread
from ingest.report import INSIDE, Outcome, Status

NAME_CHARACTERS = 80
MOST_PLACES = 10
MOST_TAGS = 5
TAG_CHARACTERS = 30

ICONS: dict[Status, str] = {
    "added": ":green[:material/check_circle:]",
    "replaced": ":green[:material/check_circle:]",
    "known": ":gray[:material/check_circle:]",
    "unpacked": ":gray[:material/folder_zip:]",
    "removed": ":gray[:material/delete:]",
    "failed": ":red[:material/error:]",
}


def count(number: int, noun: str) -> str:
    """`1 file`, `1,200 files`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def kind(document: Document) -> str:
    """`PDF`, `Text`: the format as a line of facts begins with it, inert."""
    name = format_name(document)
    return markup.line(f"{name[:1].upper()}{name[1:]}")


def shown_name(source: str) -> str:
    """A file's name, set bold and inert; one inside an archive with its path in there."""
    path = source.replace(INSIDE, " \u203a ")
    return f"**{markup.line(path, NAME_CHARACTERS)}**"


def told(outcome: Outcome) -> str:
    """What came of a file, as the rest of a line that begins with its name."""
    if outcome.status == "failed":
        reason = place_and_reason(outcome)[1]
        return f"was not added{_linked(reason)}"
    if outcome.status == "known":
        return "is in the library already."
    if outcome.status == "unpacked":
        return "was unpacked."
    if outcome.status == "removed":
        return "has left the library."
    pages = outcome.document.page_count if outcome.document else 1
    facts = [count(pages, "page"), count(outcome.chunks, "chunk")]
    if outcome.unread:
        facts.append(f"{count(len(outcome.unread), 'page')} not read")
    return f"{outcome.status}: {', '.join(facts)}."


def remarks(unread: Sequence[Unread], warnings: Sequence[str]) -> list[str]:
    """Pages that are not in the library, and what else was left out: inert lines."""
    pages = [f"Not read: {place}: {reason}" for place, reason in unread_pages(unread)]
    return [markup.line(each) for each in (*pages, *warnings)]


def show_remarks(unread: Sequence[Unread], warnings: Sequence[str]) -> None:
    """The same as small print."""
    for remark in remarks(unread, warnings):
        st.markdown(markup.quiet(remark))


def show_document(report: DocumentReport) -> None:
    """All that is known of a document besides its name."""
    listing = report.listing
    document = listing.document
    if document.title not in document.name:
        st.markdown(markup.line(document.title))
    facts = [
        kind(document),
        count(document.page_count, "page"),
        count(listing.character_count, "character"),
        count(listing.chunk_count, "chunk"),
        f"in {markup.line(document.collection, NAME_CHARACTERS)}",
        f"added {document.added_at.astimezone():%-d %B %Y, %H:%M}",
        *[":material/lock: private"] * document.private,
    ]
    st.markdown(markup.quiet(" \u00b7 ".join(facts)) + tag_badges(document.tags))
    for remark in remarks(report.unread, report.warnings):
        st.markdown(f":orange[:material/info:] {remark}")
    if not report.unread and not report.warnings:
        st.markdown(":green[:material/check_circle:] Footnote knows of nothing that it left out.")
    _show_places(report.places)


def tag_badges(tags: Sequence[str]) -> str:
    """A document's tags as they go on after other text."""
    told = [f":gray-badge[{markup.line(tag, TAG_CHARACTERS)}]" for tag in tags[:MOST_TAGS]]
    told += [markup.quiet(f"and {len(tags) - MOST_TAGS:,} more")] * (len(tags) > MOST_TAGS)
    return "".join(f" {each}" for each in told)


def _show_places(places: Sequence[str]) -> None:
    """Where the file is, unless that is the bare name of an upload."""
    told = [place for place in places if "/" in place]
    lines = [f"Found at {markup.line(place)}" for place in told[:MOST_PLACES]]
    lines += [f"and at {len(told) - MOST_PLACES:,} more places"] * (len(told) > MOST_PLACES)
    if lines:
        st.markdown("  \n".join(map(markup.quiet, lines)))


def _linked(reason: str) -> str:
    """A reason behind "was not added": ` is damaged; ...` goes on, others are sentences."""
    bare = markup.line(reason.removeprefix(":"))
    return f": it {bare}" if reason.startswith(" ") else f". {bare}"
