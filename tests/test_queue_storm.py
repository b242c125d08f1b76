"""Everything that can be done to a few comments of one author, done at the same moment."""

from __future__ import annotations

import pytest

from comments.models import Comment, LeftForLater, Note, PastComment, PastDecision, PastPage, QueueEntry
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_discussion,
    make_editor,
    make_escalated,
    make_moderator,
    make_rejected,
)
from tests.test_queue_races import at_once

ROUNDS = 3


@pytest.fixture
def told_at_once(settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def test_whatever_meets_on_one_comment_the_queue_is_as_the_record_says(committed_db):
    mina, leyla, editor = make_moderator(), make_moderator(), make_editor()
    for _round in range(ROUNDS):
        author, discussion = make_author(), make_discussion()
        comment = make_comment("You are an idiot.", author=author, discussion=discussion)

        faults = at_once(
            lambda comment=comment: fresh(comment).approve(by=mina, seen=0),
            lambda comment=comment: fresh(comment).reject(by=leyla, seen=0, guidelines=["abuse"]),
            lambda comment=comment: fresh(comment).undo(by=mina, seen=1),
            lambda comment=comment: fresh(comment).escalate(by=leyla, group="Legal", kind="risk", note="x"),
            lambda comment=comment: LeftForLater.objects.leave(comment=fresh(comment), by=leyla, seen=0),
            lambda comment=comment: LeftForLater.objects.take_up(comment=fresh(comment), by=mina),
            lambda comment=comment: fresh(comment).report(author=make_author(), guideline="abuse"),
            lambda comment=comment: fresh(comment).screen(),
            lambda author=author, discussion=discussion: make_comment(author=author, discussion=discussion),
            lambda comment=comment: fresh(comment).erase(by=editor, request="2026/1"),
        )

        assert faults == []
        assert QueueEntry.objects.differing() == []


def test_several_of_one_author_while_others_come_in_from_elsewhere(committed_db, told_at_once):
    mina, leyla, editor = make_moderator(), make_moderator(), make_editor()
    for turn in range(ROUNDS):
        about = {"author": make_author(), "discussion": make_discussion()}
        published, refused, waiting, gone = (
            make_approved(by=mina, **about),
            make_rejected(by=mina, **about),
            make_comment(**about),
            make_comment(**about),
        )
        escalation = make_escalated(waiting, by=mina)

        faults = at_once(
            lambda published=published: fresh(published).report(author=make_author(), guideline="abuse"),
            lambda published=published: fresh(published).reject(by=leyla, seen=1, guidelines=["abuse"]),
            lambda refused=refused: fresh(refused).appeal(statement="Once more, please."),
            lambda refused=refused: fresh(refused).approve(by=leyla, seen=1, explanation="It was harmless."),
            lambda escalation=escalation: escalation.resolve(by=editor, note="No threat."),
            lambda waiting=waiting: fresh(waiting).approve(by=editor, seen=0),
            lambda gone=gone: fresh(gone).withdraw(),
            lambda gone=gone: fresh(gone).approve(by=leyla, seen=0),
            lambda turn=turn: bring_in(turn),
            lambda turn=turn: bring_in(turn + ROUNDS),
        )

        assert faults == []
        assert QueueEntry.objects.differing() == []


def bring_in(turn: int) -> None:
    page = PastPage(key=f"/pier-{turn}", url=f"/pier-{turn}", title="The pier", section="City", language="en")
    decision = PastDecision("approved", decided_at=Comment.objects.earliest("pk").received_at)
    Comment.objects.bring_in(
        source=f"elsewhere-{turn}",
        comments=[
            PastComment(str(number), f"Said {number} there.", page, decision=decision if number % 2 else None)
            for number in range(6)
        ],
    )


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_erasing_while_somebody_writes_about_it_leaves_no_words(committed_db, turn):
    editor, comment = make_editor(), make_comment(name="Berfin")
    doomed = fresh(comment)

    faults = at_once(
        lambda: doomed.erase(by=editor, request="2026/2"),
        lambda: Note.objects.write(comment=comment, by=editor, text="She writes of her street."),
        lambda: comment.author.hold(comment=comment, by=editor, seen=0, note="She writes of her street."),
    )

    assert faults == []
    assert not Note.objects.exclude(text="").exists()
    assert not comment.author.standings.exclude(comment=None).exists()
