"""What a reader submitted, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from comments import clock
from comments.conf import setting
from comments.models.drawing import EVIDENCE_HIDDEN, is_drawn
from comments.models.fingerprinting import FINGERPRINT
from comments.models.permanent import Permanent
from comments.models.submitting import CommentManager
from comments.text import MAX_LENGTH, MAX_NAME_LENGTH

if TYPE_CHECKING:
    from comments.models.appeal import Appeal
    from comments.models.comment_queryset import CommentQuerySet
    from comments.models.decision import Decision
    from comments.models.escalation import Escalation
    from comments.models.report import Report
    from comments.models.screening import Screening


class Comment(Permanent):
    """A reader's words and where they stand. The words never change; `status` follows the decisions.

    `status` is set by the database when a decision, withdrawal or erasure is added, and by nothing else.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ERASED = "erased", _("erased")

    may_change = frozenset({"status"})  # present state; the database sees to it that it follows the facts
    erasable = frozenset({"author", "name", "email", "network", "text", "salt", "form_key", *FINGERPRINT})
    # For floods and for standings, not for the record: kept as long as `RETAIN_NETWORK_DAYS` says.
    forgettable = frozenset({"network"})
    # In which language somebody reads the site tells a stranger where they may come from.
    personal = frozenset({"interface_language"})
    fillable = frozenset(FINGERPRINT)  # of comments that came in before there were fingerprints

    discussion = models.ForeignKey("comments.Discussion", on_delete=models.PROTECT, related_name="comments")
    # The comment that began the thread; NULL on that comment itself. Two levels need no tree.
    thread = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    in_reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )

    author = models.ForeignKey(
        "comments.Author", on_delete=models.PROTECT, null=True, related_name="comments"
    )
    name = models.CharField(_("name"), max_length=MAX_NAME_LENGTH, blank=True)
    email = models.EmailField(blank=True)
    network = models.CharField(max_length=64, blank=True)

    text = models.TextField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)

    # What near-duplicates share, for looking up: see `checks.fingerprint`. Empty where the text is too short.
    fingerprint_1 = models.BigIntegerField(null=True)
    fingerprint_2 = models.BigIntegerField(null=True)
    fingerprint_3 = models.BigIntegerField(null=True)
    fingerprint_4 = models.BigIntegerField(null=True)
    fingerprint_5 = models.BigIntegerField(null=True)

    interface_language = models.CharField(max_length=12, blank=True)  # to write to the author in
    page_language = models.CharField(max_length=12, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)  # guessed from the words

    submitted_at = models.DateTimeField(default=clock.now)  # theirs; an import brings the past
    received_at = models.DateTimeField(_("received at"), default=clock.now)  # ours
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.PENDING)

    # One form sent twice is one comment; so is one line imported twice, even when it was erased in between.
    form_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001

    objects = CommentManager()

    class Meta(Permanent.Meta):
        verbose_name, verbose_name_plural = _("comment"), _("comments")
        permissions = [
            ("decide_comment", "Can approve and reject comments"),
            ("erase_comment", "Can erase comments on a legal request"),
            ("find_author", "Can search comments by account and e-mail"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="comment_imported_once"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(status="erased"), name="comment_has_words_until_erased"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), MAX_LENGTH), name="comment_text_fits"
            ),
        ]
        indexes = [
            models.Index(fields=["received_at", "id"], condition=Q(status="pending"), name="comment_waiting"),
            models.Index(
                fields=["discussion"], condition=Q(status="pending"), name="comment_waiting_on_page"
            ),
            models.Index(
                fields=["discussion", "submitted_at", "id"],
                condition=Q(status="approved"),
                name="comment_published",
            ),
            models.Index(fields=["status", "received_at", "id"], name="comment_by_status"),
            # What begins a thread, in the order in which readers see it.
            models.Index(
                fields=["discussion", "submitted_at", "id"],
                condition=Q(thread=None),
                name="comment_threads",
            ),
            # What came in from readers, for counting by month and language.
            models.Index(
                fields=["received_at", "page_language"], condition=Q(source=""), name="comment_received_here"
            ),
            # What is public of a thread, in the order in which readers see it.
            models.Index(
                fields=["thread", "submitted_at", "id"],
                condition=Q(status="approved"),
                name="comment_replies",
            ),
            models.Index(fields=["network", "received_at"], name="comment_by_network"),
            # What is still to be forgotten.
            models.Index(fields=["received_at"], condition=~Q(network=""), name="comment_with_network"),
            models.Index(fields=["author", "received_at"], name="comment_by_author"),
            models.Index(Lower("email"), condition=~Q(email=""), name="comment_by_email"),
            *(models.Index(fields=[name, "status"], name=f"comment_{name}") for name in FINGERPRINT),
            models.Index(
                fields=["author"], condition=Q(status="approved"), name="comment_approved_by_author"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.name} · {self.status}"

    def get_absolute_url(self) -> str:
        """Where it stands: a discussion has many pages, and this one begins with its thread."""
        return f"{self.discussion.url}?from={self.pk}#comment-{self.pk}"

    # Verbs. `seen` is how many decisions the moderator had in front of them: one decision wins.

    def approve(self, *, by, seen: int, explanation: str = "") -> Decision:
        """Publish it. Of a comment rejected before, `explanation` says why.

        Raises AlreadyDecided, NotDecidable, NotYourSection, ReasonRequired, UnderAppeal, UnderEscalation.
        """
        return self.decisions.approve(comment=self, by=by, seen=seen, explanation=explanation)

    def reject(
        self,
        *,
        by,
        seen: int,
        guidelines: Sequence[str],
        explanation: str = "",
        words: Iterable[tuple[int, int] | str] = (),
    ) -> Decision:
        """Turn it down under `guidelines` (codes, the leading one first), marking the `words` in question.

        Raises GuidelineRequired, UnknownGuideline, LegalGroundRequired, WordsNotFound, AlreadyDecided,
        NotDecidable, NotYourSection, UnderAppeal, UnderEscalation.
        """
        return self.decisions.reject(
            comment=self, by=by, seen=seen, guidelines=guidelines, explanation=explanation, words=words
        )

    def undo(self, *, by, seen: int) -> Decision:
        """Take one's own newest decision back while it can be undone; the comment is what it was before.

        Raises NothingToUndo, NotYoursToUndo, TooLateToUndo, AlreadyDecided, UnderEscalation.
        """
        return self.decisions.undo(comment=self, by=by, seen=seen)

    def report(self, *, author, guideline: str, note: str = "", email: str = "") -> Report:
        """A reader objects to it; `email` is to tell them how it was settled.

        Raises NotReportable, AlreadyReported, UnknownGuideline.
        """
        return self.reports.report(comment=self, author=author, guideline=guideline, note=note, email=email)

    def appeal(self, *, statement: str = "") -> Appeal:
        """The author asks to have the rejection decided again, by another moderator. Raises NotAppealable."""
        from comments.models.appeal import Appeal

        return Appeal.objects.appeal(comment=self, statement=statement)

    def withdraw(self) -> None:
        """The author takes it back. Raises NotWithdrawable."""
        from comments.models.withdrawal import Withdrawal

        Withdrawal.objects.withdraw(comment=self)

    def erase(self, *, by, request: str) -> None:
        """Remove words and personal data by law, keeping the fact. Doing it twice is harmless.

        Raises TextRefused for a request that cannot be stored, UnderLegalHold.
        """
        from comments.models.erasure import Erasure

        Erasure.objects.erase(comment=self, by=by, request=request)

    def escalate(self, *, by, group: str, kind: str, note: str) -> Escalation:
        """Pass it to a group, out of the queue and under a legal hold.

        Raises AlreadyEscalated, NotEscalatable, EscalationNeedsNote.
        """
        return self.escalations.escalate(comment=self, by=by, group=group, kind=kind, note=note)

    def screen(self) -> Screening:
        """Run all checks on it again; the newest screening counts. Raises NotDecidable of an erased one."""
        return self.screenings.screen(comment=self)

    # Questions.

    @property
    def is_reported(self) -> bool:
        """Published, and reported since the last decision."""
        return self.is_published and self.reports.open().exists()

    @property
    def open_appeal(self) -> Appeal | None:
        """The author's request to decide it again, while nobody has."""
        from comments.models.appeal import Appeal

        return Appeal.objects.open().filter(decision__comment=self).first()

    @property
    def open_escalation(self) -> Escalation | None:
        """Where it was passed to, while it has not been passed back."""
        return self.escalations.open().select_related("group").first()

    @property
    def is_on_hold(self) -> bool:
        """Whether a legal hold keeps it from retention and erasure."""
        return self.escalations.holding().exists()

    @property
    def is_evidence_hidden(self) -> bool:
        """It is to be decided without knowing what the checks found: it waits, and was drawn."""
        drawn = is_drawn(self.digest, EVIDENCE_HIDDEN, setting("EVIDENCE_HIDDEN_SHARE"))
        return drawn and self.status == self.Status.PENDING

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.APPROVED

    @property
    def is_decidable(self) -> bool:
        return self.status not in (self.Status.WITHDRAWN, self.Status.ERASED)

    def near_duplicates(self) -> CommentQuerySet:
        """Others that wait with nearly the same words, under whichever page and by whomever."""
        return type(self).objects.waiting_like(self).exclude(pk=self.pk)

    def precedents(self) -> CommentQuerySet:
        """Others with nearly the same words that are decided. What an appeal has reopened is none."""
        return type(self).objects.decided_like(self).not_under_appeal().exclude(pk=self.pk)

    @property
    def newest_screening(self) -> Screening | None:
        """The one that counts. Prefetch `screenings` where many comments are shown."""
        return max(self.screenings.all(), key=lambda screening: screening.number, default=None)

    @property
    def decisions_in_order(self) -> list[Decision]:
        return sorted(self.decisions.all(), key=lambda decision: decision.number)

    @property
    def standing_decision(self) -> Decision | None:
        """The newest decision that was not undone: the one the status follows."""
        decisions = self._decisions_not_undone
        return decisions[-1] if decisions else None

    def decision_told(self, *, now: datetime | None = None) -> Decision | None:
        """The newest decision the author may know of: not undone, and past its undo window."""
        told = self.decisions_told(now=now)
        return told[-1] if told else None

    def decisions_told(self, *, now: datetime | None = None) -> list[Decision]:
        """All that the author may know of, in order."""
        now = now or clock.now()
        return [decision for decision in self._decisions_not_undone if not decision.is_undoable(now=now)]

    @property
    def seen(self) -> int:
        """How many decisions there are: what a form carries back as `seen`."""
        return len(self.decisions.all())

    # Private.

    @property
    def _decisions_not_undone(self) -> list[Decision]:
        """As `Decision.objects.not_undone()`, of what was read already."""
        decisions = self.decisions_in_order
        undone = {decision.undoes_id for decision in decisions}
        return [d for d in decisions if d.outcome != "undone" and d.pk not in undone]
