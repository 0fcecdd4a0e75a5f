"""What trackers have kept, read back as far as possible with the packages' own means."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from app.tracking import Runs

MLFLOW = """
import json, os, sys
os.environ.update(MLFLOW_ALLOW_FILE_STORE="true", MLFLOW_DISABLE_TELEMETRY="true")
from mlflow.tracking import MlflowClient
client = MlflowClient(sys.argv[1])
out = []
for experiment in client.search_experiments():
    for run in client.search_runs([experiment.experiment_id]):
        files = [each.path for each in client.list_artifacts(run.info.run_id)]
        steps = {name: [[p.step, p.value] for p in client.get_metric_history(run.info.run_id, name)]
                 for name in run.data.metrics}
        tags = {k: v for k, v in run.data.tags.items() if not k.startswith("mlflow.")}
        out.append([run.info.run_name, experiment.name, run.info.status, run.data.params, tags,
                    steps, files])
print(json.dumps(out))
"""
WANDB = """
import json, sys
from wandb.proto.wandb_internal_pb2 import Record
out = []
for line in sys.stdin:
    record = Record.FromString(bytes.fromhex(line))
    kind = record.WhichOneof("record_type")
    if kind == "run":
        config = {each.key: json.loads(each.value_json) for each in record.run.config.update}
        out.append(["run", record.run.display_name, record.run.job_type, config])
    elif kind == "history":
        items = {each.key or each.nested_key[0]: each.value_json for each in record.history.item}
        out.append(["history", {k: json.loads(v) for k, v in items.items() if k[0] != "_"}])
    elif kind == "summary":
        items = {e.key or e.nested_key[0]: json.loads(e.value_json) for e in record.summary.update}
        out.append(["summary", items])
    elif kind == "exit":
        out.append(["exit", record.exit.exit_code])
print(json.dumps(out))
"""
BLOCK, HEADER = 32 * 1024, 7
FULL, FIRST, MIDDLE, LAST = 1, 2, 3, 4
"""Of LevelDB's log format, in which wandb keeps an offline run."""


@dataclass
class Seen:
    """One run as a tracker has it."""

    kind: str
    name: str
    failed: bool
    settings: dict[str, str]
    versions: dict[str, str]
    whole: dict[str, float]
    steps: dict[str, list[tuple[int, float]]]
    files: dict[str, bytes]


def builtin(home: Path) -> Seen:
    (run,) = Runs(home).runs()
    settings = {name: str(value) for name, value in run.settings.items()}
    files = {Path(each.path).name: (home / each.path).read_bytes() for each in run.files}
    return Seen(
        run.kind, run.name, run.status == "failed", settings, dict(run.versions), run.whole(),
        run.series(), files,
    )  # fmt: skip


def mlflow(home: Path) -> Seen:
    ((name, experiment, status, params, tags, figures, files),) = json.loads(
        _child(MLFLOW, (home / "mlruns").as_uri())
    )
    copies = {
        each: next((home / "mlruns").rglob(f"artifacts/{each}")).read_bytes() for each in files
    }
    pairs = {key: sorted((step, value) for step, value in each) for key, each in figures.items()}
    stepped = {key for key, each in pairs.items() if len(each) > 1}  # no step is step 0 to MLflow
    whole = {key: each[0][1] for key, each in pairs.items() if key not in stepped}
    return Seen(
        experiment.removeprefix("footnote "), name, status == "FAILED", params, tags, whole,
        {key: pairs[key] for key in stepped}, copies,
    )  # fmt: skip


def wandb(home: Path) -> Seen:
    (file,) = home.glob("wandb/offline-run-*/*.wandb")
    lines = "\n".join(each.hex() for each in _records(file.read_bytes()))
    told = json.loads(_child(WANDB, given=lines))
    _, name, kind, config = next(each for each in told if each[0] == "run")
    steps: dict[str, list[tuple[int, float]]] = {}
    for _, items in (each for each in told if each[0] == "history"):
        for key in set(items) - {"step"}:
            steps.setdefault(key, []).append((items["step"], items[key]))
    whole: dict[str, float] = {}
    for _, items in (each for each in told if each[0] == "summary"):
        whole |= {
            key: value
            for key, value in items.items()
            if key not in {*steps, "step"} and key[0] != "_"
        }
    settings = {key: str(value) for key, value in config["settings"].items()}
    files = {each.name: each.read_bytes() for each in (file.parent / "files").iterdir()}
    failed = next(each[1] for each in told if each[0] == "exit") != 0
    return Seen(kind, name, failed, settings, config["versions"], whole, steps, files)


def clearml(home: Path) -> Seen:
    (file,) = home.glob("clearml/offline/*.zip")
    with zipfile.ZipFile(file) as packed:
        task = json.loads(packed.read("task.json"))
        lines = packed.read("metrics.jsonl").decode().splitlines()
        events = [event for line in lines for event in json.loads(line)]
        files = {
            Path(each).name: packed.read(each)
            for each in packed.namelist()
            if "/artifacts/" in each
        }
    whole = {e["variant"]: e["value"] for e in events if e["metric"] == "Summary"}
    steps: dict[str, list[tuple[int, float]]] = {}
    for each in events:
        if each["metric"] != "Summary":
            steps.setdefault(each["metric"], []).append((each["iter"], each["value"]))
    settings, versions = (
        {key: each["value"] for key, each in task["hyperparams"][section].items()}
        for section in ("Settings", "Versions")
    )
    kind = {"testing": "evaluation"}.get(task["type"], task["type"])
    failed = "failed" in task.get("tags", [])
    return Seen(kind, task["name"], failed, settings, versions, whole, steps, files)


def _child(code: str, *words: str, given: str = "") -> str:
    """What a program prints: these packages keep threads and hooks for a whole process."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words], input=given, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def _records(content: bytes) -> list[bytes]:
    """The records of a log, whose first seven bytes are wandb's own."""
    found, part, at = [], b"", HEADER
    while at + HEADER <= len(content):
        left = BLOCK - at % BLOCK
        _, length, kind = struct.unpack_from("<IHB", content, at)
        if left < HEADER or kind == 0:
            at += left
            continue
        at += HEADER
        part += content[at : at + length]
        at += length
        if kind in (FULL, LAST):
            found.append(part)
            part = b""
    return found
