"""One comment as a moderator reads it: the words, the evidence, who wrote it, what was decided before."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from django.utils.translation import gettext as _

from comments.checks.paragraphs import best_paragraph
from comments.desk.author_file import AuthorFile
from comments.desk.difference import WrittenAnew
from comments.desk.evidence import Evidence, MarkedBy, Stretch, evidence_of, stretches
from comments.desk.likeness import Likeness
from comments.desk.lines import Line, line_of
from comments.desk.masking import mask
from comments.desk.wordings import age, capped
from comments.models import (
    Appeal,
    Author,
    Claim,
    Comment,
    Decision,
    Escalation,
    Guideline,
    LeftForLater,
    Note,
    QueueEntry,
    Report,
    Screening,
)
from comments.models.assignment import is_within
from comments.models.reported import track_records
from comments.models.submitting import submission

REPORTS_SHOWN = 50
ORDINALS = 100  # which comment of its author's it is, is counted so far

WRITERS: dict[str, Callable[[], str]] = {
    Author.Kind.ACCOUNT: lambda: _("account"),
    Author.Kind.BROWSER: lambda: _("guest"),
    Author.Kind.IMPORT: lambda: _("imported"),
}


class Card:
    """Made for one moderator: whoever judges an appeal does not see who decided, nor why."""

    def __init__(
        self,
        comment: Comment,
        *,
        reader,
        guidelines: dict[str, Guideline] | None = None,
        claim: Claim | None = None,
        chosen: list[str] | None = None,
        masks: bool = False,
        sections: frozenset[str] | None = None,  # of the reader; None for all
    ) -> None:
        self.comment, self.reader, self._chosen, self._masks = comment, reader, chosen, masks
        self.sections = sections
        if guidelines is not None:
            self.guidelines = guidelines
        if claim is not None:
            self.claim = claim

    @cached_property
    def guidelines(self) -> dict[str, Guideline]:
        return known_guidelines()

    @cached_property
    def screening(self) -> Screening | None:
        """What the moderator may see of what the checks found."""
        screening = None if self.comment.is_evidence_hidden else self.comment.newest_screening
        for verdict in screening.verdicts.all() if screening else ():
            verdict.guideline = self.guidelines[verdict.guideline_id]
        return screening

    @cached_property
    def evidence(self) -> list[Evidence]:
        return evidence_of(self.screening)

    @cached_property
    def stretches(self) -> list[Stretch]:
        marked = [] if self.appeal else [MarkedBy(d) for d in self.history if d.marked_words.all()]
        return stretches(self.comment, self.evidence, marked, masks=self._masks)

    @cached_property
    def lines(self) -> list[Line]:
        given = self.screening.verdicts.all() if self.screening else ()
        verdicts = {verdict.guideline_id: verdict for verdict in given}
        in_force = [guideline for guideline in self.guidelines.values() if guideline.is_in_force]
        return [
            line_of(number, guideline, verdicts.get(guideline.pk), self.evidence, chosen=self._chosen)
            for number, guideline in enumerate(in_force, start=1)
        ]

    @cached_property
    def appeal(self) -> Appeal | None:
        """The author's request to decide again, while nobody has."""
        if self.comment.status != Comment.Status.REJECTED:
            return None
        open_appeals = Appeal.objects.open().filter(decision__comment=self.comment)
        return open_appeals.select_related("decision").first()

    @cached_property
    def claim(self) -> Claim | None:
        """Who has it open: oneself or somebody else."""
        return Claim.objects.in_force().filter(comment=self.comment).select_related("by").first()

    @property
    def left(self) -> LeftForLater | None:
        """Who left it for later, as long as it is."""
        return self.comment.left_for_later if self._queued == QueueEntry.State.LATER else None

    @property
    def can_be_left(self) -> bool:
        waits_in_line = self._queued not in ("", QueueEntry.State.LATER, QueueEntry.State.ESCALATED)
        return waits_in_line and self.is_in_my_sections

    @cached_property
    def notes(self) -> list[Note]:
        return list(self.comment.notes.select_related("by").order_by("pk"))

    @cached_property
    def likeness(self) -> Likeness:
        if self.appeal:
            return Likeness(self.comment, hidden=_("Hidden until the appeal is judged."))
        if self.comment.is_evidence_hidden:
            return Likeness(self.comment, hidden=_("Hidden until this comment is decided."))
        return Likeness(self.comment)

    @cached_property
    def parent(self) -> Comment | None:
        """What it answers."""
        parent = self.comment.in_reply_to
        if parent and self._masks:
            mask([parent])
        return parent

    @cached_property
    def best_paragraph(self) -> str:
        """Of the page, the paragraph that has most in common with the words; empty where none has much."""
        comment, page = self.comment, self.comment.discussion
        found = best_paragraph(submission(page, comment.text, None, names=()))
        return page.text[found.start : found.end].strip() if found else ""

    @cached_property
    def written_anew(self) -> WrittenAnew | None:
        """The earlier comment that this one was written in place of."""
        rewriting = getattr(self.comment, "rewriting", None)
        if rewriting is None:
            return None
        earlier = Comment.objects.prefetch_related(Comment.objects.decisions_prefetch())
        earlier = earlier.get(pk=rewriting.earlier_id)
        is_blind = self.comment.is_evidence_hidden or self.appeal is not None
        return WrittenAnew(self.comment, earlier, is_blind=is_blind, masks=self._masks)

    @property
    def is_mine_to_judge(self) -> bool:
        return self.appeal is None or self.appeal.decision.by_id != self.reader.pk

    @property
    def is_mine_to_decide(self) -> bool:
        if self.escalation:
            return self.is_mine_to_judge and self.is_escalated_to_me
        return self.is_mine_to_judge and self.is_in_my_sections

    @property
    def is_mine_to_hold(self) -> bool:
        """Whoever cannot decide it would only keep others from it."""
        return self.comment.is_decidable and self.is_mine_to_decide

    @property
    def is_in_my_sections(self) -> bool:
        return is_within(self.comment, self.sections)

    @property
    def escalation(self) -> Escalation | None:
        """Where it was passed to, while it has not been passed back."""
        return next((each for each in self._escalations if each.is_open), None)

    @property
    def passed_back(self) -> list[Escalation]:
        """What its groups say of it, the last first."""
        return [each for each in self._escalations if not each.is_open]

    @cached_property
    def is_escalated_to_me(self) -> bool:
        return self.escalation is not None and self.escalation.is_answered_by(self.reader)

    @cached_property
    def history(self) -> list[Decision]:
        return self.comment.decisions_in_order

    @property
    def seen(self) -> int:
        return len(self.history)

    @property
    def undoable(self) -> Decision | None:
        """The reader's own decision, while it can be taken back."""
        standing = self.comment.standing_decision
        is_own = standing is not None and standing.by_id == self.reader.pk and standing.is_undoable()
        return standing if is_own else None

    @cached_property
    def reports(self) -> list[Report]:
        """The newest, in the order in which they came."""
        if not self.history:
            return []  # never published
        reports = self.comment.reports.select_related("guideline").prefetch_related("guideline__wordings")
        return list(reports.order_by("-pk")[:REPORTS_SHOWN])[::-1]

    @property
    def reports_with_accuracy(self) -> list[tuple[Report, int, int]]:
        """Each with how many of its reporter's earlier ones ended in a rejection, of how many answered."""
        records = track_records({report.author_id for report in self.reports if report.author_id})
        return [(report, *records.get(report.author_id or 0, (0, 0))) for report in self.reports]

    @cached_property
    def earlier_reports(self) -> int:
        """How many are not shown."""
        return self.comment.reports.count() - REPORTS_SHOWN if len(self.reports) == REPORTS_SHOWN else 0

    @property
    def is_reported(self) -> bool:
        """As the comment knows it, from what was read already."""
        standing = self.comment.standing_decision
        answered = standing.number if standing else 0
        return self.comment.is_published and any(report.after_number >= answered for report in self.reports)

    @property
    def can_be_approved(self) -> bool:
        return self.comment.is_decidable and self.is_mine_to_decide and self.approving != ""

    @property
    def can_be_rejected(self) -> bool:
        rejected = self.comment.status == Comment.Status.REJECTED
        return self.comment.is_decidable and self.is_mine_to_decide and (not rejected or bool(self.appeal))

    @property
    def approving(self) -> str:
        """What approving means here, as its button says; empty where it means nothing."""
        if self.appeal:
            return _("Overturn")
        if self.comment.is_published:
            return _("Keep") if self.is_reported else ""
        return _("Approve")

    @property
    def rejecting(self) -> str:
        return _("Confirm") if self.appeal else _("Reject")

    @property
    def needs_reason(self) -> bool:
        """Approving what was rejected takes a reason, unless the author asked for it."""
        return self.comment.status == Comment.Status.REJECTED and not self.appeal

    @property
    def age(self) -> str:
        return age(self.comment.received_at)

    @property
    def writer(self) -> str:
        """Guest, account or imported; nothing once erased."""
        author = self.comment.author
        return WRITERS[author.kind]() if author else ""

    @property
    def ordinal(self) -> int:
        """Which comment of its author's this is, as they came in; counted up to one more than ORDINALS."""
        if self.comment.author is None:
            return 0
        if self.author_file.is_cut:  # it may be older than all that the record speaks of
            return self.comment.author.comments.until(self.comment)[: ORDINALS + 1].count()
        return min(self.author_file.record["until_this"], ORDINALS + 1)

    @property
    def ordinal_shown(self) -> str:
        return capped(self.ordinal, ORDINALS)

    @cached_property
    def author_file(self) -> AuthorFile:
        return AuthorFile(self.comment, reader=self.reader, masks=self._masks)

    @property
    def _queued(self) -> str:
        """In which line it waits; empty where nothing is to be decided."""
        entry = getattr(self.comment, "queue_entry", None)
        return entry.state if entry else ""

    @cached_property
    def _escalations(self) -> list[Escalation]:
        escalations = self.comment.escalations.select_related("group", "resolution", "lifting")
        return list(escalations.order_by("-number"))


def known_guidelines() -> dict[str, Guideline]:
    """All of them in order, retired ones too, with their words: read once for all of a page."""
    return {each.pk: each for each in Guideline.objects.in_order().prefetch_related("wordings")}
