"""Pages of PDFs drawn in processes that may die."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pypdf
import pytest
from PIL import Image
from pypdf.generic import NameObject, NumberObject, RectangleObject
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # it ships no types

from indexes.errors import ReadError
from ingest.drawing import Box, Drawer, Drawn, Part
from ingest.drawing.draw import MOST_ACROSS, MOST_PIXELS, scale_of
from ingest.readers import read
from ingest.sandbox.limits import Limits

MISDRAWING = "tests.ingest.drawing.misdrawing"
LINE = "The quick brown fox, aloft."


@pytest.fixture(scope="module")
def drawer() -> Iterator[Drawer]:
    made = Drawer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def misdrawer() -> Iterator[Drawer]:
    made = Drawer(Limits(cpu_s=1, wall_s=3, memory_mb=500), server=MISDRAWING)
    yield made
    made.close()


def picture(drawn: Drawn) -> Image.Image:
    return Image.open(io.BytesIO(drawn.png)).convert("L")


def ink(drawn: Drawn, box: Box) -> float:
    """Share of dark pixels in a box of points from the lower left corner."""
    shown = picture(drawn)
    scale = shown.width / drawn.width
    left, bottom, right, top = box
    edges = (left, drawn.height - top, right, drawn.height - bottom)
    cut = shown.crop(tuple(round(edge * scale) for edge in edges))  # type: ignore[arg-type]  # four
    return (
        sum(cut.point(lambda value: 255 * (value < 128)).tobytes())
        / 255
        / max(1, cut.size[0] * cut.size[1])
    )


def page(folder: Path, turn: int = 0, cropped: bool = False) -> Path:
    path = folder / "page.pdf"
    canvas = Canvas(str(path), pagesize=(400, 300))
    canvas.setFont("Helvetica", 14)
    canvas.drawString(80, 150, LINE)
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=path)
    writer.pages[0][NameObject("/Rotate")] = NumberObject(turn)
    if cropped:
        writer.pages[0].cropbox = RectangleObject((60, 40, 380, 280))
    writer.write(path)
    return path


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_words_stand_where_they_are_drawn_however_the_page_is_turned(
    drawer: Drawer, tmp_path: Path, turn: int, cropped: bool
) -> None:
    path = page(tmp_path, turn, cropped)
    layout = read(path).layouts[0]
    (line,) = layout.lines
    whole = (line.left, line.bottom, line.right, line.top)
    first = LINE.index("brown")
    drawn = drawer.draw(path, 1, [Part(LINE, whole, first, first + 5), Part(LINE, whole, 3, 4)])
    assert (drawn.width, drawn.height) == pytest.approx((layout.width, layout.height), abs=0.1)
    place, blank = drawn.places
    assert place is not None
    assert blank is None
    left, bottom, right, top = place
    long, wide = (right - left, whole[2] - whole[0]) if turn % 180 == 0 else (
        top - bottom, whole[3] - whole[1],
    )  # fmt: skip
    assert 0.15 < long / wide < 0.25
    assert ink(drawn, place) > 0.1
    assert ink(drawn, (0, 0, drawn.width, drawn.height)) < 0.05


def test_characters_that_are_not_those_of_the_line_have_no_place(
    drawer: Drawer, tmp_path: Path
) -> None:
    path = page(tmp_path)
    whole = (70.0, 140.0, 300.0, 170.0)
    drawn = drawer.draw(path, 1, [Part("Another line.", whole, 0, 4), Part(LINE, whole, 0, 3)])
    assert drawn.places[0] is None
    assert drawn.places[1] is not None


def test_form_fields_and_annotations_are_drawn(drawer: Drawer, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    canvas = Canvas(str(path), pagesize=(400, 300))
    canvas.drawString(20, 270, "A form")
    canvas.acroForm.textfield(
        name="a", value="MMMMMMMM", x=20, y=200, width=200, height=30, fillColor=None
    )
    canvas.highlightAnnotation(
        "", (300, 20, 380, 60), QuadPoints=(300, 60, 380, 60, 300, 20, 380, 20), Color=(0, 0, 0)
    )
    canvas.save()
    drawn = drawer.draw(path, 1)
    assert ink(drawn, (22, 202, 120, 228)) > 0.02
    assert ink(drawn, (295, 15, 385, 65)) > 0.02


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 2), (2, 14_400), (595, 842), (0, 0)])
def test_pictures_are_bounded(size: tuple[float, float]) -> None:
    scale = scale_of(*size, 2.0)
    width, height = (each * scale for each in size)
    assert 0 < scale <= 2
    assert width * height <= MOST_PIXELS * 1.001
    assert max(width, height) <= MOST_ACROSS
    assert size != (595, 842) or scale == 2


def test_giant_page_is_drawn_smaller(drawer: Drawer, tmp_path: Path) -> None:
    path = tmp_path / "giant.pdf"
    canvas = Canvas(str(path), pagesize=(14_400, 14_400))
    canvas.rect(1000, 1000, 12_000, 12_000, fill=1)
    canvas.save()
    drawn = drawer.draw(path, 1)
    assert (drawn.width, drawn.height) == (14_400, 14_400)
    assert picture(drawn).width * picture(drawn).height <= 1.001 * MOST_PIXELS


def test_photographs_keep_their_colours(drawer: Drawer, tmp_path: Path) -> None:
    photo = Image.frombytes("RGB", (128, 128), Random(1).randbytes(128 * 128 * 3))
    photo = photo.resize((256, 256), Image.Resampling.BICUBIC)
    photo.save(tmp_path / "photo.png")
    canvas = Canvas(str(tmp_path / "photo.pdf"), pagesize=(128, 128))
    canvas.drawImage(str(tmp_path / "photo.png"), 0, 0, 128, 128)
    canvas.save()
    drawn = drawer.draw(tmp_path / "photo.pdf", 1)
    assert Image.open(io.BytesIO(drawn.png)).mode == "RGB"


@pytest.mark.parametrize("number", [0, 2, 10**12])
def test_page_that_is_not_there_cannot_be_drawn(
    drawer: Drawer, tmp_path: Path, number: int
) -> None:
    with pytest.raises(ReadError):
        drawer.draw(page(tmp_path), number)


@pytest.mark.parametrize("damage", ["cut", "noise", "locked", "missing"])
def test_damaged_and_locked_files_cannot_be_drawn(
    drawer: Drawer, tmp_path: Path, damage: str
) -> None:
    path = page(tmp_path)
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:60])
    elif damage == "noise":
        path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    elif damage == "locked":
        writer = pypdf.PdfWriter(clone_from=path)
        writer.encrypt("secret", algorithm="RC4-128")
        writer.write(path)
    else:
        path.unlink()
    said = "the file cannot be opened" if damage == "missing" else "the file is damaged"
    with pytest.raises(ReadError, match=said):
        drawer.draw(path, 1)


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("crash", "^drawing it crashed"),
        ("hang", "did nothing for 3 s"),
        ("spin", "of processor time"),
        ("hoard", "needed more than 500 MB"),
        ("refuse", "^the file is damaged$"),
        ("script", "drawing it gave no picture"),
        ("huge", "drawing it gave no picture"),
        ("lie", "drawing it gave no picture"),
        ("nowhere", "drawing it gave no picture"),
        ("empty", "drawing it gave no picture"),
    ],
)
def test_process_that_misbehaves_ends_its_own_page_alone(
    misdrawer: Drawer, deed: str, said: str
) -> None:
    with pytest.raises(ReadError, match=said):
        misdrawer.draw(Path(deed), 1)
    assert misdrawer.draw(Path("good"), 1).width == 10


def test_many_pages_are_drawn_at_once(drawer: Drawer, tmp_path: Path) -> None:
    path = page(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: drawer.draw(path, 1).png, range(8)))
    assert len(set(drawn)) == 1


def test_server_that_died_is_started_again(tmp_path: Path) -> None:
    path, drawer = page(tmp_path), Drawer()
    drawer.start()
    first = drawer.draw(path, 1)
    process = drawer._host._process
    assert process is not None
    process.kill()
    process.wait()
    assert drawer.draw(path, 1) == first
    drawer.close()
