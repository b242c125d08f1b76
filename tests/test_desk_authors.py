"""An author's file at the desk: what it shows, and setting their standing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from comments.models import Author, Comment, Standing
from tests.desk_pages import HTMX, card_url, desk_url, page
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_rejected,
    make_suspended,
    make_user,
)

pytestmark = pytest.mark.django_db

NETWORK = "v4:0123456789abcdef"
REASON = "Five insults in a day."


def author_url(comment: Comment) -> str:
    return reverse("admin:comments_desk_author", args=[comment.pk])


def set_url(comment: Comment) -> str:
    return reverse("admin:comments_desk_standing", args=[comment.pk])


def day(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


def sent(**fields) -> dict:
    """The form as it is filled in for a week's suspension."""
    defaults = {"kind": "suspended", "subject": "author", "until": day(7), "reason": REASON, "note": ""}
    return defaults | {"seen_author": 0, "seen_network": 0, "seen_email": 0} | fields


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def test_the_file_counts_what_became_of_an_authors_comments(client, moderator):
    author, discussion, other = make_author(), make_discussion(), make_moderator()
    facts = {"author": author, "discussion": discussion}
    reported = make_approved(**facts)
    reported.report(author=make_author(), guideline="abuse")
    for guideline in ("threats", "threats", "promotion"):
        make_rejected(guidelines=[guideline], by=other, **facts)
    make_comment(**facts).withdraw()

    file = client.get(author_url(make_comment(**facts))).context["file"]

    assert {name: file.record[name] for name in ("approved", "rejected", "pending", "withdrawn")} == {
        "approved": 1,
        "rejected": 3,
        "pending": 1,
        "withdrawn": 1,
    }
    assert [(guideline.pk, number) for guideline, number in file.rejected_under] == [
        ("threats", 2),
        ("promotion", 1),
    ]
    assert (file.reported, file.overturned) == (1, 0)


def test_it_counts_what_was_overturned(client, moderator, settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}
    comment = make_rejected()
    comment.appeal().overturn(by=make_moderator(), seen=1)

    assert client.get(author_url(comment)).context["file"].overturned == 1


def test_it_shows_the_latest_comments_with_what_was_decided(client, moderator):
    comment = make_rejected("Buy cheap watches.", by=make_moderator("nora"))

    text = page(client.get(author_url(comment)))

    assert "Buy cheap watches." in text
    assert "No advertising" in text
    assert "nora" in text


def test_beside_the_card_it_is_a_fragment(client, moderator):
    response = client.get(author_url(make_comment()), headers=HTMX)

    assert "<html" not in page(response)
    assert 'id="author-heading"' in page(response)


def test_the_card_leads_to_it(client, moderator):
    comment = make_comment()

    assert f'href="{author_url(comment)}"' in page(client.get(card_url(comment)))


def test_it_takes_as_many_queries_for_many_comments_as_for_few(
    client, moderator, django_assert_max_num_queries
):
    author, discussion, other = make_author(), make_discussion(), make_moderator()
    comment = make_comment(author=author, discussion=discussion)
    make_rejected(author=author, discussion=discussion, by=other)
    client.get(author_url(comment))
    with django_assert_max_num_queries(40) as few:
        client.get(author_url(comment))

    for _ in range(6):
        make_rejected(author=author, discussion=discussion, by=other)

    with django_assert_max_num_queries(len(few)):
        client.get(author_url(comment))


def test_nothing_leads_from_an_erased_comment_to_its_author(client, moderator):
    comment = make_comment()
    comment.erase(by=None, request="2026/1")

    assert client.get(author_url(comment)).status_code == 404
    assert client.get(card_url(comment)).status_code == 200


# Setting it.


def test_a_moderator_suspends_until_the_end_of_a_day(client, moderator):
    comment = make_comment()

    last = day(7)

    response = client.post(set_url(comment), sent(until=last))

    standing = Standing.objects.get()
    assert response.status_code == 303
    assert (standing.kind, standing.by, standing.comment, standing.reason) == (
        "suspended",
        moderator,
        comment,
        REASON,
    )
    assert timezone.localtime(standing.until).strftime("%Y-%m-%d %H:%M") == f"{last} 23:59"
    assert REASON in page(client.get(author_url(comment)))


def test_beside_the_card_it_answers_with_the_file_as_it_is_then(client, moderator):
    response = client.post(set_url(make_comment()), sent(), headers=HTMX)

    assert response.status_code == 200
    assert "suspended" in response.context["done"]
    assert response.context["file"].in_force


def test_held_and_lifted(client, moderator):
    comment = make_comment()

    client.post(set_url(comment), sent(kind="held", until="", reason="", note="Tries what gets through."))
    client.post(set_url(comment), sent(kind="lifted", until="", seen_author=1))

    assert list(Standing.objects.order_by("pk").values_list("kind", flat=True)) == ["held", "lifted"]


def test_an_editor_blocks_and_restricts_a_network(client, editor):
    comment = make_comment(network=NETWORK)

    client.post(set_url(comment), sent(kind="blocked", until=""))
    client.post(set_url(comment), sent(kind="blocked", subject="network"))

    assert list(Standing.objects.order_by("pk").values_list("subject", "kind")) == [
        ("author", "blocked"),
        ("network", "blocked"),
    ]


def test_a_proven_address_can_be_chosen(client, editor):
    comment = make_comment(author=Author.objects.of_account(make_user(email="leyla@example.org")))

    assert 'value="email"' in page(client.get(author_url(comment)))
    client.post(set_url(comment), sent(subject="email"))

    assert Standing.objects.get().subject == "email"


@pytest.mark.parametrize(
    ("now", "last"),
    [("2026-10-21T22:05:00Z", "2026-10-29"), ("2027-03-23T23:05:00Z", "2027-03-31")],
    ids=["clocks go back", "clocks go forward"],
)
def test_a_network_is_restricted_to_the_end_of_the_last_day_where_clocks_change(client, settings, now, last):
    settings.TIME_ZONE = "Europe/Berlin"
    settings.COMMENTS = settings.COMMENTS | {"NETWORK_BLOCK_DAYS": 7}
    the_day_after = f"{date.fromisoformat(last) + timedelta(days=1)}"
    with time_machine.travel(now):
        client.force_login(make_editor())
        url = set_url(make_comment(network=NETWORK))

        assert client.post(url, sent(subject="network", until=the_day_after)).status_code == 422
        assert client.post(url, sent(subject="network", until=last)).status_code == 303


@pytest.mark.parametrize("fields", [{"kind": "blocked", "until": ""}, {"subject": "network"}])
def test_a_moderator_may_neither_block_nor_strike_a_network(client, moderator, fields):
    comment = make_comment(network=NETWORK)

    response = client.post(set_url(comment), sent(**fields))

    assert response.status_code == 422
    assert "for editors" in page(response)
    text = page(client.get(author_url(comment)))
    assert 'value="blocked"' not in text
    assert 'value="network"' not in text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"reason": ""}, 422),
        ({"reason": "\x00"}, 422),
        ({"reason": "x" * 1001}, 422),
        ({"until": ""}, 422),
        ({"until": "2020-01-01"}, 422),
        ({"until": "soon"}, 422),
        ({"until": "9999-12-31"}, 422),
        ({"until": "0001-01-01"}, 422),
        ({"kind": "banished"}, 422),
        ({"kind": ""}, 422),
        ({"subject": "everybody"}, 422),
        ({"subject": "email"}, 422),
        ({"seen_author": "minus"}, 409),
        ({"seen_author": "9" * 30}, 409),
        ({"seen_author": "٣"}, 409),
        ({"seen_author": 1}, 409),
        ({"kind": "lifted"}, 422),
    ],
)
def test_what_is_missing_forged_or_damaged_is_refused(client, moderator, fields, status):
    response = client.post(set_url(make_comment()), sent(**fields))

    assert response.status_code == status
    assert not Standing.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_nothing_typed_is_lost_when_another_moderator_was_first(client, moderator, headers):
    comment = make_comment()
    make_suspended(comment, by=make_moderator("nora"))
    last = day(7)

    response = client.post(set_url(comment), sent(reason="My own reason.", until=last), headers=headers)

    text = page(response)
    assert response.status_code == 409
    assert "nora already changed this: suspended" in text
    assert "My own reason." in text
    assert f'value="{last}"' in text


def test_the_list_and_the_card_say_who_is_held(client, moderator):
    comment = make_comment()
    comment.author.hold(comment=comment, by=make_moderator(), seen=0, note="x")
    make_comment(discussion=comment.discussion)

    rows = {row.comment: row.standing for row in client.get(desk_url()).context["rows"]}

    assert rows.pop(comment) == "held for review"
    assert set(rows.values()) == {""}
    assert "held for review" in page(client.get(card_url(comment)))


def test_a_network_marks_whoever_writes_from_it(client, moderator):
    comment = make_comment(network=NETWORK)
    make_suspended(make_comment(network=NETWORK), subject="network")

    rows = {row.comment: row.standing for row in client.get(desk_url()).context["rows"]}

    assert rows[comment] == "suspended"


def test_who_is_held_is_in_no_slice_of_clear_comments(client, moderator, settings):
    settings.COMMENTS = settings.COMMENTS | {"RECALL_PUBLISHED": ["en"]}
    author, discussion, other = make_author(), make_discussion(), make_moderator()
    for _ in range(3):
        make_approved(author=author, discussion=discussion, by=other)
    words = "The council will vote on the northern bridge, the buses and the road in the spring."
    comment = make_comment(words, author=author, discussion=discussion)
    known = desk_url("?ready=known")
    type(comment.queue_entry).objects.filter(pk=comment.pk).update(verdict="clear")
    assert [row.comment for row in client.get(known).context["rows"]] == [comment]

    author.hold(comment=comment, by=other, seen=0, note="Tries what gets through.")

    assert client.get(known).context["rows"] == []
    assert [row.comment for row in client.get(desk_url()).context["rows"]] == [comment]


# Notes.


def note_url(comment: Comment) -> str:
    return reverse("admin:comments_desk_author_note", args=[comment.pk])


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_moderators_leave_each_other_notes_on_an_author(client, moderator, headers):
    comment = make_comment()

    response = client.post(note_url(comment), {"text": "Writes from two browsers."}, headers=headers)

    assert response.status_code == (200 if headers else 303)
    other = make_comment(author=comment.author, discussion=comment.discussion)
    assert "Writes from two browsers." in page(client.get(author_url(other)))


@pytest.mark.parametrize("text", ["", "  \n", "\x00", "x" * 1001])
def test_a_note_that_says_nothing_or_cannot_be_kept_is_refused(client, moderator, text):
    comment = make_comment()

    response = client.post(note_url(comment), {"text": text})

    assert response.status_code == 422
    assert not comment.author.notes.exists()
