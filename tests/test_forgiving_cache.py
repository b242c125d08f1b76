"""The cache is gone, and readers and moderators do not notice."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from comments.models import Comment
from tests.factories import make_approved, make_article, make_comment, make_discussion, make_moderator
from tests.readers import send

pytestmark = pytest.mark.django_db

TABLE = "newsroom_cache"


@pytest.fixture(autouse=True)
def no_table(settings, db):
    settings.CACHES = {
        "default": {
            "BACKEND": "newsroom.forgiving_cache.ForgivingCache",
            "LOCATION": TABLE,
            "KEY_PREFIX": "x",
        }
    }
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} RENAME TO {TABLE}_away")


def test_a_comment_is_taken(client):
    assert send(client, make_article()).status_code == 303
    assert Comment.objects.count() == 1


def test_second_thoughts_are_asked(client):
    assert send(client, make_article(), text="You are all idiots.").status_code == 200


def test_a_comment_is_reported(client):
    article = make_article()
    comment = make_approved(discussion=make_discussion(article))

    answer = client.post(reverse("comments:report", args=[comment.pk]), {"guideline": "abuse"})

    assert answer.status_code < 400
    assert comment.is_reported


def test_who_is_signed_in_goes_on(client):
    comment = make_comment()
    client.force_login(make_moderator())

    answer = client.post(reverse("admin:comments_desk_approve", args=[comment.pk]), {"seen": 0})

    assert answer.status_code == 303
    assert Comment.objects.get().is_published


def test_nobody_may_guess_passwords_while_tries_cannot_be_counted(client):
    answer = client.post(reverse("account_login"), {"login": "leyla", "password": "northern-road-floods"})

    assert answer.status_code == 429


def test_nothing_is_found_and_nothing_is_kept(caplog):
    cache.set("key", 1)

    assert cache.get("key", "nothing") == "nothing"
    assert cache.add("key", 1) is False
    assert cache.touch("key") is False
    assert cache.delete("key") is False
    assert "key" not in cache
    cache.clear()
    assert "The cache cannot be asked" in caplog.text


def test_what_is_kept_is_found_as_in_any_cache():
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE}_away RENAME TO {TABLE}")

    cache.set("key", 1)

    assert cache.get("key") == 1
    assert cache.delete("key") is True
