"""A sample of decided comments is read again by somebody who does not know what was decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import clock, refusals
from comments.models import Comment, SecondReading, TrailEntry
from comments.numbers.readings import readings
from tests.factories import make_comment, make_escalated, make_moderator, make_second_reading, make_user

pytestmark = pytest.mark.django_db
PAGE = "admin:comments_desk_second"


@pytest.fixture(autouse=True)
def all_are_read_again(settings):
    settings.COMMENTS = settings.COMMENTS | {"SECOND_READING_SHARE": 1}


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def make_decided(*guidelines: str, by=None, hours: float = 1, **facts) -> Comment:
    with clock.at(timezone.now() - timedelta(hours=hours)):
        comment = make_comment(**facts)
        by = by or make_moderator()
        if guidelines:
            comment.reject(by=by, seen=0, guidelines=list(guidelines))
        else:
            comment.approve(by=by, seen=0)
    return comment


def to_read(by) -> list[Comment]:
    return [decision.comment for decision in SecondReading.objects.to_read(by=by)]


class TestSample:
    def test_others_decisions_are_read_again_the_newest_first(self):
        reader = make_moderator()
        first, second = make_decided(), make_decided("abuse")
        make_decided(by=reader)
        assert to_read(reader) == [second, first]

    def test_how_many_are_drawn_follows_the_setting(self, settings):
        reader, by = make_moderator(), make_moderator()
        comments = [make_decided(by=by) for _ in range(12)]
        for share in (0, 0.5):
            settings.COMMENTS = settings.COMMENTS | {"SECOND_READING_SHARE": share}
            drawn = [comment for comment in comments if int(comment.digest[:8], 16) < share * 16**8]
            assert set(to_read(reader)) == set(drawn)

    @pytest.mark.parametrize(
        "happened",
        [
            "undoable",
            "undone",
            "read",
            "old",
            "reconsidered",
            "appealed",
            "escalated",
            "withdrawn",
            "erased",
            "waiting",
        ],
    )
    def test_what_is_still_moving_or_over_is_not_read(self, happened):
        reader, by = make_moderator(), make_moderator()
        if happened == "waiting":
            make_comment()
        elif happened == "undoable":
            make_comment().approve(by=by, seen=0)
        elif happened == "old":
            make_decided(hours=24 * 15)
        elif happened == "undone":
            comment = make_comment()
            comment.approve(by=by, seen=0)
            comment.undo(by=by, seen=1)
        else:
            comment = make_decided("abuse") if happened == "appealed" else make_decided()
            match happened:
                case "read":
                    make_second_reading(comment.standing_decision)
                case "reconsidered":
                    comment.reject(by=by, seen=1, guidelines=["abuse"])
                    comment.approve(by=by, seen=2, explanation="No.")
                case "appealed":
                    comment.appeal()
                case "escalated":
                    make_escalated(comment)
                case "withdrawn":
                    comment.withdraw()
                case "erased":
                    comment.erase(by=make_user(), request="2026/2")
        assert to_read(reader) == []


class TestReading:
    @pytest.mark.parametrize(
        ("decided", "outcome", "guideline", "agrees"),
        [
            ((), "approved", "", True),
            ((), "rejected", "abuse", False),
            (("abuse", "threats"), "rejected", "abuse", True),
            (("abuse", "threats"), "rejected", "threats", True),
            (("abuse",), "rejected", "threats", False),
            (("abuse",), "approved", "", False),
        ],
    )
    def test_it_is_recorded_and_the_comment_stays_as_it_is(self, decided, outcome, guideline, agrees):
        comment, by = make_decided(*decided), make_moderator()
        status = comment.status
        reading = SecondReading.objects.read(
            decision=comment.standing_decision, by=by, outcome=outcome, guideline=guideline
        )
        assert reading.agrees == agrees
        comment.refresh_from_db()
        assert comment.status == status
        assert comment.decisions.count() == 1
        assert TrailEntry.objects.filter(act="read again", comment=comment, by=by).count() == 1

    def test_a_rejection_names_a_guideline_in_force(self):
        decision = make_decided().standing_decision
        for guideline, refusal in (("", refusals.GuidelineRequired), ("x", refusals.UnknownGuideline)):
            with pytest.raises(refusal):
                make_second_reading(decision, outcome="rejected", guideline=guideline)
        assert not SecondReading.objects.exists()

    def test_ones_own_decision_is_not_read_again(self):
        decision = make_decided().standing_decision
        with pytest.raises(refusals.NotToReadAgain):
            make_second_reading(decision, by=decision.by)

    def test_it_is_read_once(self):
        decision = make_decided().standing_decision
        make_second_reading(decision)
        with pytest.raises(refusals.NotToReadAgain):
            make_second_reading(decision)


class TestPage:
    def test_it_does_not_tell_what_was_decided(self, client, moderator):
        comment = make_decided("abuse", text="The mill was sold twice.")
        shown = client.get(reverse(PAGE)).content.decode()
        assert "The mill was sold twice." in shown
        assert comment.standing_decision.by_name not in shown
        assert "checked" not in shown

    def test_afterwards_it_tells(self, client, moderator):
        decision = make_decided("abuse").standing_decision
        answer = {"answer": "approved"}
        response = client.post(reverse(f"{PAGE}_read", args=[decision.pk]), answer, follow=True)
        assert "It had been rejected under: " in response.content.decode()
        assert "Nothing is to be read again now." in response.content.decode()

    @pytest.mark.parametrize(
        ("answer", "status"), [({}, 422), ({"answer": "x" * 900}, 409), ({"answer": "a\x00"}, 409)]
    )
    def test_an_answer_that_is_none_records_nothing(self, client, moderator, answer, status):
        decision = make_decided().standing_decision
        response = client.post(reverse(f"{PAGE}_read", args=[decision.pk]), answer)
        assert response.status_code == status
        assert 'role="alert"' in response.content.decode()
        assert not SecondReading.objects.exists()

    def test_it_is_for_moderators_and_by_post(self, client, moderator):
        decision = make_decided().standing_decision
        address = reverse(f"{PAGE}_read", args=[decision.pk])
        assert client.get(address).status_code == 302
        assert client.post(reverse(f"{PAGE}_read", args=[99_999])).status_code == 404
        client.force_login(make_user(is_staff=True))
        assert client.get(reverse(PAGE)).status_code == 403
        assert client.post(address, {"answer": "approved"}).status_code == 403


def test_agreement_is_counted_by_what_was_decided_first():
    make_second_reading(make_decided().standing_decision)
    make_second_reading(make_decided().standing_decision, outcome="rejected", guideline="abuse")
    make_second_reading(make_decided("abuse").standing_decision, outcome="rejected", guideline="threats")
    counted = readings(30)
    assert (counted[""].read, counted[""].same_outcome, counted[""].same) == (2, 1, 1)
    assert (counted["abuse"].read, counted["abuse"].same_outcome, counted["abuse"].same) == (1, 1, 0)
