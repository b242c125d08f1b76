"""The rows of the record beside what their seal says of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from comments.models import Erasure, RowErasure, SealedRow
from comments.sealing.documents import Document, comments_of, heads, readable_documents
from comments.sealing.forms import FORMS

# A transaction may run that long between an act's time and its end.
LONGEST_TRANSACTION = timedelta(hours=1)


def differences(
    rows: Sequence[SealedRow], form: int, complete_at: datetime | None
) -> Iterator[tuple[SealedRow, str]]:
    """Each row that is not what was sealed, with a sentence. All are of one form. `complete_at`: before it
    everything was sealed already.
    """
    unknown = [row for row in rows if row.kind not in heads() or row.kind not in FORMS[form]]
    yield from ((row, f"is of a kind that form {form} does not have") for row in unknown)
    rows = [row for row in rows if row not in unknown] if unknown else rows
    found, unreadable = _documents(rows, form)
    erased = _erased(rows, found)
    for row in rows:
        document = found.get((row.kind, row.key))
        if document is None:
            yield row, "cannot be read" if (row.kind, row.key) in unreadable else "is gone"
        elif sentence := _difference(row, document, is_erased=(row.kind, row.key) in erased):
            yield row, sentence
        elif _is_backdated(document, complete_at):
            yield row, f"is dated {document.at:%Y-%m-%d %H:%M}, before a seal that it came after"


def _documents(
    rows: Sequence[SealedRow], form: int
) -> tuple[dict[tuple[str, str], Document], set[tuple[str, str]]]:
    """And which are there and cannot be read."""
    found: dict[tuple[str, str], Document] = {}
    unreadable: set[tuple[str, str]] = set()
    for kind, keys in _by_kind(rows).items():
        documents, others = readable_documents(kind, keys, form)
        found |= {(kind, key): document for key, document in documents.items()}
        unreadable |= {(kind, key) for key in others}
    return found, unreadable


def _difference(row: SealedRow, document: Document, *, is_erased: bool) -> str:
    digests = document.digests(seed=row.seed, salt=row.salt)
    if digests["facts"] != row.facts:
        return "is not what was sealed"
    if digests["people"] != row.people:
        return "says otherwise of people than what it was sealed with"
    if row.words in (digests["words"], document.words_as_once(salt=row.salt)):
        return ""
    if document.has_words:
        return "has other words than those it was sealed with"
    if not is_erased:
        return "has lost its words, and nobody erased them"
    return "was erased, and the salt of its words was left" if row.salt else ""


def _erased(rows: Sequence[SealedRow], found: dict[tuple[str, str], Document]) -> set[tuple[str, str]]:
    """Rows without words whose comment was erased, or whose tie to a comment an erasure has cut."""
    emptied = [row for row in rows if row.words and _is_empty(found.get((row.kind, row.key)))]
    comments = {
        (kind, key): comment
        for kind, keys in _by_kind(emptied).items()
        for key, comment in comments_of(kind, keys).items()
    }
    erasures = Erasure.objects.filter(comment__in={*comments.values()} - {None})
    gone = set(erasures.values_list("comment", flat=True))
    alone = set(RowErasure.objects.filter(_named(emptied)).values_list("kind", "key"))
    cut = {kind for kind, model in heads().items() if "comment" in model.erasable}
    return alone | {
        row for row, comment in comments.items() if comment in gone or (not comment and row[0] in cut)
    }


def _named(rows: Sequence[SealedRow]) -> Q:
    named = Q(pk=None)
    for kind, keys in _by_kind(rows).items():
        named |= Q(kind=kind, key__in=keys)
    return named


def _is_empty(document: Document | None) -> bool:
    return document is not None and not document.has_words


def _is_backdated(document: Document, complete_at: datetime | None) -> bool:
    if document.at is None or complete_at is None:
        return False
    return document.at < complete_at - LONGEST_TRANSACTION


def _by_kind(rows: Sequence[SealedRow]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.kind in heads():
            kinds[row.kind].append(row.key)
    return kinds
