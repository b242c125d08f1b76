"""A comment passed to people who are not moderators: out of the queue, and under a legal hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import clock, refusals
from comments.conf import setting
from comments.models.comment import Comment
from comments.models.permanent import Permanent
from comments.models.trail import TrailEntry
from comments.text import settled_note

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

ANSWERING = "comments.answer_escalation"
OVERSEEING = "comments.oversee_escalation"


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def open(self) -> EscalationQuerySet:
        return self.filter(resolution=None)

    def holding(self) -> EscalationQuerySet:
        """Whose legal hold is in force. Passing the comment back does not lift it."""
        return self.filter(lifting=None)

    def seen_by(self, user: AbstractUser) -> EscalationQuerySet:
        """Those of the groups they are in; for who oversees them, all."""
        if user.has_perm(OVERSEEING):
            return self.all()
        return self.filter(group__in=user.groups.all()) if user.has_perm(ANSWERING) else self.none()

    @transaction.atomic
    def escalate(self, *, comment: Comment, by: AbstractUser, group: str, kind: str, note: str) -> Escalation:
        """Take it out of the queue. Raises AlreadyEscalated, NotEscalatable, EscalationNeedsNote."""
        note = settled_note(note, limit=Escalation.LONGEST)
        if not note:
            raise refusals.EscalationNeedsNote
        if kind not in Escalation.Kind.values:
            raise refusals.NotEscalatable(
                _("Say whether it is a threat, a person at risk or a legal matter.")
            )
        current = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if current.status == Comment.Status.ERASED:
            raise refusals.NotEscalatable(_("The words were erased: there is nothing to pass on."))
        if escalation := self.filter(comment=comment).open().select_related("group").first():
            raise refusals.AlreadyEscalated(escalation)
        receiver = next((each for each in escalation_groups() if each.name == group), None)
        if receiver is None:
            raise refusals.NotEscalatable(
                _("There is no such group to escalate to. Choose one of those listed.")
            )
        escalation = self._add(comment=comment, by=by, group=receiver, kind=kind, note=note)
        details = {"escalation": escalation.pk, "kind": kind, "group": receiver.name}
        TrailEntry.objects.record(act="escalated", comment=comment, by=by, details=details)
        return escalation

    def _add(self, *, comment: Comment, **facts) -> Escalation:
        number = self.filter(comment=comment).count() + 1
        try:
            with transaction.atomic():
                return self.create(comment=comment, number=number, **facts)
        except IntegrityError as error:
            newest = self.filter(comment=comment).order_by("-number").first()
            if newest is None or newest.number < number:
                raise  # nobody was first: the row is refused for another reason
            raise refusals.AlreadyEscalated(newest) from error


class Escalation(Permanent):
    """Open until its group passes it back. Its legal hold ends when an editor lifts it, and not before."""

    class Kind(models.TextChoices):
        THREAT = "threat", gettext_lazy("a credible threat")
        RISK = "risk", gettext_lazy("a person at risk")
        LEGAL = "legal", gettext_lazy("a legal matter")

    LONGEST = 2000

    erasable = frozenset({"note"})
    comment_path = "comment"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="escalations")
    number = models.PositiveIntegerField()
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="escalations")
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="escalations")
    escalated_at = models.DateTimeField(default=clock.now)

    objects = EscalationQuerySet.as_manager()

    class Meta(Permanent.Meta):
        permissions = [
            ("answer_escalation", "Can see and pass back what is escalated to their group"),
            ("oversee_escalation", "Can see every escalation and lift legal holds"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="escalation_numbered_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["threat", "risk", "legal"]), name="escalation_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.number} · {self.kind}"

    @transaction.atomic
    def resolve(self, *, by, note: str) -> Resolution:
        """Pass it back to the queue. Raises NotYoursToAnswer, AlreadyResolved, EscalationNeedsNote."""
        note = self._settled(note)
        if not self.is_answered_by(by):
            raise refusals.NotYoursToAnswer
        current = Comment.objects.select_for_update(no_key=True).get(pk=self.comment_id)
        if current.status == Comment.Status.ERASED:
            note = ""  # nothing would empty it any more
        resolution, is_new = Resolution.objects.get_or_create(
            escalation=self, defaults={"by": by, "note": note}
        )
        if not is_new:
            raise refusals.AlreadyResolved
        self._record("passed back", by)
        return resolution

    @transaction.atomic
    def lift_hold(self, *, by, reason: str) -> HoldLifting:
        """Let erasure reach it again. Raises NotYoursToAnswer, NotOnHold, EscalationNeedsNote."""
        reason = self._settled(reason)
        if not by.has_perm(OVERSEEING):
            raise refusals.NotYoursToAnswer
        Comment.objects.select_for_update(no_key=True).get(pk=self.comment_id)
        lifting, is_new = HoldLifting.objects.get_or_create(
            escalation=self, defaults={"by": by, "reason": reason}
        )
        if not is_new:
            raise refusals.NotOnHold
        self._record("hold lifted", by)
        return lifting

    @property
    def is_open(self) -> bool:
        return not hasattr(self, "resolution")

    @property
    def is_holding(self) -> bool:
        return not hasattr(self, "lifting")

    def is_answered_by(self, user: AbstractUser) -> bool:
        if user.has_perm(OVERSEEING):
            return True
        return user.has_perm(ANSWERING) and user.groups.filter(pk=self.group_id).exists()

    def refuse_deciding(self, by: AbstractUser) -> None:
        """While it is open, moderators of the queue leave it to its group. Raises UnderEscalation."""
        if not self.is_answered_by(by):
            raise refusals.UnderEscalation(self.group)

    def _settled(self, note: str) -> str:
        note = settled_note(note, limit=self.LONGEST)
        if not note:
            raise refusals.EscalationNeedsNote
        return note

    def _record(self, act: str, by: AbstractUser) -> None:
        TrailEntry.objects.record(act=act, comment=self.comment, by=by, details={"escalation": self.pk})


class Resolution(Permanent):
    """The group passed it back to the moderators, with what they should know."""

    erasable = frozenset({"note"})
    comment_path = "escalation__comment"

    escalation = models.OneToOneField(Escalation, on_delete=models.PROTECT, related_name="resolution")
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"resolution of {self.escalation_id}"


class HoldLifting(Permanent):
    """An editor ended the legal hold."""

    erasable = frozenset({"reason"})
    comment_path = "escalation__comment"

    escalation = models.OneToOneField(Escalation, on_delete=models.PROTECT, related_name="lifting")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"lifting of the hold of {self.escalation_id}"


def escalation_groups() -> models.QuerySet[Group]:
    """To whom a comment can be passed: the groups that the setting names, as far as they exist."""
    return Group.objects.filter(name__in=setting("ESCALATION_GROUPS")).order_by("name")
