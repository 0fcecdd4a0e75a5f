"""The keys of `footnote search --json`, written out: a change here is one for other programs."""

from __future__ import annotations

import json
from dataclasses import replace

from app.contract_search import explained_json, search_json
from indexes.retrieve import Search
from indexes.types import Passed, Version
from tests.app.cli.fakes import LEAVE, document, hit

HIT = hit(document("leave.txt"))
WINDOW = {
    "document": "leave.txt",
    "document_id": "id-leave.txt",
    "page": 3,
    "start": 10,
    "end": 10 + len(LEAVE),
    "text": LEAVE,
    "headings": ["Rules", "Leave"],
    "centre": {"start": 10, "end": 10 + len(LEAVE)},
    "scores": {"dense": 0.5, "lexical": 4.0, "routing": 0.0, "fused": 1.5, "rerank": None},
    "private": False,
}


def test_search_json_has_exactly_these_keys() -> None:
    found = search_json(Search((HIT,), {"embed": 1.0, "total": 2.0}, (), ("A note.",)))
    assert json.loads(json.dumps(found)) == {
        "hits": [{**WINDOW, "score": 1.5, "stage": "fusion", "version": None}],
        "timings_ms": {"embed": 1.0, "total": 2.0},
        "notes": ["A note."],
    }


def test_version_of_a_hit_is_told() -> None:
    (found,) = search_json(Search((replace(HIT, version=Version("2022", False, 3)),), {}))["hits"]
    assert found["version"] == {"label": "2022", "newest": False, "of": 3}


def test_private_document_of_a_hit_is_told() -> None:
    (found,) = search_json(Search((hit(document("leave.txt", private=True)),), {}))["hits"]
    assert found["private"] is True


def test_second_look_is_a_number_where_it_was_taken() -> None:
    looked = replace(HIT, scores=replace(HIT.scores, rerank=-2.5))
    (found,) = search_json(Search((looked,), {}))["hits"]
    assert found["scores"]["rerank"] == -2.5


def test_explained_json_adds_what_was_passed_over() -> None:
    passed = Passed(HIT.window, HIT.scores, "repeat", "Said already.")
    found = explained_json(Search((), {"total": 1.0}, (passed,)))
    assert json.loads(json.dumps(found)) == {
        "hits": [],
        "timings_ms": {"total": 1.0},
        "notes": [],
        "passed": [{**WINDOW, "stage": "repeat", "reason": "Said already."}],
    }
