"""Sealing what came since the last seal."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection, transaction

from comments import clock
from comments.models import Comment, Erasure, RowErasure, Seal, SealedRow, Unsealed
from comments.models.seal import one_sealer_at_a_time
from comments.sealing.canonical import FIRST_PREVIOUS, canonical, row_line, seal_head, sha256
from comments.sealing.documents import Document, comments_of, documents, heads
from comments.sealing.forms import NEWEST
from comments.sealing.kept_apart import keep, refuse_older
from comments.sealing.signing import SealKey
from comments.text import new_salt
from comments.turns import give_way

MOST_ROWS = 1000  # in one seal: a transaction that is over before anybody notices


def seal_trail(key: SealKey | None = None) -> Iterator[Seal]:
    """Close what waits, seal by seal, each in a transaction of its own. Nothing to seal makes no seal.

    Raises OlderDatabase: under the numbers of seals that were lost, others would be published.
    """
    refuse_older()
    while seal := _seal(key):
        keep()
        yield seal
        if not seal.complete:
            give_way()


@transaction.atomic
def _seal(key: SealKey | None) -> Seal | None:
    one_sealer_at_a_time()
    waiting = list(Unsealed.objects.settled().filter(kind__in=heads()).order_by("pk")[:MOST_ROWS])
    waiting = _not_sealed_yet(waiting)
    at_rest = _at_rest(waiting)
    if not at_rest:
        return None
    previous = Seal.objects.order_by("-number").first()
    closing = [entry for entry in waiting if entry.pk in at_rest]
    rows = _rows(_read(closing), at_rest.values(), begin=previous.last + 1 if previous else 1)
    Unsealed.objects.filter(pk__in=at_rest).delete()
    seal = _close(rows, previous, key)
    for row in rows:
        row.seal = seal
    SealedRow.objects.bulk_create(rows)
    return seal


def _not_sealed_yet(waiting: Sequence[Unsealed]) -> list[Unsealed]:
    """What waits twice is sealed once."""
    first: dict[tuple[str, str], Unsealed] = {}
    for entry in waiting:
        first.setdefault((entry.kind, entry.key), entry)
    sealed: set[tuple[str, str]] = set()
    for kind, entries in _by_kind(waiting).items():
        keys = SealedRow.objects.filter(kind=kind, key__in=_keys(entries))
        sealed |= {(kind, key) for key in keys.values_list("key", flat=True)}
    kept = [entry for row, entry in first.items() if row not in sealed]
    pks = {entry.pk for entry in kept}
    Unsealed.objects.filter(pk__in=[entry.pk for entry in waiting if entry.pk not in pks]).delete()
    return kept


def _at_rest(waiting: Sequence[Unsealed]) -> dict[int, int | None]:
    """Which can be sealed now, each with its comment. A row that is gone goes on waiting, to be named.

    What somebody is acting on at this moment, as an erasure may be, is left to the next seal: nobody is
    waited for, so nobody waits in a ring.
    """
    found = {kind: comments_of(kind, _keys(entries)) for kind, entries in _by_kind(waiting).items()}
    there = {entry.pk: found[entry.kind][entry.key] for entry in waiting if entry.key in found[entry.kind]}
    comments = Comment.objects.filter(pk__in={*there.values()} - {None}).order_by("pk")
    if connection.vendor == "postgresql":
        comments = comments.select_for_update(no_key=True, skip_locked=True)
    free = {None, *comments.values_list("pk", flat=True)}
    return {pk: comment for pk, comment in there.items() if comment in free}


def _read(waiting: Sequence[Unsealed]) -> list[Document]:
    """In the order in which they came."""
    found = {kind: documents(kind, _keys(entries)) for kind, entries in _by_kind(waiting).items()}
    return [found[entry.kind][entry.key] for entry in waiting]


def _rows(closing: Iterable[Document], comments: Iterable[int | None], *, begin: int) -> list[SealedRow]:
    comments = list(comments)
    # What is erased already is tied to nothing: a standing set over it must not lead back to it.
    erased = set(Erasure.objects.filter(comment__in=set(comments) - {None}).values_list("comment", flat=True))
    closing = list(closing)
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


def _close(rows: list[SealedRow], previous: Seal | None, key: SealKey | None) -> Seal:
    seal = Seal(
        number=previous.number + 1 if previous else 1,
        form=NEWEST,
        sealed_at=clock.now(),
        previous=previous.digest if previous else FIRST_PREVIOUS,
        rows=len(rows),
        last=rows[-1].number,
        root=hashlib.sha256("".join(f"{row_line(row)}\n" for row in rows).encode()).hexdigest(),
        complete=not Unsealed.objects.exists(),
        key=key.public.name if key else "",
    )
    seal.digest = sha256(canonical(seal_head(seal)))
    seal.signature = key.sign(seal.digest) if key else ""
    seal.save(force_insert=True)
    return seal


def _by_kind(waiting: Sequence[Unsealed]) -> dict[str, list[Unsealed]]:
    kinds: dict[str, list[Unsealed]] = defaultdict(list)
    for entry in waiting:
        kinds[entry.kind].append(entry)
    return kinds


def _keys(entries: Iterable[Unsealed]) -> list[str]:
    return [entry.key for entry in entries]
