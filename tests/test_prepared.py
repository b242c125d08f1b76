"""A query that is written once answers as it would if it were written each time."""

from contextlib import closing
from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import connection, connections
from django.db.models import F, Value
from django.utils import timezone

from comments.models import Comment
from comments.prepared import Prepared
from newsroom.models import Article
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def test_each_call_is_asked_with_its_own_values():
    prepared = Prepared(lambda slug: Article.objects.filter(slug=slug).values(), slug=str)
    first, second = make_article(), make_article()

    for article in (first, second, first):
        assert prepared.row(slug=article.slug) == Article.objects.filter(pk=article.pk).values().get()
    assert prepared.row(slug="none") is None


def test_columns_are_called_what_they_are_in_whatever_order_they_are_asked_for():
    comment = make_comment("Words.")

    def make(pk: int):
        told = Comment.objects.filter(pk=pk).annotate(zero=Value(0), page=F("discussion__title"))
        return told.values("text", "page", "pk", "zero", "submitted_at")

    assert Prepared(make, pk=int).row(pk=comment.pk) == make(comment.pk).get()


def test_moments_are_compared_as_moments():
    article = make_article()
    prepared = Prepared(lambda now: Article.objects.filter(published_at__lte=now).values("pk"), now=datetime)

    assert prepared.row(now=timezone.now() - timedelta(days=1)) is None
    assert prepared.row(now=timezone.now() + timedelta(days=1)) == {"pk": article.pk}


@pytest.mark.parametrize("hostile", ["' OR 1=1 --", "%s", "?", "a\\", "ع"])
def test_values_are_never_part_of_the_question(hostile):
    make_article()
    prepared = Prepared(lambda slug: Article.objects.filter(slug=slug).values("slug"), slug=str)

    assert prepared.row(slug=hostile) is None


def test_a_row_as_it_came_is_known_again():
    article = make_article()
    prepared = Prepared(lambda slug: Article.objects.filter(slug=slug).values(), slug=str)

    row = prepared.raw_row(slug=article.slug)

    assert row == prepared.raw_row(slug=article.slug)
    assert prepared.mapping(row)["published_at"] == article.published_at


def test_each_thread_asks_by_its_own_connection(committed_db):
    article, found = make_article(), []
    prepared = Prepared(lambda slug: Article.objects.filter(slug=slug).values("pk"), slug=str)
    prepared.row(slug=article.slug)

    def ask() -> None:
        found.append(prepared.row(slug=article.slug))
        connection.close()

    asking = Thread(target=ask)
    asking.start()
    asking.join()

    assert found == [{"pk": article.pk}]


def test_a_thread_that_is_given_another_connection_asks_by_that(committed_db, monkeypatch):
    article = make_article()
    prepared = Prepared(lambda slug: Article.objects.filter(slug=slug).values("pk"), slug=str)
    prepared.row(slug=article.slug)
    another, asked = connections.create_connection("default"), []

    def note(execute, *arguments):
        asked.append(arguments)
        return execute(*arguments)

    with another.execute_wrapper(note), closing(another):
        monkeypatch.setattr(connections._connections, "default", another)
        assert prepared.row(slug=article.slug) == {"pk": article.pk}
        monkeypatch.undo()

    assert len(asked) == 1
