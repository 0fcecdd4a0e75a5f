"""Which legacy encoding a text is in: chardet's letter statistics, weighed by what people use."""

from __future__ import annotations

import codecs
import re

import chardet

from ingest.readers.familiar import plausibility

SAMPLE_BYTES = 65_536
"""Bytes that are looked at, from the first one that is no ASCII."""

_CANDIDATES = {  # and how readily each is believed: what may as well be a common one is that
    "cp1252": 1.0, "cp1250": 0.55, "cp1251": 1.0, "cp1253": 1.0, "cp1254": 0.6, "cp1255": 0.9,
    "cp1256": 0.9, "cp1257": 0.4, "cp1258": 0.5, "cp874": 0.9,
    "cp932": 1.0, "shift_jis": 1.0, "euc_jp": 1.0, "gb18030": 1.0, "big5": 1.0, "big5hkscs": 1.0,
    "euc_kr": 1.0, "cp949": 1.0,
    "iso8859-2": 0.5, "iso8859-5": 0.5, "iso8859-6": 0.6, "iso8859-7": 0.8, "iso8859-15": 0.8,
    "koi8-r": 0.8, "koi8-u": 0.8, "cp866": 0.8, "mac-roman": 0.5, "cp850": 0.5, "cp852": 0.5,
}  # fmt: skip
_NAMES = [codec.replace("_", "-") for codec in _CANDIDATES]
_SUPERSETS = {"shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs"}
_FOREIGN = re.compile(rb"[\x80-\xff]")
_BEFORE = 500
_HALF_SURE = 8
_LONG = 30
_LEAST = 0.002


def guess(data: bytes) -> str:
    """Python's name of the encoding in which the first foreign letters of `data` make most sense.

    For bytes that are no UTF-8; "cp1252" where nothing makes sense. How common an encoding is
    counts for much where there is little to judge by, and for little in long texts.
    """
    sample = _sample(data)
    foreign = sum(byte > 127 for byte in sample[:1000])
    doubt = 1 / (1 + foreign / _HALF_SURE + len(sample) / _LONG)
    best, best_score = "cp1252", 0.0
    found = chardet.detect_all(sample, ignore_threshold=True, include_encodings=_NAMES)
    for entry in found:
        codec = codecs.lookup(entry["encoding"] or "utf-8").name
        text = sample.decode(_SUPERSETS.get(codec, codec), errors="replace")
        score = (entry["confidence"] + _LEAST) * plausibility(text, codec)
        score *= _CANDIDATES.get(codec, 0.0) ** doubt
        if score > best_score:
            best, best_score = codec, score
    return _SUPERSETS.get(best, best)


def _sample(data: bytes) -> bytes:
    found = _FOREIGN.search(data)
    first = found.start() if found else 0
    line = data.rfind(b"\n", max(0, first - _BEFORE), first) + 1
    start = line or (0 if first <= _BEFORE else first)
    return data[start : start + SAMPLE_BYTES]
