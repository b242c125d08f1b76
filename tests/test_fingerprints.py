"""Near-duplicates that wait and those decided are found, and an erasure takes the trace with the words."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from comments.models import Comment, PastComment, PastPage
from comments.models.fingerprinting import FINGERPRINT, fingerprint_columns
from tests.factories import make_approved, make_comment, make_moderator, make_rejected
from tests.full_record import refused

pytestmark = pytest.mark.django_db

CAMPAIGN = (
    "The new harbour toll is a scandal and every fisherman of this town should refuse to pay it. "
    "Come to the square on Friday at six."
)
VARIANT = CAMPAIGN.replace("fisherman", "sailor")


@pytest.fixture
def unfilled():
    """A comment from before there were fingerprints."""
    comment = make_comment(CAMPAIGN)
    values = {field.attname: getattr(comment, field.attname) for field in Comment._meta.local_fields}
    values |= dict.fromkeys(["id", "form_key", *FINGERPRINT])
    return Comment.objects.create(**values)


def fingerprint_of(comment) -> dict:
    return Comment.objects.filter(pk=comment.pk).values(*FINGERPRINT).get()


def test_near_duplicates_are_found_across_pages_and_authors():
    comment, same, variant = make_comment(CAMPAIGN), make_comment(CAMPAIGN), make_comment(VARIANT)
    make_comment("The northern road floods every spring, and nobody has ever mended it.")

    assert set(comment.near_duplicates()) == {same, variant}


def test_near_duplicates_are_those_that_wait():
    comment = make_comment(CAMPAIGN)
    make_approved(CAMPAIGN)
    make_comment(CAMPAIGN).withdraw()
    make_comment(CAMPAIGN).erase(by=None, request="2026/1")

    assert not comment.near_duplicates().exists()


def test_short_comments_have_no_near_duplicates():
    comment = make_comment("Thanks!")
    make_comment("Thanks!")

    assert not comment.near_duplicates().exists()
    assert set(fingerprint_of(comment).values()) == {None}


def test_precedents_are_decided_comments_with_nearly_the_same_words():
    comment, approved, rejected = make_comment(CAMPAIGN), make_approved(CAMPAIGN), make_rejected(VARIANT)
    make_comment(CAMPAIGN)
    make_rejected("The northern road floods every spring, and nobody has ever mended it.")

    assert set(comment.precedents()) == {approved, rejected}


def test_a_decision_undone_is_no_precedent():
    comment, moderator = make_comment(CAMPAIGN), make_moderator()
    make_rejected(CAMPAIGN, by=moderator).undo(by=moderator, seen=1)

    assert not comment.precedents().exists()


def test_what_an_appeal_has_reopened_is_no_precedent(settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}
    comment, rejected = make_comment(CAMPAIGN), make_rejected(CAMPAIGN)
    appeal = rejected.appeal()

    assert not comment.precedents().exists()

    appeal.confirm(by=make_moderator(), seen=1, guidelines=["abuse"])
    assert comment.precedents().get() == rejected


def test_an_import_is_fingerprinted():
    page = PastPage(key="/road", url="/road", title="Road", text="", section="", language="en")
    (brought,) = Comment.objects.bring_in(
        source="old-system", comments=[PastComment(source_key="1", text=CAMPAIGN, page=page)]
    )

    assert fingerprint_of(brought) == fingerprint_columns(CAMPAIGN)
    assert brought in make_comment(CAMPAIGN).near_duplicates()


def test_an_erasure_takes_the_fingerprint_too():
    comment = make_comment(CAMPAIGN)

    comment.erase(by=None, request="2026/1")

    assert set(fingerprint_of(comment).values()) == {None}


def test_what_came_in_before_there_were_fingerprints_is_filled_once(unfilled):
    out = StringIO()
    call_command("fingerprint_comments", stdout=out)
    call_command("fingerprint_comments", stdout=out)

    assert fingerprint_of(unfilled) == fingerprint_columns(CAMPAIGN)
    assert out.getvalue().splitlines() == [
        "1 comments have a fingerprint now.",
        "0 comments have a fingerprint now.",
    ]


def test_what_is_filled_is_permanent(unfilled):
    Comment.objects.fill_fingerprints()

    with refused("comments_comment.fingerprint_1 is permanent"):
        Comment.objects.filter(pk=unfilled.pk).update(fingerprint_1=7)


def test_nothing_else_can_be_changed_by_the_way_while_filling(unfilled):
    with refused("comments_comment.digest is permanent"):
        Comment.objects.filter(pk=unfilled.pk).update(**fingerprint_columns(CAMPAIGN), digest="x")
    with refused("comments_comment.name is permanent"):
        Comment.objects.filter(pk=unfilled.pk).update(**fingerprint_columns(CAMPAIGN), name="")


def test_an_erased_comment_is_not_filled(unfilled):
    unfilled.erase(by=None, request="2026/1")

    assert Comment.objects.fill_fingerprints() == 0
    with refused("comments_comment.fingerprint_1 is permanent"):
        Comment.objects.filter(pk=unfilled.pk).update(fingerprint_1=7)


def test_a_comment_not_yet_filled_can_be_erased(unfilled):
    unfilled.erase(by=None, request="2026/1")

    assert unfilled.text == ""


def test_near_duplicates_are_looked_up_by_index():
    comment = make_comment(CAMPAIGN)
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL plans by what the tables hold, and here they hold nothing")

    for found in (comment.near_duplicates().oldest_first(), comment.precedents().newest_first()):
        assert all(f"comment_{name}" in found.explain() for name in FINGERPRINT)
