"""Which sections are whose. Who has any decides only there, by every route."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from comments import clock, refusals
from comments.models import Assignment, LeftForLater, SecondReading, TrailEntry
from tests.factories import (
    make_answerer,
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_editor,
    make_escalated,
    make_moderator,
    make_rejected,
)

pytestmark = pytest.mark.django_db
HOUR = timezone.timedelta(hours=1)


def assign(moderator, *sections: str, by=None) -> None:
    seen = Assignment.objects.sections_of(moderator) or ()
    Assignment.objects.assign(to=moderator, sections=sections, seen=seen, by=by or make_editor())


@pytest.fixture
def of_sport():
    """Who moderates sport, and nothing else."""
    moderator = make_moderator()
    assign(moderator, "Sport")
    return moderator


def on(section: str):
    return make_discussion(make_article(section=section))


def test_without_sections_one_decides_everywhere():
    moderator = make_moderator()

    assert Assignment.objects.sections_of(moderator) is None
    for section in ("Sport", "City", ""):
        make_comment(discussion=on(section)).approve(by=moderator, seen=0)


def test_one_decides_in_ones_own(of_sport):
    make_comment(discussion=on("Sport")).approve(by=of_sport, seen=0)
    make_comment(discussion=on("Sport")).reject(by=of_sport, seen=0, guidelines=["threats"])


ELSEWHERE = {
    "approve": (make_comment, lambda comment, by: comment.approve(by=by, seen=0)),
    "reject": (make_comment, lambda comment, by: comment.reject(by=by, seen=0, guidelines=["threats"])),
    "reject what is published": (
        make_approved,
        lambda comment, by: comment.reject(by=by, seen=1, guidelines=["threats"]),
    ),
    "approve what was rejected": (
        make_rejected,
        lambda comment, by: comment.approve(by=by, seen=1, explanation="Wrongly."),
    ),
    "leave for later": (
        make_comment,
        lambda comment, by: LeftForLater.objects.leave(comment=comment, by=by, seen=0),
    ),
    "take up again": (
        make_comment,
        lambda comment, by: LeftForLater.objects.take_up(comment=comment, by=by),
    ),
}


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("City", "on a page of the section “City”"),
        ("sport", "on a page of the section “sport”"),
        ("", "on a page without a section"),
    ],
    ids=["City", "sport", "none"],
)
@pytest.mark.parametrize("act", ELSEWHERE)
def test_elsewhere_nothing_is_decided(of_sport, act, section, said):
    make, verb = ELSEWHERE[act]
    comment = make(discussion=on(section))
    before = comment.status, comment.decisions.count(), TrailEntry.objects.count()

    with pytest.raises(refusals.NotYourSection, match=said):
        verb(comment, of_sport)

    comment.refresh_from_db()
    assert (comment.status, comment.decisions.count(), TrailEntry.objects.count()) == before


@pytest.mark.parametrize("verb", ["overturn", "confirm"])
def test_appeals_elsewhere_are_for_others(of_sport, verb):
    with clock.at(timezone.now() - HOUR):
        comment = make_rejected(discussion=on("City"))
    appeal = comment.appeal()
    facts = {"guidelines": ["promotion"]} if verb == "confirm" else {}

    with pytest.raises(refusals.NotYourSection):
        getattr(appeal, verb)(by=of_sport, seen=1, **facts)

    assert comment.open_appeal == appeal


def test_what_one_decided_one_can_undo_when_the_section_was_taken_away(of_sport):
    comment = make_comment(discussion=on("Sport"))
    comment.approve(by=of_sport, seen=0)
    assign(of_sport, "City")

    comment.undo(by=of_sport, seen=1)

    assert comment.status == "pending"


def test_pages_without_a_section_are_a_section_too():
    moderator = make_moderator()
    assign(moderator, "")

    make_comment(discussion=on("")).approve(by=moderator, seen=0)
    with pytest.raises(refusals.NotYourSection, match="Sport"):
        make_comment(discussion=on("Sport")).approve(by=moderator, seen=0)


def test_what_was_escalated_is_its_groups_wherever_it_stands():
    answerer = make_answerer()
    assign(answerer, "Sport")
    comment = make_comment(discussion=on("City"))
    make_escalated(comment)

    comment.reject(by=answerer, seen=0, guidelines=["threats"])

    assert comment.status == "rejected"


def test_danger_can_be_escalated_from_everywhere(of_sport):
    comment = make_comment(discussion=on("City"))

    make_escalated(comment, by=of_sport)

    assert comment.open_escalation


def test_second_readings_are_of_ones_sections(of_sport):
    with clock.at(timezone.now() - HOUR):
        here, there = (make_approved(discussion=on(section)) for section in ("Sport", "City"))

    with override_settings(COMMENTS=settings.COMMENTS | {"SECOND_READING_SHARE": 1}):
        assert [each.comment for each in SecondReading.objects.to_read(by=of_sport)] == [here]
        with pytest.raises(refusals.NotToReadAgain):
            SecondReading.objects.read(decision=there.standing_decision, by=of_sport, outcome="approved")


def test_the_page_counts_as_it_is_now(of_sport):
    comment = make_comment(discussion=on("Sport"))
    comment.discussion.section = "City"
    comment.discussion.save()

    with pytest.raises(refusals.NotYourSection, match="City"):
        comment.approve(by=of_sport, seen=0)


def test_assigning_is_on_the_trail(of_sport):
    editor = make_editor()

    assign(of_sport, "City", " Sport ", by=editor)
    assign(of_sport, by=editor)

    acts = TrailEntry.objects.filter(act="sections assigned", by=editor).order_by("pk")
    assert [act.details for act in acts] == [
        {"moderator": of_sport.pk, "sections": ["City", "Sport"]},
        {"moderator": of_sport.pk, "sections": []},
    ]
    assert Assignment.objects.sections_of(of_sport) is None


def test_assigning_the_same_again_changes_nothing(of_sport):
    entries, rows = TrailEntry.objects.count(), list(Assignment.objects.values())

    assign(of_sport, "Sport")

    assert (TrailEntry.objects.count(), list(Assignment.objects.values())) == (entries, rows)


@pytest.mark.parametrize("seen", [[], ["City"], ["Sport", "City"]], ids=len)
def test_what_another_editor_assigned_meanwhile_is_not_overwritten(of_sport, seen):
    with pytest.raises(refusals.AssignmentChanged):
        Assignment.objects.assign(to=of_sport, sections=["World"], seen=seen, by=make_editor())

    assert Assignment.objects.sections_of(of_sport) == {"Sport"}


REFUSED = {
    "too long": ["x" * 101],
    "NUL": ["a\x00b"],
    "two lines": ["a\nb"],
    "half a letter": ["\ud800"],
    "too many": [f"section {n}" for n in range(101)],
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_a_section_is_refused(of_sport, case):
    with pytest.raises(refusals.SectionRefused):
        assign(of_sport, "City", *REFUSED[case])

    assert Assignment.objects.sections_of(of_sport) == {"Sport"}


def test_a_joiner_belongs_to_a_name(of_sport):
    assign(of_sport, "وه‌رزش")

    assert Assignment.objects.sections_of(of_sport) == {"وه‌رزش"}
