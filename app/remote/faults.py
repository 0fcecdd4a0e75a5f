"""What goes wrong with a remote model, from whatever its provider's package raises.

Packages differ in their classes, not in what they keep: the HTTP status, and the chain of causes
down to the socket. No package is imported to be looked at.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.remote.listening import Silence
from app.remote.masking import masked
from indexes.errors import ModelError, PromptError

PATIENCE = 5.0
"""Most seconds that a provider's wish to be asked later is waited for."""

SHOWN = 160
"""Characters of a provider's own words that an error shows."""

_TOO_LONG = re.compile(
    r"context[ _](?:length|window|size)|maximum context|(?:prompt|input) is too long|"
    r"too many (?:input )?tokens|exceed\w* (?:the )?(?:available )?context|"
    r"requested tokens \(\d+\) exceed",
    re.IGNORECASE,
)


class RemoteError(ModelError):
    """A remote model gave no answer. Its text is one sentence with the remedy.

    why: the same in a few words, for a note. again: seconds after which asking once more may help;
    None: it will not.
    """

    def __init__(self, text: str, why: str, again: float | None = None) -> None:
        super().__init__(text)
        self.why = why
        self.again = again


class RemoteUnreachable(RemoteError):
    """No connection: refused, no such host, no trust in its certificate."""


class RemoteRefused(RemoteError):
    """The key is missing or wrong, or does not allow this."""


class RemoteUnknown(RemoteError):
    """There is no such model or address."""


class RemoteBusy(RemoteError):
    """Too many questions, or none left to spend."""


class RemoteBroken(RemoteError):
    """The server failed, cut the stream, or sent what is no answer."""


class RemoteSlow(RemoteError):
    """Silent for too long."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked. label: `provider:model`. host: its address, or '' for the provider's own.

    key: the environment variable of its key. seconds: longest silence. named_by: what names it.
    """

    label: str
    host: str
    key: str
    seconds: float
    named_by: str = "FOOTNOTE_MODEL"

    @property
    def place(self) -> str:
        return f" at {self.host}" if self.host else ""


def told(error: Exception, asked: Asked, begun: bool) -> ModelError | PromptError:
    """The error as a person reads it. begun: whether pieces of the answer had come."""
    if isinstance(error, RemoteError | PromptError):
        return error
    status, words = _status(error), _words(error)
    if status == 413 or (status in (None, 400, 422, 500) and _TOO_LONG.search(words)):
        return PromptError(
            f"Question and evidence are too long for {asked.label}; shorten the question or lower "
            "FOOTNOTE_EVIDENCE_TOKENS."
        )
    if status is not None:
        return _by_status(status, error, asked, words)
    if isinstance(error, Silence) or _is_timeout(error):
        return RemoteSlow(
            f"{asked.label}{asked.place} was silent for {asked.seconds:g} seconds; try again, or "
            "raise FOOTNOTE_REMOTE_SECONDS.",
            f"silent for {asked.seconds:g} s",
        )
    return _by_socket(error, asked, begun) or RemoteBroken(
        f"{asked.label}{asked.place} sent what is not an answer ({words}); check that base_url "
        "leads to a chat server, such as one that ends in /v1.",
        "sent what is not an answer",
    )


def _by_status(status: int, error: Exception, asked: Asked, words: str) -> RemoteError:
    if status in (401, 403):
        return RemoteRefused(
            f"{asked.label}{asked.place} does not accept the key (HTTP {status}); set {asked.key} "
            "in the environment to one that may use this model.",
            f"does not accept the key, HTTP {status}",
        )
    if status == 404:
        return RemoteUnknown(
            f"{asked.label} is not known{asked.place or ' to its provider'} (HTTP 404); correct "
            f"{asked.named_by} or FOOTNOTE_BASE_URL.",
            "model not known, HTTP 404",
        )
    if status == 429:
        wait = _retry_after(error)
        return RemoteBusy(
            f"{asked.label}{asked.place} takes no more questions for now (HTTP 429); wait "
            f"{'a while' if wait is None else f'{wait:g} seconds'} and try again, or look at the "
            "limits of your account.",
            "takes no more questions for now, HTTP 429",
            (1.0 if wait is None else wait) if (wait or 0) <= PATIENCE else None,
        )
    if status >= 500:
        return RemoteBroken(
            f"{asked.label}{asked.place} failed (HTTP {status}); try again in a while.",
            f"HTTP {status}",
            0.5,
        )
    return RemoteBroken(
        f"{asked.label}{asked.place} did not take the question (HTTP {status}: {words}); check the "
        "model's name and FOOTNOTE_BASE_URL.",
        f"HTTP {status}",
    )


def _by_socket(error: Exception, asked: Asked, begun: bool) -> RemoteError | None:
    """What the chain of causes says about the connection; None when it says nothing."""
    causes = list(_chain(error))
    if fault := _not_reached(causes, asked):
        return fault
    if type(error).__name__ == "APIError":  # told within the stream
        return RemoteBroken(
            f"{asked.label}{asked.place} failed while it answered ({_words(error)}); try again.",
            "failed while it answered",
            0.5,
        )
    names = " ".join(type(cause).__name__ for cause in causes)
    lost = any(isinstance(cause, ConnectionError) for cause in causes)
    if lost or re.search(r"RemoteProtocol|ReadError|IncompleteRead|ChunkedEncoding|Cut\b", names):
        return RemoteBroken(
            f"{asked.label}{asked.place} cut the {'answer midway' if begun else 'connection'}; try "
            "again.",
            "cut the answer midway" if begun else "cut the connection",
            0.0,
        )
    if re.search(r"Connect|Network|EndpointConnection", names):
        return RemoteUnreachable(
            f"{asked.label}{asked.place} could not be reached; check the network and "
            "FOOTNOTE_BASE_URL.",
            "no connection",
        )
    return None


def _not_reached(causes: Sequence[BaseException], asked: Asked) -> RemoteUnreachable | None:
    """Why no connection came about, where one of the causes says it."""
    for kind, told, why in (
        (
            ssl.SSLCertVerificationError,
            "{} has a certificate that is not trusted here; correct FOOTNOTE_BASE_URL, or install "
            "its authority's certificate and set SSL_CERT_FILE.",
            "certificate not trusted",
        ),
        (
            ssl.SSLError,
            "{} does not speak TLS as this machine does; write FOOTNOTE_BASE_URL with http:// if "
            "it uses none.",
            "no TLS",
        ),
        (
            socket.gaierror,
            "The host of {} was not found; check the network and FOOTNOTE_BASE_URL.",
            "host not found",
        ),
        (
            ConnectionRefusedError,
            "{} refused the connection; start its server or correct FOOTNOTE_BASE_URL.",
            "refused the connection",
        ),
    ):
        if any(isinstance(cause, kind) for cause in causes):
            return RemoteUnreachable(told.format(f"{asked.label}{asked.place}"), why)
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, outermost first."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or at.__context__


def _status(error: Exception) -> int | None:
    """The HTTP status, wherever the package keeps it."""
    response = getattr(error, "response", None)
    kept = [getattr(error, "status_code", None), getattr(response, "status_code", None)]
    if isinstance(response, Mapping):  # botocore's
        meta = response.get("ResponseMetadata")
        kept.append(meta.get("HTTPStatusCode") if isinstance(meta, Mapping) else None)
    return next((each for each in kept if isinstance(each, int) and each >= 400), None)


def _retry_after(error: Exception) -> float | None:
    """Seconds; None when the server names none."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    value = headers.get("retry-after") if isinstance(headers, Mapping) else None
    try:
        return max(float(value), 0.0) if value else None
    except ValueError:
        return None


def _is_timeout(error: Exception) -> bool:
    return any(
        isinstance(cause, TimeoutError) or "Timeout" in type(cause).__name__
        for cause in _chain(error)
    )


def _words(error: Exception) -> str:
    """The provider's own words on one line, short, without keys."""
    line = masked(" ".join(str(error).split()))
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "\u2026"
