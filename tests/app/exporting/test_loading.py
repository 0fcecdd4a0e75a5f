from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from app.exporting import docx, pdf
from tests.app.exporting.samples import CONVERSATION, HOSTILE, NOW, hostile

PROBE = """
import sys
import app.exporting
print(sorted({"docx", "reportlab", "pymupdf_fonts"} & set(sys.modules)))
"""


def test_makers_of_files_are_not_loaded_before_the_first_export() -> None:
    probe = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True
    )
    assert probe.stdout.strip() == "[]"


def test_exports_at_the_same_time_do_not_disturb_each_other() -> None:
    conversations = [CONVERSATION, *([hostile(text)] for text in HOSTILE)] * 2
    alone = [(pdf("A", each, NOW), docx("A", each, NOW)) for each in conversations]
    with ThreadPoolExecutor(4) as pool:
        together = pool.map(lambda each: (pdf("A", each, NOW), docx("A", each, NOW)), conversations)
        assert list(together) == alone
