"""Where articles are, as search engines are told: in lists that can be of any number, and are made once."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom import sitemaps
from tests.factories import make_article

pytestmark = pytest.mark.django_db
SCHEMA = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def places(response, element: str = "urlset") -> list[str]:
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{SCHEMA}{element}"
    found = [loc.text for loc in root.iter(f"{SCHEMA}loc")]
    assert all(place.startswith(configured.SITE_URL) for place in found)
    return [place.removeprefix(configured.SITE_URL) for place in found]


def test_few_articles_stand_in_one_list_with_when_they_were_published(client):
    first, second = make_article(), make_article()
    make_article(published_at=timezone.now() + timedelta(days=1))

    answer = client.get("/sitemap.xml")

    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert places(answer) == [first.get_absolute_url(), second.get_absolute_url()]
    [changed, _] = [each.text for each in ElementTree.fromstring(answer.content).iter(f"{SCHEMA}lastmod")]
    assert changed == first.published_at.isoformat(timespec="seconds")


def test_many_stand_in_lists_that_one_list_leads_to(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_IN_A_LIST", 2)
    articles = [make_article() for _ in range(5)]

    lists = places(client.get("/sitemap.xml"), "sitemapindex")

    assert lists == ["/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    found = [place for each in lists for place in places(client.get(each))]
    assert found == [article.get_absolute_url() for article in articles]
    assert [client.get(f"/sitemap-{n}.xml").status_code for n in (0, 4, 10**30)] == [404] * 3


def test_a_list_is_made_once_and_not_sent_again(client, monkeypatch):
    make_article()
    tag = client.get("/sitemap.xml")["ETag"]

    with CaptureQueriesContext(connection) as queries:
        whole = client.get("/sitemap.xml")
        again = client.get("/sitemap.xml", headers={"if-none-match": f'"other", W/{tag}'})

    assert len(queries) == 0
    assert (whole["ETag"], whole.get("Vary", "")) == (tag, "")
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert "Content-Length" not in again


def test_what_is_published_or_taken_back_is_in_the_next_list(client):
    first, second = make_article(), make_article()
    tag = client.get("/sitemap.xml")["ETag"]

    second.published_at = timezone.now() + timedelta(days=1)
    second.save()
    sitemaps.remembered.clear()

    answer = client.get("/sitemap.xml", headers={"if-none-match": tag})
    assert places(answer) == [first.get_absolute_url()]
    sitemaps.remembered.clear()
    third = make_article()
    assert places(client.get("/sitemap.xml"))[-1] == third.get_absolute_url()


def test_a_site_without_articles_has_an_empty_list(client):
    assert places(client.get("/sitemap.xml")) == []
    assert client.post("/sitemap.xml").status_code == 405
