"""Every error that Footnote raises on purpose. Each message names the offender and the remedy."""

from __future__ import annotations


class FootnoteError(Exception):
    """Base of all: its text is one sentence fit to be shown to a person."""


class SettingsError(FootnoteError):
    """A setting is unknown, malformed or out of range."""


class LibraryError(FootnoteError):
    """The library cannot do what was asked: unknown document, foreign or damaged database."""


class ReadError(FootnoteError):
    """A document could not be read. Fails that document alone."""


class ModelError(FootnoteError):
    """A model file is missing, damaged, foreign or unfit."""


class PromptError(FootnoteError):
    """A prompt template is malformed, or does not fit the model's context."""


class QuestionError(FootnoteError):
    """A question, or a file of questions, cannot be used."""


class BusyError(FootnoteError):
    """Too many questions are waiting, or one has waited too long."""


class EngineError(ModelError):
    """The chat model's process was lost, or its answer took too long."""


class QuotaError(FootnoteError):
    """A quota or the month's budget of tokens is used up."""
