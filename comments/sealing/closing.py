"""Sealing what came since the last seal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from comments import clock
from comments.models import Erasure, RowErasure, Seal, SealedRow, Unsealed
from comments.models.seal import one_sealer_at_a_time
from comments.sealing.canonical import FIRST_PREVIOUS, canonical, row_line, seal_head, sha256
from comments.sealing.documents import Document, heads, readable_documents
from comments.sealing.forms import NEWEST
from comments.sealing.kept_apart import keep, refuse_older
from comments.sealing.line import Line, by_kind, keys_of
from comments.sealing.signing import SealKey
from comments.text import new_salt
from comments.turns import give_way


def seal_trail(key: SealKey | None = None, line: Line | None = None) -> Iterator[Seal]:
    """Close what waits, seal by seal, each in a transaction of its own. Nothing to seal makes no seal.

    `line` says at the end how many keys in it name no row. Raises OlderDatabase: under the numbers of seals
    that were lost, others would be published.
    """
    refuse_older()
    keep()  # what a crash or a full disk kept out of the file, though nothing new may come
    line = line or Line()
    while not line.is_over:
        if seal := _seal(key, line):
            keep()
            yield seal
        if not line.is_over:
            give_way()


@transaction.atomic
def _seal(key: SealKey | None, line: Line) -> Seal | None:
    one_sealer_at_a_time()
    closing = list(_read(line))
    if not closing:
        return None
    previous = Seal.objects.order_by("-number").first()
    entries, comments, found = zip(*closing, strict=True)
    rows = _rows(found, comments, begin=previous.last + 1 if previous else 1)
    Unsealed.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    seal = _close(rows, previous, key, is_complete=line.has_nothing_else())
    for row in rows:
        row.seal = seal
    SealedRow.objects.bulk_create(rows)
    return seal


def _read(line: Line) -> Iterator[tuple[Unsealed, int | None, Document]]:
    """The next ones, in the order in which they came."""
    at_rest = line.next_at_rest()
    kinds = by_kind(entry for entry, _comment in at_rest)
    found = {kind: readable_documents(kind, keys_of(each), NEWEST)[0] for kind, each in kinds.items()}
    for entry, comment in at_rest:
        if document := found[entry.kind].get(entry.key):
            yield entry, comment, document
        else:
            line.step_over(entry)


def _rows(closing: Sequence[Document], comments: Sequence[int | None], *, begin: int) -> list[SealedRow]:
    # What is erased already is tied to nothing: a standing set over it must not lead back to it.
    erased = set(Erasure.objects.filter(comment__in=set(comments) - {None}).values_list("comment", flat=True))
    alone = _erased_alone(closing)
    rows = []
    for number, (document, comment) in enumerate(zip(closing, comments, strict=True), start=begin):
        seed, salt = new_salt(), new_salt() if document.has_words else ""
        digests = document.digests(seed=seed, salt=salt)
        row = SealedRow(number=number, kind=document.kind, key=document.key, seed=seed, salt=salt, **digests)
        row.comment_id = None if comment in erased or (row.kind, row.key) in alone else comment
        rows.append(row)
    return rows


def _erased_alone(closing: Iterable[Document]) -> set[tuple[str, str]]:
    keys = [document.key for document in closing if heads()[document.kind].erasable_alone]
    return set(RowErasure.objects.filter(key__in=keys).values_list("kind", "key"))


def _close(rows: list[SealedRow], previous: Seal | None, key: SealKey | None, *, is_complete: bool) -> Seal:
    seal = Seal(
        number=previous.number + 1 if previous else 1,
        form=NEWEST,
        sealed_at=clock.now(),
        previous=previous.digest if previous else FIRST_PREVIOUS,
        rows=len(rows),
        last=rows[-1].number,
        root=hashlib.sha256("".join(f"{row_line(row)}\n" for row in rows).encode()).hexdigest(),
        complete=is_complete,
        key=key.public.name if key else "",
    )
    seal.digest = sha256(canonical(seal_head(seal)))
    seal.signature = key.sign(seal.digest) if key else ""
    seal.save(force_insert=True)
    return seal
