"""Answers and conversations as files that people take along: Markdown, Word and PDF.

All functions are pure: the same arguments give the same text or bytes. Whatever comes from a
document or a model is inert in what they return: it formats nothing, links nowhere, loads nothing.
What makes Word and PDF files is imported with the first of them, so that the page starts without.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.exporting.markdown import copied, markdown
from app.types import Answer


def docx(title: str, answers: Sequence[Answer], now: datetime) -> bytes:
    """The conversation as a Word file. now: when it is exported, with its zone."""
    from app.exporting import word

    return word.docx(title, answers, now)


def pdf(title: str, answers: Sequence[Answer], now: datetime) -> bytes:
    """The conversation as a PDF file in A4. now: when it is exported, with its zone."""
    from app.exporting import paper

    return paper.pdf(title, answers, now)


__all__ = ["copied", "docx", "markdown", "pdf"]
