"""Comments by where they stand, chained by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Coalesce

from comments.conf import setting
from comments.models.addressed import left_at
from comments.models.drawing import EVIDENCE_HIDDEN, drawn
from comments.models.fingerprinting import FINGERPRINT

if TYPE_CHECKING:
    from comments.models.comment import Comment

LOCKED_AT_ONCE = 500  # named in one statement


class CommentQuerySet(models.QuerySet["Comment"]):
    def awaiting_decision(self) -> CommentQuerySet:
        return self.filter(status="pending")

    def published(self) -> CommentQuerySet:
        """What other readers may see. This, and `published_among`, are the only ways to them."""
        return self.filter(status="approved")

    def published_among(self, few: Q) -> CommentQuerySet:
        """The published ones of a few comments.

        SQLite takes any status for rare: asked plainly, it would look through all the site has published.
        """
        return self.alias(standing=Coalesce("status", Value(""))).filter(few, standing="approved")

    def lock(self, comments: Iterable[int]) -> None:
        """Until the transaction ends, in the one order in which they are taken."""
        keys = sorted(set(comments))
        for first in range(0, len(keys), LOCKED_AT_ONCE):
            few = self.filter(pk__in=keys[first : first + LOCKED_AT_ONCE]).order_by("pk")
            list(few.select_for_update(no_key=True).values_list("pk"))

    def left_at(self, email: str) -> CommentQuerySet:
        """Sent with this address, in capitals or not. What is erased has none."""
        return left_at(self, email)

    def decided(self) -> CommentQuerySet:
        return self.filter(status__in=["approved", "rejected"])

    def reported(self) -> CommentQuerySet:
        """Published, with a report nobody has answered."""
        return self.published().filter(pk__in=_model("Report").objects.open().values("comment"))

    def under_appeal(self) -> CommentQuerySet:
        return self.filter(pk__in=_model("Appeal").objects.open().values("decision__comment"))

    def not_under_appeal(self) -> CommentQuerySet:
        open_appeals = _model("Appeal").objects.open().filter(decision__comment=OuterRef("pk"))
        return self.filter(~Exists(open_appeals))

    def waiting_like(self, comment: Comment) -> CommentQuerySet:
        """Those that wait with nearly the same words as `comment`; it may be among them."""
        return self._like(comment, ["pending"])

    def decided_like(self, comment: Comment) -> CommentQuerySet:
        return self._like(comment, ["approved", "rejected"])

    def on_hold(self) -> CommentQuerySet:
        """Those that a legal hold keeps from retention and erasure."""
        holding = _model("Escalation").objects.holding().filter(comment=OuterRef("pk"))
        return self.filter(Exists(holding))

    def to_look_at(self) -> CommentQuerySet:
        """Waiting, and a check asks for a look under some guideline."""
        return self.awaiting_decision().with_verdict()

    def with_verdict(self, guideline: str = "", verdict: str = "look") -> CommentQuerySet:
        """Whose newest screening says `verdict` of `guideline`, by default of any."""
        newer = _model("Screening").objects.filter(comment=OuterRef("screening__comment"))
        newer = newer.filter(number__gt=OuterRef("screening__number"))
        verdicts = _model("Verdict").objects.filter(
            ~Exists(newer), screening__comment=OuterRef("pk"), verdict=verdict
        )
        if guideline:
            verdicts = verdicts.filter(guideline=guideline)
        return self.filter(Exists(verdicts))

    def with_evidence_shown(self) -> CommentQuerySet:
        """Without those that are to be decided unaided: being among what a check found would tell."""
        waiting = self.model.objects.awaiting_decision()
        hidden = drawn(waiting, EVIDENCE_HIDDEN, setting("EVIDENCE_HIDDEN_SHARE"))
        return self.exclude(Exists(hidden.filter(pk=OuterRef("pk"))))

    def with_word(self, word: str) -> CommentQuerySet:
        """What the newest screening says of all guidelines together: look, else failed, else clear."""
        if word == "look":
            return self.with_verdict()
        failed = Exists(self.model.objects.with_verdict(verdict="failed").filter(pk=OuterRef("pk")))
        unread = Exists(_model("Screening").objects.filter(comment=OuterRef("pk")))
        not_clear = failed | ~unread
        others = self.exclude(Exists(self.model.objects.with_verdict().filter(pk=OuterRef("pk"))))
        return others.filter(not_clear if word == "failed" else ~not_clear)

    def oldest_first(self) -> CommentQuerySet:
        return self.order_by("received_at", "pk")

    def newest_first(self) -> CommentQuerySet:
        return self.order_by("-received_at", "-pk")

    def with_evidence(self) -> CommentQuerySet:
        """With what a moderator reads beside the words, save the guidelines, in a fixed number of queries."""
        related = "discussion", "author", "in_reply_to", "queue_entry", "rewriting"
        return self.select_related(*related).prefetch_related(
            "screenings__verdicts__findings", self.decisions_prefetch()
        )

    @staticmethod
    def decisions_prefetch() -> Prefetch:
        decisions = _model("Decision").objects.select_related("by", "guideline", "undone_by")
        decisions = decisions.prefetch_related(
            "marked_words", "guideline__wordings", "further__guideline__wordings"
        )
        return Prefetch("decisions", queryset=decisions)

    def until(self, comment: Comment) -> CommentQuerySet:
        """Those that came in before it, and itself."""
        return self.filter(until(comment))

    def threads(self) -> CommentQuerySet:
        """What begins a thread: published, or gone from view and a tombstone over published replies."""
        replies = self.model.objects.published().filter(thread=OuterRef("pk"))
        return self.filter(thread=None).filter(Q(status="approved") | Exists(replies))

    def in_thread_order(self) -> CommentQuerySet:
        return self.order_by(F("submitted_at"), "pk")

    def _like(self, comment: Comment, statuses: list[str]) -> CommentQuerySet:
        """By any number of the fingerprint that they share. None where the text is too short to have one."""
        if comment.fingerprint_1 is None:
            return self.none()
        shared = Q()
        for name in FINGERPRINT:
            # The status with each of them: beside them SQLite would take it for rarer, and read the queue.
            shared |= Q(**{name: getattr(comment, name)}, status__in=statuses)
        return self.filter(shared)


def until(comment: Comment) -> Q:
    earlier = Q(received_at__lt=comment.received_at) | Q(pk__lte=comment.pk)
    # Said twice: the first part alone enters no index.
    return Q(received_at__lte=comment.received_at) & earlier


def _model(name: str):
    return apps.get_model("comments", name)
