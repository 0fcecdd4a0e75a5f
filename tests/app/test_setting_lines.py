from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.setting_lines import put
from indexes.errors import SettingsError


def test_every_other_line_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "footnote.toml"
    file.write_bytes(
        b"# ours\r\nport = 9000  # the proxy's\r\n  model = 'a # b.gguf'  # mine\r\n\r\nhits = 4"
    )
    put(file, {"model": "qwen2.5-0.5b"})
    assert file.read_bytes() == (
        b'# ours\r\nport = 9000  # the proxy\'s\r\nmodel = "qwen2.5-0.5b"  # mine\r\n\r\nhits = 4'
    )


def test_a_setting_that_is_not_there_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "footnote.toml"
    file.write_text("# model = 'old'\nlarger_model = 'x'\n")
    put(file, {"model": ""})
    assert file.read_text() == "model = \"\"\n# model = 'old'\nlarger_model = 'x'\n"


def test_the_file_and_its_folder_are_made(tmp_path: Path) -> None:
    put(tmp_path / "new" / "footnote.toml", {"model": "a"})
    assert (tmp_path / "new" / "footnote.toml").read_text() == 'model = "a"\n'


def test_quotes_and_backslashes_are_escaped(tmp_path: Path) -> None:
    file = tmp_path / "footnote.toml"
    put(file, {"model": 'C:\\m\\"a".gguf'})
    put(file, {"model": 'C:\\m\\"b".gguf'})
    assert file.read_text() == 'model = "C:\\\\m\\\\\\"b\\".gguf"\n'


def test_permissions_and_a_link_to_the_file_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "footnote.toml"
    real.write_text('model = "a"\n')
    real.chmod(0o600)
    link.symlink_to(real)
    put(link, {"model": "b"})
    assert link.is_symlink()
    assert (real.read_text(), stat.S_IMODE(real.stat().st_mode)) == ('model = "b"\n', 0o600)
    assert sorted(os.listdir(tmp_path)) == ["footnote.toml", "real.toml"]


@pytest.mark.parametrize("text", ["model = ", 'model = """\na\n"""\n', "\x00"])
def test_a_file_that_cannot_be_changed_line_by_line_is_left_alone(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "footnote.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match="add the lines to it"):
        put(file, {"model": "b"})
    assert file.read_text() == text
