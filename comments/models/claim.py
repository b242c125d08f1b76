"""Who is at the desk, and which comment each of them has open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from comments.conf import setting
from comments.models.comment import Comment
from comments.naming import name_of


class ClaimQuerySet(models.QuerySet["Claim"]):
    def in_force(self) -> ClaimQuerySet:
        return self.filter(until__gt=timezone.now())

    def held_by_others(self, than) -> ClaimQuerySet:
        return self.in_force().exclude(by=than)

    @transaction.atomic
    def take(self, *, comment: Comment, by) -> Claim:
        """Hold it for a while, or for a while longer. What somebody else holds stays theirs."""
        return self._take(comment, by, Q(until__lte=timezone.now()) | Q(by=by))

    @transaction.atomic
    def take_over(self, *, comment: Comment, by) -> Claim:
        """Hold it whoever held it until now."""
        return self._take(comment, by, Q())

    @transaction.atomic
    def hand_on(self, *, decided: int, following: int | None, by) -> Claim | None:
        """What is decided nobody holds any more; what comes next is theirs, if it is free."""
        self.filter(comment=decided).delete()
        if following is None:
            return None
        try:
            with transaction.atomic():  # hardly ever has anybody held it: no need to look first
                return self.create(comment_id=following, **_mine(by))
        except IntegrityError:
            return self._take(Comment(pk=following), by, Q(until__lte=timezone.now()) | Q(by=by))

    def let_go(self, *, comments: Iterable[int], by) -> None:
        """Of these, what one holds oneself."""
        self.filter(comment__in=comments, by=by).delete()

    def _take(self, comment: Comment, by, free: Q) -> Claim:
        mine = _mine(by)
        claim, is_new = self.get_or_create(comment=comment, defaults=mine)
        if not is_new and self.filter(free, comment=comment).update(**mine):
            claim.refresh_from_db()
        return claim


def _mine(by) -> dict:
    return {"by": by, "until": timezone.now() + timedelta(seconds=setting("CLAIM_SECONDS"))}


class Claim(models.Model):
    """A moderator's short hold on a comment. A courtesy and no lock: whoever decides first decides."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, primary_key=True, related_name="claim")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.by_id}"

    @property
    def by_name(self) -> str:
        return name_of(self.by)


class AtDeskManager(models.Manager["AtDesk"]):
    def see(self, moderator) -> None:
        self.update_or_create(moderator=moderator, defaults={"seen_at": timezone.now()})

    def leave(self, moderator) -> None:
        self.filter(moderator=moderator).delete()

    def others(self, than) -> list[str]:
        """Who else was here a moment ago, by name."""
        since = timezone.now() - timedelta(seconds=setting("CLAIM_SECONDS"))
        here = self.filter(seen_at__gt=since).exclude(moderator=than).select_related("moderator")
        return [name_of(each.moderator) for each in here.order_by("pk")]


class AtDesk(models.Model):
    """A moderator who has the desk open."""

    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    seen_at = models.DateTimeField()

    objects = AtDeskManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.moderator_id}"
