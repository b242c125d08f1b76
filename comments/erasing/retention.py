"""What is kept for a time only: rejected words, networks, and what authors were known by who left nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from comments import clock
from comments.conf import setting
from comments.erasing.listed import AT_ONCE
from comments.models import Appeal, Author, Comment, Decision, Erasure, Escalation, SealedRow, TrailEntry
from comments.models.forgetting import forget_authors
from comments.sealing.documents import documents
from comments.sealing.forms import form_of

REQUEST = "retention: rejected words, {days} days"
A_DAY = timedelta(days=1)  # a form that an author was just made for may still be on its way


@dataclass(frozen=True)
class Retention:
    """Something that is kept for a time: of which rows it is over, and how some leave, in one transaction."""

    name: str
    days: int
    due: QuerySet
    leave: Callable[[list[int]], int]

    def count(self) -> int:
        return self.due.count()

    def apply(self) -> int:
        """All there are, so many at a time; says how many left."""
        left, after = 0, 0
        while few := list(
            self.due.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
        ):
            left, after = left + self.leave(few), few[-1]
        return left


def retentions(*, now: datetime | None = None) -> list[Retention]:
    """Those that the settings ask for."""
    now = now or clock.now()
    return [each for each in (_rejected(now), _networks(now), _authors(now)) if each is not None]


def held_back(*, now: datetime | None = None) -> int:
    """How many rejected comments would be erased, were they not under a legal hold."""
    cutoff = _rejected_before(now or clock.now())
    return _rejected_until(cutoff).on_hold().count() if cutoff else 0  # type: ignore[attr-defined]


def _rejected(now: datetime) -> Retention | None:
    cutoff = _rejected_before(now)
    if cutoff is None:
        return None
    escalated = Escalation.objects.open().filter(comment=OuterRef("pk"))
    held = Comment.objects.on_hold().filter(pk=OuterRef("pk"))
    due = _rejected_until(cutoff).filter(~Exists(escalated), ~Exists(held))

    @transaction.atomic
    def leave(keys: list[int]) -> int:
        # As they stand now: a moment ago somebody may have appealed, or decided again.
        locked = Comment.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
        list(locked.values_list("pk"))
        still_due = list(due.filter(pk__in=keys).values_list("pk", flat=True))
        request = REQUEST.format(days=setting("RETAIN_REJECTED_DAYS"))
        return Erasure.objects.erase_all(still_due, by=None, request=request)

    return Retention("rejected comments", setting("RETAIN_REJECTED_DAYS"), due, leave)


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
    held = Comment.objects.on_hold().filter(pk=OuterRef("pk"))
    due = Comment.objects.filter(~Exists(held), received_at__lt=cutoff).exclude(network="")

    @transaction.atomic
    def leave(keys: list[int]) -> int:
        free = set(keys) - _sealed_with_network(keys)
        forgotten = due.filter(pk__in=free).update(network="")
        if forgotten:
            details = {"number": forgotten, "until": cutoff.isoformat()}
            TrailEntry.objects.record(act="networks forgotten", details=details)
        return forgotten

    return Retention("networks", days, due, leave)


def _sealed_with_network(keys: list[int]) -> set[int]:
    """Under seals of when a network was sealed with the words: without it these could not be verified."""
    sealed = SealedRow.objects.filter(kind="comment", key__in=map(str, keys), words__gt="").select_related(
        "seal"
    )
    rows = {row.key: row for row in sealed}
    forms = {form_of(row.seal) for row in rows.values()}
    found = {form: documents("comment", list(rows), form) for form in forms}
    return {
        int(key)
        for key, row in rows.items()
        if row.words != found[form_of(row.seal)][key].digests(seed=row.seed, salt=row.salt)["words"]
    }


def _authors(now: datetime) -> Retention:
    """Whose standing ended, or whose last comment was erased with something of theirs still there."""
    accounts = Author.objects.filter(kind=Author.Kind.ACCOUNT, user__isnull=False)
    due = Author.objects.filter(comments=None, reports=None, attributions=None, made_at__lt=now - A_DAY)
    due = due.exclude(key__startswith="erased:").exclude(pk__in=accounts)

    def leave(keys: list[int]) -> int:
        forget_authors(keys, accounts=True)
        return Author.objects.filter(pk__in=keys, key__startswith="erased:").count()

    return Retention("authors who left nothing", 0, due, leave)
