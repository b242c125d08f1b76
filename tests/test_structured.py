"""What search engines and other programs are told of a page, and what they are not."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import reverse

from newsroom.crawlers import CLOSED
from tests.factories import make_approved, make_article, make_comment, make_discussion

pytestmark = pytest.mark.django_db
ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def article():
    return make_article(headline="A </script> headline & more")


@pytest.fixture
def discussion(article):
    return make_discussion(article)


def told(client, article) -> dict:
    [text] = ELEMENT.findall(client.get(article.get_absolute_url()).content.decode())
    return json.loads(text)


def test_an_article_and_its_comments_are_told_in_the_words_of_schema_org(client, article, discussion):
    answered = make_approved("The bridge is old.", discussion=discussion, name="Leyla")
    make_approved("It is.", discussion=discussion, name="Aram", in_reply_to=answered)
    make_comment("Waits.", discussion=discussion)

    page = told(client, article)

    assert (page["@type"], page["headline"], page["commentCount"]) == ("NewsArticle", article.headline, 2)
    assert [comment["text"] for comment in page["comment"]] == ["The bridge is old.", "It is."]
    assert page["comment"][0]["author"] == {"@type": "Person", "name": "Leyla"}
    assert page["comment"][1]["parentItem"]["url"].endswith(f"?from={answered.pk}")
    assert all(comment["url"].startswith(settings.SITE_URL) for comment in page["comment"])


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "a & b",
        "\u2028",
        '"\\',
        "سلام",
        "</SCRIPT >",
    ],
)
def test_no_words_can_leave_the_element(client, article, discussion, text):
    make_approved(f"Said: {text}.", discussion=discussion, name=f"N {text}"[:20])

    page = client.get(article.get_absolute_url()).content.decode()
    [element] = ELEMENT.findall(page)

    assert not set("<>&") & set(element)
    assert json.loads(element)["comment"][0]["text"] == f"Said: {text}."


def test_a_page_is_one_page_under_all_its_addresses(client, article, discussion):
    comment = make_approved(discussion=discussion)
    link = f'<link rel="canonical" href="{settings.SITE_URL}{article.get_absolute_url()}">'

    for query in ({}, {"sort": "newest"}, {"from": comment.pk}, {"reply_to": comment.pk}, {"x": "y"}):
        assert link in client.get(article.get_absolute_url(), query).content.decode()


def test_feeds_are_found_from_the_pages_they_belong_to(client, article, discussion):
    make_approved(discussion=discussion)

    for address, feed in (
        (article.get_absolute_url(), reverse("comments:feed", args=[discussion.pk])),
        ("/", reverse("comments:feed_of_all")),
    ):
        [link] = re.findall(r'<link rel="alternate"[^>]+>', client.get(address).content.decode())
        assert 'type="application/atom+xml"' in link
        assert f'href="{feed}"' in link
        assert client.get(feed).status_code == 200


def test_a_page_where_nothing_was_published_names_no_feed(client, article, discussion):
    make_comment("Waits.", discussion=discussion)

    assert "atom+xml" not in client.get(article.get_absolute_url()).content.decode()


def test_the_sitemap_names_what_is_published(client, article):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)

    [place] = [element.text for element in root.iter(f"{SITEMAP}loc")]
    assert place.endswith(article.get_absolute_url())


def test_robots_are_told_what_is_not_for_them(client):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"].startswith("text/plain")
    assert "Vary" not in answer
    text = answer.content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert [line.partition(": ")[2] for line in text.splitlines() if line.startswith("Disallow")] == list(
        CLOSED
    )
    # A page that may not be read cannot say that it is not to be listed.
    assert "receipt" not in text
