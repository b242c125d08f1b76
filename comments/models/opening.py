"""That a mail has reached somebody who follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction

from comments import clock
from comments.models.notice import Notice
from comments.models.permanent import Permanent

if TYPE_CHECKING:
    from datetime import datetime


class OpeningManager(models.Manager["Opening"]):
    @transaction.atomic
    def open(self, notice: Notice, *, now: datetime | None = None) -> None:
        """Somebody pressed the button behind the link in the mail. What waited for that may go out.

        By POST only, never by following the link: programs that look mails over follow every link in them.
        """
        try:
            with transaction.atomic():
                self.create(notice=notice)
        except IntegrityError:
            if not self.filter(notice=notice).exists():
                raise
        Notice.objects.release(notice.recipient.address, now=now)


class Opening(Permanent):
    """Of one mail, once: its address has a reader. It proves nothing of who wrote the comment."""

    comment_path = "notice__comment"

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="opening")
    opened_at = models.DateTimeField(default=clock.now)

    objects = OpeningManager()

    def __str__(self) -> str:
        return f"opening of {self.notice_id}"
