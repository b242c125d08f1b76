"""Nothing unapproved reaches another reader."""

import pytest
from django.urls import reverse

from comments.models import Comment
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_moderator,
    make_rejected,
    make_user,
)
from tests.readers import send, ticket

pytestmark = pytest.mark.django_db

HIDDEN = "Sesquipedalian"


def make_undone(text, **facts):
    moderator = make_moderator()
    comment = make_approved(text, by=moderator, **facts)
    comment.undo(by=moderator, seen=1)
    return comment


def make_removed(text, **facts):
    comment = make_approved(text, **facts)
    make_approved("A reply that stays.", in_reply_to=comment, discussion=comment.discussion)
    comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])
    return comment


def make_withdrawn(text, **facts):
    comment = make_approved(text, **facts)
    make_approved("A reply that stays.", in_reply_to=comment, discussion=comment.discussion)
    comment.withdraw()
    return comment


def make_erased(text, **facts):
    comment = make_approved(text, **facts)
    make_approved("A reply that stays.", in_reply_to=comment, discussion=comment.discussion)
    comment.erase(by=make_user(), request="2026-1")
    return comment


MAKERS = [make_comment, make_rejected, make_undone, make_removed, make_withdrawn, make_erased]


def every_page(article, comment):
    """Whatever a stranger can ask for, with the comment named wherever an address can name one."""
    url = article.get_absolute_url()
    yield from ("/", url, reverse("comments:mine"), reverse("comments:guidelines"))
    for record in ("transparency", "transparency_csv", "transparency_json", "log", "log_json"):
        yield reverse(f"comments:{record}")
    yield reverse("comments:sealed", args=[comment.pk])
    yield reverse("comments:reasons", args=[str(comment.pk), 1])
    for parameter in ("from", "reply_to"):
        yield f"{url}?{parameter}={comment.pk}"
        yield f"{url}?sort=newest&{parameter}={comment.pk}"
    yield reverse("comments:report", args=[comment.pk])
    yield reverse("comments:receipt", args=[str(comment.pk)])
    yield reverse("comments:sealed_by_receipt", args=[str(comment.pk)])
    yield reverse("comments:submit")


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_no_page_shows_a_stranger_what_is_not_published(client, make, is_signed_in):
    article = make_article()
    comment = make(f"{HIDDEN} words.", discussion=make_discussion(article), name=f"{HIDDEN} name")
    if is_signed_in:
        client.force_login(make_user())

    for address in every_page(article, comment):
        assert HIDDEN not in client.get(address).content.decode(), address


@pytest.mark.parametrize("make", MAKERS)
def test_no_answer_to_a_form_shows_what_is_not_published(client, make):
    article = make_article()
    comment = make(f"{HIDDEN} words.", discussion=make_discussion(article), name=f"{HIDDEN} name")
    form = {"guideline": "abuse", "ticket": ticket()}

    replied = send(client, article, in_reply_to=str(comment.pk))
    refused = send(client, article, in_reply_to=str(comment.pk), text="")
    reported = client.post(reverse("comments:report", args=[comment.pk]), form)

    for response in (replied, refused, reported):
        assert HIDDEN not in response.content.decode()


def test_what_is_published_is_shown(client):
    """Or the tests above would hold for a blank page."""
    article = make_article()
    make_approved(f"{HIDDEN} words.", discussion=make_discussion(article))

    assert HIDDEN in client.get(article.get_absolute_url()).content.decode()
    assert Comment.objects.published().count() == 1
