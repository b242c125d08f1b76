"""The queue is made from the record and follows it, whatever happens and in whatever order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from comments import clock
from comments.models import Comment, Decision, LeftForLater, PastComment, PastDecision, PastPage, QueueEntry
from comments.triggers import lifted
from tests.factories import (
    make_approved,
    make_article,
    make_author,
    make_comment,
    make_discussion,
    make_moderator,
    make_rejected,
)

pytestmark = pytest.mark.django_db

PAGE = PastPage(key="/harbour", url="/harbour", title="The harbour", section="City", language="en")
RUDE = "You are an idiot."


@pytest.fixture(autouse=True)
def as_the_record_says():
    """At the end of each test the queue holds what the verbs of `CommentQuerySet` find, and no more."""
    yield
    assert QueueEntry.objects.differing() == []
    assert entries() == recorded()


def entries() -> dict[int, str]:
    return dict(QueueEntry.objects.exclude(state="later").values_list("comment", "state"))


def recorded() -> dict[int, str]:
    later = set(QueueEntry.objects.filter(state="later").values_list("comment", flat=True))
    found = Comment.objects.exclude(pk__in=later)
    return (
        dict.fromkeys(found.awaiting_decision().values_list("pk", flat=True), "waiting")
        | dict.fromkeys(found.reported().values_list("pk", flat=True), "reported")
        | dict.fromkeys(found.under_appeal().values_list("pk", flat=True), "appeals")
    )


def entry(comment) -> QueueEntry:
    return QueueEntry.objects.get(comment=comment)


def state(comment) -> str | None:
    return QueueEntry.objects.filter(comment=comment).values_list("state", flat=True).first()


def looks(comment) -> set[tuple[str, str]]:
    return set(entry(comment).verdicts.values_list("guideline", "verdict"))


def test_a_comment_waits_with_what_it_is_asked_for_by():
    comment = make_comment(RUDE)

    found = entry(comment)

    assert (found.state, found.verdict) == ("waiting", "look")
    assert (found.section, found.language) == ("City", "en")
    assert (found.discussion_id, found.author_id) == (comment.discussion_id, comment.author_id)
    assert found.received_at == comment.received_at
    assert 2000 < found.risk < 3000
    assert ("personal_attacks", "look") in looks(comment)


def test_a_comment_that_nothing_was_found_in_is_clear_and_without_risk():
    comment = make_comment()

    assert entry(comment).verdict == "clear"
    assert entry(comment).risk < 1000
    assert looks(comment) == set()


def test_what_could_not_be_read_is_not_clear():
    comment = make_comment("Buses are late.", discussion=make_discussion(text="", title=""))

    assert entry(comment).verdict == "failed"
    assert 1000 <= entry(comment).risk < 2000
    assert looks(comment) == {("relevance", "failed")}


def test_an_unscreened_comment_waits_and_is_not_clear():
    screened = make_comment()
    facts = {"discussion": screened.discussion, "author": screened.author}
    comment = Comment.objects.create(text="Buses are late.", salt="s", digest="d", **facts)

    assert entry(comment).verdict == "failed"


def test_a_decision_takes_it_away_and_its_undoing_brings_it_back():
    comment, moderator = make_comment(RUDE), make_moderator()
    found = looks(comment)

    comment.reject(by=moderator, seen=0, guidelines=["personal_attacks"])
    assert state(comment) is None
    comment.undo(by=moderator, seen=1)

    assert state(comment) == "waiting"
    assert looks(comment) == found


def test_a_decision_past_every_verb_takes_it_away_too():
    comment = make_comment()

    Decision.objects.bulk_create(
        [Decision(comment=comment, number=1, outcome="approved", by=make_moderator())]
    )

    assert state(comment) is None


def test_a_report_brings_a_published_comment_back_until_it_is_answered():
    comment, moderator = make_approved(), make_moderator()
    assert state(comment) is None

    comment.report(author=make_author(), guideline="threats")
    assert state(comment) == "reported"
    comment.approve(by=moderator, seen=1)
    assert state(comment) is None
    comment.undo(by=moderator, seen=2)

    assert state(comment) == "reported"


def test_an_appeal_brings_a_rejected_comment_back_until_it_is_judged():
    with clock.at(timezone.now() - timedelta(hours=1)):
        comment = make_rejected()
    appeal = comment.appeal(statement="It is no advertisement.")
    assert state(comment) == "appeals"

    appeal.overturn(by=make_moderator(), seen=1)

    assert state(comment) is None


@pytest.mark.parametrize("end", [Comment.withdraw, lambda c: c.erase(by=make_moderator(), request="1")])
def test_what_was_withdrawn_or_erased_does_not_wait(end):
    comment = make_comment(RUDE)

    end(comment)

    assert state(comment) is None


def test_screening_again_renews_what_is_said_of_it():
    discussion = make_discussion(text="", title="")
    comment = make_comment("Buses are late.", discussion=discussion)
    discussion.title, discussion.text = "Buses", "Buses are late in winter."
    discussion.save()

    comment.screen()

    assert entry(comment).verdict == "clear"
    assert looks(comment) == set()


def test_screening_what_is_decided_brings_nothing_back():
    comment = make_approved()

    comment.screen()

    assert state(comment) is None


def test_an_import_brings_what_waits_and_leaves_what_was_decided():
    decided = PastDecision(outcome="approved", decided_at=timezone.now())
    past = [
        PastComment(source_key="1", text="It floods every spring.", page=PAGE, author_key="a"),
        PastComment(source_key="2", text=RUDE, page=PAGE, author_key="b"),
        PastComment(source_key="3", text="The harbour is old.", page=PAGE, author_key="a", decision=decided),
    ]

    waits, rude, done = Comment.objects.bring_in(source="old", comments=past)

    assert (state(waits), state(rude), state(done)) == ("waiting", "waiting", None)
    assert entry(rude).verdict == "look"
    assert entry(waits).approved_before == 1


def test_an_authors_record_is_known_of_all_that_waits_of_theirs():
    author, moderator = make_author(), make_moderator()
    waits = make_comment(author=author)
    approved = [make_comment(author=author) for _ in range(4)]
    for number, comment in enumerate(approved):
        assert entry(waits).approved_before == min(number, 3)
        comment.approve(by=moderator, seen=0)

    assert entry(waits).approved_before == 3
    approved[0].undo(by=moderator, seen=1)
    assert entry(waits).approved_before == 3
    approved[1].reject(by=moderator, seen=1, guidelines=["abuse"])
    assert entry(waits).approved_before == 2


def test_who_moves_a_page_to_another_section_moves_what_waits_under_it():
    article = make_article(section="City")
    comment = make_comment(discussion=make_discussion(article))
    article.section = "Sport"
    article.save()

    make_comment(discussion=make_discussion(article))

    assert entry(comment).section == "Sport"


def test_what_is_left_for_later_waits_apart_until_taken_up():
    comment, moderator = make_comment(RUDE), make_moderator()

    LeftForLater.objects.leave(comment=comment, by=moderator, seen=0, note="Ask the desk in Erbil.")
    assert state(comment) == "later"
    assert set(entry(comment).verdicts.values_list("state", flat=True)) == {"later"}
    LeftForLater.objects.take_up(comment=comment, by=moderator)

    assert state(comment) == "waiting"


def test_deciding_ends_being_left_for_later_and_undoing_brings_it_back():
    comment, moderator = make_comment(), make_moderator()
    LeftForLater.objects.leave(comment=comment, by=moderator, seen=0)

    comment.approve(by=moderator, seen=0)
    assert state(comment) is None
    comment.undo(by=moderator, seen=1)

    assert state(comment) == "later"


def test_what_is_rolled_back_leaves_no_trace():
    comment, moderator = make_comment(), make_moderator()

    with transaction.atomic():
        comment.approve(by=moderator, seen=0)
        transaction.set_rollback(True)

    assert state(comment) == "waiting"


class TestWhereItDiffers:
    """As somebody could make it who lifts the triggers, or a fault of ours."""

    @pytest.fixture
    def spoilt(self):
        gone, changed, stale = make_comment(), make_comment(RUDE), make_comment()
        with lifted(connection):
            QueueEntry.objects.filter(comment=gone).delete()
            entry(changed).verdicts.all().delete()
            Decision.objects.create(comment=stale, number=1, outcome="approved", by=make_moderator())
            Comment.objects.filter(pk=stale.pk).update(status="approved")
        return sorted(comment.pk for comment in (gone, changed, stale))

    def test_it_is_named_and_renewed(self, spoilt, capsys):
        assert QueueEntry.objects.differing() == spoilt

        with pytest.raises(CommandError, match="3 comments"):
            call_command("check_queue")
        call_command("check_queue", "--repair")

        assert QueueEntry.objects.differing() == []
        assert "3 comments" in capsys.readouterr().out

    def test_emptied_it_is_filled_again(self, spoilt):
        QueueEntry.objects.all().delete()

        QueueEntry.objects.fill()

        assert QueueEntry.objects.differing() == []


def test_migrating_fills_an_empty_queue():
    make_comment(RUDE)
    make_comment()
    QueueEntry.objects.all().delete()

    call_command("migrate", verbosity=0)

    assert QueueEntry.objects.count() == 2
