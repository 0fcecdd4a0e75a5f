from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from app.evaluation.measures import figures
from app.evaluation.report import FORMAT, Chosen, Cited, Found, Report, Row, Said, Versions
from app.evaluation.saved import EvaluationError, find, load, runs
from app.evaluation.saved_fields import Fault, read
from app.evaluation.saving import HELLASWAG, save
from app.evaluation.scores import Abstentions
from tests.app.evaluation.fakes import NOON

VERSIONS = Versions(
    "tiny", "answer@1", "hashed float32", "b1", 2, (("seed", 7), ("lora", "")), NOON
)


def said() -> Said:
    """An answer of which fields that are beside the point have their empty values."""
    cited = asdict(Cited("leave.txt", 1, 0, 28, "Staff get 25 days of leave.", "supported"))
    scores = {"exact_match": 1.0, "token_f1": 1.0, "contains_gold": 1.0}
    told = {"status": "answered", "text": "25 days [1].", "words": 2, "seconds": 1.5}
    whole: Said = read({**told, **scores, "citations": [cited]}, Said, "said")
    return whole


def report(*rows: Row) -> Report:
    found = Found(1.0, 1.0, 0.5, 12.0)
    asked = Row("q1", "fact", "How many days?", ("25 days",), found, said())
    refused = Row("q2", "unanswerable", "Who?", (), replace(found, recall_at_5=None), None)
    return Report(VERSIONS, rows or (asked, refused))


def rewrite(path: Path, **changes: object) -> None:
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**record, **changes}), encoding="utf-8")


def test_what_was_saved_is_read_back_whole(tmp_path: Path) -> None:
    path = save(report(), tmp_path)

    assert load(path) == report()
    (listed,) = runs(tmp_path)
    assert (listed.path, listed.kind, listed.reason) == (path, "questions", "")
    assert listed.versions == VERSIONS
    assert listed.figures == figures(report().rows)
    assert listed.questions == 2
    assert listed.abstained == Abstentions(right=0, needless=0, missed=0, answered=1)


def test_newest_run_comes_first(tmp_path: Path) -> None:
    later = replace(report(), versions=replace(VERSIONS, date=NOON + timedelta(days=1)))
    saved = [save(report(), tmp_path), save(report(), tmp_path), save(later, tmp_path)]
    numbered = [save(report(), tmp_path) for _ in range(9)][-1]

    listed = [each.path for each in runs(tmp_path)]

    assert listed[0] == saved[2]
    assert listed[1] == numbered
    assert listed[1].stem.endswith("-11")
    assert listed[-1] == saved[0]


def test_a_file_with_a_name_of_its_own_counts_by_its_time(tmp_path: Path) -> None:
    first = save(report(), tmp_path)
    own = first.with_name("mine.json")
    own.write_bytes(first.read_bytes())
    os.utime(own, (NOON.timestamp() - 60, NOON.timestamp() - 60))

    assert [each.path for each in runs(tmp_path)] == [first, own]


def test_no_run_is_an_empty_list(tmp_path: Path) -> None:
    assert runs(tmp_path) == []


def test_fields_that_an_older_format_had_not_are_empty(tmp_path: Path) -> None:
    path = save(report(), tmp_path)
    record = json.loads(path.read_text(encoding="utf-8"))
    for row in record["rows"]:
        if row["said"]:
            for name in ("first_token_ms", "citations", "reason", "words", "completion_tokens"):
                del row["said"][name]
    del record["format"]
    path.write_text(json.dumps(record), encoding="utf-8")

    kept = load(path).rows[0].said

    assert kept is not None
    assert (kept.first_token_ms, kept.citations, kept.reason) == (None, (), "")
    assert (kept.words, kept.completion_tokens) == (0, 0)


def test_renamed_keys_and_figures_of_format_1_are_told_by_their_new_names(tmp_path: Path) -> None:
    path = save(report(), tmp_path)
    record = json.loads(path.read_text(encoding="utf-8"))
    record["format"] = 1
    record["figures"][0]["name"] = "of old"
    answered = record["rows"][0]["said"]
    del answered["span_precision"], answered["span_recall"]
    answered |= {"citation_precision": 0.5, "citation_recall": 1.0}
    path.write_text(json.dumps(record), encoding="utf-8")

    kept = load(path).rows[0].said

    assert kept is not None
    assert (kept.span_precision, kept.span_recall) == (0.5, 1.0)
    assert runs(tmp_path)[0].figures == figures(load(path).rows)


def test_tasks_with_endings_are_read_back(tmp_path: Path) -> None:
    chosen = Chosen(2, 1, (-3.0, -1.5, -2.0, -9.25))
    tasks = report(Row("h1", "task", "A man opens", ("the door.",), None, None, chosen))
    path = save(tasks, tmp_path, HELLASWAG)

    assert load(path) == tasks
    assert runs(tmp_path)[0].kind == HELLASWAG


def test_keys_of_a_later_footnote_are_passed_over(tmp_path: Path) -> None:
    path = save(report(), tmp_path)
    rewrite(path, weather={"sun": True})
    assert load(path) == report()


def test_file_of_a_newer_format_names_the_remedy(tmp_path: Path) -> None:
    path = save(report(), tmp_path)
    rewrite(path, format=FORMAT + 1)

    with pytest.raises(EvaluationError, match=rf"{path.name} has format .*update Footnote"):
        load(path)
    assert "update Footnote" in runs(tmp_path)[0].reason


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rows": 3}, "rows is"),
        ({"rows": [{"kind": "fact"}]}, "rows[0].id is missing"),
        ({"versions": {"model": "tiny"}}, "versions.date is missing"),
        ({"versions": {"model": 4}}, "versions.model is 4, not str"),
    ],
)
def test_damage_is_named_with_file_place_and_remedy(
    tmp_path: Path, change: dict[str, object], told: str
) -> None:
    path = save(report(), tmp_path)
    rewrite(path, **change)

    with pytest.raises(EvaluationError) as caught:
        load(path)

    assert f"{path.name} is damaged ({told}" in str(caught.value)
    assert "evaluate again" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b'{"format": '])
def test_one_damaged_file_does_not_hide_the_others(tmp_path: Path, content: bytes) -> None:
    whole = save(report(), tmp_path)
    broken = whole.with_name("20270101T000000Z.json")
    broken.write_bytes(content)

    listed = runs(tmp_path)

    assert [each.path for each in listed] == [broken, whole]
    assert listed[0].reason.startswith("20270101T000000Z.json is damaged (not")
    assert listed[0].versions is None
    assert listed[1].reason == ""


def test_another_kind_is_listed_and_not_loaded_as_questions(tmp_path: Path) -> None:
    path = save(report(), tmp_path)
    rewrite(path, kind="chess", rows=None, versions=None, figures="48.2")

    (listed,) = runs(tmp_path)
    assert (listed.kind, listed.versions, listed.figures, listed.reason) == (
        "chess", None, (), "",
    )  # fmt: skip
    with pytest.raises(EvaluationError, match="holds a chess evaluation"):
        load(path)


def test_runs_are_found_by_name_beginning_or_as_latest(tmp_path: Path) -> None:
    first = save(report(), tmp_path)
    later = save(replace(report(), versions=replace(VERSIONS, date=NOON + timedelta(1))), tmp_path)

    assert find(tmp_path, "latest") == later
    assert find(tmp_path, first.stem) == find(tmp_path, first.name) == first
    assert find(tmp_path, "20260103") == later


def test_a_whole_name_wins_over_a_longer_one(tmp_path: Path) -> None:
    first, second = save(report(), tmp_path), save(report(), tmp_path)
    assert second.stem == f"{first.stem}-2"
    assert find(tmp_path, first.stem) == first


def test_latest_passes_over_other_kinds(tmp_path: Path) -> None:
    asked, other = save(report(), tmp_path), save(report(), tmp_path)
    rewrite(other, kind="hellaswag")
    assert find(tmp_path, "latest") == asked
    rewrite(asked, kind="hellaswag")
    with pytest.raises(EvaluationError, match="No saved evaluation asked questions"):
        find(tmp_path, "latest")


def test_a_name_that_fits_none_or_several_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"footnote eval data/eval/samples\.jsonl"):
        find(tmp_path, "latest")
    first, _ = save(report(), tmp_path), save(report(), tmp_path)
    with pytest.raises(EvaluationError, match="'2026' begins the names of 2 evaluations"):
        find(tmp_path, "2026")
    with pytest.raises(EvaluationError, match=f"called 'x'; the newest are {first.stem}"):
        find(tmp_path, "x")
    with pytest.raises(EvaluationError, match="called ''"):
        find(tmp_path, "")


@dataclass(frozen=True)
class _Inner:
    name: str
    share: float | None


@dataclass(frozen=True)
class _Outer:
    pairs: tuple[tuple[str, str | int | float], ...]
    inner: _Inner | None
    extra: tuple[_Inner, ...]
    side: Literal["", "left", "right"]
    flag: bool = True


def test_values_are_read_by_the_types_of_their_fields() -> None:
    told = {"pairs": {"a": 1, "b": "x", "c": 0.5}, "inner": {"name": "n", "share": 1}}

    outer = read(told, _Outer, "outer")

    assert outer == _Outer((("a", 1), ("b", "x"), ("c", 0.5)), _Inner("n", 1.0), (), "", True)
    assert isinstance(outer.pairs[0][1], int)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"inner": {"name": "n", "share": "1"}}, "outer.inner.share is '1', not float"),
        ({"extra": [{"name": 1}]}, r"outer.extra\[0\].name is 1, not str"),
        ({"side": "up"}, "outer.side is 'up', not one of"),
        ({"flag": 1}, "outer.flag is 1, not bool"),
        ({"inner": []}, r"outer.inner is \[\], not an object"),
    ],
)
def test_value_of_another_type_is_told_with_its_place(value: object, told: str) -> None:
    with pytest.raises(Fault, match=told):
        read(value, _Outer, "outer")
