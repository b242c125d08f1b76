"""Kept articles that are answered before most of the middleware say what they would say behind it."""

import logging
import re

import pytest
from django.conf import settings as configured
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, set_script_prefix

from comments import standing_shown
from comments.kept_pages import KeptPage, learn_headers
from comments.network import network_of
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_suspended,
    make_user,
)

pytestmark = pytest.mark.django_db
EARLY = "newsroom.early.answering"
PRIVATE = re.compile(r'name="(csrfmiddlewaretoken|ticket)" value="[^"]+"')


@pytest.fixture
def discussion():
    return make_discussion(make_article())


@pytest.fixture
def address(discussion):
    make_approved("The bridge is old.", discussion=discussion)
    return discussion.url


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.SECURE_HSTS_SECONDS = 3600


@pytest.fixture
def behind(settings):
    """A client whose every request goes through all middleware."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != EARLY]
    client = Client()
    client.get("/healthz")  # the middleware is loaded now
    settings.MIDDLEWARE = [EARLY, *settings.MIDDLEWARE]
    return client


def is_early(response) -> bool:
    return hasattr(response.wsgi_request, "early_answer")


def told(response) -> tuple:
    """All of an answer, but for the token and the ticket, which are each copy's own."""
    cookies = [
        (name, {key: value for key, value in cookie.items() if key != "expires"})
        for name, cookie in sorted(response.cookies.items())
    ]
    headers = dict(response.headers) | {"Vary": sorted(response["Vary"].split(", "))}
    return response.status_code, headers, cookies, PRIVATE.sub("", response.content.decode())


def test_a_kept_article_is_answered_early_in_one_query(client, address):
    assert not is_early(client.get(address))

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        again = client.get(address, headers={"if-none-match": answer["ETag"]})

    assert is_early(answer)
    assert is_early(again)
    assert again.status_code == 304
    assert len(queries) == 2


ASKED = {
    "first visit": {},
    "in Arabic": {"headers": {"accept-language": "ar"}},
    "in a language that is not ours": {"headers": {"accept-language": "fr, de;q=0.5"}},
    "over TLS": {"secure": True},
    "a place": {"data": {"sort": "newest", "from": "1"}},
    "a place behind": {"data": {"after": "1.1"}},
    "what is new": {"data": {"since": "1"}},
    "what means nothing": {"data": {"utm_source": "x"}},
    "a forged copy": {"headers": {"if-none-match": 'W/"forged"'}},
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_an_early_answer_is_to_the_letter_what_all_middleware_would_say(client, behind, address, asked):
    client.get(address, **asked)
    client.cookies.clear()
    for _visit in ("first", "second"):
        early, late = client.get(address, **asked), behind.get(address, **asked)
        assert (is_early(early), is_early(late)) == (True, False)
        # The tag is of the token too, which each of them has its own of.
        assert early.headers.pop("ETag") != late.headers.pop("ETag")
        assert told(early) == told(late)
        for name in ("Content-Security-Policy", "X-Frame-Options", "Content-Language", "Content-Length"):
            assert early[name]
    assert ("Strict-Transport-Security" in early) == asked.get("secure", False)


def test_an_early_304_is_to_the_letter_what_all_middleware_would_say(client, behind, address):
    client.get(address)
    tag = client.get(address)["ETag"]
    behind.cookies = client.cookies

    early, late = (each.get(address, headers={"if-none-match": tag}) for each in (client, behind))

    assert (is_early(early), is_early(late)) == (True, False)
    assert told(early) == told(late)
    assert early.status_code == 304
    assert "Content-Type" not in early


def test_head_is_answered_as_all_middleware_would(client, behind, address):
    client.get(address)

    early, late = client.head(address), behind.head(address)

    assert is_early(early)
    assert early.content == b""
    assert early["Content-Length"] == late["Content-Length"] != "0"


@pytest.mark.parametrize("name", ["article", "counts", "feed"])
@pytest.mark.parametrize("who", ["client", "behind"])
def test_a_304_says_nothing_of_a_length(request, address, discussion, name, who):
    client = request.getfixturevalue(who)
    asked = {
        "article": address,
        "counts": reverse("comments:counts") + f"?page={discussion.key}",
        "feed": reverse("comments:feed", args=[discussion.pk]),
    }[name]
    client.get(asked)
    tag = client.get(asked)["ETag"]

    answer = client.get(asked, headers={"if-none-match": tag})

    assert answer.status_code == 304
    assert "Content-Length" not in answer


def test_an_early_answer_stands_in_the_log_like_any_other(client, behind, address, caplog):
    caplog.set_level(logging.INFO, "django_structlog")
    client.get(address)
    logged = []
    for each in (client, behind):
        caplog.clear()
        each.get(address, {"sort": "oldest"})
        logged.append([record.msg for record in caplog.records])

    early, late = ([{**line, "request_id": "", "timestamp": ""} for line in lines] for lines in logged)
    assert early == late
    assert [line["event"] for line in early] == ["request_started", "request_finished"]
    [number] = {line["request_id"] for line in logged[0]}
    assert number


REASONS = {
    "a session": {"cookie": configured.SESSION_COOKIE_NAME},
    "a message": {"cookie": "messages"},
    "htmx": {"headers": {"HX-Request": "true"}},
    "an answer to somebody": {"data": {"reply_to": "1"}},
    "a body": {"CONTENT_LENGTH": "9000000"},
    "a long address": {"data": {"x": "y" * 300}},
    "another host": {"headers": {"host": "evil.example"}},
    "another address": {"path": "/articles/none/"},
    "no address": {"path": "/articles/a/b/"},
    "nul": {"path": "/articles/a%00b/"},
}


@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS)
def test_where_there_is_any_doubt_all_middleware_is_asked(client, behind, address, reason):
    for _visit in ("first", "second"):
        client.get(address)
    asked = dict(reason)
    path = asked.pop("path", address)
    if cookie := asked.pop("cookie", None):
        client.cookies[cookie] = behind.cookies[cookie] = "forged"

    for _visit in ("first", "second"):
        early, late = client.get(path, **asked), behind.get(path, **asked)
        assert not is_early(early)
        assert early.status_code == late.status_code
        assert early.headers.keys() == late.headers.keys()


def test_what_is_sent_to_an_article_is_refused_as_it_was(client, address):
    client.get(address)

    assert client.post(address).status_code == 405


def test_a_reader_with_a_standing_is_told_though_the_page_is_kept(client, rf, address):
    client.get(address)
    assert is_early(client.get(address))
    make_suspended(make_comment(network=network_of(rf.get("/"))), subject="network")
    standing_shown.remembered.clear()

    answer = client.get(address)

    assert not is_early(answer)
    assert "need not be about you" in answer.content.decode()


def test_whoever_is_signed_in_is_known(client, address):
    client.get(address)
    client.force_login(make_user(first_name="Leyla Known"))

    answer = client.get(address)

    assert not is_early(answer)
    assert "Leyla Known" in answer.content.decode()


def test_a_database_that_fails_is_told_of_as_everywhere(address):
    client = Client(raise_request_exception=False)
    client.get(address)

    def fails(*arguments):
        raise OperationalError("gone")

    with connection.execute_wrapper(fails):
        answer = client.get(address)

    assert answer.status_code == 500
    assert answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_policy_made_for_one_answer_is_kept_for_no_other():
    page = KeptPage.of("<p>")
    response = HttpResponse("<p>", headers={"Content-Security-Policy": "script-src 'nonce-abc'"})
    response.kept_page = page

    learn_headers(response)
    assert page.headers is None

    response.headers["Content-Security-Policy"] = "script-src 'self'"
    learn_headers(response)
    assert page.headers == dict(response.headers)


@pytest.mark.parametrize("mount", ["/news", "/the-news"])
def test_the_site_may_live_under_any_path(client, address, mount, request):
    request.addfinalizer(lambda: set_script_prefix("/"))
    set_script_prefix(f"{mount}/")  # as a server's handler does, and the test client does not

    for _twice in range(2):
        page = client.get(address, SCRIPT_NAME=mount).content.decode()
        assert f'href="{mount}{address}' in page
        assert (
            f"<loc>{configured.SITE_URL}{mount}{address}</loc>"
            in client.get(reverse("sitemap").removeprefix(mount)).content.decode()
        )
