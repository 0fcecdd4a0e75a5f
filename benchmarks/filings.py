"""Questions over annual reports of one look-alike shape: which page, of which company's which year?

`python -m benchmarks.filings --home DIR` writes invented reports into DIR/reports, lets them into a
library in DIR/library, and prints for Footnote's retriever and for the tutorial pipeline how often
the right page and the right document are found. What was ingested stays; delete DIR to start over.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Protocol, TypeVar

from app.settings import Settings, load
from benchmarks.filings_companies import companies
from benchmarks.filings_pages import Report
from benchmarks.filings_pdf import draw
from benchmarks.filings_questions import Filed, Place, questions

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a pipeline found for a question, best first, and what finding it cost."""

    asked: Filed
    places: tuple[Place, ...]
    cpu_ms: float

    @property
    def page_rank(self) -> int:
        """Of the first right page among different pages, from 1; 0 when there is none."""
        right = {(self.asked.document, page) for page in self.asked.pages}
        return _first(dict.fromkeys(self.places), right)

    @property
    def result_rank(self) -> int:
        """Of the first result on a right page, counting every result; 0 when there is none."""
        return _first(self.places, {(self.asked.document, page) for page in self.asked.pages})

    @property
    def document_rank(self) -> int:
        """Of the right document among different documents, from 1; 0 when it was not found."""
        return _first(dict.fromkeys(name for name, _ in self.places), {self.asked.document})

    @property
    def document_in_five_pages(self) -> bool:
        """Whether one of the first five different pages is of the right document."""
        first = list(dict.fromkeys(self.places))[:5]
        return self.asked.document in {name for name, _ in first}


class Side(Protocol):
    """A pipeline that is asked for pages."""

    def ingest(self, files: Sequence[Path]) -> object:
        """Make the files searchable."""
        ...

    def places(self, question: str) -> tuple[Place, ...]:
        """The page of each result, best first; up to DEPTH results."""
        ...


def opened(name: str, settings: Settings) -> Side:
    """The pipeline called `name`; only its own libraries are imported."""
    if name == "tutorial":
        from benchmarks.filings_tutorial import PagedTutorial

        return PagedTutorial(settings)
    from benchmarks.filings_footnote import PagedFootnote

    return PagedFootnote(settings)


def write(folder: Path) -> tuple[list[Path], list[Report]]:
    """Write all reports as PDF files, unless they are there; return their paths and contents."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = [Report(company, year) for company in companies() for year in company.years]
    paths = [folder / f"{report.name}.pdf" for report in reports]
    for path, report in zip(paths, reports, strict=True):
        if not path.exists():
            draw(path, report.sheets(), report.foot)
    return paths, reports


def ranked(pipeline: Side, asked: Sequence[Filed]) -> list[Ranked]:
    """Ask everything."""
    found = []
    for question in asked:
        started = time.process_time()
        places = pipeline.places(question.text)
        found.append(Ranked(question, places, (time.process_time() - started) * 1000))
    return found


def summary(found: Sequence[Ranked]) -> dict[str, float]:
    """Shares in percent, the mean reciprocal rank of the page in percent, CPU-ms per question."""
    pages, documents = [r.page_rank for r in found], [r.document_rank for r in found]
    return {
        **{f"page@{k}": 100 * fmean(0 < rank <= k for rank in pages) for k in (1, 5, 10)},
        "page MRR": 100 * fmean(1 / rank if rank else 0.0 for rank in pages),
        "page in 5 results": 100 * fmean(0 < r.result_rank <= 5 for r in found),
        "doc@1": 100 * fmean(rank == 1 for rank in documents),
        "doc@5": 100 * fmean(0 < rank <= 5 for rank in documents),
        "doc in 5 pages": 100 * fmean(r.document_in_five_pages for r in found),
        "cpu ms": fmean(r.cpu_ms for r in found),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    paths, reports = write(options.home / "reports")
    asked = questions(reports)
    settings = replace(load(), home=options.home / "library")
    print(
        f"{len(paths)} reports, {sum(len(r.sheets()) for r in reports)} pages, {len(asked)} asked"
    )
    for name in options.only or ("footnote", "tutorial"):
        pipeline = opened(name, settings)
        pipeline.ingest(paths)
        found = ranked(pipeline, asked)
        for kind in ("all", "metrics", "domain", "novel"):
            part = [r for r in found if kind in ("all", r.asked.kind)]
            said = "  ".join(f"{key} {value:.1f}" for key, value in summary(part).items())
            print(f"{name:9} {kind:8} {said}", flush=True)
        _save(options.home / f"{name}.json", found)
    return 0


def _save(path: Path, found: Sequence[Ranked]) -> None:
    lines = [
        {
            "question": r.asked.text, "kind": r.asked.kind, "document": r.asked.document,
            "pages": sorted(r.asked.pages), "page_rank": r.page_rank,
            "document_rank": r.document_rank, "first": list(dict.fromkeys(r.places))[:5],
        }
        for r in found
    ]  # fmt: skip
    path.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _first(found: Iterable[T], right: set[T]) -> int:
    return next((rank for rank, item in enumerate(found, 1) if item in right), 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.filings", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="folder to work in")
    parser.add_argument(
        "--only", nargs="*", choices=("footnote", "tutorial"), help="which to ask (default: both)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
