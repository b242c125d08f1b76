"""The gap between a mail server's 250 and our commit: who died in it, and what may come twice for it."""

from __future__ import annotations

import time
from collections import Counter

from comments.models import Notice
from tests.live.mail_server import MailServer

AT_ONCE = 500  # named in one statement
SECONDS_TO_SETTLE = 10


class Gaps:
    """From when it is made. `note` is called whenever somebody was killed, before another begins."""

    def __init__(self, mail: MailServer) -> None:
        self.mail, self.before = mail, Counter(mail.taken)
        self.excused: Counter[str] = Counter()
        self.note()

    def note(self) -> None:
        """Mails that were taken and are not written down as sent: these may come once more, and no others."""
        self._settle()
        self.excused.update(self._not_written_down())

    def twice(self) -> list[str]:
        """The mails that came again and should not have."""
        return sorted(key for key in self.mail.taken if self._repeats(key) > self.excused[key])

    def _repeats(self, key: str) -> int:
        """How often it was taken since, beyond the once that is due to it."""
        return self.mail.taken[key] - max(self.before[key], 1)

    def _not_written_down(self) -> list[str]:
        taken, found = list(self.mail.taken), []
        for first in range(0, len(taken), AT_ONCE):
            unsent = Notice.objects.filter(sent_at=None, message_id__in=taken[first : first + AT_ONCE])
            found += unsent.values_list("message_id", flat=True)
        return found

    def _settle(self) -> None:
        """What a dead process had sent already may still be being taken."""
        last = time.monotonic() + SECONDS_TO_SETTLE
        while self.mail.is_talking and time.monotonic() < last:
            time.sleep(0.01)
