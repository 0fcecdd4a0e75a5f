from __future__ import annotations

from pathlib import Path

import pytest

from app.dating import Dating
from app.types import Citation
from tests.builders import activate, open_library, stage


def citation(document_id: str) -> Citation:
    name = f"{document_id}.txt"
    return Citation(1, name, document_id, "", 1, 0, 3, "The", "The", "supported")


def test_citations_bear_the_date_of_their_document(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "rules", ["Issued on 3 March 2025 by the director.", "Dogs pay."])
    stage(catalog, "note", ["Dogs pay 4 crowns."])
    build = activate(catalog, builds, "rules", "note")
    dated = Dating(catalog).dated([citation("rules"), citation("note")], build)
    assert [each.dated for each in dated] == ["3 March 2025", ""]


def test_document_that_is_gone_has_no_date(tmp_path: Path) -> None:
    catalog, _ = open_library(tmp_path)
    assert Dating(catalog).dated([citation("gone")], "b")[0].dated == ""


def test_date_is_read_once_for_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "rules", ["Issued on 3 March 2025 by the director."])
    build = activate(catalog, builds, "rules")
    dating, read = Dating(catalog), list[str]()

    def reads(document_id: str) -> str:
        read.append(document_id)
        return "2025"

    monkeypatch.setattr(dating, "_read", reads)
    for current in (build, build, "another"):
        dating.dated([citation("rules")], current)
    assert read == ["rules", "rules"]
