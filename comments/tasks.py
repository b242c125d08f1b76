"""What a worker does for us."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from comments import notices


@task()
def deliver_notices() -> int:
    """Send what is due, and say how much that was."""
    return notices.deliver_due()


def deliver_notices_at(moment: datetime) -> None:
    """Have what is due at `moment` delivered then; without a queue that can wait, by the next sweep."""
    if deliver_notices.get_backend().supports_defer:
        deliver_notices.using(run_after=moment).enqueue()
    elif moment <= timezone.now():
        deliver_notices.enqueue()
