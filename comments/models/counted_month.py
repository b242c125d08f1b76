"""What was counted of a month for the public: kept, so that nobody who looks makes the record be counted."""

from __future__ import annotations

from django.db import models


class CountedMonthQuerySet(models.QuerySet["CountedMonth"]):
    def newest_first(self) -> CountedMonthQuerySet:
        return self.order_by("-month")


class CountedMonth(models.Model):
    """No fact: it follows from the record, can be lost, and is made anew by `manage.py count_months`.

    A month that is final is not counted again. One that goes on, or ended only just, is renewed as a whole.
    """

    month = models.DateField(primary_key=True)  # its first day
    until = models.DateTimeField()  # what was told until then is counted
    is_final = models.BooleanField()
    definition = models.PositiveSmallIntegerField()  # by which rules: see `transparency.counting`
    figures = models.JSONField()  # {"all": {name: number}, "languages": {language: {name: number}}}

    objects = CountedMonthQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
