"""The Hugging Face hub: what it states of a file, and the file's bytes, going on where a part ends.

The only place where Footnote means to use the network for a model. huggingface_hub reads its
environment once, when it is imported, and other parts of Footnote import it switched to offline:
`_network` turns that round for a while, without telemetry and without its own transport, Xet, whose
downloads cannot be gone on with in another process.
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from huggingface_hub import HfApi, constants, hf_hub_url
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, HFValidationError
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]  # no __all__
from huggingface_hub.utils.tqdm import disable_progress_bars

from app.models.names import SUFFIX, nearest
from indexes.errors import ModelError

CHUNK_BYTES = 1 << 20
"""Written at once; what had come of the next chunk is lost when the stream breaks."""

TIMEOUT_S = 15.0
LOG = logging.getLogger("huggingface_hub")
SWITCHES = {
    "HF_HUB_OFFLINE": False,
    "HF_HUB_DISABLE_TELEMETRY": True,
    "HF_HUB_DISABLE_XET": True,
}


@dataclass(frozen=True, slots=True)
class Stated:
    """What the hub states of a file. revision: the commit. size: bytes. licence: '' if unknown."""

    repository: str
    file: str
    revision: str
    sha256: str
    size: int
    licence: str


def endpoint() -> str:
    """The hub's address: the variable HF_ENDPOINT, else the public one."""
    return (os.environ.get("HF_ENDPOINT") or constants.ENDPOINT).rstrip("/")


def stated(repository: str, file: str) -> Stated:
    """Ask the hub about a file of a repository; raises ModelError when it cannot be had."""
    with _network(repository):
        told = HfApi(endpoint()).model_info(repository, files_metadata=True, timeout=TIMEOUT_S)
    siblings = {each.rfilename: each for each in told.siblings or []}
    if file not in siblings:
        raise ModelError(_no_such_file(repository, file, list(siblings)))
    held = siblings[file].lfs
    if held is None or told.sha is None:
        raise ModelError(
            f"The hub states no checksum for {file} of {repository}, so nothing could be verified; "
            "download it by other means and set model to its path."
        )
    card = told.card_data
    licence = str(card.get("license") or "") if card is not None else ""
    return Stated(repository, file, told.sha, held.sha256, held.size, licence)


def fetch(wanted: Stated, part: Path, tell: Callable[[int], None]) -> None:
    """Bring `part` to the whole file, going on where it ends. tell: hears how many bytes it has.

    A stream that breaks is taken up again a few times. Raises ModelError when that does not help,
    or OSError when the disk does not take it; in either case what came is kept in `part`.
    """
    url = hf_hub_url(wanted.repository, wanted.file, revision=wanted.revision, endpoint=endpoint())
    with _network(wanted.repository), _Part(part, tell) as handle:
        http_get(
            url,
            handle,
            resume_size=handle.tell(),
            headers=build_hf_headers(),
            expected_size=wanted.size,
        )


class _Part(io.BufferedWriter):
    """A file that grows at its end and tells how long it is."""

    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        super().__init__(io.FileIO(path, "a"))
        self._tell = tell
        self.seek(0, os.SEEK_END)

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed wants any buffer; bytes come
        count = super().write(data)
        self.flush()
        self._tell(self.tell())
        return count


@contextmanager
def _network(repository: str) -> Iterator[None]:
    """Let huggingface_hub use the network, and turn its errors into ModelError."""
    switches = {**SWITCHES, "DOWNLOAD_CHUNK_SIZE": CHUNK_BYTES}
    before = {name: getattr(constants, name) for name in switches}
    verbosity = LOG.level
    LOG.setLevel(logging.ERROR)  # it would tell of every new try
    try:
        for name, value in switches.items():
            setattr(constants, name, value)
        with disable_progress_bars():
            yield
    except HFValidationError as error:
        raise ModelError(
            f"{repository} is no name of a repository; write OWNER/REPOSITORY/FILE.gguf."
        ) from error
    except HfHubHTTPError as error:
        raise ModelError(_refusal(repository, error)) from error
    except httpx2.HTTPError as error:
        raise ModelError(
            f"The hub at {endpoint()} cannot be reached ({error or type(error).__name__}); check "
            "the network, then run the same again. What has come so far is kept."
        ) from error
    finally:
        for name, value in before.items():
            setattr(constants, name, value)
        LOG.setLevel(verbosity)


def _refusal(repository: str, error: HfHubHTTPError) -> str:
    status = error.response.status_code
    if isinstance(error, GatedRepoError):
        return (
            f"{repository} is given only to those who accept its terms; accept them at "
            f"{endpoint()}/{repository}, set HF_TOKEN to a token of yours, and run the same again."
        )
    if status in (401, 403):
        return (
            f"The hub does not let us read {repository}: there is none of that name, or it is "
            "private or gated. Check the name; for a private or gated one set HF_TOKEN."
        )
    if status == 404:
        return f"The hub has no repository {repository} with that file; check the name."
    if status == 429:
        return "The hub asks for a pause (too many requests); run the same again in some minutes."
    return (
        f"The hub could not serve {repository} (status {status}); run the same again later. What "
        "has come so far is kept."
    )


def _no_such_file(repository: str, file: str, files: list[str]) -> str:
    models = [each for each in files if each.lower().endswith(SUFFIX)]
    if not models:
        return f"{repository} holds no GGUF file; its owner may have a repository ending in -GGUF."
    closest = nearest(file, [each.lower() for each in models])
    spelled = next(each for each in models if each.lower() == closest)
    return f"{repository} holds no file {file!r}; the nearest one is {spelled}."
