"""The figures and the log for programs: the same in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import Any

from comments.models import Guideline, Seal
from comments.sealing.canonical import plain, seal_head
from comments.transparency.counting import Figures
from comments.transparency.disclosing import Disclosed
from comments.transparency.log import Entry
from comments.transparency.months import name_of

ALL_LANGUAGES = "all"
NAMES = [column.name for column in fields(Figures) if column.name != "guidelines"]


def csv_rows(months: Iterable[Disclosed]) -> Iterator[list[str]]:
    """A row for each month and language. What is kept back is empty, and said to be."""
    codes = sorted(Guideline.objects.values_list("pk", flat=True))
    yield ["month", "is_final", "language", "kept_back", *NAMES, *(f"rejected_{code}" for code in codes)]
    for month in months:
        for language, figures in _each(month):
            yield [
                name_of(month.month),
                _yes_or_no(month.is_final),
                language,
                _yes_or_no(figures is None),
                *_cells(figures, codes),
            ]


def figures_document(months: Iterable[Disclosed], seals: Iterable[Seal]) -> dict[str, Any]:
    return {
        "months": [
            {
                "month": name_of(month.month),
                "until": plain(month.until),
                "is_final": month.is_final,
                "all": asdict(month.all),
                "languages": {
                    language: asdict(figures) if figures else None
                    for language, figures in month.languages.items()
                },
            }
            for month in months
        ],
        "seals": [seal_head(seal) | {"digest": seal.digest, "signature": seal.signature} for seal in seals],
    }


def log_document(entries: Iterable[Entry], *, next_address: str | None) -> dict[str, Any]:
    return {
        "decisions": [
            {
                "row": f"decision {entry.number}",
                "at": plain(entry.at),
                "outcome": entry.kind,
                "guidelines": list(entry.guidelines),
                "appealed": entry.appealed or None,
                "by": entry.by or None,
            }
            for entry in entries
        ],
        "next": next_address,
    }


def _each(month: Disclosed) -> Iterator[tuple[str, Figures | None]]:
    yield ALL_LANGUAGES, month.all
    yield from month.languages.items()


def _cells(figures: Figures | None, codes: list[str]) -> list[str]:
    if figures is None:
        return [""] * (len(NAMES) + len(codes))
    said = [getattr(figures, name) for name in NAMES]
    counted = [figures.guidelines.get(code, 0) for code in codes]
    return ["" if value is None else str(value) for value in (*said, *counted)]


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"
