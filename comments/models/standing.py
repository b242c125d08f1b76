"""What an author's ways have led to: held for review, suspended, blocked, or no longer any of these."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import clock, refusals
from comments.conf import setting
from comments.digits import in_digits
from comments.models.author import Author
from comments.models.bearer import Bearer, Subject, bearer_of, bearers_of
from comments.models.comment import Comment
from comments.models.permanent import Permanent
from comments.models.trail import TrailEntry
from comments.text import settled_note

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

BLOCKING = "comments.block_author"


class StandingQuerySet(models.QuerySet["Standing"]):
    def newest(self) -> StandingQuerySet:
        """Of each bearer, the one that counts if its time is not over."""
        return self.filter(
            ~Exists(Standing.objects.filter(key=OuterRef("key"), number__gt=OuterRef("number")))
        )

    def in_force(self, *, now: datetime | None = None) -> StandingQuerySet:
        unexpired = Q(until=None) | Q(until__gt=now or clock.now())
        return self.newest().filter(unexpired).exclude(kind=Standing.Kind.LIFTED)

    def barring(self) -> StandingQuerySet:
        """Those who may not write. Held is not barred: their comments wait like any other."""
        return self.in_force().filter(kind__in=[Standing.Kind.SUSPENDED, Standing.Kind.BLOCKED])

    def holding(self) -> StandingQuerySet:
        return self.in_force().filter(kind=Standing.Kind.HELD)

    def of(self, bearers: Iterable[Bearer]) -> StandingQuerySet:
        return self.filter(key__in=[key for bearer in bearers for key in bearer.keys])

    def refuse_barred(self, *, author: Author, network: str) -> None:
        """Raises Suspended or Blocked, which say until when, why, and how to object."""
        bearers = bearers_of(author, network)
        # Over nearly everybody none was ever set, which is asked much faster.
        if not self.of(bearers).exists():
            return
        barring = self.barring().of(bearers)
        standing = max(barring, key=lambda one: one.until or Standing.NO_END, default=None)
        if standing is not None:
            raise standing.refusal

    @transaction.atomic
    def set(
        self,
        *,
        kind: str,
        comment: Comment,
        by: AbstractUser,
        seen: int,
        subject: str = Subject.AUTHOR,
        until: datetime | None = None,
        reason: str = "",
        note: str = "",
    ) -> Standing:
        """The next standing of the comment's author, address or network; the verbs of Author lead here."""
        reason = settled_note(reason, limit=Standing.LONGEST)
        note = settled_note(note, limit=Standing.LONGEST)
        if not (note if kind == Standing.Kind.HELD else reason):
            raise refusals.StandingNeedsReason
        # Whoever is erasing it has cut the tie before this, or cuts what is tied here too.
        Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        comment = Comment.objects.select_related("author__user").get(pk=comment.pk)
        bearer = bearer_of(comment, subject)
        if bearer is None:
            raise refusals.NobodyToRestrict
        # Whoever is sending a comment holds the same lock: it is there before this, or refused.
        Author.objects.select_for_update(no_key=True).get(pk=comment.author_id or 0)
        current = self.of([bearer]).order_by("-pk").first()
        if (current.number if current else 0) != seen:
            raise refusals.StandingChanged(current)
        _refuse_to_block(by, kind, bearer, current)
        _refuse_end(kind, bearer, until)
        if kind == Standing.Kind.LIFTED and not (current and current.is_in_force):
            raise refusals.NothingToLift
        return self._add(
            bearer, current, comment=comment, by=by, kind=kind, until=until, reason=reason, note=note
        )

    def _add(self, bearer: Bearer, current: Standing | None, **facts) -> Standing:
        from comments.models.notice import Notice

        key, number = (current.key, current.number + 1) if current else (bearer.keys[0], 1)
        try:
            with transaction.atomic():
                standing = self.create(
                    subject=bearer.subject, author=bearer.author, key=key, number=number, **facts
                )
        except IntegrityError as error:
            newest = self.filter(key=key).order_by("-number").first()
            if newest is None or newest.number < number:
                raise  # nobody was first: the row is refused for another reason
            raise refusals.StandingChanged(newest) from error
        details = {"standing": standing.pk, "until": standing.until and standing.until.isoformat()}
        # Of no comment: what ties an erased one to its author would bring the author back.
        TrailEntry.objects.record(act=standing.kind, by=standing.by, details=details)
        Notice.objects.announce_standing(standing)
        return standing


class Standing(Permanent):
    """Set over a comment, and bound to its author, to their proven address or to their network.

    The newest of a bearer counts until its time is over; lifting is one more row. `reason` is for the author,
    `note` for moderators. Erasing the comment takes both away and cuts the tie, so that the standing no
    longer says who wrote it; what it means for its bearer stays.
    """

    class Kind(models.TextChoices):
        HELD = "held", gettext_lazy("held for review")
        SUSPENDED = "suspended", gettext_lazy("suspended")
        BLOCKED = "blocked", gettext_lazy("blocked")
        LIFTED = "lifted", gettext_lazy("lifted")

    LONGEST = 1000
    NO_END = datetime.max.replace(tzinfo=timezone.get_default_timezone())

    erasable = frozenset({"comment", "reason", "note"})
    comment_path = "comment"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, related_name="standings")
    subject = models.CharField(max_length=10, choices=Subject)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, null=True, related_name="standings")
    key = models.CharField(max_length=80)  # names the bearer: see `bearers_of`
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    until = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="standings_set")
    set_at = models.DateTimeField(default=clock.now)

    objects = StandingQuerySet.as_manager()

    class Meta(Permanent.Meta):
        permissions = [("block_author", "Can block authors and restrict networks")]
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="standing_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="standing_numbered_from_one"),
            models.CheckConstraint(
                condition=Q(kind__in=["held", "suspended", "blocked", "lifted"]), name="standing_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="suspended") | Q(until__isnull=False), name="suspension_has_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(subject="network") | Q(kind="lifted") | Q(until__isnull=False),
                name="network_standing_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(comment__isnull=True) | ~Q(reason="") | (Q(kind="held") & ~Q(note="")),
                name="standing_gives_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(subject="network", author__isnull=True)
                | (~Q(subject="network") & Q(author__isnull=False)),
                name="network_is_no_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} · {self.number} · {self.kind}"

    @property
    def is_in_force(self) -> bool:
        """Taken for the newest of its bearer."""
        return self.kind != self.Kind.LIFTED and (self.until is None or self.until > clock.now())

    @property
    def is_barring(self) -> bool:
        return self.is_in_force and self.kind != self.Kind.HELD

    @property
    def is_replaced(self) -> bool:
        """Whether the bearer has a newer one."""
        return Standing.objects.filter(key=self.key, number__gt=self.number).exists()

    @property
    def is_blockers(self) -> bool:
        """Whether only those who may block can set or lift it."""
        return self.kind == self.Kind.BLOCKED or self.subject == Subject.NETWORK

    @property
    def refusal(self) -> refusals.Refusal:
        refusal = refusals.Suspended if self.kind == self.Kind.SUSPENDED else refusals.Blocked
        return refusal(" ".join(self.told))

    @property
    def told(self) -> list[str]:
        """What the author is told, a sentence or two each: what it is, why, and what they can do."""
        what, *how = self.told_to_anybody
        if self.reason and self.kind != self.Kind.HELD:
            return [what, _("The reason: %(reason)s") % {"reason": self.reason}, *how]
        return [what, *how]

    @property
    def told_to_anybody(self) -> list[str]:
        """The same without what a moderator wrote: an address that nobody has proven may be anybody's."""
        return [self._what_it_is(), *([_how_to_object()] if self.is_barring else [])]

    @property
    def until_shown(self) -> str:
        if self.until is None:
            return ""
        return in_digits(formats.date_format(timezone.localtime(self.until), "DATETIME_FORMAT"))

    def _what_it_is(self) -> str:
        about = {"until": self.until_shown}
        if self.kind == self.Kind.LIFTED:
            return _("You can comment again.")
        if self.kind == self.Kind.HELD:
            return _("Moderators read your comments with particular care. They are decided like any other.")
        if self.subject == Subject.NETWORK:
            return (
                _(
                    "Until %(until)s we take no comments from the network you write from. Many people "
                    "share a network, so this need not be about you."
                )
                % about
            )
        if self.until:
            return _("Until %(until)s you cannot comment here.") % about
        return _("You cannot comment here any more.")


def _how_to_object() -> str:
    where = setting("OBJECTIONS_TO")
    if not where:
        return _("If you think this is wrong, write to the newsroom.")
    return _("If you think this is wrong, write to %(where)s.") % {"where": where}


def _refuse_to_block(by: AbstractUser, kind: str, bearer: Bearer, current: Standing | None) -> None:
    """A block, and anything that strikes a whole network, takes a permission; so does replacing either."""
    is_blockers = kind == Standing.Kind.BLOCKED or bearer.subject == Subject.NETWORK
    replaces = current is not None and current.is_in_force and current.is_blockers
    if (is_blockers or replaces) and not by.has_perm(BLOCKING):
        raise refusals.MayNotBlock


def _refuse_end(kind: str, bearer: Bearer, until: datetime | None) -> None:
    if kind == Standing.Kind.LIFTED:
        return
    if until is None and (kind == Standing.Kind.SUSPENDED or bearer.subject == Subject.NETWORK):
        raise refusals.EndRequired
    if until is None:
        return
    now, days = clock.now(), setting("NETWORK_BLOCK_DAYS")
    if until <= now:
        raise refusals.EndIsPast
    if bearer.subject == Subject.NETWORK and until > _latest_end(now, days):
        raise refusals.NetworkBlockTooLong(days)


def _latest_end(now: datetime, days: int) -> datetime:
    """All of the last day, which is an hour longer or shorter where clocks change; never fewer hours."""
    length = timedelta(days=days)
    last_day = timezone.localtime(now) + length
    return max(last_day.replace(hour=23, minute=59, second=59, microsecond=999_999), now + length)
