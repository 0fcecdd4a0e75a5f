"""Calendar invitations (iCalendar, RFC 5545) as lines of text."""

from __future__ import annotations

import re
from datetime import datetime

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r'([\w-]+)((?:;[\w-]+=(?:"[^"\n]*"|[^":;\n]*))*):(.*)')
_NAMED = re.compile(r';CN=(?:"([^"]*)"|([^;:]*))', re.IGNORECASE)
_ZONE = re.compile(r";TZID=\"?([^;:\"]*)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\;,nN])")
_SHOWN = {
    "SUMMARY": "Event",
    "DTSTART": "Starts",
    "DTEND": "Ends",
    "DUE": "Due",
    "RRULE": "Repeats",
    "LOCATION": "Where",
    "ORGANIZER": "Organiser",
    "ATTENDEE": "Invited",
    "STATUS": "Status",
    "DESCRIPTION": "About",
}
_EVENTS = ("VEVENT", "VTODO", "VJOURNAL")
_MOST_LINES = 2_000


def invite_lines(text: str) -> list[str]:
    """What the events and tasks of a calendar say, a line each: "Starts: 2026-03-04 09:30 UTC"."""
    lines: list[str] = []
    inside: list[str] = []
    for match in _LINE.finditer(_FOLD.sub("", text)):
        name, parameters, value = match.group(1).upper(), match.group(2), match.group(3).strip()
        if name == "BEGIN":
            inside.append(value.upper())
        elif name == "END":
            inside = inside[:-1]
        elif inside and inside[-1] in _EVENTS and name in _SHOWN:
            said = _said(name, parameters, value)
            lines += [f"{_SHOWN[name]}: {said}"] if said else []
        if len(lines) >= _MOST_LINES:
            break
    return lines


def _said(name: str, parameters: str, value: str) -> str:
    if name.startswith("DT") or name == "DUE":
        zone = _ZONE.search(parameters)
        return _moment(value, zone.group(1) if zone else "")
    if name in ("ORGANIZER", "ATTENDEE"):
        named = _NAMED.search(parameters)
        address = re.sub(r"(?i)^mailto:", "", value)
        person = (named.group(1) or named.group(2) or "") if named else ""
        return f"{person} <{address}>" if person and person != address else address
    plain = _ESCAPE.sub(lambda match: "\n" if match.group(1) in "nN" else match.group(1), value)
    return "\n".join(filter(None, (" ".join(line.split()) for line in plain.split("\n"))))


def _moment(value: str, zone: str) -> str:
    """20260304T093000Z as a person writes it; what is no date stays as it is."""
    for form, shown in (("%Y%m%dT%H%M%S", "%Y-%m-%d %H:%M"), ("%Y%m%d", "%Y-%m-%d")):
        try:
            moment = datetime.strptime(value.rstrip("Zz"), form)  # zones are only shown
        except ValueError:
            continue
        suffix = "UTC" if value[-1:] in "Zz" else zone
        return f"{moment.strftime(shown)} {suffix}".strip()
    return value
