"""Reading pictures of text with Tesseract, if it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from indexes.errors import ReadError

TIMEOUT_S = 100.0
"""Wall seconds that one picture may take."""

OFF = "off"
_ALL = ("", "auto")
_NO_LANGUAGES = frozenset(("osd", "equ", "snum"))
_MOST_LANGUAGES = 4  # more at once are slow and read worse
_FIRST = "eng"
_ORIENTATION = "osd"
_SAID = re.compile(r"^([A-Z][a-z ]+): ([\d.]+)$", re.MULTILINE)
_SURE = 1.5  # Tesseract's own measure; it is near 0 for guesses
_INSTALL = "install Tesseract (tesseract-ocr) and ingest the file again with --reread."


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture. rows: one byte a pixel from the top left, 0 is black. dpi: of its print."""

    width: int
    height: int
    rows: bytes
    dpi: int


def languages(wanted: str) -> str:
    """Tesseract's names of the languages to use, joined by "+".

    wanted: such names; "" or "auto" for all that are installed, at most four; "off" for none.
    Raises ReadError with the remedy, as the end of a sentence, where there is no OCR.
    """
    if wanted == OFF:
        raise ReadError(
            "OCR is switched off; set ocr to auto and ingest the file again with --reread."
        )
    program = shutil.which("tesseract")
    if program is None:
        raise ReadError(_INSTALL)
    installed = _installed(program)
    if not installed:
        raise ReadError("Tesseract has no language; install one (tesseract-ocr-eng).")
    if wanted in _ALL:
        first = sorted(installed, key=lambda name: (name != _FIRST, name))
        return "+".join(first[:_MOST_LANGUAGES])
    for name in wanted.split("+"):
        if name not in installed:
            raise ReadError(
                f"Tesseract lacks the language {name}; install it (tesseract-ocr-{name}) "
                "or change the setting ocr."
            )
    return wanted


def left_out(wanted: str) -> tuple[str, ...]:
    """Installed languages that "all" does not mean, since they are too many."""
    program = shutil.which("tesseract")
    if program is None or wanted not in _ALL:
        return ()
    used = languages(wanted).split("+")
    return tuple(name for name in _installed(program) if name not in used)


def recognise(picture: Picture, names: str) -> str:
    """What Tesseract sees in a picture: a table of words with their places (its TSV format).

    names: as `languages` gives them. Raises ReadError, as the end of a sentence, where it fails or
    takes too long.
    """
    return _run(picture, ["-l", names, "--psm", "3", "-c", "tessedit_create_tsv=1"])


def quarter_turns(picture: Picture) -> int:
    """Quarter turns clockwise that bring a picture of text upright; 0 where that is not clear.

    Raises ReadError as `recognise` does, also where there are too few letters to tell.
    """
    found = dict(_SAID.findall(_run(picture, ["-l", _ORIENTATION, "--psm", "0"])))
    sure = float(found.get("Orientation confidence", 0)) > _SURE
    return int(float(found.get("Rotate", 0))) // 90 % 4 if sure else 0


def _run(picture: Picture, options: list[str]) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise ReadError(_INSTALL)
    header = f"P5 {picture.width} {picture.height} 255\n".encode("ascii")
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "--dpi", str(picture.dpi), *options],
            input=header + picture.rows,
            capture_output=True,
            timeout=TIMEOUT_S,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise ReadError(f"Tesseract took more than {TIMEOUT_S:.0f} s for it.") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise ReadError(f"Tesseract failed ({_last_words(error)}).") from error
    return done.stdout.decode("utf-8", "replace")


@cache
def _installed(program: str) -> tuple[str, ...]:
    """The languages that a Tesseract has, by its own word."""
    try:
        done = subprocess.run(
            [program, "--list-langs"], capture_output=True, timeout=TIMEOUT_S, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return ()
    names = done.stdout.decode("utf-8", "replace").splitlines()[1:]
    return tuple(name for name in names if name not in _NO_LANGUAGES and "/" not in name)


def _last_words(error: subprocess.CalledProcessError | OSError) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    lines = error.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else f"exit code {error.returncode}"
