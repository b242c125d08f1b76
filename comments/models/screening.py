"""What the checks made of a comment: the evidence, kept as it was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comments import clock, refusals
from comments.models.comment import Comment
from comments.models.guideline import Guideline
from comments.models.permanent import Permanent
from comments.models.queue import QueueEntry
from comments.models.submitting import submission
from comments.screening import LONGEST_KIND, Screened, screen


class ScreeningManager(models.Manager["Screening"]):
    @transaction.atomic
    def screen(self, *, comment: Comment) -> Screening:
        from comments.models.house import HouseModelUse
        from comments.models.term import Term

        current = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if current.status == Comment.Status.ERASED:
            raise refusals.NotDecidable
        codes = list(Guideline.objects.in_force().in_order().values_list("code", flat=True))
        discussion = comment.discussion
        told = submission(discussion, comment.text, comment.in_reply_to, names=discussion.names())
        terms, house = Term.objects.snapshot(), HouseModelUse.objects.current()
        screened = screen(told, codes=codes, terms=terms, house=house)
        return self.keep(comment=comment, screened=screened)

    def keep(self, *, comment: Comment, screened: Screened) -> Screening:
        """Add it with its verdicts and findings, inside the caller's transaction."""
        return self.keep_all([(comment, screened)])[0]

    def keep_first(self, *, comment: Comment, screened: Screened) -> Screening:
        """The same for a comment that this very transaction has added, of which there can be no other."""
        [screening] = self._add([(comment, screened)], {})
        QueueEntry.objects.renew_own(comment.pk)
        return screening

    def keep_all(self, screened: Sequence[tuple[Comment, Screened]]) -> list[Screening]:
        """The same for many comments at once."""
        newest = dict(
            self.filter(comment__in=[comment for comment, _ in screened])
            .values_list("comment")
            .annotate(models.Max("number"))
        )
        screenings = self._add(screened, newest)
        QueueEntry.objects.renew(screening.comment_id for screening in screenings)
        return screenings

    def _add(
        self, screened: Sequence[tuple[Comment, Screened]], newest: Mapping[int, int]
    ) -> list[Screening]:
        """`newest` has the number of the last one of each comment that has any."""
        screenings = self.bulk_create(
            [
                Screening(
                    comment=comment,
                    number=newest.get(comment.pk, 0) + 1,
                    score=result.score,
                    language=result.language,
                    versions=dict(result.versions),
                )
                for comment, result in screened
            ]
        )
        said = [
            (screening, verdict)
            for screening, (_, result) in zip(screenings, screened, strict=True)
            for verdict in result.verdicts
        ]
        verdicts = Verdict.objects.bulk_create(
            [
                Verdict(
                    screening=screening,
                    guideline_id=verdict.guideline,
                    verdict=verdict.verdict,
                    score=verdict.score,
                    reason=verdict.reason,
                )
                for screening, verdict in said
            ]
        )
        Finding.objects.bulk_create(
            [
                Finding(
                    verdict=row,
                    start=finding.start,
                    end=finding.end,
                    reason=finding.reason,
                    kind=finding.kind,
                    is_quotation=finding.is_quotation,
                )
                for row, (_, verdict) in zip(verdicts, said, strict=True)
                for finding in verdict.findings
            ]
        )
        return screenings


class Screening(Permanent):
    """All checks run on one comment, once. Screening again adds one; the newest counts."""

    comment_path = "comment"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="screenings")
    number = models.PositiveIntegerField()
    screened_at = models.DateTimeField(default=clock.now)
    score = models.FloatField()  # how likely a moderator would reject it, all told: 0 to 1
    language = models.CharField(max_length=12, blank=True)
    versions = models.JSONField(default=dict)

    objects = ScreeningManager()

    class Meta(Permanent.Meta):
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="screening_numbered_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.number}"

    @property
    def verdicts_in_order(self) -> list[Verdict]:
        return sorted(
            self.verdicts.all(), key=lambda verdict: (verdict.guideline.position, verdict.guideline_id)
        )


class Verdict(Permanent):
    """What one guideline's checks say: clear, look, or failed. People decide."""

    class Word(models.TextChoices):
        CLEAR = "clear", _("clear")
        LOOK = "look", _("look")
        FAILED = "failed", _("failed")

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="verdicts")
    # No index of its own: SQLite would take it for selective, and walk all verdicts for each comment.
    guideline = models.ForeignKey(
        Guideline, on_delete=models.PROTECT, related_name="verdicts", db_index=False
    )
    verdict = models.CharField(max_length=6, choices=Word)
    score = models.FloatField(default=0)
    reason = models.TextField(blank=True)  # why it failed

    class Meta(Permanent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["screening", "guideline"], name="verdict_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["clear", "look", "failed"]), name="verdict_known"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="failed") | ~Q(reason=""), name="failed_verdict_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guideline_id}: {self.verdict}"


class Finding(Permanent):
    """A span of the reader's own text, in code points, and why to read it."""

    erasable = frozenset({"reason"})  # it may repeat the reader's words
    comment_path = "verdict__screening__comment"

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="findings")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.TextField()
    kind = models.CharField(max_length=LONGEST_KIND, blank=True)
    is_quotation = models.BooleanField(default=False)

    class Meta(Permanent.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="finding_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"
