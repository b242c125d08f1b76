"""Leaving a comment for later, taking it up again, and notes that moderators leave each other."""

from __future__ import annotations

import pytest

from comments.models import LeftForLater, Note, QueueEntry, TrailEntry
from tests.desk_pages import HTMX, act_url, card_url, desk_url, names, page
from tests.factories import make_approved, make_comment, make_discussion, make_moderator, make_rejected

pytestmark = pytest.mark.django_db
NOTE = "Ask the desk in Erbil whether <b>this</b> happened."


@pytest.fixture
def moderator(client):
    moderator = make_moderator("mina")
    client.force_login(moderator)
    return moderator


@pytest.fixture
def two():
    discussion = make_discussion()
    return [make_comment(name=name, discussion=discussion) for name in ("First", "Second")]


def test_what_is_left_for_later_has_a_tab_of_its_own(client, moderator, two):
    response = client.post(act_url("later", two[0]), {"seen": 0, "note": NOTE})

    assert response["Location"].startswith(card_url(two[1]))
    assert names(client.get(desk_url())) == ["Second"]
    assert names(client.get(desk_url("?state=later"))) == ["First"]
    shown = page(client.get(card_url(two[0], "?state=later")))
    assert "Left for later by mina." in shown
    assert "Ask the desk in Erbil whether &lt;b&gt;this&lt;/b&gt; happened." in shown


def test_taken_up_again_it_waits_where_it_waited(client, moderator, two):
    client.post(act_url("later", two[0]), {"seen": 0})

    client.post(act_url("take_up", two[0]), headers=HTMX)

    assert names(client.get(desk_url())) == ["First", "Second"]
    acts = TrailEntry.objects.filter(comment=two[0]).order_by("pk").values_list("act", flat=True)
    assert list(acts)[-2:] == ["left for later", "taken up again"]


def test_it_can_be_decided_where_it_is(client, moderator, two):
    client.post(act_url("later", two[0]), {"seen": 0})

    client.post(act_url("approve", two[0], "?state=later"), {"seen": 0})

    two[0].refresh_from_db()
    assert two[0].is_published
    assert not QueueEntry.objects.filter(comment=two[0]).exists()


@pytest.mark.parametrize("make", [make_approved, make_rejected])
def test_what_is_decided_is_not_left_for_later(client, moderator, make):
    comment = make()

    response = client.post(act_url("later", comment), {"seen": 1, "note": NOTE})

    assert response.status_code == 409
    assert not LeftForLater.objects.exists()
    assert not Note.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"seen": "x"}, {"seen": 0, "note": "a\x00b"}, {"seen": 3}])
def test_what_is_forged_leaves_nothing(client, moderator, two, sent):
    assert client.post(act_url("later", two[0]), sent).status_code in (400, 409)
    assert not LeftForLater.objects.exists()


def test_a_note_that_was_refused_stays_in_its_field(client, moderator, two):
    response = client.post(act_url("note", two[0]), {"seen": 0, "note": "x" * 1001})

    assert response.status_code == 422
    assert "x" * 1001 in page(response)


def test_a_note_is_read_by_moderators_and_by_no_reader(client, moderator, two):
    client.post(act_url("note", two[0]), {"seen": 0, "note": NOTE})
    two[0].approve(by=moderator, seen=0)

    assert "Ask the desk in Erbil" in page(client.get(card_url(two[0], "?state=decided")))
    client.logout()
    assert "Ask the desk in Erbil" not in page(client.get(two[0].discussion.url))


def test_an_empty_note_is_none(client, moderator, two):
    response = client.post(act_url("note", two[0]), {"seen": 0, "note": "  \n"})

    assert response.status_code == 422
    assert not Note.objects.exists()
