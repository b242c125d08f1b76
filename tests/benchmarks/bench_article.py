"""Prints what an article page costs beside a bare view, in queries, milliseconds and bytes, at any length.

make bench, or: pytest -s tests/benchmarks/bench_article.py
"""

from __future__ import annotations

import gzip
import statistics
from datetime import timedelta
from time import process_time

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from comments import waiting
from comments.models import Comment
from comments.triggers import lifted
from newsroom import urls
from tests.factories import make_article, make_author, make_discussion

pytestmark = pytest.mark.django_db

LENGTHS = (0, 100, 10_000)
ROUNDS = 40
TEXT = "I have lived beside the old bridge for thirty years and nobody from the council ever asked us. " * 3
urlpatterns = [*urls.urlpatterns, path("bare/", lambda request: HttpResponse("bare"))]


def filled(length: int, *, replies_to_one: bool = False):
    """An article with so many published comments, every third of them a reply, and as many that wait."""
    article = make_article()
    facts = {"discussion": make_discussion(article), "author": make_author(), "name": "Leyla", "text": TEXT}
    start = timezone.now() - timedelta(days=2)

    def row(n: int, **more) -> Comment:
        when = {"submitted_at": start + timedelta(seconds=n), "status": "approved"}
        return Comment(**(facts | when | more))

    beginnings = 1 if replies_to_one else length - length // 3
    with lifted(connection):
        began = Comment.objects.bulk_create([row(n) for n in range(beginnings)])
        answered = [began[n * 2 % beginnings] for n in range(length - beginnings)]
        replies = [row(length + n, thread=at, in_reply_to=at) for n, at in enumerate(answered)]
        Comment.objects.bulk_create(replies)
        Comment.objects.bulk_create([row(n, status="pending") for n in range(length)])
    return article


def milliseconds(client: Client, address: str) -> float:
    """Of this process alone: other work on the machine does not count."""
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        assert client.get(address).status_code == 200
        times.append((process_time() - start) * 1000)
    return statistics.median(times)


def measured(client: Client, name: str, address: str) -> None:
    waiting.remembered.clear()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content
    print(
        f"{name:<34} {len(queries)} queries {milliseconds(client, address):7.1f} ms"
        f" {len(page) / 1000:7.1f} kB {len(gzip.compress(page)) / 1000:6.1f} kB compressed"
    )


def test_what_an_article_costs(client, settings):
    settings.ROOT_URLCONF = __name__
    print(f"\n{'a bare view':<34} 0 queries {milliseconds(client, '/bare/'):7.1f} ms")
    for length in LENGTHS:
        article = filled(length)
        measured(client, f"{length} comments", article.get_absolute_url())
        if length:
            measured(client, f"{length} comments, newest first", f"{article.get_absolute_url()}?sort=newest")
    measured(client, "10000 replies to one comment", filled(10_000, replies_to_one=True).get_absolute_url())
    files = ("comments/tokens.css", "comments/forms.css", "comments/comments.css", "newsroom/site.css")
    scripts = ("comments/comments.js", "django_htmx/htmx-2.min.js")
    for name in (*files, *scripts):
        with open(finders.find(name), "rb") as file:
            print(f"{name:<34} {len(gzip.compress(file.read())) / 1000:6.1f} kB compressed")
