"""How many comments may wait at a time, as editors set it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Subquery
from django.utils.translation import gettext as _

from comments import clock, refusals
from comments.conf import setting
from comments.digits import number
from comments.models.permanent import Permanent
from comments.models.trail import TrailEntry
from comments.text import settled_note

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Caps:
    """How many comments may wait: in all, and under one page unless the page has a cap of its own."""

    most: int | None = None
    most_on_page: int | None = None


class WaitingCapManager(models.Manager["WaitingCap"]):
    def newest(self) -> WaitingCap | None:
        return self.order_by("-number").first()

    def in_force(self) -> Caps:
        """What an editor set last; before anybody did, what the site is configured with."""
        newest = self.newest()
        return Caps(newest.most, newest.most_on_page) if newest else caps_configured()

    def in_force_told(self, discussion) -> Caps:
        """The same, from what `told_with` brought along."""
        if discussion.cap_number is None:
            return caps_configured()
        return Caps(discussion.cap_most, discussion.cap_most_on_page)

    def told_with(self, discussions: Any) -> Any:
        """Discussions that bring along what was set last, for `in_force_told`."""
        newest = self.order_by("-number")
        return discussions.annotate(
            **{
                f"cap_{name}": Subquery(newest.values(name)[:1])
                for name in ("number", "most", "most_on_page")
            }
        )

    @transaction.atomic
    def set(self, *, by, most: int | None, most_on_page: int | None, note: str = "") -> WaitingCap:
        """From now on. None: no cap. Raises CapRefused, CapChanged."""
        from comments.models.overload import Overload

        refuse_if_no_cap(most, most_on_page)
        note = settled_note(note, limit=WaitingCap.NOTE_LENGTH)
        newest = self.newest()
        number = newest.number + 1 if newest else 1
        try:
            with transaction.atomic():
                cap = self.create(number=number, most=most, most_on_page=most_on_page, set_by=by, note=note)
        except IntegrityError as error:
            if not self.filter(number=number).exists():
                raise  # nobody was first: the row is refused for another reason
            raise refusals.CapChanged from error
        details = {"most": most, "most_on_page": most_on_page}
        TrailEntry.objects.record(act="waiting capped", by=by, details=details)
        Overload.objects.review(None)
        return cap


class WaitingCap(Permanent):
    """What editors set, and set before; the newest counts."""

    NOTE_LENGTH = 200

    number = models.PositiveIntegerField(primary_key=True)
    most = models.PositiveIntegerField(null=True)
    most_on_page = models.PositiveIntegerField(null=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    set_at = models.DateTimeField(default=clock.now)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)

    objects = WaitingCapManager()

    def __str__(self) -> str:
        return f"{self.number}: {self.most}, {self.most_on_page}"


def caps_configured() -> Caps:
    return Caps(setting("MOST_WAITING") or None, setting("MOST_WAITING_ON_PAGE") or None)


def refuse_if_no_cap(*caps: int | None) -> None:
    if any(cap is not None and not 1 <= cap <= MOST for cap in caps):
        raise refusals.CapRefused(
            _("A cap is a number from 1 to %(most)s. Leave it empty for none.") % {"most": number(MOST)}
        )
