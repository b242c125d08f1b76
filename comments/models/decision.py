"""Approve or reject: numbered, with who, why and when; added to, never rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import clock, refusals
from comments.conf import setting
from comments.guidelines import LEGAL
from comments.models.assignment import Assignment
from comments.models.comment import Comment
from comments.models.guideline import Guideline
from comments.models.history import DecisionHistoryManager
from comments.models.permanent import Permanent
from comments.naming import name_of
from comments.text import MAX_LENGTH, settled_note


class DecisionManager(DecisionHistoryManager):
    """The verbs behind `comment.approve`, `.reject` and `.undo`: one transaction each."""

    def not_undone(self) -> models.QuerySet[Decision]:
        """What was decided and not taken back: the newest of a comment's is the one that stands."""
        return self.filter(undone_by=None).exclude(outcome=Decision.Outcome.UNDONE)

    @transaction.atomic
    def approve(self, *, comment: Comment, by, seen: int, explanation: str = "", appeal=None) -> Decision:
        is_elsewhere = self.lock(comment, seen, by=by)
        self._refuse_outsider(comment, by, is_elsewhere)
        self._refuse_past_appeal(comment, appeal)
        if comment.is_published and not comment.is_reported:
            raise refusals.AlreadyDecided(comment, comment.standing_decision)
        if comment.status == Comment.Status.REJECTED and not (explanation.strip() or appeal):
            raise refusals.ReasonRequired
        return self._add(
            comment, outcome=Decision.Outcome.APPROVED, by=by, explanation=explanation, appeal=appeal
        )

    @transaction.atomic
    def reject(
        self,
        *,
        comment: Comment,
        by,
        seen: int,
        guidelines: Sequence[str],
        explanation: str = "",
        words: Iterable[tuple[int, int] | str] = (),
        appeal=None,
    ) -> Decision:
        leading, *further = self._in_force(guidelines)
        # The law of the European Union wants the author told the legal ground, and why it is broken.
        if LEGAL in guidelines and not explanation.strip():
            raise refusals.LegalGroundRequired
        is_elsewhere = self.lock(comment, seen, by=by)
        self._refuse_outsider(comment, by, is_elsewhere)
        self._refuse_past_appeal(comment, appeal)
        if comment.status == Comment.Status.REJECTED and appeal is None:
            raise refusals.AlreadyDecided(comment, comment.standing_decision)
        spans = _spans(comment.text, words)
        decision = self._add(
            comment,
            outcome=Decision.Outcome.REJECTED,
            by=by,
            explanation=explanation,
            guideline=leading,
            appeal=appeal,
        )
        DecisionGuideline.objects.bulk_create(
            [DecisionGuideline(decision=decision, guideline=guideline) for guideline in further]
        )
        MarkedWords.objects.bulk_create(
            [MarkedWords(decision=decision, start=start, end=end) for start, end in spans]
        )
        return decision

    @transaction.atomic
    def undo(self, *, comment: Comment, by, seen: int) -> Decision:
        self.lock(comment, seen, by=by)
        self._refuse_escalated(comment, by)  # undone, a rejected threat would be published again
        standing = comment.standing_decision
        if standing is None:
            raise refusals.NothingToUndo
        if standing.by_id != by.pk:
            raise refusals.NotYoursToUndo
        if not standing.is_undoable():
            raise refusals.TooLateToUndo
        return self._add(comment, outcome=Decision.Outcome.UNDONE, by=by, undoes=standing)

    def lock(self, comment: Comment, seen: int, *, by) -> bool:
        """Wait for whoever is deciding this comment, then look at what they left.

        Tells whether it stands in a section that is not theirs.
        """
        current = Comment.objects.select_for_update(no_key=True).filter(pk=comment.pk)
        facts = current.values_list("status", "text", Assignment.objects.elsewhere(by))
        comment.status, comment.text, is_elsewhere = facts.get()
        _forget_decisions(comment)
        if not comment.is_decidable:
            raise refusals.NotDecidable
        models.prefetch_related_objects([comment], "decisions")  # read once: nobody else adds one now
        decisions = comment.decisions_in_order
        if len(decisions) != seen:
            raise refusals.AlreadyDecided(comment, decisions[-1] if len(decisions) > max(seen, 0) else None)
        return is_elsewhere

    def _refuse_outsider(self, comment: Comment, by, is_elsewhere: bool) -> None:
        """What was escalated is its group's, wherever it stands; all else is for those of its section."""
        if not self._refuse_escalated(comment, by) and is_elsewhere:
            raise refusals.NotYourSection(comment.discussion.section)

    def _refuse_escalated(self, comment: Comment, by) -> bool:
        """Whether it is escalated, to a group of theirs."""
        if escalation := comment.open_escalation:
            escalation.refuse_deciding(by)
        return escalation is not None

    def _refuse_past_appeal(self, comment: Comment, appeal) -> None:
        """An open appeal is answered by name, as who may answer it hangs on that; and it is answered once."""
        if appeal is not None and appeal != comment.open_appeal:
            raise refusals.AlreadyDecided(comment, comment.standing_decision)
        if appeal is None and comment.status == Comment.Status.REJECTED and comment.open_appeal:
            raise refusals.UnderAppeal

    def _add(
        self, comment: Comment, *, outcome: str, by, explanation: str = "", undoes=None, **facts
    ) -> Decision:
        from comments.models.notice import Notice
        from comments.models.reported import Reported
        from comments.models.trail import TrailEntry

        explanation, number = settled_note(explanation, limit=MAX_LENGTH), comment.seen + 1
        try:
            with transaction.atomic():
                decision = self.create(
                    comment=comment,
                    explanation=explanation,
                    number=number,
                    outcome=outcome,
                    by=by,
                    undoes=undoes,
                    screening=comment.newest_screening,
                    # Of the first alone: once decided the evidence is shown, and undoing does not unsee it.
                    evidence_hidden=comment.is_evidence_hidden and number == 1,
                    **facts,
                )
        except IntegrityError as error:
            # The unique pair (comment, number): where row locks do not exist, this is what lets one win.
            newest = comment.decisions.order_by("-number").first()
            if newest is None or newest.number < number:
                raise  # nobody was first: the row is refused for another reason
            raise refusals.AlreadyDecided(comment, newest) from error
        _forget_decisions(comment)
        if outcome == Decision.Outcome.UNDONE:
            comment.refresh_from_db(fields=["status"])
        else:
            comment.status = outcome  # as the database has just set it
        TrailEntry.objects.record(
            act=outcome, comment=comment, by=by, details={"number": decision.number, "decision": decision.pk}
        )
        if outcome != Decision.Outcome.UNDONE:
            Notice.objects.announce_decision(decision)
        if outcome == Decision.Outcome.APPROVED:
            Notice.objects.announce_reply(decision)
        if number > 1:  # until its first decision nobody could report it
            if outcome != Decision.Outcome.UNDONE:
                Notice.objects.announce_answers(decision)
            Reported.objects.follow(comment)
        return decision

    def _in_force(self, codes: Sequence[str]) -> list[Guideline]:
        codes = list(dict.fromkeys(codes))
        if not codes:
            raise refusals.GuidelineRequired
        known = Guideline.objects.in_force().in_bulk(codes)
        if unknown := set(codes) - set(known):
            raise refusals.UnknownGuideline(unknown)
        return [known[code] for code in codes]


class Decision(Permanent):
    """One act of a moderator on a comment."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", gettext_lazy("approved")
        REJECTED = "rejected", gettext_lazy("rejected")
        UNDONE = "undone", gettext_lazy("undone")

    erasable = frozenset({"explanation"})  # it may repeat the reader's words
    comment_path = "comment"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    guideline = models.ForeignKey(
        Guideline, on_delete=models.PROTECT, null=True, blank=True, related_name="leading_decisions"
    )
    explanation = models.TextField(blank=True)  # to the author
    # NULL only on what an import brought from a system whose moderators have no account here.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    source = models.CharField(max_length=60, blank=True)  # their name there, else the system's
    decided_at = models.DateTimeField(default=clock.now)
    # Made without seeing what the checks found: of such a sample alone their figures are honest.
    evidence_hidden = models.BooleanField(default=False)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    appeal = models.ForeignKey(
        "comments.Appeal", on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    screening = models.ForeignKey(
        "comments.Screening", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    further_guidelines = models.ManyToManyField(
        Guideline, through="comments.DecisionGuideline", related_name="further_decisions"
    )

    objects = DecisionManager()

    class Meta(Permanent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="decision_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="decision_numbered_from_one"),
            models.CheckConstraint(
                condition=Q(outcome="rejected", guideline__isnull=False)
                | (~Q(outcome="rejected") & Q(guideline__isnull=True)),
                name="rejection_names_a_guideline",
            ),
            models.CheckConstraint(
                condition=Q(outcome="undone", undoes__isnull=False)
                | (~Q(outcome="undone") & Q(undoes__isnull=True)),
                name="undoing_names_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["approved", "rejected", "undone"]), name="decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | ~Q(source=""), name="decision_names_who_or_source"
            ),
        ]
        indexes = [
            models.Index(fields=["by", "decided_at"], name="decision_by_moderator"),
            # In the order of the public log. What an import brought was decided elsewhere.
            models.Index(
                fields=["decided_at", "id"], condition=Q(by__isnull=False), name="decision_made_here"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.number} · {self.outcome}"

    def is_undoable(self, *, now: datetime | None = None) -> bool:
        """Whether its undo window is open. Receipt and mail wait until it is not."""
        if self.outcome == self.Outcome.UNDONE or self.by_id is None:
            return False
        return (now or clock.now()) < self.undoable_until

    @property
    def undoable_until(self) -> datetime:
        return self.decided_at + timedelta(seconds=setting("UNDO_SECONDS"))

    @property
    def is_undone(self) -> bool:
        return hasattr(self, "undone_by")

    @property
    def by_name(self) -> str:
        return name_of(self.by) if self.by else self.source

    @property
    def guidelines(self) -> list[Guideline]:
        """What it was rejected under, the leading one first."""
        further = [row.guideline for row in self.further.all()]
        return [self.guideline, *further] if self.guideline else []


class DecisionGuideline(Permanent):
    """A further guideline that a rejection names."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="further")
    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="+")

    class Meta(Permanent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["decision", "guideline"], name="decision_guideline_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} · {self.guideline_id}"


class MarkedWords(Permanent):
    """Words that a moderator marked as being in question: a span of the comment's text, in code points."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="marked_words")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta(Permanent.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="marked_words_not_empty"),
            models.UniqueConstraint(fields=["decision", "start", "end"], name="marked_words_once"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} · {self.start}–{self.end}"


def _forget_decisions(comment: Comment) -> None:
    """What was read of them before is old. What else was read with the comment may stay."""
    getattr(comment, "_prefetched_objects_cache", {}).pop("decisions", None)


def _spans(text: str, words: Iterable[tuple[int, int] | str]) -> list[tuple[int, int]]:
    """Where the words in question stand; a quotation is looked up. Raises WordsNotFound."""
    spans = []
    for mark in words:
        if isinstance(mark, str):
            start = text.find(mark) if mark else -1
            span = (start, start + len(mark))
        else:
            span = mark
        if not 0 <= span[0] < span[1] <= len(text):
            raise refusals.WordsNotFound(
                _("The words you marked do not stand in the comment. Copy them exactly as they are written.")
            )
        spans.append(span)
    return list(dict.fromkeys(spans))
