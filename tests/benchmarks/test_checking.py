from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.checking import Checker
from benchmarks.checking import ROWS, by_check, by_kind, judge, main, side_by_side, timed
from training.checking.rows import FALSE, TRUE, Row, load, save

EVIDENCE = ("Dogs pay 4 crowns.", "Bicycles pay 3 crowns.")


def row(claim: str, label: str, kind: str) -> Row:
    return Row(claim, EVIDENCE, label, kind, "", "set", "")


GOOD = row("Dogs pay 4 crowns.", TRUE, "verbatim")
BAD = row("Dogs pay 3 crowns.", FALSE, "number, same passage")


def test_rows_are_judged_as_answers_are() -> None:
    assert judge(GOOD, Checker()).verdict == "supported"
    judged = judge(BAD, Checker())
    assert judged.rejected
    assert "numbers" in judged.failed


def test_tables_tell_shares_of_kinds_and_checks() -> None:
    judged = [judge(each, Checker()) for each in (GOOD, BAD)]
    assert "| corrupted | number, same passage | 1 | 0.0 | 0.0 | 100.0 |" in by_kind(judged)
    assert "| true | all | 1 | 100.0 | 0.0 | 0.0 |" in by_kind(judged)
    assert "| numbers | 1 | 100.0 | 100.0 | number, same passage 100 |" in by_check(judged)


def test_tables_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(tmp_path / "rows.jsonl", [GOOD, BAD])
    assert main([str(tmp_path / "rows.jsonl"), "--half", "both", "--show", "1"]) == 0
    assert capsys.readouterr().out.startswith("2 claims, half: both")


def test_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err


def test_committed_rows_hold_both_labels_and_both_halves() -> None:
    rows = load(ROWS)
    assert len(rows) > 1000
    assert {(each.label, each.held_out) for each in rows} == {
        (label, half) for label in (TRUE, FALSE) for half in (True, False)
    }


class Suspects:
    """Finds each claim at odds that says what it is given."""

    def __init__(self, said: str) -> None:
        self._said = said

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [-1.0 if self._said in claim else 1.0 for claim, _ in pairs]


def test_rules_head_and_both_stand_side_by_side() -> None:
    head = Suspects("Dogs pay 4")
    rules, _ = timed([GOOD, BAD], Checker(), None)
    both, _ = timed([GOOD, BAD], Checker(entailment=lambda: head), head)
    told = side_by_side(rules, both)
    assert "| true | verbatim | 1 | 0.0 | 100.0 | 100.0 |" in told
    assert "| corrupted | number, same passage | 1 | 100.0 | 0.0 | 100.0 |" in told


def test_adapter_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(tmp_path / "rows.jsonl", [GOOD, BAD])
    assert main([str(tmp_path / "rows.jsonl"), "--head", str(tmp_path / "no.safetensors")]) == 1
    assert "no.safetensors" in capsys.readouterr().err
