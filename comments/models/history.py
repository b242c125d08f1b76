"""What comes in with a past from another system: many comments at once, each with its own times."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from comments import clock, refusals
from comments.conf import setting
from comments.models.author import Author
from comments.models.discussion import Discussion, PastPage
from comments.models.fingerprinting import fingerprint_columns
from comments.screening import screen
from comments.text import digest, new_salt, settled, settled_name

if TYPE_CHECKING:
    from comments.models.comment import Comment
    from comments.models.decision import Decision
    from comments.models.screening import Screening


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What was decided there. Rejections name guidelines as ours do, retired ones included."""

    outcome: str
    decided_at: datetime
    guidelines: tuple[str, ...] = ()
    by: str = ""  # a name; their moderators have no account here
    explanation: str = ""


@dataclass(slots=True)
class PastComment:
    """A comment as its source tells it. Settles its words like every entrance; raises TextRefused."""

    source_key: str  # what names it there
    text: str
    page: PastPage
    name: str = "Guest"
    author_key: str = ""  # who wrote it, there; without it nobody else's comments are theirs
    submitted_at: datetime = field(default_factory=clock.now)
    in_reply_to: str = ""  # the source_key of the comment answered, which came in before
    decision: PastDecision | None = None

    def __post_init__(self) -> None:
        self.text, self.name = settled(self.text), settled_name(self.name)

    @property
    def author_name(self) -> str:
        """Under which its author is known within the source."""
        return self.author_key or f"#{hashlib.sha256(self.source_key.encode()).hexdigest()[:32]}"


class CommentHistoryManager(models.Manager["Comment"]):
    """The part of `Comment.objects` that brings comments in."""

    def bring_in(self, *, source: str, comments: Sequence[PastComment]) -> list[Comment]:
        """Add them all or none, screened like any other. Tells nobody and makes no receipt.

        What brings a decision has it; the rest waits. Raises ReplyRefused for an answer to what did not
        come in before, or under another page; IntegrityError for what is there already.
        """
        received_at = clock.now()
        parents = self._parents(source, comments)
        if any(past.in_reply_to and not _fits(past, parents.get(past.in_reply_to)) for past in comments):
            raise refusals.ReplyRefused
        with transaction.atomic():
            discussions = Discussion.objects.brought_in(past.page for past in comments)
            authors = Author.objects.brought_in(source, (past.author_name for past in comments))
        rows = []
        for past in comments:
            salt, discussion = new_salt(), discussions[past.page.key]
            parent = parents[past.in_reply_to] if past.in_reply_to else None
            rows.append(
                self.model(
                    discussion=discussion,
                    in_reply_to=parent,
                    thread_id=(parent.thread_id or parent.pk) if parent else None,
                    author=authors[past.author_name],
                    name=past.name,
                    text=past.text,
                    salt=salt,
                    digest=digest(salt, past.text),
                    page_language=discussion.language,
                    submitted_at=past.submitted_at,
                    received_at=received_at,
                    source=source,
                    source_key=past.source_key,
                    **fingerprint_columns(past.text),
                )
            )
        # Read before the transaction that keeps them: on SQLite it would keep every other writer waiting.
        screened = self._screened_together(rows)
        return self._keep(rows, screened, [past.decision for past in comments])

    def _parents(self, source: str, comments: Sequence[PastComment]) -> dict[str, Comment]:
        keys = {past.in_reply_to for past in comments if past.in_reply_to}
        there = self.filter(source=source, source_key__in=keys).select_related("discussion")
        return {str(parent.source_key): parent for parent in there}

    @transaction.atomic
    def _keep(
        self, rows: list[Comment], screened: list, decisions: list[PastDecision | None]
    ) -> list[Comment]:
        from comments.models.decision import Decision
        from comments.models.folded_words import FoldedWords
        from comments.models.screening import Screening
        from comments.models.trail import TrailEntry

        for row, result in zip(rows, screened, strict=True):
            row.language = result.language
        # Taken one after another as their comments come, two imports would wait for each other in a ring.
        Author.objects.lock(row.author_id for row in rows if row.author_id)
        self.bulk_create(rows)
        FoldedWords.objects.keep(rows)
        screenings = Screening.objects.keep_all(list(zip(rows, screened, strict=True)))
        TrailEntry.objects.record_all("imported", [(row, {"digest": row.digest}) for row in rows])
        decided = [(s, past) for s, past in zip(screenings, decisions, strict=True) if past is not None]
        Decision.objects.bring_in(decided)
        return rows

    def _screened_together(self, rows: Iterable[Comment]) -> list:
        """Each by itself, with what is the same for all of them asked once."""
        from comments.models.guideline import Guideline
        from comments.models.house import HouseModelUse
        from comments.models.submitting import submission
        from comments.models.term import Term

        terms, house = Term.objects.snapshot(), HouseModelUse.objects.current()
        codes = list(Guideline.objects.in_force().in_order().values_list("code", flat=True))
        names: dict[int, tuple[str, ...]] = {}
        results = []
        for row in rows:
            discussion = row.discussion
            if discussion.pk not in names:
                names[discussion.pk] = discussion.names()
            told = submission(discussion, row.text, row.in_reply_to, names=names[discussion.pk])
            results.append(screen(told, codes=codes, terms=terms, house=house))
        return results


class DecisionHistoryManager(models.Manager["Decision"]):
    """The part of `Decision.objects` that keeps what was decided elsewhere."""

    def bring_in(self, decided: Sequence[tuple[Screening, PastDecision]]) -> None:
        """Of comments that nobody has decided here, each with its screening. Tells nobody."""
        from comments.models.decision import DecisionGuideline
        from comments.models.trail import TrailEntry

        # As each is added, its discussion's version is taken: by everybody in the same order.
        decided = sorted(decided, key=lambda each: each[0].comment.discussion_id)
        decisions: list[Decision] = self.bulk_create(
            [
                self.model(
                    comment=screening.comment,
                    screening=screening,
                    number=1,
                    outcome=past.outcome,
                    guideline_id=next(iter(past.guidelines), None),
                    explanation=past.explanation,
                    source=past.by or screening.comment.source,
                    decided_at=past.decided_at,
                )
                for screening, past in decided
            ]
        )
        DecisionGuideline.objects.bulk_create(
            [
                DecisionGuideline(decision=decision, guideline_id=code)
                for decision, (_screening, past) in zip(decisions, decided, strict=True)
                for code in past.guidelines[1:]
            ]
        )
        for outcome in ("approved", "rejected"):
            acts = [
                (decision.comment, {"number": 1, "decision": decision.pk})
                for decision in decisions
                if decision.outcome == outcome
            ]
            TrailEntry.objects.record_all(outcome, acts)


def _fits(past: PastComment, parent: Comment | None) -> bool:
    """Whether it can be an answer to that one."""
    if parent is None:
        return False
    return (parent.discussion.site, parent.discussion.key) == (setting("SITE"), past.page.key)
