"""Files on their way into the library: how far they are, and what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from app.ui import markup, session, ticking
from app.ui.report import ICONS, count, remarks, show_remarks, shown_name, told
from app.ui.uploads import Job
from ingest.report import INSIDE, IngestReport, Outcome, Progress, Status

REFRESH_S = 1.0
FEW = 3
"""So many files are told of one by one; more as a sum, with a list to open."""

SCROLLED_FROM = 9
"""So many lines fit into a list of LIST_HEIGHT."""

MOST_SHOWN = 200
MOST_FAILED = 10
LIST_HEIGHT = 280
"""Pixels; a longer list is scrolled."""

STAGES = {"reading": "Reading", "embedding": "Indexing", "publishing": "Saving"}
_SUMS: dict[Status, str] = {
    "added": "added",
    "replaced": "replaced",
    "known": "in the library already",
    "failed": "not added",
}


def show() -> None:
    """Draw every job. One that runs is drawn anew every second; the page stays usable."""
    for job in session.uploads().jobs:
        if job.wait():
            _show_done(job)
        else:
            _follow(job)


def show_hint() -> None:
    """One line on how far files are, for screens where that is beside the point."""
    if any(not job.wait() for job in session.uploads().jobs):
        _hint()


@st.fragment
def _hint() -> None:
    running = [job for job in session.uploads().jobs if not job.wait()]
    if running:
        ticking.tick("hint", REFRESH_S)
        left = [_files(running[0].at) if running[0].at else "waiting"]
        left += [f"{count(len(running) - 1, 'more upload')} after that"] * (len(running) > 1)
        st.markdown(markup.quiet(f"Adding documents: {', '.join(left)}"))


@st.fragment
def _follow(job: Job) -> None:
    ticking.tick(f"job-{job.number}", REFRESH_S)
    if job.wait():
        _draw_anew()
        _show_done(job)
        return
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom", wrap=False):
            _show_bar(job)
            st.button("Stop", key=f"stop-{job.number}", on_click=job.stop, disabled=job.stopped())
        lines = _lines(job)
        if len(lines) > SCROLLED_FROM:
            with st.container(height=LIST_HEIGHT, border=False):
                _show_lines(lines)
        else:
            _show_lines(lines)


def _draw_anew() -> None:
    """Draw the whole page anew: the list of documents has changed.

    Not if something else was asked for meanwhile, such as another screen: Streamlit would put this
    in its place, and the person would stay where they are.
    """
    context = get_script_run_ctx()
    asked = context.script_requests if context else None
    if asked is None or asked._state == ScriptRequestType.CONTINUE:
        st.rerun()


def _show_bar(job: Job) -> None:
    now = job.at
    if job.stopped():
        st.progress(_share(now), text="Stopping after the files that are being read\u2026")
    elif now is None:
        st.progress(0.0, text=f"{count(len(job.names), 'file')}: waiting for another ingest\u2026")
    else:
        st.progress(_share(now), text=f"{_files(now)}{_left(job)} \u00b7 {STAGES[now.stage]}\u2026")


def _share(now: Progress | None) -> float:
    return min(now.done / now.total, 1.0) if now is not None and now.total else 0.0


def _files(now: Progress) -> str:
    return f"{now.files:,} of {count(now.of, 'file')}"


def _left(job: Job) -> str:
    seconds = job.seconds_left
    if seconds is None:
        return ""
    if seconds < 90:
        return f", about {max(seconds, 1):.0f} s left"
    return f", about {seconds / 60:.0f} min left"


def _lines(job: Job, with_remarks: bool = False) -> list[str]:
    """A line for each file of a job, what failed first, then in the order of the upload."""
    settled: dict[str, list[Outcome]] = {}
    for outcome in list(job.outcomes):
        settled.setdefault(outcome.source.partition(INSIDE)[0], []).append(outcome)
    lines: list[tuple[bool, str]] = []
    for name in job.names:
        outcomes = settled.get(name, [])
        own = next((each for each in outcomes if each.source == name), None)
        if own is None:
            lines.append((True, _open_line(job, name)))
        else:
            outcomes.remove(own)  # files of one name come one after the other
            lines.append((own.status != "failed", _line(own, with_remarks)))
        inside = [each for each in outcomes if each.source != name]
        settled[name] = [each for each in outcomes if each.source == name]
        lines += [(each.status != "failed", _line(each, with_remarks)) for each in inside]
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _line(outcome: Outcome, with_remarks: bool) -> str:
    line = f"{ICONS[outcome.status]} {shown_name(outcome.source)} {told(outcome)}"
    if not with_remarks:
        return line
    return "  \n".join((line, *map(markup.quiet, remarks(outcome.unread, outcome.warnings))))


def _open_line(job: Job, name: str) -> str:
    """A file of which nothing is certain yet."""
    if isinstance(job.result, IngestReport):
        return f":gray[:material/block:] {shown_name(name)} was not begun."
    if name in job.seen:
        return f":blue[:material/hourglass_top:] {shown_name(name)} is read and being indexed."
    return f":gray[:material/schedule:] {shown_name(name)} :gray[waiting]"


def _show_lines(lines: Sequence[str]) -> None:
    shown = list(lines[:MOST_SHOWN])
    if len(lines) > MOST_SHOWN:
        shown.append(markup.quiet(f"and {len(lines) - MOST_SHOWN:,} more"))
    st.markdown("  \n".join(shown))


def _show_done(job: Job) -> None:
    result = job.result
    if isinstance(result, Exception):
        st.error(markup.prose(session.sentence(result)), icon=":material/error:")
    elif result is not None:
        _show_summary(job, result)
    if st.button("Dismiss", key=f"dismiss-{job.number}", type="tertiary"):
        session.uploads().forget(job)
        st.rerun()


def _show_summary(job: Job, report: IngestReport) -> None:
    """Few files one by one; many as a sum, with what failed and a list to open."""
    if report.stopped:
        st.warning("Stopped. Add the other files again to go on.", icon=":material/warning:")
    if len(report.outcomes) <= FEW and not report.stopped:
        for outcome in report.outcomes:
            _show_alone(outcome)
        return
    number = Counter(each.status for each in report.outcomes)
    sums = [f"{number[each]:,} {words}" for each, words in _SUMS.items() if number[each]]
    tell = st.warning if number["failed"] else st.success
    icon = ":material/warning:" if number["failed"] else ":material/check_circle:"
    tell(f"{count(number.total() - number['unpacked'], 'file')}: {', '.join(sums)}.", icon=icon)
    failed = [each for each in report.outcomes if each.status == "failed"]
    if failed:
        _show_lines([_line(each, with_remarks=False) for each in failed[:MOST_FAILED]])
    with st.expander("What became of each file"):
        _show_lines(_lines(job, with_remarks=True))


def _show_alone(outcome: Outcome) -> None:
    line = f"{shown_name(outcome.source)} {told(outcome)}"
    if outcome.status == "failed":
        st.error(line, icon=":material/error:")
    elif outcome.status in ("known", "unpacked"):
        st.info(line, icon=":material/info:")
    else:
        st.success(line, icon=":material/check_circle:")
    show_remarks(outcome.unread, outcome.warnings)
