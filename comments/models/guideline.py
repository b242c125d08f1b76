"""The published rules, and every wording they ever had."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import clock, refusals
from comments.digits import number
from comments.languages import canonical
from comments.models.permanent import Permanent
from comments.text import is_visible, settled_note

FALLBACK_LANGUAGE = "en"
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
LONGEST_TITLE, LONGEST_TEXT = 80, 2000


class GuidelineQuerySet(models.QuerySet["Guideline"]):
    def in_force(self) -> GuidelineQuerySet:
        return self.filter(retired_at=None)

    def in_order(self) -> GuidelineQuerySet:
        return self.order_by("position", "code")


class GuidelineManager(models.Manager.from_queryset(GuidelineQuerySet)):  # type: ignore[misc]
    @transaction.atomic
    def publish(self, *, by, code: str, language: str, title: str, text: str) -> Guideline:
        """A new rule, last in order. No check covers it: it is for moderators to judge.

        Raises CodeRefused, WordingRefused.
        """
        if not CODE.fullmatch(code):
            raise refusals.CodeRefused(
                _("A code is 2 to 40 small letters, figures and underscores, and begins with a letter.")
            )
        last = self.order_by("-position").values_list("position", flat=True).first() or 0
        try:
            with transaction.atomic():
                guideline = self.create(code=code, position=last + 1)
        except IntegrityError as error:
            raise refusals.CodeRefused(_("A guideline with this code exists, or existed once.")) from error
        guideline._record("guideline added", by=by)
        guideline.word(by=by, language=language, title=title, text=text, seen=0)
        return guideline

    @transaction.atomic
    def put_in_order(self, *, by, codes: Sequence[str]) -> None:
        """Publish those in force in the order of `codes`. Raises OrderChanged when these are not they."""
        guidelines = {each.pk: each for each in self.select_for_update().in_force()}
        if sorted(codes) != sorted(guidelines):
            raise refusals.OrderChanged
        for position, code in enumerate(codes, start=1):
            if guidelines[code].position != position:
                self.filter(pk=code).update(position=position)
        _trail(act="guidelines ordered", by=by, details={"codes": list(codes)})


class Guideline(Permanent):
    """A rule for comments. Its code is what checks, decisions and files call it by."""

    may_change = frozenset({"position", "retired_at"})  # order and being in force are present states

    code = models.SlugField(gettext_lazy("code"), primary_key=True, max_length=40)
    position = models.PositiveSmallIntegerField(gettext_lazy("position"))
    retired_at = models.DateTimeField(gettext_lazy("retired at"), null=True, blank=True)

    objects = GuidelineManager()

    class Meta(Permanent.Meta):
        verbose_name, verbose_name_plural = gettext_lazy("guideline"), gettext_lazy("guidelines")
        permissions = [("change_guideline", "Can word, order, retire and bring back guidelines")]

    def __str__(self) -> str:
        wording = self.wording()
        return wording.title if wording else self.code

    # Verbs.

    @transaction.atomic
    def word(self, *, by, language: str, title: str, text: str, seen: int) -> GuidelineWording:
        """Publish a new wording in one language. `seen` is the version the editor had in front of them.

        Raises WordingRefused, WordingChanged.
        """
        title, text = _settled_title(title), _settled_text(text)
        if not LANGUAGE.fullmatch(language):
            raise refusals.WordingRefused(_("Choose the language from the list."))
        newest = self.newest_wording(language)
        if seen != (newest.version if newest else 0):
            raise refusals.WordingChanged(newest)
        if newest and (newest.title, newest.text) == (title, text):
            raise refusals.WordingRefused(_("These are the words that are published already."))
        facts = {"language": language, "version": seen + 1, "title": title, "text": text, "worded_by": by}
        try:
            with transaction.atomic():
                wording = self.wordings.create(**facts, worded_at=clock.now())
        except IntegrityError as error:
            raise refusals.WordingChanged(self.newest_wording(language)) from error
        self._record("guideline worded", by=by, language=language, version=wording.version)
        return wording

    @transaction.atomic
    def retire(self, *, by) -> None:
        """Readers see it no more and nothing is rejected under it; what was keeps its words.

        Raises LastGuideline. Twice is harmless.
        """
        in_force = list(Guideline.objects.select_for_update().in_force().values_list("pk", flat=True))
        if self.pk not in in_force:
            return
        if len(in_force) == 1:
            raise refusals.LastGuideline
        self._set_retired_at(clock.now())
        self._record("guideline retired", by=by)

    @transaction.atomic
    def bring_back(self, *, by) -> None:
        """In force again, last in order. Twice is harmless."""
        current = Guideline.objects.select_for_update().get(pk=self.pk)
        if current.retired_at is None:
            return
        last = Guideline.objects.in_force().order_by("-position").first()
        Guideline.objects.filter(pk=self.pk).update(position=last.position + 1 if last else 1)
        self._set_retired_at(None)
        self._record("guideline restored", by=by)

    # Questions.

    def wording(self, language: str | None = None, *, at: datetime | None = None) -> GuidelineWording | None:
        """The words in `language` (else in English, else in any) as they stood `at` a time, by default now.

        A decision older than every wording, as an import can bring, is shown the first there was.
        """
        language = language or translation.get_language() or FALLBACK_LANGUAGE
        return chosen(self.wordings.all(), language, at=at)

    def newest_wording(self, language: str) -> GuidelineWording | None:
        return self.wordings.filter(language=language).order_by("-version").first()

    @property
    def is_in_force(self) -> bool:
        return self.retired_at is None

    # Private.

    def _set_retired_at(self, at: datetime | None) -> None:
        Guideline.objects.filter(pk=self.pk).update(retired_at=at)
        self.refresh_from_db()

    def _record(self, act: str, *, by, **details) -> None:
        _trail(act=act, by=by, details={"guideline": self.pk, **details})


class GuidelineWording(Permanent):
    """What a guideline says in one language. A new wording is a new version; old decisions keep theirs."""

    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="wordings")
    language = models.CharField(gettext_lazy("language"), max_length=12)
    version = models.PositiveSmallIntegerField(gettext_lazy("version"), default=1)
    title = models.CharField(gettext_lazy("title"), max_length=LONGEST_TITLE)
    text = models.TextField(gettext_lazy("text"))
    worded_at = models.DateTimeField(gettext_lazy("worded at"), default=timezone.now)
    worded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Permanent.Meta):
        verbose_name, verbose_name_plural = gettext_lazy("wording"), gettext_lazy("wordings")
        constraints = [
            models.UniqueConstraint(
                fields=["guideline", "language", "version"], name="guideline_wording_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language} {self.version})"


def languages_wanted(language: str) -> tuple[str, ...]:
    """Where to look for words in a language: itself, without its region, and in English."""
    return (language, canonical(language).split("-")[0], FALLBACK_LANGUAGE)


def chosen(
    wordings: Iterable[GuidelineWording], language: str, *, at: datetime | None = None
) -> GuidelineWording | None:
    """Of one guideline's wordings, the one that `Guideline.wording` speaks of."""
    in_order = sorted(wordings, key=lambda wording: (wording.worded_at, wording.version))
    in_force = [wording for wording in in_order if at is None or wording.worded_at <= at]
    for wanted in (*languages_wanted(language), None):
        candidates = [wording for wording in in_force if wanted in (wording.language, None)]
        if candidates:
            return candidates[-1]
    # Nothing was in force yet: the first there was, in the best language.
    for wanted in (*languages_wanted(language), None):
        candidates = [wording for wording in in_order if wanted in (wording.language, None)]
        if candidates:
            return candidates[0]
    return None


def _trail(*, act: str, by, details: dict) -> None:
    from comments.models.trail import TrailEntry

    TrailEntry.objects.record(act=act, by=by, details=details)


def _settled_title(title: str) -> str:
    title = " ".join(_storable(title, limit=10_000).split())
    if not is_visible(title):
        raise refusals.WordingRefused(_("Give the guideline a title."))
    if len(title) > LONGEST_TITLE:
        raise refusals.WordingRefused(
            _("The title is %(length)s characters long. At most %(limit)s fit.")
            % {"length": number(len(title)), "limit": number(LONGEST_TITLE)}
        )
    return title


def _settled_text(text: str) -> str:
    text = _storable(text, limit=LONGEST_TEXT)
    if not is_visible(text):
        raise refusals.WordingRefused(_("Say what the guideline asks of readers."))
    return text


def _storable(text: str, *, limit: int) -> str:
    try:
        return settled_note(text, limit=limit)
    except refusals.TextRefused as refusal:
        raise refusals.WordingRefused(str(refusal)) from refusal
