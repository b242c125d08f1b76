"""What is new since a reader last looked: told by a cookie that says nothing of them, or by an address."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from comments import news
from comments.news import COOKIE, Seen
from tests.factories import make_approved, make_article, make_comment, make_discussion, make_user

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=2)


@pytest.fixture
def article(travel):
    return make_article()


@pytest.fixture
def discussion(article):
    return make_discussion(article)


@pytest.fixture
def travel():
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as traveller:
        yield traveller


def seen(client, article, **query) -> str:
    return client.get(article.get_absolute_url(), query).content.decode()


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_reader_who_comes_back_is_told_how_many_are_new(client, article, discussion, travel, is_signed_in):
    if is_signed_in:
        client.force_login(make_user())
    make_approved("Of before.", discussion=discussion)
    assert "new since" not in seen(client, article)

    travel.shift(LATER)
    for n in range(3):
        make_approved(f"Of later {n}.", discussion=discussion)
    make_comment("Waits.", discussion=discussion)

    assert "3 new since you last looked" in seen(client, article)


def test_what_is_new_stays_new_while_they_look(client, article, discussion, travel):
    make_approved("Of before.", discussion=discussion)
    seen(client, article)
    travel.shift(LATER)
    make_approved("Of later.", discussion=discussion)

    for _ in range(3):
        assert "1 new since" in seen(client, article)
        travel.shift(timedelta(minutes=20))
    travel.shift(LATER)
    assert "new since" not in seen(client, article)


def test_the_address_of_what_is_new_shows_just_that_and_needs_no_cookie(client, article, discussion, travel):
    began = make_approved("Of before.", discussion=discussion)
    seen(client, article)
    travel.shift(LATER)
    make_approved("An answer.", discussion=discussion, in_reply_to=began)
    address = re.search(r'href="(\?since=\d+)#comments"[^>]*>1 new', seen(client, article))[1]

    page = Client().get(article.get_absolute_url() + address).content.decode()

    assert "An answer." in page
    assert "Of before.</p>" not in page
    assert f'href="?from={began.pk}#comment-{began.pk}"' in page


def test_every_page_leads_to_what_will_be_new(client, article, discussion):
    make_approved("Of before.", discussion=discussion)
    address = re.search(r'href="(\?since=\d+)#comments"[^>]*>What is new', seen(client, article))[1]
    assert "Nothing new yet." in client.get(article.get_absolute_url() + address).content.decode()

    make_approved("Of later.", discussion=discussion)

    assert "Of later." in Client().get(article.get_absolute_url() + address).content.decode()


def test_what_is_new_comes_in_pages(client, article, discussion, settings):
    settings.COMMENTS = settings.COMMENTS | {"THREADS_PER_PAGE": 2}
    for n in range(6):
        make_approved(f"Remark {n}.", discussion=discussion)

    found, query = [], "?since=1"
    while query and len(found) < 9:
        page = client.get(article.get_absolute_url() + query).content.decode()
        found += re.findall(r"<p>(Remark \d)", page)
        more = re.search(r'href="(\?since=\d+)#comments" rel="next"', page)
        query = more and more[1]

    assert found == [f"Remark {n}" for n in range(1, 6)]


def test_what_left_is_not_new(client, article, discussion, travel):
    make_approved("Of before.", discussion=discussion)
    seen(client, article)
    travel.shift(LATER)
    make_approved("Of later.", discussion=discussion).withdraw()

    assert "new since" not in seen(client, article)


def test_many_are_not_counted_to_the_end(client, article, discussion, travel, monkeypatch):
    monkeypatch.setattr(news, "MOST", 2)
    make_approved("Of before.", discussion=discussion)
    seen(client, article)
    travel.shift(LATER)
    for n in range(4):
        make_approved(f"Of later {n}.", discussion=discussion)

    assert "More than 2 new since you last looked" in seen(client, article)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "1",
        "1.2",
        "1.2.3.4",
        "-1.2.3",
        "a.b.c",
        "9" * 50,
        "9999999999.9999999999.1",
        "1.1.9999999999",
        "..",
        "1.1.1;x",
        "0.0.0",
    ],
)
def test_a_forged_cookie_is_nobodys_and_harms_nothing(client, article, discussion, forged):
    make_approved(discussion=discussion)
    client.cookies[COOKIE] = forged

    assert client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("forged", ["0", "-1", "x", "9" * 18, "9" * 40, "1.5", "٣", "1;--"])
def test_a_forged_address_shows_nothing_new_or_everything(client, article, discussion, forged):
    make_approved("The first remark.", discussion=discussion)

    assert client.get(article.get_absolute_url(), {"since": forged}).status_code == 200


def test_the_cookie_goes_to_its_page_alone_and_says_nothing_of_who_reads(client, article, discussion, travel):
    make_approved(discussion=discussion)

    cookie = client.get(article.get_absolute_url()).cookies[COOKIE]

    assert cookie["path"] == article.get_absolute_url()
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie.value == Client().get(article.get_absolute_url()).cookies[COOKIE].value
    assert Seen.read(cookie.value).before == 1


def test_the_cookie_is_not_sent_for_every_page_that_is_turned(client, article, discussion, travel):
    make_approved(discussion=discussion)
    client.get(article.get_absolute_url())

    assert COOKIE not in client.get(article.get_absolute_url()).cookies


def test_a_site_may_do_without_the_cookie(client, article, discussion, settings):
    settings.COMMENTS = settings.COMMENTS | {"NEWS_DAYS": 0}
    make_approved(discussion=discussion)

    assert COOKIE not in client.get(article.get_absolute_url()).cookies
