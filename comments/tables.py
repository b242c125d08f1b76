"""Tables of figures, with a chart where one shows more, at the desk and for readers; and the same as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse

from comments.charts import Chart

# What a spreadsheet would take for the beginning of a formula; some take the wide signs of East Asia too.
RISKY = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


@dataclass(frozen=True)
class Table:
    """The first cell of a row is what the row is about."""

    code: str
    title: str
    says: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    chart: Chart | None = None


def as_csv(filename: str, rows: Iterable[Sequence[str]], *, is_marked: bool = False) -> HttpResponse:
    """`is_marked` begins it with a byte-order mark: without it, Excel takes letters beyond ASCII for others.

    What programs read is better without.
    """
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    if is_marked:
        response.write("\ufeff")
    writer = csv.writer(response)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(RISKY) else cell for cell in row])
    return response
