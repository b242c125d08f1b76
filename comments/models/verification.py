"""What came of verifying the record: told by health pages, which have no time to do it themselves."""

from __future__ import annotations

from django.db import models

from comments import clock
from comments.models.permanent import Permanent
from comments.models.seal import DIGEST_LENGTH, Seal


class VerificationManager(models.Manager["Verification"]):
    def keep(self, *, newest: Seal | None, problems: int, first: str) -> Verification:
        """What was found just now, up to that seal."""
        seal, digest = (newest.number, newest.digest) if newest else (0, "")
        return self.create(seal=seal, digest=digest, problems=problems, first=first)

    def newest(self) -> Verification | None:
        return self.order_by("-pk").first()


class Verification(Permanent):
    """That everything was worked out again, up to which seal, and what was not as it was sealed."""

    verified_at = models.DateTimeField(default=clock.now)
    seal = models.PositiveIntegerField()  # the newest; 0 where there was none
    digest = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    problems = models.PositiveIntegerField()
    first = models.TextField(blank=True)  # the first of them, as a sentence about a row: nobody's words

    objects = VerificationManager()

    def __str__(self) -> str:
        return f"{self.verified_at:%Y-%m-%d %H:%M} · {self.problems}"
