from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.models import hub as our_hub
from tests.app.models.stub_hub import Hub, gguf, serving

SIZE = 300_000


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that serves one small model, and that HF_ENDPOINT names."""
    monkeypatch.setattr(our_hub, "CHUNK_BYTES", 1 << 14)
    with serving(Hub(gguf(SIZE))) as stub:
        monkeypatch.setenv("HF_ENDPOINT", stub.address)
        yield stub
