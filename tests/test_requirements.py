"""requirements.txt holds: everything pinned, nothing forgotten, installed as written."""

from __future__ import annotations

import ast
import re
import sys
from importlib import metadata
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from app import install
from app.settings import PROJECT_ROOT

TEXT = (PROJECT_ROOT / "requirements.txt").read_text(encoding="utf-8")
TRAINING_TEXT = (PROJECT_ROOT / "training" / "requirements.txt").read_text(encoding="utf-8")
INDIRECT = "# What the packages above need in turn"
OURS = {"app", "ingest", "indexes", "training", "benchmarks", "tests", "data"}
LINES = [line for line in TEXT.splitlines() if line.strip() and not line.startswith("#")]


def requirements(text: str) -> dict[str, Requirement]:
    """The requirements in a part of the file by canonical name, without comments and options."""
    found: dict[str, Requirement] = {}
    for line in text.splitlines():
        bare = re.split(r"\s+#|\s+--", line)[0].strip()
        if bare and not bare.startswith(("#", "-")):
            found[canonicalize_name(Requirement(bare).name)] = Requirement(bare)
    return found


PINS = requirements(TEXT)
DIRECT = requirements(TEXT.partition(INDIRECT)[0])
TRAINING = requirements(TRAINING_TEXT)
"""What training alone needs; it need not be installed."""


def applies(requirement: Requirement, extras: frozenset[str] = frozenset()) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras | {""})


def needed(pins: dict[str, Requirement]) -> dict[str, set[str]]:
    """Every distribution that these need on this machine -> which of them need it."""
    reasons: dict[str, set[str]] = {}
    todo = [(name, frozenset(pin.extras)) for name, pin in pins.items() if applies(pin)]
    seen = set()
    while todo:
        name, extras = todo.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        for line in metadata.requires(name) or []:
            requirement = Requirement(line)
            if applies(requirement, extras):
                wanted = canonicalize_name(requirement.name)
                reasons.setdefault(wanted, set()).add(name)
                todo.append((wanted, frozenset(requirement.extras)))
    return reasons


def imported(path: Path) -> set[str]:
    """The top-level names that a Python file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_every_line_is_pinned_to_one_version() -> None:
    loose = [
        str(pin)
        for pin in (*PINS.values(), *TRAINING.values())
        if [clause.operator for clause in pin.specifier] != ["=="] or "*" in str(pin.specifier)
    ]
    assert loose == []
    assert len(PINS) == len(LINES) - 1, "a package is named twice"
    assert LINES[0] == "-e ."


def test_nothing_names_where_packages_come_from() -> None:
    assert not re.search(r"://|index-url|find-links", TEXT + TRAINING_TEXT)


@pytest.mark.parametrize("name", sorted(PINS))
def test_installed_version_is_the_pinned_one(name: str) -> None:
    if not applies(PINS[name]):
        return
    # torch's CPU wheel calls itself 2.13.0+cpu: the part after + says how it was built.
    installed = Version(metadata.version(name)).public
    assert PINS[name].specifier.contains(installed, prereleases=True)


def test_all_that_is_needed_in_turn_is_pinned() -> None:
    forgotten = {name: sorted(by) for name, by in needed(PINS).items() if name not in PINS}
    # torch pins the CUDA packages of its own wheel, each to one version.
    forgotten = {name: by for name, by in forgotten.items() if by != ["torch"]}
    assert forgotten == {}


def test_nothing_is_pinned_without_a_reason() -> None:
    assert set(PINS) - set(DIRECT) - set(needed(PINS)) == set()


def test_what_training_alone_needs_is_named_once_and_needs_nothing_that_is_not_pinned() -> None:
    assert set(TRAINING) & set(PINS) == set()
    for name, pin in TRAINING.items():
        try:
            installed = Version(metadata.version(name)).public
        except metadata.PackageNotFoundError:
            continue  # only those who train have it
        assert pin.specifier.contains(installed, prereleases=True)
        assert set(needed({name: pin})) <= set(PINS)


def test_what_the_code_imports_is_named_with_its_reason() -> None:
    homes = metadata.packages_distributions()
    missing = set()
    for folder in OURS:
        for path in (PROJECT_ROOT / folder).rglob("*.py"):
            for name in imported(path) - OURS - sys.stdlib_module_names:
                owners = {canonicalize_name(owner) for owner in homes.get(name, [name])}
                known = {*DIRECT, *TRAINING} if folder in ("training", "tests") else {*DIRECT}
                if not owners & known:
                    missing.add(f"{path.relative_to(PROJECT_ROOT)} imports {name}")
    assert missing == set()


def test_every_direct_package_says_what_it_is_for() -> None:
    direct = [*TEXT.partition(INDIRECT)[0].splitlines(), "", *TRAINING_TEXT.splitlines()]
    silent = [
        line
        for before, line in pairwise(direct)
        if "==" in line and not line.startswith("#") and "#" not in line
        and not before.startswith("#")
    ]  # fmt: skip
    assert silent == []


def test_llama_is_never_built_for_the_building_machine_alone() -> None:
    (line,) = [line for line in LINES if line.startswith("llama-cpp-python")]
    assert '--config-settings="cmake.define.GGML_NATIVE=OFF"' in line


def test_what_builds_the_packages_is_pinned_too() -> None:
    assert all("==" in pin for pin in install.BUILD_PINS)
    assert set(install.BUILD_NAMES) <= set(PINS)
