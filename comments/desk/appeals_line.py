"""Appeals in the order in which they were made, however old the comments are."""

from __future__ import annotations

from functools import cached_property

from django.db.models import OuterRef, Subquery
from django.db.models.query import QuerySet

from comments.desk.places import Order
from comments.desk.queue_line import QueueLine
from comments.models import Appeal, Comment


class AppealsLine(QueueLine):
    def __init__(self, chosen) -> None:
        super().__init__(chosen)
        self.order = Order("appealed_at")

    @cached_property
    def entries(self) -> QuerySet:
        newest = Appeal.objects.filter(decision__comment=OuterRef(self.key)).order_by("-pk")
        return self._chosen().annotate(appealed_at=Subquery(newest.values("appealed_at")[:1]))

    def place_of(self, comment: Comment) -> str:
        """Empty where nobody appealed."""
        appeals = Appeal.objects.filter(decision__comment=comment).order_by("-pk")
        appealed_at = appeals.values_list("appealed_at", flat=True).first()
        return self.order.place(appealed_at, comment.pk) if appealed_at else ""
