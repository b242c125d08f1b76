"""Whatever becomes of two authors' comments, in whatever order: what waits is told how many are public."""

from __future__ import annotations

import random

import pytest
from django.db import connection

from comments.models import Attribution, Comment, PastComment, PastDecision, PastPage, Person, QueueEntry
from comments.refusals import Refusal
from tests.factories import make_author, make_comment, make_discussion, make_editor

pytestmark = pytest.mark.django_db

STEPS = 80
PAGE = PastPage(key="/pier", url="/pier", title="The pier", section="City", language="en")


class Walk:
    """An act drawn by lot, on a comment drawn by lot. A refusal is one of the ways that it can end."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        self.discussion, self.editors = make_discussion(), (make_editor(), make_editor())
        self.authors = [make_author(), make_author()]
        self.acts = {
            self.send: 6,
            self.approve: 10,
            self.reject: 4,
            self.undo: 4,
            self.appeal: 2,
            self.overturn: 2,
            self.withdraw: 1,
            self.erase: 0.5,
            self.erase_all: 0.1,
            self.claim: 0.5,
            self.bring_in: 0.5,
        }

    def step(self) -> str:
        act = self.lot.choices(list(self.acts), self.acts.values())[0]
        keys = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
        comment = Comment.objects.get(pk=self.lot.choice(keys)) if keys else self.send()
        try:
            act(comment)
        except Refusal as refusal:
            return f"{act.__name__} {comment.pk}: {type(refusal).__name__}"
        return f"{act.__name__} {comment.pk}"

    def somebody(self):
        return self.lot.choice(self.editors)

    def send(self, _comment=None) -> Comment:
        author = self.lot.choice(self.authors)
        return make_comment(discussion=self.discussion, author=author, email="leyla@example.org")

    def approve(self, comment) -> None:
        comment.approve(by=self.somebody(), seen=comment.seen, explanation="It is harmless.")

    def reject(self, comment) -> None:
        comment.reject(by=self.somebody(), seen=comment.seen, guidelines=["abuse"])

    def undo(self, comment) -> None:
        standing = comment.standing_decision
        comment.undo(by=(standing and standing.by) or self.somebody(), seen=comment.seen)

    def appeal(self, comment) -> None:
        comment.appeal(statement="Once more, please.")

    def overturn(self, _comment) -> None:
        for comment in Comment.objects.under_appeal().order_by("pk")[:1]:
            appeal = comment.open_appeal
            other = next(each for each in self.editors if each != appeal.decision.by)
            appeal.overturn(by=other, seen=comment.seen)

    def withdraw(self, comment) -> None:
        comment.withdraw()

    def erase(self, comment) -> None:
        comment.erase(by=self.somebody(), request="1")

    def erase_all(self, comment) -> None:
        Person(authors=frozenset({comment.author_id} - {None})).erase(by=self.somebody(), request="1")

    def claim(self, _comment) -> None:
        Attribution.objects.claim(author=make_author(), email="leyla@example.org")

    def bring_in(self, comment) -> None:
        decided = PastDecision("approved", decided_at=comment.received_at)
        past = (
            PastComment(
                str(each), "It floods.", PAGE, author_key="leyla", decision=decided if each % 2 else None
            )
            for each in range(3)
        )
        Comment.objects.bring_in(source=f"before-{Comment.objects.count()}", comments=list(past))


@pytest.mark.parametrize("seed", range(4))
def test_after_any_acts_in_any_order_the_queue_is_as_the_record_says(seed, settings):
    # What can still be undone cannot be appealed against yet: a walk has one of both.
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 60 * (seed % 2)}
    walk, walked = Walk(seed), []

    for _step in range(STEPS):
        walked.append(walk.step())
        # Where many tests have left dead rows PostgreSQL takes seconds for each look, and others wait for us.
        if connection.vendor == "sqlite":
            assert QueueEntry.objects.differing() == [], walked
    assert QueueEntry.objects.differing() == [], walked
