"""Whether the record is what was sealed: everything is worked out again, a seal's rows at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest

from django.db import connection
from django.db.models import Exists, OuterRef

from comments.models import Seal, SealedRow
from comments.sealing.canonical import FIRST_PREVIOUS, canonical, row_line, seal_head, sha256
from comments.sealing.comparing import LONGEST_TRANSACTION, differences
from comments.sealing.forms import FORMS, form_of
from comments.sealing.problem import Problem
from comments.sealing.signing import PublicKey
from comments.sealing.unreadable import UNREADABLE, no_text_is_unreadable
from comments.sealing.unsealed import unsealed_problems

Progress = Callable[[Seal], None]
RowsPublished = Callable[[int], Sequence[str]]


def problems(
    *,
    keys: Mapping[str, PublicKey],
    published: Mapping[int, str],
    rows_published: RowsPublished = lambda seal: (),
    progress: Progress = lambda seal: None,
) -> Iterator[Problem]:
    """In the order of the seals. `keys` by their names; `published` digests by number of the seal, and the
    lines of the rows under a seal where they were published too.

    `progress` is told each seal that was worked out again. What is sealed meanwhile is for the next time.
    """
    try:
        with no_text_is_unreadable():
            newest = yield from _sealed(keys, progress)
            yield from _published(published, rows_published, newest)
            if keys and newest and not newest.key:
                yield Problem("it is not signed, though there is a key", seal=newest.number)
            yield from unsealed_problems(connection)
    except UNREADABLE:
        yield Problem("what comes next cannot be read")


def _sealed(keys: Mapping[str, PublicKey], progress: Progress):
    """Yields problems; returns the newest seal."""
    previous: Seal | None = None
    complete_at: datetime | None = None
    was_signed = False
    for seal in Seal.objects.order_by("number").iterator(chunk_size=100):
        yield from _chained(seal, previous)
        yield from _signed(seal, keys, was_signed)
        rows = list(SealedRow.objects.filter(seal=seal).order_by("number"))
        yield from _whole(seal, rows, previous.last if previous else 0)
        yield from _different(seal, rows, complete_at)
        progress(seal)
        previous, was_signed = seal, was_signed or bool(seal.key)
        complete_at = seal.sealed_at if seal.complete else complete_at
    yield from _under_none()
    return previous


def _chained(seal: Seal, previous: Seal | None) -> Iterator[Problem]:
    number, digest = (previous.number + 1, previous.digest) if previous else (1, FIRST_PREVIOUS)
    if seal.number != number:
        missing = f"seal {number}" if seal.number == number + 1 else f"seals {number} to {seal.number - 1}"
        yield Problem(f"{missing} before it is missing", seal=seal.number)
    elif seal.previous != digest:
        yield Problem("it does not follow from the seal before it", seal=seal.number)
    if seal.digest != sha256(canonical(seal_head(seal))):
        yield Problem("its digest is not that of what it says", seal=seal.number)
    if previous and seal.sealed_at < previous.sealed_at - LONGEST_TRANSACTION:
        yield Problem(
            f"it is dated {seal.sealed_at:%Y-%m-%d %H:%M}, before the one that it follows", seal=seal.number
        )


def _signed(seal: Seal, keys: Mapping[str, PublicKey], was_signed: bool) -> Iterator[Problem]:
    if not seal.key:
        if was_signed:
            yield Problem("it is not signed, and those before it are", seal=seal.number)
    elif not seal.signature:
        yield Problem("its signature is missing", seal=seal.number)
    elif keys and seal.key not in keys:
        yield Problem(f"it is signed with another key than those given: {seal.key}", seal=seal.number)
    elif keys and not keys[seal.key].has_signed(seal.digest, seal.signature):
        yield Problem("its signature is not that of its key", seal=seal.number)


def _whole(seal: Seal, rows: list[SealedRow], before: int) -> Iterator[Problem]:
    expected = range(before + 1, before + 1 + seal.rows)
    numbers = {row.number for row in rows}
    if missing := next((number for number in expected if number not in numbers), None):
        yield Problem(f"its row number {missing} is missing", seal=seal.number)
    for row in rows:
        if row.number not in expected:
            yield Problem("was put under it later", seal=seal.number, row=f"{row.kind} {row.key}")
    if not seal.rows:
        yield Problem("there is no row under it", seal=seal.number)
    if seal.last != before + seal.rows:
        yield Problem(f"its last row is not number {seal.last}", seal=seal.number)
    lines = "".join(f"{row_line(row)}\n" for row in rows)
    if hashlib.sha256(lines.encode()).hexdigest() != seal.root:
        yield Problem("the digests of its rows are not those it was made of", seal=seal.number)


def _different(seal: Seal, rows: list[SealedRow], complete_at: datetime | None) -> Iterator[Problem]:
    if (form := form_of(seal)) not in FORMS:
        yield Problem(f"its rows are of form {form}, which only a newer version can verify", seal=seal.number)
        return
    suspected = [row.pk for row, _sentence in differences(rows, form, complete_at)]
    # Read again: what was read before and after an erasure does not fit together, and is no tampering.
    again = SealedRow.objects.filter(pk__in=suspected).order_by("number")
    for row, sentence in differences(list(again), form, complete_at):
        yield Problem(sentence, seal=seal.number, row=f"{row.kind} {row.key}")


def _under_none() -> Iterator[Problem]:
    """Rows of a seal that is not there: it was cut off and they were left, or they hide what was put in."""
    rows = SealedRow.objects.filter(~Exists(Seal.objects.filter(pk=OuterRef("seal"))))
    if left := rows.order_by("number").first():
        yield Problem("is under a seal that is missing", row=f"{left.kind} {left.key}")


def _published(
    digests: Mapping[int, str], rows_published: RowsPublished, newest: Seal | None
) -> Iterator[Problem]:
    last = newest.number if newest else 0
    here = dict(Seal.objects.values_list("number", "digest")) if digests else {}
    for number in sorted(digests):
        if number > last:
            yield Problem(
                f"it was published, and this database ends with seal {last}: an older backup was restored, "
                "or the end was cut off",
                seal=number,
                is_older=True,
            )
            return
        if here.get(number) != digests[number]:
            row = _first_other(number, rows_published(number))
            yield Problem(f"it was published as {digests[number]}", seal=number, row=row)
            return


def _first_other(seal: int, published: Sequence[str]) -> str:
    """The first row under a seal that was made anew which is another than was published; empty where none is
    known to be.
    """
    rows = SealedRow.objects.filter(seal__number=seal).order_by("number")
    here = [row_line(row) for row in rows] if published else []
    other = next((pair for pair in zip_longest(here, published) if pair[0] != pair[1]), None)
    if other is None:
        return ""
    row = json.loads(other[1] or other[0])
    return f"{row['kind']} {row['key']}"
