"""What a worker does for us."""

from __future__ import annotations

import logging
from datetime import datetime
from itertools import islice

from django.utils import timezone
from django_tasks import task

from comments import notices
from comments.sealing import closing
from comments.sealing.line import Line
from comments.sealing.signing import SealKey
from comments.transparency import keeping

log = logging.getLogger(__name__)

SEALS_AT_A_TIME = 20  # mails are not to wait until all of an import is sealed
MONTHS_AT_A_TIME = 3  # nor until a long past is counted


@task()
def deliver_notices() -> int:
    """Send what is due, and say how much that was."""
    return notices.deliver_due()


@task()
def seal_trail() -> int:
    """Seal what waits, or a good part of much, and say how many seals that made. Raises KeyRefused."""
    line = Line()
    made = sum(1 for _seal in islice(closing.seal_trail(SealKey.of_site(), line), SEALS_AT_A_TIME))
    if line.complaint:
        log.warning(line.complaint)
    return made


@task()
def count_months() -> int:
    """Count for the public figures what is missing, and say how many months that were."""
    return sum(1 for _month in islice(keeping.count_months(), MONTHS_AT_A_TIME))


def deliver_notices_at(moment: datetime) -> None:
    """Have what is due at `moment` delivered then; without a queue that can wait, by the next sweep."""
    if deliver_notices.get_backend().supports_defer:
        deliver_notices.using(run_after=moment).enqueue()
    elif moment <= timezone.now():
        deliver_notices.enqueue()
