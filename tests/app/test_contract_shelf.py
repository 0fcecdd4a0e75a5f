from __future__ import annotations

from app.contract_shelf import binned_json, shelved_json
from app.shelf import Binned
from tests.app.cli.fakes import NOON, document

LEASE = document("scan.pdf", renamed="Lease.pdf", tags=("hr",))


def test_shelved_json_has_exactly_these_keys() -> None:
    assert shelved_json(LEASE) == {
        "id": "id-scan.pdf", "before": "id-scan.pdf", "document": "Lease.pdf",
        "source": "/files/scan.pdf", "collection": "default", "tags": ["hr"],
    }  # fmt: skip
    assert shelved_json(LEASE, "old")["before"] == "old"


def test_binned_json_has_exactly_these_keys() -> None:
    assert binned_json(Binned(LEASE, NOON)) == {
        "id": "id-scan.pdf", "document": "Lease.pdf", "collection": "default",
        "until": "2026-01-02T12:00:00+00:00",
    }  # fmt: skip
