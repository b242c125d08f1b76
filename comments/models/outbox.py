"""Notices by where their sending stands: written with the fact, sent later, held where nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zlib import crc32

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from comments import clock
from comments.conf import setting
from comments.models.author import Author
from comments.models.comment import Comment
from comments.models.crowding import free_of, room_at, told_along, told_at
from comments.models.recipient import answered_reader, authors_behind
from comments.models.report import Report

if TYPE_CHECKING:
    from comments.models.notice import Notice

GRACE = timedelta(seconds=5)  # between the end of the undo window and the mail, for clocks that differ
FIRST_RETRY = timedelta(minutes=1)  # doubled at every attempt
LONGEST_RETRY = timedelta(hours=6)
BETWEEN_REPLIES = timedelta(hours=1)  # between two mails of replies to one comment
# Of what guests sent, in the order of `_to`: whoever is signed in gave an address that is their own.
TYPED = (Q(comment__author__user=None), Q(report__author__user=None))
LOCK = 0x6D61696C  # a number of our own among PostgreSQL's advisory locks


class NoticeQuerySet(models.QuerySet["Notice"]):
    def announce_receipt(self, comment: Comment) -> Notice | None:
        return self._announce_to_author(comment, "receipt", clock.now())

    def announce_decision(self, decision) -> Notice | None:
        """Due once the decision can no longer be undone. Imported comments are told nothing."""
        if decision.comment.source:
            return None
        due_at = decision.undoable_until + GRACE
        return self._announce_to_author(decision.comment, "decision", due_at, decision=decision)

    def announce_reply(self, decision) -> Notice | None:
        """To who wrote what the approved comment answers, if they want to know. One mail tells of several."""
        reply, answered = decision.comment, decision.comment.in_reply_to
        if answered is None or reply.source or reply.author_id in authors_behind(answered):
            return None
        reader = answered_reader(answered)
        if not reader.is_proven or not reader.wants_it:
            return None
        due_at, last = decision.undoable_until + GRACE, self._last_of_replies(answered)
        if last is not None:
            if last.sent_at is None and last.due_at >= due_at:
                return None  # that one will tell of this reply too
            due_at = max(due_at, last.due_at + BETWEEN_REPLIES)
        return self._announce(answered, "reply", due_at)

    def announce_standing(self, standing) -> Notice | None:
        """To whoever wrote the comment it was set over. A hold changes nothing for them: no mail."""
        if standing.kind == standing.Kind.HELD or standing.comment.source:
            return None
        return self._announce_to_author(standing.comment, "standing", clock.now(), standing=standing)

    def announce_answers(self, decision) -> None:
        """To those whose reports the decision answers, once it can no longer be undone."""
        due_at = decision.undoable_until + GRACE
        for report in decision.comment.reports.filter(after_number__lt=decision.number).exclude(email=""):
            if not self.filter(report=report, sent_at__isnull=False).exists():
                self._announce(decision.comment, "report", due_at, report=report)

    def open(self) -> NoticeQuerySet:
        """Neither sent nor given up, nor held until somebody opens the mail before."""
        return self.filter(sent_at=None, dropped_at=None, held_at=None)

    def due(self, *, now: datetime | None = None) -> NoticeQuerySet:
        """Open, and its time has come; oldest first."""
        now = now or clock.now()
        return self.open().filter(next_attempt_at__lte=now).order_by("next_attempt_at", "pk")

    def failed(self) -> NoticeQuerySet:
        """Given up because they could not be sent, not because there was nothing left to tell."""
        return self.exclude(dropped_at=None).exclude(last_error__in=[self.model.MOOT, self.model.NOT_WANTED])

    @transaction.atomic
    def take(self, *, now: datetime | None = None) -> Notice | None:
        """The oldest that is due and may be sent, counted as one more attempt; None when there is none.

        It is lent, not locked: nobody else is given it before its next attempt. A lock would be held while
        the mail server talks, and on SQLite that one lock stops every writer. Whoever dies before telling
        how it went leaves it to be sent again, under the same Message-ID.
        """
        now = now or clock.now()
        while notice := self.due(now=now).select_for_update(skip_locked=True).first():
            if not self._put_off(notice, now):
                _lend([notice, *notice.told_along], now)
                return notice
        return None

    def has_reader(self, address: str) -> bool:
        """Whether somebody has opened a mail that went there, or an account has proven the address."""
        opened = apps.get_model("comments", "Opening").objects
        if any(opened.filter(notice__in=notices).exists() for notices in self._to(address)):
            return True
        return bool(Author.objects.with_proven(address))

    @transaction.atomic
    def release(self, address: str, *, now: datetime | None = None) -> None:
        """What was held for this address may go out."""
        now = now or clock.now()
        for notices in self._to(address):
            held = notices.exclude(held_at=None)
            # Of what has been decided meanwhile, the decision tells more.
            stale = held.filter(kind="receipt").exclude(comment__status="pending")
            stale.update(held_at=None, dropped_at=now, last_error=self.model.MOOT)
            held.update(held_at=None, next_attempt_at=now)
        _deliver_at(now, using=self.db)

    def try_again(self) -> int:
        """Send once more what was given up. For when the fault was in our own mail server."""
        now = clock.now()
        return self.failed().update(dropped_at=None, attempts=0, next_attempt_at=now)

    def _put_off(self, notice: Notice, now: datetime) -> bool:
        """An address that anybody may have typed gets one mail until that is opened, then not too many."""
        recipient = notice.recipient
        if not recipient.address or (recipient.is_proven and not notice.is_to_typed_address):
            return False
        _one_after_another(recipient.address)
        if recipient.is_proven or self.has_reader(recipient.address):
            return notice.is_to_typed_address and self._wait_for_room(notice, recipient.address, now)
        return self._wait_for_reader(notice, recipient.address, now)

    def _wait_for_reader(self, notice: Notice, address: str, now: datetime) -> bool:
        """No second one until somebody has opened the first."""
        others = [notices.exclude(pk=notice.pk) for notices in self._to(address)]
        if any(other.exclude(sent_at=None).exists() for other in others):
            notice.held_at = now
        elif any(other.open().filter(attempts__gt=0, next_attempt_at__gt=now).exists() for other in others):
            # One is on its way. If it arrives, this one is held; if it never does, this is the first.
            notice.next_attempt_at = now + FIRST_RETRY
        else:
            return False
        notice.save(update_fields=["held_at", "next_attempt_at"])
        return True

    def _wait_for_room(self, notice: Notice, address: str, now: datetime) -> bool:
        """Or strangers who have its address could bury a reader in mails."""
        lots = [notices.filter(guests) for notices, guests in zip(self._to(address), TYPED, strict=True)]
        room = room_at(told_at(lots, now=now), now=now)
        # One that was on its way already is brought to its end: nobody knows whether it has arrived.
        if room.free_at and not notice.attempts:
            for lot in lots:
                waiting = lot.open().filter(attempts=0, next_attempt_at__lt=room.free_at)
                free = list(free_of(waiting).values_list("pk", flat=True))
                self.filter(pk__in=free).update(next_attempt_at=room.free_at)
            return True
        notice.told_along = told_along(notice, lots, is_last=room.is_last, now=now)
        return False

    def _to(self, address: str) -> Iterator[NoticeQuerySet]:
        """Notices to it, in two lots: each is found by an index of its own."""
        comments = Comment.objects.left_at(address).values("pk")
        yield self.filter(comment__in=comments, report=None).exclude(kind="reply")
        yield self.filter(report__in=Report.objects.left_at(address).values("pk"))

    def _last_of_replies(self, answered: Comment) -> Notice | None:
        return self.filter(comment=answered, kind="reply", dropped_at=None).order_by("-due_at", "-pk").first()

    def _announce_to_author(self, comment: Comment, kind: str, due_at: datetime, **about) -> Notice | None:
        return self._announce(comment, kind, due_at, **about) if comment.email else None

    def _announce(self, comment: Comment, kind: str, due_at: datetime, **about) -> Notice:
        # Without a domain of ours, make_msgid asks the network for the machine's name.
        domain = urlsplit(setting("BASE_URL")).hostname or "localhost"
        notice = self.create(
            comment=comment,
            kind=kind,
            **about,
            due_at=due_at,
            next_attempt_at=due_at,
            message_id=make_msgid(domain=domain),
        )
        _deliver_at(due_at, using=self.db)
        return notice


def due_index() -> models.Index:
    return models.Index(
        fields=["next_attempt_at", "id"],
        condition=Q(sent_at=None, dropped_at=None, held_at=None),
        name="notice_open",
    )


def _deliver_at(moment: datetime, *, using: str) -> None:
    # Named, not imported: what leaves the building stands above the models. Robust, as a task that is
    # lost costs nothing: the worker also looks for what is due by itself.
    deliver_at = import_string("comments.tasks.deliver_notices_at")
    transaction.on_commit(lambda: deliver_at(moment), using=using, robust=True)


def _lend(notices: list[Notice], now: datetime) -> None:
    for notice in notices:
        notice.attempts += 1
        notice.next_attempt_at = now + min(FIRST_RETRY * 2 ** (notice.attempts - 1), LONGEST_RETRY)
        notice.save(update_fields=["attempts", "next_attempt_at"])


def _one_after_another(address: str) -> None:
    """Until the transaction ends, so that no two first mails pass each other. SQLite lets one in anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            key = crc32(address.lower().encode()) % 2**31
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, key])
