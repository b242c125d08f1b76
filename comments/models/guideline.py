"""The published rules, and every wording they ever had."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone, translation

from comments.models.permanent import Permanent

FALLBACK_LANGUAGE = "en"


class GuidelineQuerySet(models.QuerySet["Guideline"]):
    def in_force(self) -> GuidelineQuerySet:
        return self.filter(retired_at=None)

    def in_order(self) -> GuidelineQuerySet:
        return self.order_by("position", "code")


class Guideline(Permanent):
    """A rule for comments. Its code is what checks, decisions and files call it by."""

    may_change = frozenset({"position", "retired_at"})  # order and being in force are present states

    code = models.SlugField(primary_key=True, max_length=40)
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = GuidelineQuerySet.as_manager()

    def __str__(self) -> str:
        wording = self.wording()
        return wording.title if wording else self.code

    def wording(self, language: str | None = None, *, at: datetime | None = None) -> GuidelineWording | None:
        """The words in `language` (else in English, else in any) as they stood `at` a time, by default now.

        A decision older than every wording, as an import can bring, is shown the first there was.
        """
        language = language or translation.get_language() or FALLBACK_LANGUAGE
        return chosen(self.wordings.all(), language, at=at)


class GuidelineWording(Permanent):
    """What a guideline says in one language. A new wording is a new version; old decisions keep theirs."""

    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="wordings")
    language = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=80)
    text = models.TextField()
    worded_at = models.DateTimeField(default=timezone.now)
    worded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Permanent.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["guideline", "language", "version"], name="guideline_wording_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language} {self.version})"


def languages_wanted(language: str) -> tuple[str, ...]:
    """Where to look for words in a language: itself, without its region, and in English."""
    return (language, language.split("-")[0], FALLBACK_LANGUAGE)


def chosen(
    wordings: Iterable[GuidelineWording], language: str, *, at: datetime | None = None
) -> GuidelineWording | None:
    """Of one guideline's wordings, the one that `Guideline.wording` speaks of."""
    in_order = sorted(wordings, key=lambda wording: (wording.worded_at, wording.version))
    for wanted in (*languages_wanted(language), None):
        candidates = [wording for wording in in_order if wanted in (wording.language, None)]
        if candidates:
            in_force = [wording for wording in candidates if at is None or wording.worded_at <= at]
            return in_force[-1] if in_force else candidates[0]
    return None
