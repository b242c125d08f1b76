"""Where a comment stands, as its author may know it: a decision is told once it can no longer be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from comments.marking import Mark, Segment, segments
from comments.models import Comment, Decision, Finding
from comments.models.appeal import appeal_refusal
from comments.models.guideline import GuidelineWording
from comments.reasons.before import public_since

WAITING, APPROVED, REJECTED, WITHDRAWN, ERASED = "waiting", "approved", "rejected", "withdrawn", "erased"


@dataclass(frozen=True, slots=True)
class WordsInQuestion:
    """Words that were marked, and by whom: `reason` is a check's, and empty where a moderator marked them."""

    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShownReceipt:
    """What a receipt says: the state, and the decision it rests on, if there is one."""

    comment: Comment
    state: str
    decision: Decision | None

    @classmethod
    def of(cls, comment: Comment) -> ShownReceipt:
        if not comment.is_decidable:
            return cls(comment, comment.status, None)
        decision = comment.decision_told()
        return cls(comment, decision.outcome if decision else WAITING, decision)

    @property
    def can_be_withdrawn(self) -> bool:
        """Of what was rejected, nothing is public: there is nothing to take back."""
        return self.state in (WAITING, APPROVED)

    @property
    def can_be_appealed(self) -> bool:
        return self.state == REJECTED and not appeal_refusal(self.comment, self.decision)

    @property
    def is_under_appeal(self) -> bool:
        return self.state == REJECTED and self.comment.open_appeal is not None

    @property
    def is_being_decided(self) -> bool:
        return self.state == WAITING or self.is_under_appeal

    @property
    def was_appealed(self) -> bool:
        """Whether the decision told is the second one, which the author asked for."""
        return bool(self.decision and self.decision.appeal_id)

    @property
    def was_taken_down(self) -> bool:
        """Whether what was rejected had been public."""
        if self.state != REJECTED or self.decision is None:
            return False
        return public_since(self.decision) is not None

    @property
    def is_published(self) -> bool:
        """Told so, and still true: a later rejection takes effect before it is told."""
        return self.state == APPROVED and self.comment.is_published

    @property
    def wordings(self) -> list[GuidelineWording]:
        """What it was rejected under, as it read at the time, in the language that its author reads here."""
        if self.decision is None:
            return []
        language, at = get_language() or self.comment.page_language, self.decision.decided_at
        worded = (guideline.wording(language, at=at) for guideline in self.decision.guidelines)
        return [wording for wording in worded if wording]

    @property
    def segments(self) -> list[Segment]:
        return segments(self.comment.text, self._marks())

    @property
    def marked(self) -> list[WordsInQuestion]:
        """In the order in which they stand."""
        marks = sorted(self._marks(), key=lambda mark: (mark.start, mark.end))
        return [WordsInQuestion(self.comment.text[mark.start : mark.end], mark.about) for mark in marks]

    def _marks(self) -> Iterator[Mark]:
        if self.state != REJECTED or self.decision is None:
            return
        for words in self.decision.marked_words.all():
            yield Mark(words.start, words.end, "")
        for finding in self._findings():
            yield Mark(finding.start, finding.end, finding.reason)

    def _findings(self) -> Iterator[Finding]:
        """What the checks had found under the guidelines named, when it was decided."""
        if self.decision is None or self.decision.screening is None:
            return
        named = {guideline.pk for guideline in self.decision.guidelines}
        verdicts = self.decision.screening.verdicts.filter(verdict="look", guideline__in=named)
        for verdict in verdicts.prefetch_related("findings"):
            yield from (finding for finding in verdict.findings.all() if not finding.is_quotation)
