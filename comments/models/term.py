"""Words that editors watch for under a guideline, or allow."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import clock, refusals
from comments.check_reasons import told
from comments.checks.grades import SCORES
from comments.checks.lexicon import LANGUAGES
from comments.checks.terms import BadTerm, Terms, WatchedTerm, folded_forms
from comments.digits import number
from comments.models.guideline import Guideline
from comments.models.permanent import Permanent
from comments.models.trail import TrailEntry
from comments.text import is_storable, settled_note

# Beside letters, marks and figures, what a word may be written with.
IN_WORDS = frozenset(" '’‘ʼ-‐.\u200c\u200d")
SHORTEST = 2
# What turns the direction of a line: what one reads would not be what is looked for.
TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class TermQuerySet(models.QuerySet["Term"]):
    def in_force(self) -> TermQuerySet:
        return self.filter(_changed(TermChange.Act.ADDED), ~_changed(TermChange.Act.RETIRED))

    def retired(self) -> TermQuerySet:
        return self.filter(_changed(TermChange.Act.RETIRED))


class TermManager(models.Manager.from_queryset(TermQuerySet)):  # type: ignore[misc]
    def snapshot(self) -> Terms:
        """The terms in force, as the checks read them. One query, and two more when they have changed."""
        return _remembered(TermChange.objects.newest())

    def draft(self, *, words: str, note: str = "", **facts) -> Term:
        """A term that could be added as it is; nothing is saved. Raises TermRefused, UnknownGuideline."""
        term = Term(words=_settled(words), note=settled_note(note, limit=Term.NOTE_LENGTH), **facts)
        term.refuse_if_unusable()
        return term

    @transaction.atomic
    def add(self, *, by, **facts) -> Term:
        """Put a term in force, for every process from its next comment on.

        Raises TermRefused, UnknownGuideline, TermsChanged.
        """
        term = self.draft(**facts)
        term.save(force_insert=True)
        TermChange.objects.record(term=term, act=TermChange.Act.ADDED, by=by, note=term.note)
        return term


class Term(Permanent):
    """A word or phrase. What it says never changes; whether it is in force, its changes say."""

    LONGEST, NOTE_LENGTH = 100, 500

    class Effect(models.TextChoices):
        WATCH = "watch", gettext_lazy("watch")
        ALLOW = "allow", gettext_lazy("allow")

    class Grade(models.TextChoices):
        SEVERE = "severe", gettext_lazy("severe")
        MODERATE = "moderate", gettext_lazy("moderate")
        MILD = "mild", gettext_lazy("mild")

    effect = models.CharField(max_length=5, choices=Effect)
    words = models.CharField(max_length=LONGEST)
    is_phrase = models.BooleanField(default=False)
    # NULL allows the words under every guideline; what is watched for is always of one.
    guideline = models.ForeignKey(
        Guideline, on_delete=models.PROTECT, null=True, blank=True, related_name="terms"
    )
    language = models.CharField(max_length=12, blank=True)  # empty: of every language
    grade = models.CharField(max_length=8, choices=Grade, blank=True)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)

    objects = TermManager()

    class Meta(Permanent.Meta):
        permissions = [("change_term", "Can add and retire terms")]
        constraints = [
            models.CheckConstraint(condition=Q(effect__in=["watch", "allow"]), name="term_effect_known"),
            models.CheckConstraint(
                condition=Q(effect="allow") | Q(guideline__isnull=False), name="watched_term_has_guideline"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @transaction.atomic
    def retire(self, *, by, note: str = "") -> TermChange:
        """Look for it no more. Raises TermRetired, TermsChanged."""
        if not self.is_in_force:
            raise refusals.TermRetired
        note = settled_note(note, limit=Term.NOTE_LENGTH)
        return TermChange.objects.record(term=self, act=TermChange.Act.RETIRED, by=by, note=note)

    @property
    def is_in_force(self) -> bool:
        return Term.objects.in_force().filter(pk=self.pk).exists()

    @property
    def as_read(self) -> WatchedTerm:
        """As the checks know it."""
        return WatchedTerm(
            words=self.words,
            effect=self.effect,
            guideline=self.guideline_id or "",
            language=self.language,
            grade=self.grade,
            is_phrase=self.is_phrase,
        )

    @property
    def fault(self) -> str:
        """Why it cannot be looked for, of a term that was stored past the verbs; else empty."""
        try:
            folded_forms(self.as_read)
        except BadTerm as error:
            return told(str(error))
        return ""

    def refuse_if_unusable(self) -> None:
        needs_guideline = self.guideline_id is not None or self.effect == Term.Effect.WATCH
        if needs_guideline and not Guideline.objects.in_force().filter(pk=self.guideline_id or "").exists():
            raise refusals.UnknownGuideline([self.guideline_id or "—"])
        if self.language not in ("", *LANGUAGES) or self.grade not in ("", *SCORES):
            raise refusals.TermRefused(_("Choose the language and the grade from the lists."))
        if not self.is_phrase:
            _refuse_signs(self.words)
        try:
            forms = folded_forms(self.as_read)
        except BadTerm as error:
            raise refusals.TermRefused(told(str(error))) from error
        if len(forms[0].removesuffix("…")) < SHORTEST:
            raise refusals.TermRefused(_("One letter stands in every comment. Write at least two."))
        self._refuse_twice()

    def _refuse_twice(self) -> None:
        facts = {"effect": self.effect, "guideline": self.guideline_id, "language": self.language}
        same = Term.objects.in_force().filter(**facts, is_phrase=self.is_phrase)
        if any(folded_forms(self.as_read) == folded_forms(term.as_read) for term in same if not term.fault):
            raise refusals.TermRefused(_("This term is in force already, under the same guideline."))


class TermChangeManager(models.Manager["TermChange"]):
    def newest(self) -> TermChange | None:
        return self.order_by("-number").first()

    def record(self, *, term: Term, act: str, by, note: str) -> TermChange:
        """Add the next version of the terms, inside the transaction of the act."""
        newest = self.newest()
        number = newest.number + 1 if newest else 1
        terms = {each.pk: each for each in Term.objects.in_force()}
        if act == TermChange.Act.ADDED:
            terms[term.pk] = term
        else:
            terms.pop(term.pk, None)
        try:
            with transaction.atomic():
                change = self.create(
                    number=number, term=term, act=act, by=by, note=note, digest=_digest(terms.values())
                )
        except IntegrityError as error:
            if not self.filter(Q(number=number) | Q(term=term, act=act)).exists():
                raise  # nobody was first: the row is refused for another reason
            raise refusals.TermsChanged from error
        TrailEntry.objects.record(act=f"term {act}", by=by, details={"term": term.pk, "version": number})
        return change


class TermChange(Permanent):
    """A version of the terms: what was added or retired, by whom, and why. Its number is the version's."""

    class Act(models.TextChoices):
        ADDED = "added", gettext_lazy("added")
        RETIRED = "retired", gettext_lazy("retired")

    # One after another without a gap, so that a version says what came before it.
    number = models.PositiveIntegerField(primary_key=True)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="changes")
    act = models.CharField(max_length=8, choices=Act)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    note = models.CharField(max_length=Term.NOTE_LENGTH, blank=True)
    digest = models.CharField(max_length=64)  # of all terms then in force: by it a process knows its snapshot

    objects = TermChangeManager()

    class Meta(Permanent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["term", "act"], name="term_changed_once_each_way"),
            models.CheckConstraint(condition=Q(act__in=["added", "retired"]), name="term_change_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.act} {self.term_id}"


def _changed(act: str) -> Exists:
    return Exists(TermChange.objects.filter(term=OuterRef("pk"), act=act))


# The snapshot last read by this process, and the digest it is known by. Replaced whole, so that threads need
# no lock: at worst two of them read the same thing.
_last_read: dict[str, Terms] = {}


def _remembered(change: TermChange | None) -> Terms:
    if change is None:
        return Terms()
    key = f"{change.number}:{change.digest}"
    known = _last_read.get(key)
    if known is None:
        known = _read(change.number)
        _last_read.clear()
        _last_read[key] = known
    return known


def _read(number: int) -> Terms:
    """As they stood at a version: what changed since is read with the version that it made."""
    until = TermChange.objects.filter(number__lte=number)
    retired = until.filter(act=TermChange.Act.RETIRED).values("term")
    added = until.filter(act=TermChange.Act.ADDED).exclude(term__in=retired)
    terms = tuple(change.term.as_read for change in added.select_related("term").order_by("number"))
    return Terms(terms, str(number))


def _digest(terms: Iterable[Term]) -> str:
    facts = sorted(json.dumps([term.pk, *_facts(term)]) for term in terms)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _facts(term: Term) -> list:
    return [term.effect, term.words, term.is_phrase, term.guideline_id, term.language, term.grade]


def _settled(words: str) -> str:
    if not is_storable(words):
        raise refusals.TermRefused(_("The term has characters that are not text."))
    if TURNS & set(words):
        raise refusals.TermRefused(
            _(
                "The term has invisible marks that turn the direction of writing. "
                "Type it anew, do not paste it."
            )
        )
    words = " ".join(words.split())
    if not words:
        raise refusals.TermRefused(_("Write the word or phrase."))
    if len(words) > Term.LONGEST:
        raise refusals.TermRefused(
            _("The term is %(length)s characters long. At most %(limit)s fit.")
            % {"length": number(len(words)), "limit": number(Term.LONGEST)}
        )
    return words


def _refuse_signs(words: str) -> None:
    """Signs mean nothing in a word, and whoever writes one expects that they do."""
    signs = sorted({sign for sign in words.removesuffix("*") if not _is_of_a_word(sign)})
    if signs:
        shown = " ".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in signs[:10])
        raise refusals.TermRefused(
            _(
                "A word is looked for by its letters: leave out %(signs)s. For choices and gaps, take a "
                "turn of phrase instead."
            )
            % {"signs": shown}
        )


def _is_of_a_word(sign: str) -> bool:
    return sign in IN_WORDS or unicodedata.category(sign)[0] in "LMN"
