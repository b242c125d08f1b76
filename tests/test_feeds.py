"""Feeds and counts of what is public: nothing else, the same for everybody, and never stale."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import feeds
from comments.counts import MOST_PAGES
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_moderator,
    make_rejected,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def discussion(article):
    return make_discussion(article)


def feed(client, discussion=None, **headers):
    name, arguments = ("feed", [discussion.pk]) if discussion else ("feed_of_all", [])
    return client.get(reverse(f"comments:{name}", args=arguments), headers=headers)


def entries(response) -> list[ElementTree.Element]:
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    return root.findall(f"{ATOM}entry")


def words(response) -> list[str]:
    return [entry.find(f"{ATOM}content").text for entry in entries(response)]


def counts(client, *keys, **headers):
    return client.get(reverse("comments:counts"), {"page": keys}, headers=headers)


def test_a_feed_holds_what_is_published_and_nothing_else(client, discussion):
    make_approved("Published.", discussion=discussion)
    make_comment("Waits.", discussion=discussion)
    make_rejected("Rejected.", discussion=discussion)
    make_approved("Withdrawn.", discussion=discussion).withdraw()

    for response in (feed(client, discussion), feed(client)):
        [html] = words(response)
        assert "Published." in html


def test_a_feed_is_what_the_format_asks_for(client, discussion):
    make_approved("Published.", discussion=discussion, name="Leyla")

    root = ElementTree.fromstring(feed(client, discussion).content)
    [entry] = root.findall(f"{ATOM}entry")

    for element in (root, entry):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
            assert element.find(f"{ATOM}{name}").text
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00", entry.find(f"{ATOM}updated").text)
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Leyla"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"].endswith(reverse("comments:feed", args=[discussion.pk]))
    assert links["alternate"].endswith(discussion.url)
    assert entry.find(f"{ATOM}link").get("href").startswith("http")


def ids(response) -> list[str]:
    return [element.text for element in ElementTree.fromstring(response.content).iter(f"{ATOM}id")]


def test_what_programs_know_an_entry_by_stays_when_the_site_moves(client, discussion, settings):
    comment = make_approved(discussion=discussion)
    seen = []
    for base in ("http://news.example", "https://www.news.example", "https://elsewhere.example"):
        settings.COMMENTS = settings.COMMENTS | {"BASE_URL": base, "FEED_TAG": "news.example,2026"}
        seen.append((ids(feed(client, discussion)), ids(feed(client))))

    assert seen[0] == seen[1] == seen[2]
    tag = "tag:news.example,2026:comments"
    assert seen[0] == (
        [f"{tag}/discussion/{discussion.pk}", f"{tag}/comment/{comment.pk}"],
        [f"{tag}/site/default", f"{tag}/comment/{comment.pk}"],
    )


def test_without_a_tag_of_its_own_a_site_gives_names_by_its_host_whatever_the_scheme(
    client, discussion, settings
):
    make_approved(discussion=discussion)
    seen = []
    for base in ("http://news.example", "https://news.example"):
        settings.COMMENTS = settings.COMMENTS | {"BASE_URL": base, "FEED_TAG": ""}
        seen.append(ids(feed(client, discussion)))

    assert seen[0] == seen[1]
    assert all(name.startswith("tag:news.example,2026:comments/") for name in seen[0])


def test_an_entry_leads_to_its_comment(client, discussion):
    comment = make_approved(discussion=discussion)

    [entry] = entries(feed(client, discussion))
    address = entry.find(f"{ATOM}link").get("href")

    page = client.get("/" + address.split("/", 3)[3].partition("#")[0]).content.decode()
    assert f'id="comment-{comment.pk}"' in page


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a & b < c",
        "]]>",
        "</content>",
        "form\x0cfeed",
        "\ufffe",
        "سلام\nدنيا",
        "👍🏽",
    ],
)
def test_any_words_make_a_feed_that_can_be_read(client, discussion, text):
    make_approved(f"Said: {text}", discussion=discussion, name="<b>&")

    [html] = words(feed(client, discussion))

    assert "<script>" not in html
    assert html.startswith('<div dir="auto"')
    assert entries(feed(client))[0].find(f"{ATOM}author/{ATOM}name").text == "<b>&"


def test_words_are_in_their_own_language(client):
    discussion = make_discussion(make_article(language="ar"))
    make_approved("الجسر قديم، والمجلس لم يفعل شيئا منذ سنوات طويلة.", discussion=discussion)

    root = ElementTree.fromstring(feed(client, discussion).content)

    assert root.get(LANG) == "ar"
    assert root.find(f"{ATOM}entry/{ATOM}content").get(LANG) == "ar"


def test_what_was_published_last_stands_first_and_no_more_than_are_asked_for(client, discussion, monkeypatch):
    monkeypatch.setattr(feeds, "NEWEST", 2)
    moderator = make_moderator()
    early, late, last = [make_comment(f"Remark {n}.", discussion=discussion) for n in range(3)]
    for comment in (late, early, last):
        comment.approve(by=moderator, seen=0)

    assert [re.search(r"Remark \d", html)[0] for html in words(feed(client, discussion))] == [
        "Remark 2",
        "Remark 0",
    ]


def test_a_discussion_where_nothing_was_ever_published_has_no_feed(client, discussion):
    make_comment("Waits.", discussion=discussion)

    assert feed(client, discussion).status_code == 404
    assert client.get(reverse("comments:feed", args=[999_999])).status_code == 404


def test_a_feed_from_which_all_was_withdrawn_is_empty_and_whole(client, discussion):
    make_approved(discussion=discussion).withdraw()

    assert entries(feed(client, discussion)) == []


def test_the_feed_of_a_site_without_comments_is_empty_and_whole(client):
    assert entries(feed(client)) == []


def test_a_closed_discussion_keeps_its_feed(client, discussion):
    make_approved(discussion=discussion)
    discussion.close()

    assert len(entries(feed(client, discussion))) == 1


def test_a_page_that_is_no_longer_public_is_in_no_feed_and_no_count(client, article, discussion):
    make_approved(discussion=discussion)
    article.published_at = timezone.now() + timedelta(days=1)
    article.save()

    assert feed(client, discussion).status_code == 404
    assert entries(feed(client)) == []
    assert counts(client, article.discussion_key).json() == {"counts": {article.discussion_key: 0}}


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "x", "9" * 30])
def test_feeds_of_nonsense_are_not_found(client, number):
    assert client.get(f"/comments/feed/{number}.atom").status_code == 404


def test_a_copy_that_still_holds_is_not_sent_again(client, article, discussion):
    comment = make_approved(discussion=discussion)
    for ask in (
        lambda **headers: feed(client, discussion, **headers),
        lambda **headers: feed(client, **headers),
        lambda **headers: counts(client, article.discussion_key, **headers),
    ):
        tag = ask()["ETag"]
        for known in (tag, f"W/{tag}", f'"other", {tag}'):
            again = ask(**{"if-none-match": known})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)

    old = {"feed": feed(client, discussion)["ETag"], "site": feed(client)["ETag"]}
    comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])

    assert feed(client, discussion, **{"if-none-match": old["feed"]}).status_code == 200
    assert feed(client, **{"if-none-match": old["site"]}).status_code == 200


def test_they_are_the_same_in_every_language_and_for_everybody(client, article, discussion):
    make_approved(discussion=discussion)

    for ask in (
        lambda language: feed(client, discussion, **{"accept-language": language}),
        lambda language: counts(client, article.discussion_key, **{"accept-language": language}),
    ):
        english, arabic = ask("en"), ask("ar")
        assert english.content == arabic.content
        assert "Vary" not in english
        assert "Set-Cookie" not in english
        assert english["Cache-Control"] == "public, no-cache"


def test_counts_tell_many_pages_at_once_in_two_queries(client, article, discussion):
    other = make_article()
    for n in range(3):
        make_approved(f"Remark {n}.", discussion=discussion)
    make_comment("Waits.", discussion=make_discussion(other))

    with CaptureQueriesContext(connection) as queries:
        answer = counts(client, article.discussion_key, other.discussion_key, "article:none")

    assert answer.json() == {
        "counts": {article.discussion_key: 3, other.discussion_key: 0, "article:none": 0}
    }
    assert len(queries) == 2
    # To know whether an article is public, none of it has to be read.
    assert not any("body" in query["sql"] for query in queries.captured_queries)


def test_a_count_follows_every_decision_at_once(client, article, discussion):
    moderator = make_moderator()
    comment = make_comment(discussion=discussion)
    seen = []
    for act in (
        lambda: comment.approve(by=moderator, seen=0),
        lambda: comment.undo(by=moderator, seen=1),
        lambda: comment.approve(by=moderator, seen=2),
        lambda: comment.reject(by=moderator, seen=3, guidelines=["abuse"]),
    ):
        act()
        seen.append(counts(client, article.discussion_key).json()["counts"][article.discussion_key])

    assert seen == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("keys", "status"),
    [
        ([], 400),
        ([""], 200),
        (["x" * 5000], 200),
        (["a\0b"], 200),
        (["' OR 1=1 --"], 200),
        (["article:1"] * 5000, 200),
        ([f"article:{n}" for n in range(MOST_PAGES)], 200),
        ([f"article:{n}" for n in range(MOST_PAGES + 1)], 400),
        ([f"article:{n}" for n in range(9000)], 400),
    ],
    ids=["none", "empty", "long", "nul", "sql", "same", "as many as may be", "one more", "thousands"],
)
def test_counts_of_nonsense_are_nothing_and_of_too_many_refused(client, keys, status):
    answer = counts(client, *keys)

    assert answer.status_code == status
    told = json.loads(answer.content)
    assert set(told.get("counts", {"": 0}).values()) == {0}


@pytest.mark.parametrize("name", ["counts", "feed_of_all"])
def test_nothing_is_done_to_them(client, name):
    assert client.post(reverse(f"comments:{name}")).status_code == 405
