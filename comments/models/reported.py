"""What readers object to, weighed: which comments have reports to answer, and how much these count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models import F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from comments.models.author import Author
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.report import Report

REMEMBERED = 50  # of a reporter's reports, the newest that say how accurate they are
SCALE = 1000


class ReportedManager(models.Manager["Reported"]):
    def follow(self, comment: Comment) -> None:
        """Make it anew from the comment's reports, in the transaction of the act that changed them."""
        reports = comment.reports.open().order_by("pk") if comment.is_published else Report.objects.none()
        standing = list(reports.values_list("author", "reported_at"))
        if not standing:
            self.filter(comment=comment).delete()
            return
        weight = sum(accuracy(author) for author, _at in standing)
        facts = {"weight": weight, "reports": len(standing), "oldest_at": min(at for _a, at in standing)}
        self.update_or_create(comment=comment, defaults=facts)


class Reported(models.Model):
    """A present state, not a fact: it goes when the reports are answered. The reports themselves stay.

    A reporter's accuracy is taken as it was at the last act on the comment: a list that is being read does
    not move because of something far away.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="reported"
    )
    weight = models.PositiveIntegerField()  # the sum of the reporters' accuracies
    reports = models.PositiveIntegerField()
    oldest_at = models.DateTimeField()

    objects = ReportedManager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(F("weight").desc(), "oldest_at", "comment", name="reported_by_weight")]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.weight}"


def accuracy(author: Author | int | None) -> int:
    """Of a reporter's answered reports, the share that ended in a rejection, in thousandths.

    Counted as if two more had been made and one of them been right: who has never reported gets half, and
    nobody is believed or dismissed after one.
    """
    rejected, answered = track_record(author)
    return (rejected + 1) * SCALE // (answered + 2)


def track_record(author: Author | int | None) -> tuple[int, int]:
    """Of the reporter's newest reports, how many ended in a rejection, and how many were answered."""
    if author is None:
        return 0, 0
    newest = _ended(Report.objects.filter(author=author)).order_by("-pk")
    return _summed(newest.values_list("ended", flat=True)[:REMEMBERED])


def track_records(authors: Iterable[int]) -> dict[int, tuple[int, int]]:
    """The same of several reporters, in one query."""
    nth = Window(RowNumber(), partition_by="author", order_by=F("pk").desc())
    newest = _ended(Report.objects.filter(author__in=list(authors))).annotate(nth=nth)
    newest = newest.filter(nth__lte=REMEMBERED)
    ends: dict[int, list[str | None]] = defaultdict(list)
    for author, ended in newest.values_list("author", "ended"):
        ends[author].append(ended)
    return {author: _summed(ended) for author, ended in ends.items()}


def _ended(reports: models.QuerySet) -> models.QuerySet:
    """With the outcome that stands since; none where nobody has answered."""
    after = Decision.objects.not_undone().filter(
        comment=OuterRef("comment"), number__gt=OuterRef("after_number")
    )
    return reports.annotate(ended=Subquery(after.order_by("-number").values("outcome")[:1]))


def _summed(ends: Iterable[str | None]) -> tuple[int, int]:
    answered = [ended for ended in ends if ended]
    return answered.count(Decision.Outcome.REJECTED), len(answered)
