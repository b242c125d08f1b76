"""Prints what an article page costs at any length: queries, CPU milliseconds and bytes, beside bare views.

make bench, or: pytest -s tests/benchmarks/bench_article.py

Beside each length stands a bare view that returns a string of as many bytes, and one that says hello, through
the same middleware, measured turn by turn with it: the machine may be busy with other things.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
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

from comments import form_shown, guidelines_shown, kept_pages, standing_shown, threads_shown, waiting
from comments.models import Comment, DiscussionVersion
from comments.triggers import lifted
from newsroom import urls
from tests.factories import make_article, make_author, make_discussion, make_user

pytestmark = pytest.mark.django_db

LENGTHS = (10, 100, 1_000, 10_000)
TURNS, ROUNDS = 7, 40
TEXT = "I have lived beside the old bridge for thirty years and nobody from the council ever asked us. " * 3
SAID = {"bytes": b""}
urlpatterns = [
    *urls.urlpatterns,
    path("bare/", lambda request: HttpResponse(SAID["bytes"])),
    path("hello/", lambda request: HttpResponse("hello")),
]


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
    DiscussionVersion.objects.renew()
    return article


def milliseconds(asked: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Of this process alone. In turns, so that what slows one slows all; of each the fastest turn."""
    times: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(TURNS):
        for name, ask in asked.items():
            start = process_time()
            for _ in range(rounds):
                ask()
            times[name].append((process_time() - start) / rounds * 1000)
    return {name: min(each) for name, each in times.items()}


def nothing_of_this_page_is_kept() -> None:
    """As after each decision. What many pages share, the form and the guidelines, is there."""
    kept_pages.kept.clear()
    threads_shown.kept.clear()


def nothing_is_kept() -> None:
    nothing_of_this_page_is_kept()
    form_shown.kept.clear()
    guidelines_shown.kept.clear()
    for told in (guidelines_shown, standing_shown, waiting):
        told.remembered.clear()


def queries_of(client: Client, address: str) -> int:
    nothing_is_kept()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def measured(reader: Client, name: str, address: str) -> dict[str, float]:
    guest = Client()  # with no cookie of another page: a client of Django's does not mind their paths
    queries = queries_of(guest, address), queries_of(reader, address)
    answer = guest.get(address)
    answer = guest.get(address)
    SAID["bytes"] = answer.content

    def cold(client: Client) -> None:
        nothing_of_this_page_is_kept()
        client.get(address)

    cost = milliseconds(
        {
            "bare": lambda: guest.get("/bare/"),
            "warm": lambda: guest.get(address),
            "hello": lambda: guest.get("/hello/"),
            "304": lambda: guest.get(address, headers={"if-none-match": answer["ETag"]}),
        }
    )
    cost |= milliseconds({"cold": lambda: cold(guest)}, 5)
    cost |= milliseconds({"signed in": lambda: reader.get(address)}, 5)
    cost |= milliseconds({"signed in, cold": lambda: cold(reader)}, 5)
    print(
        f"{name:<26} {queries[0]:>2} {queries[1]:>3} {cost['bare']:7.2f} {cost['warm']:7.2f}"
        f" {cost['bare'] / cost['warm']:6.0%} {cost['hello']:7.2f} {cost['304']:7.2f}"
        f" {cost['hello'] / cost['304']:6.0%} {cost['cold']:7.1f} {cost['signed in, cold']:7.1f}"
        f" {cost['signed in']:7.1f} {len(answer.content) / 1000:7.1f} {_compressed(answer.content):6.1f}"
    )
    return cost


def _compressed(content: bytes) -> float:
    return len(gzip.compress(content)) / 1000


def test_what_an_article_costs(settings):
    settings.ROOT_URLCONF = __name__
    reader = Client()
    reader.force_login(make_user())
    print(
        "\nCPU milliseconds; q: queries as a guest and signed in; share: of the requests a second of the"
        " bare view of as many bytes, and of one that says hello\n"
        f"{'':<26} {'q':>2} {'q':>3} {'bare':>7} {'warm':>7} {'share':>6} {'hello':>7} {'304':>7}"
        f" {'share':>6} {'cold':>7} {'s.i.,c.':>7} {'s.i.':>7} {'kB':>7} {'gzip':>6}"
    )
    costs = {}
    for length in LENGTHS:
        address = filled(length).get_absolute_url()
        costs[length] = measured(reader, f"{length} comments", address)
    measured(reader, "10000, newest first", f"{address}?sort=newest")
    one = filled(10_000, replies_to_one=True).get_absolute_url()
    measured(reader, "10000 replies to one", one)
    grown = {name: costs[10_000][name] / costs[100][name] - 1 for name in ("cold", "warm", "304")}
    print("10000 beside 100:", ", ".join(f"{name} {more:+.0%}" for name, more in grown.items()))
    files = ("comments/tokens.css", "comments/forms.css", "comments/comments.css", "newsroom/site.css")
    scripts = ("comments/comments.js", "django_htmx/htmx-2.min.js")
    for name in (*files, *scripts):
        with open(finders.find(name), "rb") as file:
            print(f"{name:<34} {_compressed(file.read()):6.1f} kB compressed")
