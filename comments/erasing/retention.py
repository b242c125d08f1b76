"""What is kept for a time only: rejected words, networks, what authors were known by who left nothing; and
what was to be erased, as long as a legal hold keeps it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from comments import clock
from comments.beside import Beside
from comments.conf import setting
from comments.erasing.closed import authors_of, remove_closed
from comments.erasing.listed import AT_ONCE
from comments.models import (
    Appeal,
    Author,
    Comment,
    Decision,
    Erasure,
    Escalation,
    Note,
    Report,
    RowErasure,
    SealedRow,
    Standing,
    TrailEntry,
)
from comments.models.forgetting import forget_authors
from comments.models.put_off import still_put_off
from comments.models.seal import one_sealer_at_a_time
from comments.sealing.documents import documents
from comments.sealing.forms import FORMS, form_of

REQUEST = "retention: rejected words, {days} days"
Keeping = Callable[[list[int]], set[int]]
AS_THEY_CAME = ("received_at", "pk")
A_DAY = timedelta(days=1)  # a form that an author was just made for may still be on its way


@dataclass(frozen=True, slots=True)
class Due:
    """Of what was kept long enough: how much would leave, and how much is kept all the same, and why."""

    free: int
    kept: dict[str, int]


@dataclass(frozen=True)
class Retention:
    """Something that is kept for a time: of which rows it is over, and how some leave, in one transaction.

    Of those whose time is over some are kept all the same: each `keeping` says why, and which of some do.
    They are gone through in the `order` of an index that finds them: in another, all that are due would be
    read and sorted for each few.
    """

    name: str
    days: int
    due: QuerySet
    leave: Callable[[list[int]], int]
    keeping: Mapping[str, Keeping]
    order: tuple[str, ...] = ("pk",)

    def count(self) -> Due:
        """How many would leave, and how many would not, by what keeps them."""
        free, kept = 0, Counter(dict.fromkeys(self.keeping, 0))
        for few in self._few():
            left = set(few)
            for reason, keeps in self.keeping.items():
                held = keeps(list(left)) & left
                kept[reason] += len(held)
                left -= held
            free += len(left)
        return Due(free, {reason: number for reason, number in kept.items() if number})

    def apply(self) -> int:
        """All there are, so many at a time; says how many left."""
        return sum(self.leave(few) for few in self._few())

    def _few(self) -> Iterator[list[int]]:
        left = due = self.due.order_by(*self.order)
        while few := list(left.values_list(*self.order)[:AT_ONCE]):
            yield [row[-1] for row in few]
            left = due.filter(Beside(self.order, ">", few[-1]))


def retentions(*, now: datetime | None = None) -> list[Retention]:
    """Those that the settings ask for."""
    now = now or clock.now()
    found = (_put_off(), _rejected(now), _networks(now), _authors(now))
    return [each for each in found if each is not None]


def _put_off() -> Retention:
    """What was to be erased, and a legal hold kept from it: until it is lifted."""
    due = still_put_off()

    @transaction.atomic
    def leave(keys: list[int]) -> int:
        one_sealer_at_a_time()
        comments = due.filter(pk__in=keys).values_list("comment", flat=True)
        Comment.objects.lock(comments)
        free = due.filter(pk__in=set(keys) - _put_off_still_held(keys)).select_related("by").order_by("pk")
        entries = list(free)
        authors = authors_of(entries)
        erased = sum(_erase_put_off(entry) for entry in entries)
        remove_closed(authors)
        return erased

    return Retention("erasures put off", 0, due, leave, {"under a legal hold": _put_off_still_held})


def _put_off_still_held(keys: list[int]) -> set[int]:
    held = Comment.objects.on_hold()
    return set(TrailEntry.objects.filter(pk__in=keys, comment__in=held).values_list("pk", flat=True))


def _erase_put_off(entry: TrailEntry) -> int:
    asked = {"by": entry.by, "request": entry.details["request"]}
    if report := entry.details.get("report"):
        return RowErasure.objects.erase("report", Report.objects.filter(pk=report), **asked)
    return Erasure.objects.erase_all(filter(None, [entry.comment_id]), **asked)


def _rejected(now: datetime) -> Retention | None:
    cutoff = _rejected_before(now)
    if cutoff is None:
        return None
    due = _rejected_until(cutoff)

    @transaction.atomic
    def leave(keys: list[int]) -> int:
        # As they stand now: a moment ago somebody may have appealed, or decided again.
        Comment.objects.lock(keys)
        still_due = set(due.filter(pk__in=keys).values_list("pk", flat=True))
        free = still_due - _held(keys) - _escalated(keys)
        request = REQUEST.format(days=setting("RETAIN_REJECTED_DAYS"))
        return Erasure.objects.erase_all(free, by=None, request=request)

    keeping = {"under a legal hold": _held, "escalated": _escalated}
    return Retention("rejected comments", setting("RETAIN_REJECTED_DAYS"), due, leave, keeping, AS_THEY_CAME)


def _rejected_before(now: datetime) -> datetime | None:
    """Nobody loses the words while they can still ask for another decision."""
    days = setting("RETAIN_REJECTED_DAYS")
    return None if days is None else now - timedelta(days=max(days, setting("APPEAL_DAYS")))


def _rejected_until(cutoff: datetime) -> QuerySet[Comment]:
    """Rejected then, untouched since, and under no appeal. What was brought in counts from when it came."""
    later = Decision.objects.filter(comment=OuterRef("pk"), decided_at__gte=cutoff)
    appeals = Appeal.objects.open().filter(decision__comment=OuterRef("pk"))
    return Comment.objects.filter(
        ~Exists(later), ~Exists(appeals), status=Comment.Status.REJECTED, received_at__lt=cutoff
    )


def _networks(now: datetime) -> Retention | None:
    days = setting("RETAIN_NETWORK_DAYS")
    if days is None:
        return None
    cutoff = now - timedelta(days=days)
    due = Comment.objects.filter(received_at__lt=cutoff).exclude(network="")

    @transaction.atomic
    def leave(keys: list[int]) -> int:
        # Whoever is putting one under a hold is waited for.
        Comment.objects.lock(keys)
        free = set(keys) - _held(keys) - _sealed_with_network(keys)
        forgotten = due.filter(pk__in=free).update(network="")
        if forgotten:
            details = {"number": forgotten, "until": cutoff.isoformat()}
            TrailEntry.objects.record(act="networks forgotten", details=details)
        return forgotten

    keeping = {"under a legal hold": _held, "sealed with the words": _sealed_with_network}
    return Retention("networks", days, due, leave, keeping, AS_THEY_CAME)


def _held(keys: list[int]) -> set[int]:
    return set(Comment.objects.on_hold().filter(pk__in=keys).values_list("pk", flat=True))


def _escalated(keys: list[int]) -> set[int]:
    return set(Escalation.objects.open().filter(comment__in=keys).values_list("comment", flat=True))


def _sealed_with_network(keys: list[int]) -> set[int]:
    """Under seals of when a network was sealed with the words: without it these could not be verified.

    So are those under a seal of a form that is not known here: whether it covers networks, nobody can say.
    """
    sealed = SealedRow.objects.filter(kind="comment", key__in=map(str, keys), words__gt="").select_related(
        "seal"
    )
    rows = {row.key: row for row in sealed}
    forms = {form_of(row.seal) for row in rows.values()} & FORMS.keys()
    found = {form: documents("comment", list(rows), form) for form in forms}
    return {
        int(key)
        for key, row in rows.items()
        if (form := form_of(row.seal)) not in found
        or row.words != found[form][key].digests(seed=row.seed, salt=row.salt)["words"]
    }


def _authors(now: datetime) -> Retention:
    """Whose standing ended, or whose last comment was erased with something of theirs still there."""
    accounts = Author.objects.filter(kind=Author.Kind.ACCOUNT, user__isnull=False)
    due = Author.objects.who_left_nothing().filter(made_at__lt=now - A_DAY)
    due = due.exclude(key__startswith="erased:").exclude(pk__in=accounts)

    def leave(keys: list[int]) -> int:
        forget_authors(keys, accounts=True)
        return Author.objects.filter(pk__in=keys, key__startswith="erased:").count()

    keeping = {"under a standing": _barred, "as a note is about them": _noted}
    return Retention("authors who left nothing", 0, due, leave, keeping)


def _barred(keys: list[int]) -> set[int]:
    return set(Standing.objects.in_force().filter(author__in=keys).values_list("author", flat=True))


def _noted(keys: list[int]) -> set[int]:
    return set(Note.objects.filter(author__in=keys).exclude(text="").values_list("author", flat=True))
