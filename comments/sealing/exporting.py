"""The seals and the digests under them, for anybody: no words, no names, nothing to find a person by."""

from __future__ import annotations

from collections.abc import Iterator

from comments.models import Seal, SealedRow
from comments.sealing.canonical import FIRST_PREVIOUS, canonical, row_line, seal_line


def export_lines() -> Iterator[str]:
    """The rows of each seal and then the seal; at last how much there is, so that a cut file is known."""
    seal, rows = None, 0
    # What is sealed meanwhile is for the next export.
    newest = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    for seal in Seal.objects.filter(number__lte=newest).order_by("number").iterator(chunk_size=100):
        for row in SealedRow.objects.filter(seal=seal).order_by("number"):
            rows += 1
            yield row_line(row)
        yield seal_line(seal)
    yield canonical({"end": newest, "rows": rows, "digest": seal.digest if seal else FIRST_PREVIOUS})
