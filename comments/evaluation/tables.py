"""Rows of text in columns, and how figures are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

DASH = "–"
GAP = "  "


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines with the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        yield GAP.join(cells).rstrip()


def share(value: float | None) -> str:
    return DASH if value is None else f"{value:.1%}"


def decimal(value: float | None) -> str:
    return DASH if value is None else f"{value:.3f}"


def count(value: int) -> str:
    return f"{value:,}"
