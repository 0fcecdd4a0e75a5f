from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from huggingface_hub import constants

from app.models import hub as our_hub
from app.models.names import resolve
from app.models.pull import parts, pull
from app.models.records import model_path, read_record
from indexes.errors import ModelError
from tests.app.models.stub_hub import FILE, REPOSITORY, REVISION, Hub

TEXT = f"{REPOSITORY}/{FILE}"
NAME = "tiny-q4"


def quiet(done: int, total: int, text: str) -> None:
    """Hears progress and does nothing with it."""


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """huggingface_hub waits a second before it takes up a broken stream."""
    monkeypatch.setattr(time, "sleep", lambda _: None)


def test_a_model_comes_whole_with_a_record_of_where_it_came_from(hub: Hub, tmp_path: Path) -> None:
    pulled = pull(TEXT, tmp_path, quiet)
    assert pulled.fresh
    assert pulled.path == tmp_path / "models" / "tiny-q4.gguf"
    assert pulled.path.read_bytes() == hub.content
    record = json.loads((tmp_path / "models" / "tiny-q4.json").read_text())
    assert record.pop("pulled_at").endswith("+00:00")
    assert record == {
        "name": NAME,
        "repository": REPOSITORY,
        "file": FILE,
        "revision": REVISION,
        "sha256": hashlib.sha256(hub.content).hexdigest(),
        "size": len(hub.content),
        "licence": "apache-2.0",
    }
    assert resolve(NAME, tmp_path).path == pulled.path
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == [
        "tiny-q4.gguf",
        "tiny-q4.json",
    ]


def test_nothing_but_the_file_and_what_is_known_of_it_is_asked_for(
    hub: Hub, tmp_path: Path
) -> None:
    pull(TEXT, tmp_path, quiet)
    assert hub.asked == [
        f"GET /api/models/{REPOSITORY}",
        f"GET /{REPOSITORY}/resolve/{REVISION}/{FILE}",
    ]
    assert not any("torch" in agent or "agent/" in agent for agent in hub.agents)


def test_progress_tells_bytes_from_none_to_all_then_the_check(hub: Hub, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    pull(TEXT, tmp_path, lambda *step: told.append(step))
    fetching = [done for done, _, text in told if text == f"fetching {NAME}"]
    assert fetching == sorted(fetching)
    assert (fetching[0], fetching[-1]) == (0, len(hub.content))
    assert len(fetching) > 10
    assert told[-1] == (len(hub.content), len(hub.content), f"checking {NAME}")
    assert {total for _, total, _ in told} == {len(hub.content)}


def test_a_model_that_is_here_is_not_fetched_again(hub: Hub, tmp_path: Path) -> None:
    first = pull(TEXT, tmp_path, quiet)
    hub.asked.clear()
    again = pull(TEXT, tmp_path, quiet)
    assert (again.path, again.record, again.fresh) == (first.path, first.record, False)
    assert hub.asked == []


def test_a_stream_that_breaks_is_taken_up_where_it_broke(hub: Hub, tmp_path: Path) -> None:
    hub.cuts = [100_000]
    pulled = pull(TEXT, tmp_path, quiet)
    assert pulled.path.read_bytes() == hub.content
    (again,) = [asked for asked in hub.asked if " from " in asked]
    assert 80_000 < int(again.rpartition(" ")[2]) <= 100_000


def test_a_later_pull_goes_on_with_what_an_earlier_one_left(hub: Hub, tmp_path: Path) -> None:
    hub.cuts = [120_000] + [0] * 20
    with pytest.raises(ModelError, match=r"run the same again\. What has come so far is kept"):
        pull(TEXT, tmp_path, quiet)
    (part,) = parts(tmp_path, NAME)
    have = part.stat().st_size
    assert 100_000 < have <= 120_000
    hub.cuts, hub.asked = [], []
    assert pull(TEXT, tmp_path, quiet).path.read_bytes() == hub.content
    assert hub.asked[1].endswith(f" from {have}")
    assert parts(tmp_path, NAME) == []


def test_ctrl_c_keeps_what_has_come(hub: Hub, tmp_path: Path) -> None:
    def stop(done: int, total: int, text: str) -> None:
        if done > 50_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(TEXT, tmp_path, stop)
    (part,) = parts(tmp_path, NAME)
    assert part.read_bytes() == hub.content[: part.stat().st_size]
    assert part.stat().st_size > 50_000
    assert not model_path(tmp_path, NAME).exists()


def test_a_part_of_another_revision_is_not_gone_on_with_and_goes(hub: Hub, tmp_path: Path) -> None:
    stale = tmp_path / "models" / f"{NAME}.{'a' * 12}.part"
    stale.parent.mkdir()
    stale.write_bytes(b"GGUF of yesterday")
    assert pull(TEXT, tmp_path, quiet).path.read_bytes() == hub.content
    assert not stale.exists()


def test_a_file_with_another_checksum_is_deleted_and_said_so(hub: Hub, tmp_path: Path) -> None:
    hub.sha256 = "f" * 64
    with pytest.raises(ModelError, match=r"SHA-256 differs\), and was deleted; pull it again"):
        pull(TEXT, tmp_path, quiet)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_file_that_is_no_gguf_is_deleted(hub: Hub, tmp_path: Path) -> None:
    hub.content = b"<html>" * 1000
    with pytest.raises(ModelError, match="is not a GGUF file"):
        pull(TEXT, tmp_path, quiet)
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "no repository maker/tiny-GGUF with that file; check the name"),
        (401, "private or gated. Check the name; for a private or gated one set HF_TOKEN"),
        (403, "set HF_TOKEN"),
        (429, "in some minutes"),
        (503, r"\(status 503\); run the same again later"),
    ],
)
def test_a_refusal_of_the_hub_is_one_sentence_with_its_remedy(
    hub: Hub, tmp_path: Path, status: int, said: str
) -> None:
    hub.status = status
    with pytest.raises(ModelError, match=said):
        pull(TEXT, tmp_path, quiet)
    assert not model_path(tmp_path, NAME).exists()


def test_a_hub_that_cannot_be_reached_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelError, match=r"http://127\.0\.0\.1:9 cannot be reached .* check the"):
        pull(TEXT, tmp_path, quiet)


def test_offline_mode_is_lifted_for_a_pull_and_then_back(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", False)
    assert pull(TEXT, tmp_path, quiet).fresh
    assert constants.HF_HUB_OFFLINE
    assert not constants.HF_HUB_DISABLE_TELEMETRY


def test_a_disk_without_room_is_found_before_anything_comes(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(ModelError, match=r"which has 1 MB free; make room and run the same again"):
        pull(TEXT, tmp_path, quiet)
    assert len(hub.asked) == 1


def test_a_disk_that_fills_up_on_the_way_keeps_the_part(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(wanted: our_hub.Stated, part: Path, tell: Callable[[int], None]) -> None:
        part.write_bytes(hub.content[:1000])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(our_hub, "fetch", full)
    with pytest.raises(ModelError, match=r"the disk is full\); make room and run the same again"):
        pull(TEXT, tmp_path, quiet)
    assert [part.stat().st_size for part in parts(tmp_path, NAME)] == [1000]


def test_a_file_without_a_stated_checksum_is_refused(hub: Hub, tmp_path: Path) -> None:
    hub.lfs = False
    with pytest.raises(ModelError, match="states no checksum"):
        pull(TEXT, tmp_path, quiet)


def test_a_mistyped_file_gets_the_nearest_one(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no file 'tiny-q5\.gguf'; the nearest one is tiny-q4"):
        pull(f"{REPOSITORY}/tiny-q5.gguf", tmp_path, quiet)


def test_a_card_without_a_licence_leaves_it_empty(hub: Hub, tmp_path: Path) -> None:
    hub.licence = ""
    assert pull(TEXT, tmp_path, quiet).record.licence == ""


def test_two_pulls_of_one_model_do_not_mix(hub: Hub, tmp_path: Path) -> None:
    digest = hashlib.sha256(hub.content).hexdigest()
    part = tmp_path / "models" / f"{NAME}.{digest[:12]}.part"
    part.parent.mkdir()
    with part.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(ModelError, match="pulled by another process"):
            pull(TEXT, tmp_path, quiet)


def test_a_file_of_ones_own_is_not_overwritten(hub: Hub, tmp_path: Path) -> None:
    mine = model_path(tmp_path, NAME)
    mine.parent.mkdir()
    mine.write_bytes(hub.content)
    with pytest.raises(ModelError, match="another model called tiny-q4"):
        pull(TEXT, tmp_path, quiet)
    assert read_record(mine) is None
