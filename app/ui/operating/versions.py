"""Section Versions: what is in force and why, what held before, and which versions gave answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import markup, session
from app.ui.operating import tables
from app.ui.operating.words import NONE, moment
from app.ui.report import count
from app.versions import Active, Change, Used, VersionSet, differences
from app.versions.active import Values
from app.versions.bringing import bring_back
from app.versions.describe import SHA256

if TYPE_CHECKING:
    from app.build import Footnote

MOST_CHANGES = 20
MOST_USED = 10
MOST_PARTS = 4
"""Parts that are named of those in which a version is unlike what is in force."""

SHOWN_DIGITS = 12
TOLD = "versions-told"
"""What came of the last click: lines, the first of which says whether it was done."""

ID_CHARACTERS = 12


def show(footnote: Footnote) -> None:
    """Draw what is in force, its history, the versions used, two of them compared, adapters."""
    _show_told()
    current = footnote.versions.of(footnote.active.settings(footnote.beneath))
    _show_in_force(footnote, current)
    used = footnote.versions.list()
    _show_used(footnote, used, current)
    _show_compared(used, current)
    _show_adapters(footnote)
    _show_history(footnote.active.history())


def _show_told() -> None:
    """What came of the click that led here, once."""
    done, lines = st.session_state.pop(TOLD, (True, ()))
    for at, line in enumerate(lines):
        shown = markup.prose(line)
        if not done:
            st.error(shown, icon=":material/error:")
        elif at == 0:
            st.success(shown, icon=":material/check_circle:")
        else:
            st.warning(shown, icon=":material/warning:")


def _show_in_force(footnote: Footnote, current: VersionSet) -> None:
    active: Active = footnote.active
    values, history = active.values(), active.history()
    st.subheader("In force", anchor=False)
    told = [_name(current), f"version {markup.line(current.id)}"]
    st.markdown(f"**{told[0]}** · {told[1]}")
    if values:
        st.markdown(f"Footnote has put in force: {_told(values)}.")
        if history:
            newest = history[0]
            why = f"Since {moment(newest.at)}: {newest.why}"
            st.markdown(markup.quiet(markup.line(why)))
    else:
        st.markdown(markup.quiet("The settings hold as they are; Footnote has changed nothing."))
    for line in active.overridden(values):
        st.warning(markup.prose(line), icon=":material/warning:")
    undone = next((each for each in history if not (each.undone or each.undoes)), None)
    if undone is not None:
        st.button(
            "Go back", icon=":material/undo:", key="versions-back", on_click=_back,
            args=(footnote,), help=f"Back to: {_told(undone.before)}",
        )  # fmt: skip


def _show_used(footnote: Footnote, used: Sequence[Used], current: VersionSet) -> None:
    st.subheader("Versions that gave answers", anchor=False)
    if not used:
        st.markdown("None yet. Each answer names its version, which is then listed here.")
        return
    for each in used[:MOST_USED]:
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"version-{each.id}"
        ):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{_name(each.versions)}**")
                st.markdown(markup.quiet(_facts(each)))
                if unlike := _unlike(current, each.versions):
                    st.markdown(markup.quiet(markup.line(unlike)))
            if each.id == current.id:
                st.badge("in force", color="blue")
            else:
                st.button(
                    "Bring back", key=f"bring-{each.id}", type="tertiary", on_click=_bring,
                    args=(footnote, each.versions),
                )  # fmt: skip

    if len(used) > MOST_USED:
        rest = f"{len(used) - MOST_USED:,} more: footnote versions list"
        st.markdown(markup.quiet(markup.line(rest)))


def _show_compared(used: Sequence[Used], current: VersionSet) -> None:
    sets = {current.id: current, **{each.id: each.versions for each in used}}
    if len(sets) < 2:
        return
    st.subheader("What parts two versions", anchor=False)
    ids = list(sets)
    names = {each: _label(sets[each], each == current.id) for each in ids}
    left, right = st.columns(2)
    before = left.selectbox(
        "One version", ids, index=1, format_func=names.__getitem__, key="versions-before"
    )
    after = right.selectbox(
        "The other", ids, index=0, format_func=names.__getitem__, key="versions-after"
    )
    found = differences(sets[before], sets[after])
    if not found:
        st.markdown("These are one version.")
        return
    rows = [(each.name, _cell(each.before), _cell(each.after)) for each in found]
    tables.show(("Part", before, after), rows, f"What parts version {before} from {after}")
    measured = f"footnote eval FILE --version {before}\nfootnote eval FILE --version {after}"
    st.markdown(markup.quiet("How well each of them answers is measured by:"))
    st.code(f"{measured}\nfootnote eval compare previous latest", language=None)


def _show_adapters(footnote: Footnote) -> None:
    found = footnote.adapters.list()
    st.subheader("Adapters", anchor=False)
    if not found:
        st.markdown("None yet. `footnote train` makes one from reviewed answers.")
        return
    rows = [
        (
            each.name,
            each.parent,
            moment(each.made_at),
            ", ".join(f"{name} {value:g}" for name, value in each.figures.items()) or NONE,
            each.sha256[:SHOWN_DIGITS],
        )
        for each in found
    ]
    tables.show(("Name", "Trained from", "Made", "Figures", "sha256"), rows, "Adapters made here")


def _show_history(history: Sequence[Change]) -> None:
    if not history:
        return
    rows = [
        (moment(each.at), each.why, _plain(each.after), "taken back" if each.undone else "")
        for each in history[:MOST_CHANGES]
    ]
    tables.fold("What was put in force, the newest first", ("When", "Why", "Held then", ""), rows)


def _back(footnote: Footnote) -> None:
    """Before the page is drawn anew: take the last change back."""
    try:
        values = footnote.active.back()
    except Exception as error:  # noqa: BLE001  the page is a door
        st.session_state[TOLD] = (False, (session.sentence(error),))
        return
    st.session_state[TOLD] = (True, (f"Gone back. In force now: {_plain(values)}.",))


def _bring(footnote: Footnote, version: VersionSet) -> None:
    """Before the page is drawn anew: put a version in force."""
    indexed_by = footnote.catalog.embedder()
    try:
        notes = bring_back(
            version, footnote.active, footnote.beneath, footnote.versions, indexed_by
        )
    except Exception as error:  # noqa: BLE001  the page is a door
        st.session_state[TOLD] = (False, (session.sentence(error),))
        return
    st.session_state[TOLD] = (True, (f"Version {version.id} is in force.", *notes))


def _name(version: VersionSet) -> str:
    """Model, adapter and prompt: inert Markdown."""
    return " · ".join(markup.line(each, 40) for each in _names(version))


def _names(version: VersionSet) -> list[str]:
    model = version.part("model").removesuffix(".gguf")
    adapter = version.part("adapter")
    told = [f"{model} with {adapter}" if adapter else model, version.part("prompt")]
    return [each for each in told if each]


def _label(version: VersionSet, current: bool) -> str:
    """One line without Markdown, for lists to choose from."""
    names = ", ".join(map(markup.printable, _names(version)))
    return f"{version.id[:ID_CHARACTERS]} {names}" + (" (in force)" if current else "")


def _facts(used: Used) -> str:
    """Id, number of answers, builds and dates: inert Markdown."""
    span = moment(used.first_used)
    if moment(used.last_used) != span:
        span += f" to {moment(used.last_used)}"
    builds = count(len(used.uses), "build") + " of the library"
    return " · ".join(
        (markup.line(used.id), count(used.answers, "answer"), builds, markup.line(span))
    )


def _unlike(current: VersionSet, version: VersionSet) -> str:
    """In what a version is unlike the one in force, in a line; '' where it is that one."""
    found = [each for each in differences(current, version) if SHA256 not in each.name]
    told = [f"{each.name} {each.after or 'none'}" for each in found[:MOST_PARTS]]
    more = f" and {len(found) - MOST_PARTS} more" if len(found) > MOST_PARTS else ""
    return f"Unlike what is in force: {', '.join(told)}{more}" if told else ""


def _told(values: Values) -> str:
    return markup.line(_plain(values))


def _plain(values: Values) -> str:
    told = (f"{name} = {value if value != '' else 'empty'}" for name, value in values.items())
    return ", ".join(told) or "nothing beside the settings"


def _cell(value: str) -> str:
    """A value as a table shows it; of a checksum the beginning."""
    is_checksum = len(value) == 64 and set(value) <= set("0123456789abcdef")
    return value[:SHOWN_DIGITS] if is_checksum else value or NONE
