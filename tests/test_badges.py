"""Who wrote as staff, or wrote the article, is told beside the name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Badge, Comment
from tests.factories import make_article, make_comment, make_discussion, make_moderator, make_user
from tests.readers import send

pytestmark = pytest.mark.django_db

STAFF, BYLINE = "Staff</span>", "Wrote the article</span>"


def written_by(client, user, article=None) -> Comment:
    if user:
        client.force_login(user)
    send(client, article or make_article(), name=None if user else "Aram")
    return Comment.objects.latest("pk")


def page_of(client, comment) -> str:
    comment.approve(by=make_moderator(), seen=0)
    return client.get(comment.discussion.url).content.decode()


def test_staff_carry_a_badge_in_the_thread(client):
    assert STAFF in page_of(client, written_by(client, make_moderator()))


def test_whoever_wrote_the_article_carries_one_of_their_own(client):
    author = make_moderator()
    comment = written_by(client, author, make_article(byline_user=author))

    page = page_of(client, comment)

    assert BYLINE in page
    assert STAFF not in page


def test_a_badge_is_shown_on_the_receipt(client):
    comment = written_by(client, make_moderator())

    assert STAFF in client.get(comment.receipt.get_absolute_url()).content.decode()


@pytest.mark.parametrize("user", [None, "reader"])
def test_readers_carry_none(client, user):
    comment = written_by(client, make_user() if user else None)

    page = page_of(client, comment)

    assert not Badge.objects.exists()
    assert STAFF not in page


def test_whoever_wrote_another_article_carries_none_here(client):
    author = make_user()
    make_discussion(make_article(byline_user=author))

    written_by(client, author)

    assert not Badge.objects.exists()


def test_a_badge_is_a_fact_of_the_day_it_was_written(client):
    user = make_moderator()
    comment = written_by(client, user)
    user.is_staff = False
    user.save()

    assert STAFF in page_of(client, comment)


def test_whoever_joins_later_carries_none_on_earlier_words(client):
    user = make_user()
    comment = written_by(client, user)
    user.is_staff = True
    user.save()

    assert STAFF not in page_of(client, comment)


def test_erasing_a_comment_empties_its_badge(client):
    comment = written_by(client, make_moderator())

    comment.erase(by=make_user(), request="2026-1")

    assert Badge.objects.get().kind == ""


def queries_of_a_new_page(client, *, badge: str) -> tuple[int, str]:
    """Of an article just as another comment was published, so that nothing of it is remembered."""
    article = make_article()
    comment = make_comment(discussion=make_discussion(article))
    if badge:
        Badge.objects.create(comment=comment, kind=badge)
    comment.approve(by=make_moderator(), seen=0)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(article.get_absolute_url()).content.decode()
    return len(queries), page


def test_badges_cost_the_page_no_query(client):
    queries_of_a_new_page(client, badge="")  # what is asked once a minute
    without, plain = queries_of_a_new_page(client, badge="")
    with_badge, page = queries_of_a_new_page(client, badge="staff")

    assert STAFF in page
    assert STAFF not in plain
    assert with_badge <= without <= 6
