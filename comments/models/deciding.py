"""How a comment is approved, rejected, and either taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from comments import refusals
from comments.guidelines import LEGAL
from comments.models.assignment import Assignment
from comments.models.comment import Comment
from comments.models.guideline import Guideline
from comments.models.history import DecisionHistoryManager
from comments.text import MAX_LENGTH, settled_note

if TYPE_CHECKING:
    from comments.models.decision import Decision


class DecisionManager(DecisionHistoryManager):
    """The verbs behind `comment.approve`, `.reject` and `.undo`: one transaction each."""

    def not_undone(self) -> models.QuerySet[Decision]:
        """What was decided and not taken back: the newest of a comment's is the one that stands."""
        return self.filter(undone_by=None).exclude(outcome=self.model.Outcome.UNDONE)

    @transaction.atomic
    def approve(self, *, comment: Comment, by, seen: int, explanation: str = "", appeal=None) -> Decision:
        is_elsewhere = self.lock(comment, seen, by=by)
        self._refuse_outsider(comment, by, is_elsewhere)
        self._refuse_past_appeal(comment, appeal)
        if comment.is_published and not comment.is_reported:
            raise refusals.AlreadyDecided(comment, comment.standing_decision)
        if comment.status == Comment.Status.REJECTED and not (explanation.strip() or appeal):
            raise refusals.ReasonRequired
        return self._add(
            comment, outcome=self.model.Outcome.APPROVED, by=by, explanation=explanation, appeal=appeal
        )

    @transaction.atomic
    def reject(
        self,
        *,
        comment: Comment,
        by,
        seen: int,
        guidelines: Sequence[str],
        explanation: str = "",
        words: Iterable[tuple[int, int] | str] = (),
        appeal=None,
    ) -> Decision:
        from comments.models.decision import DecisionGuideline, MarkedWords

        leading, *further = self._in_force(guidelines)
        # The law of the European Union wants the author told the legal ground, and why it is broken.
        if LEGAL in guidelines and not explanation.strip():
            raise refusals.LegalGroundRequired
        is_elsewhere = self.lock(comment, seen, by=by)
        self._refuse_outsider(comment, by, is_elsewhere)
        self._refuse_past_appeal(comment, appeal)
        if comment.status == Comment.Status.REJECTED and appeal is None:
            raise refusals.AlreadyDecided(comment, comment.standing_decision)
        spans = _spans(comment.text, words)
        decision = self._add(
            comment,
            outcome=self.model.Outcome.REJECTED,
            by=by,
            explanation=explanation,
            guideline=leading,
            appeal=appeal,
        )
        DecisionGuideline.objects.bulk_create(
            [DecisionGuideline(decision=decision, guideline=guideline) for guideline in further]
        )
        MarkedWords.objects.bulk_create(
            [MarkedWords(decision=decision, start=start, end=end) for start, end in spans]
        )
        return decision

    @transaction.atomic
    def undo(self, *, comment: Comment, by, seen: int) -> Decision:
        self.lock(comment, seen, by=by)
        self._refuse_escalated(comment, by)  # undone, a rejected threat would be published again
        standing = comment.standing_decision
        if standing is None:
            raise refusals.NothingToUndo
        if standing.by_id != by.pk:
            raise refusals.NotYoursToUndo
        if not standing.is_undoable():
            raise refusals.TooLateToUndo
        return self._add(comment, outcome=self.model.Outcome.UNDONE, by=by, undoes=standing)

    def lock(self, comment: Comment, seen: int, *, by) -> bool:
        """Wait for whoever is deciding this comment, then look at what they left.

        Tells whether it stands in a section that is not theirs.
        """
        current = Comment.objects.select_for_update(no_key=True).filter(pk=comment.pk)
        facts = current.values_list("status", "text", Assignment.objects.elsewhere(by))
        comment.status, comment.text, is_elsewhere = facts.get()
        _forget_decisions(comment)
        if not comment.is_decidable:
            raise refusals.NotDecidable
        models.prefetch_related_objects([comment], "decisions")  # read once: nobody else adds one now
        decisions = comment.decisions_in_order
        if len(decisions) != seen:
            raise refusals.AlreadyDecided(comment, decisions[-1] if len(decisions) > max(seen, 0) else None)
        return is_elsewhere

    def _refuse_outsider(self, comment: Comment, by, is_elsewhere: bool) -> None:
        """What was escalated is its group's, wherever it stands; all else is for those of its section."""
        if not self._refuse_escalated(comment, by) and is_elsewhere:
            raise refusals.NotYourSection(comment.discussion.section)

    def _refuse_escalated(self, comment: Comment, by) -> bool:
        """Whether it is escalated, to a group of theirs."""
        if escalation := comment.open_escalation:
            escalation.refuse_deciding(by)
        return escalation is not None

    def _refuse_past_appeal(self, comment: Comment, appeal) -> None:
        """An open appeal is answered by name, as who may answer it hangs on that; and it is answered once."""
        if appeal is not None and appeal != comment.open_appeal:
            raise refusals.AlreadyDecided(comment, comment.standing_decision)
        if appeal is None and comment.status == Comment.Status.REJECTED and comment.open_appeal:
            raise refusals.UnderAppeal

    def _add(
        self, comment: Comment, *, outcome: str, by, explanation: str = "", undoes=None, **facts
    ) -> Decision:
        from comments.models.notice import Notice
        from comments.models.reported import Reported
        from comments.models.trail import TrailEntry

        explanation, number = settled_note(explanation, limit=MAX_LENGTH), comment.seen + 1
        try:
            with transaction.atomic():
                decision = self.create(
                    comment=comment,
                    explanation=explanation,
                    number=number,
                    outcome=outcome,
                    by=by,
                    undoes=undoes,
                    screening=comment.newest_screening,
                    # Of the first alone: once decided the evidence is shown, and undoing does not unsee it.
                    evidence_hidden=comment.is_evidence_hidden and number == 1,
                    **facts,
                )
        except IntegrityError as error:
            # The unique pair (comment, number): where row locks do not exist, this is what lets one win.
            newest = comment.decisions.order_by("-number").first()
            if newest is None or newest.number < number:
                raise  # nobody was first: the row is refused for another reason
            raise refusals.AlreadyDecided(comment, newest) from error
        _forget_decisions(comment)
        if outcome == self.model.Outcome.UNDONE:
            comment.refresh_from_db(fields=["status"])
        else:
            comment.status = outcome  # as the database has just set it
        TrailEntry.objects.record(
            act=outcome, comment=comment, by=by, details={"number": decision.number, "decision": decision.pk}
        )
        if outcome != self.model.Outcome.UNDONE:
            Notice.objects.announce_decision(decision)
        if outcome == self.model.Outcome.APPROVED:
            Notice.objects.announce_reply(decision)
        if number > 1:  # until its first decision nobody could report it
            if outcome != self.model.Outcome.UNDONE:
                Notice.objects.announce_answers(decision)
            Reported.objects.follow(comment)
        return decision

    def _in_force(self, codes: Sequence[str]) -> list[Guideline]:
        codes = list(dict.fromkeys(codes))
        if not codes:
            raise refusals.GuidelineRequired
        known = Guideline.objects.in_force().in_bulk(codes)
        if unknown := set(codes) - set(known):
            raise refusals.UnknownGuideline(unknown)
        return [known[code] for code in codes]


def _forget_decisions(comment: Comment) -> None:
    """What was read of them before is old. What else was read with the comment may stay."""
    getattr(comment, "_prefetched_objects_cache", {}).pop("decisions", None)


def _spans(text: str, words: Iterable[tuple[int, int] | str]) -> list[tuple[int, int]]:
    """Where the words in question stand; a quotation is looked up. Raises WordsNotFound."""
    spans = []
    for mark in words:
        if isinstance(mark, str):
            start = text.find(mark) if mark else -1
            span = (start, start + len(mark))
        else:
            span = mark
        if not 0 <= span[0] < span[1] <= len(text):
            raise refusals.WordsNotFound(
                _("The words you marked do not stand in the comment. Copy them exactly as they are written.")
            )
        spans.append(span)
    return list(dict.fromkeys(spans))
