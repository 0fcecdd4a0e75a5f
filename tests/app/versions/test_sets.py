from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

from app.settings import Settings
from app.versions import VersionSet, differences
from app.versions.sets import FILES, PLAIN, answering

OTHERS = {
    "home", "remote_seconds", "questions_at_once", "questions_waiting", "prepare", "gpu_layers",
    "threads", "collection", "private_by_default", "max_file_mb", "ocr", "read_seconds",
    "read_memory_mb", "owner", "port", "address", "log_level", "traces", "trace_days",
    "answer_cache", "metrics", "otlp_endpoint", "otlp_headers", "prices", "user_tokens_a_day",
    "user_tokens_a_month", "tokens_a_month", "budget_warning_percent", "alert_minutes",
    "alert_p95_ms", "alert_error_percent", "alert_unsupported_percent", "alert_budget_percent",
    "alert_drift", "alert_webhook", "trackers",
}  # fmt: skip
"""Settings that change no answer. A new setting belongs here, or in FILES or PLAIN."""


def test_every_setting_either_changes_answers_or_is_known_not_to() -> None:
    names = {each.name for each in fields(Settings)}
    assert names - OTHERS == {*FILES, *PLAIN}


def test_id_follows_the_parts_alone() -> None:
    one = VersionSet((("model", "a"), ("hits", "8")), (("hits", 8),))
    same = VersionSet((("model", "a"), ("hits", "8")))
    other = VersionSet((("model", "a"), ("hits", "9")))
    assert one.id == same.id != other.id
    assert len(one.id) == 12
    assert set(one.id) <= set("0123456789abcdef")


def test_differences_name_parts_of_either() -> None:
    before = VersionSet((("model", "a"), ("adapter", "x"), ("hits", "8")))
    after = VersionSet((("model", "b"), ("hits", "8"), ("larger model", "c")))
    found = [(each.name, each.before, each.after) for each in differences(before, after)]
    assert found == [("model", "a", "b"), ("adapter", "x", ""), ("larger model", "", "c")]
    assert differences(before, before) == ()


def test_paths_below_home_are_kept_relative_to_it(tmp_path: Path) -> None:
    inside = replace(Settings(), home=tmp_path, lora=str(tmp_path / "adapters" / "a.gguf"))
    assert dict(answering(inside))["lora"] == "adapters/a.gguf"
    outside = replace(Settings(), home=tmp_path, lora="/elsewhere/a.gguf")
    assert dict(answering(outside))["lora"] == "/elsewhere/a.gguf"
