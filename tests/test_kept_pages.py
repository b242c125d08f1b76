"""Pages kept for everybody: never stale, never another reader's, and not sent again while they hold."""

import re
from datetime import timedelta
from time import time

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments import form_shown, kept_pages, threads_shown
from comments.form_ticket import key_of
from comments.keeping import Shelf
from comments.models import Comment, DiscussionVersion, Guideline, GuidelineWording, Publication
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_rejected,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_period():
    """Every six hours all tags change, also between two questions of a test. So each runs just after that."""
    seconds = 6 * 3600
    with time_machine.travel((time() // seconds + 1) * seconds):
        yield


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def discussion(article):
    return make_discussion(article)


@pytest.fixture
def moderator():
    return make_moderator()


@pytest.fixture
def address(article):
    return article.get_absolute_url()


def seen(client, address, **query) -> str:
    return client.get(address, query).content.decode()


def value_of(name: str, page: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page)[1]


def version(discussion) -> int:
    return getattr(DiscussionVersion.objects.filter(pk=discussion.pk).first(), "version", 0)


# Every cause of a change, each seen at once by whoever has a copy.


def approve(comment, by):
    comment.approve(by=by, seen=comment.seen, explanation="A reason.")


CAUSES = {
    "published": lambda c, by: approve(make_comment("Now public.", discussion=c.discussion), by),
    "a reply published": lambda c, by: approve(
        make_comment("A reply.", discussion=c.discussion, in_reply_to=c), by
    ),
    "rejected": lambda c, by: c.reject(by=by, seen=1, guidelines=["abuse"]),
    "undone": lambda c, by: c.undo(by=by, seen=1),
    "withdrawn": lambda c, by: c.withdraw(),
    "erased": lambda c, by: c.erase(by=make_editor(), request="2026/1"),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_a_copy_no_longer_holds_once_readers_would_see_something_else(
    client, address, discussion, moderator, cause
):
    comment = make_approved("It stands here.", discussion=discussion, by=moderator)
    before, tag, known = seen(client, address), client.get(address)["ETag"], version(discussion)
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304

    CAUSES[cause](comment, moderator)

    assert version(discussion) > known
    answer = client.get(address, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert answer.content.decode() != before
    assert ("It stands here." in answer.content.decode()) == comment_is_public(comment)


def comment_is_public(comment) -> bool:
    return Comment.objects.published().filter(pk=comment.pk).exists()


@pytest.mark.parametrize("act", ["undo", "withdraw", "erase"])
def test_a_tombstone_follows_what_became_of_its_comment(client, address, discussion, moderator, act):
    began = make_approved("Began.", discussion=discussion, by=moderator)
    make_approved("A reply.", discussion=discussion, in_reply_to=began)
    began.reject(by=moderator, seen=1, guidelines=["abuse"])
    assert "A moderator has removed it" in seen(client, address)
    known = version(discussion)

    match act:
        case "undo":
            began.undo(by=moderator, seen=2)
        case "withdraw":
            began.withdraw()
        case "erase":
            began.erase(by=make_editor(), request="2026/1")

    assert version(discussion) > known
    assert "A moderator has removed it" not in seen(client, address)


@pytest.mark.parametrize("make", [make_comment, make_rejected])
def test_what_readers_do_not_see_leaves_every_copy_as_it_is(client, address, discussion, make):
    make_approved(discussion=discussion)
    client.get(address)
    tag, known = client.get(address)["ETag"], version(discussion)

    make("Nobody sees it.", discussion=discussion)

    assert version(discussion) == known
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304


def change_article(article, **facts):
    for name, value in facts.items():
        setattr(article, name, value)
    article.save()


OTHER_CAUSES = {
    "headline": lambda article, discussion: change_article(article, headline="Another headline"),
    "body": lambda article, discussion: change_article(article, body="Another body."),
    "page closed": lambda article, discussion: change_article(article, is_open_for_comments=False),
    "discussion closed": lambda article, discussion: discussion.close(),
    "discussion slowed": lambda article, discussion: discussion.slow_down(by=make_editor(), seconds=600),
    "guideline worded": lambda article, discussion: Guideline.objects.get(pk="abuse").word(
        by=make_editor(), language="en", title="Be kind", text="Really.", seen=1
    ),
    "guideline retired": lambda article, discussion: Guideline.objects.get(pk="abuse").retire(
        by=make_editor()
    ),
    "guidelines ordered": lambda article, discussion: Guideline.objects.put_in_order(
        by=make_editor(),
        codes=list(Guideline.objects.in_force().in_order().values_list("pk", flat=True))[::-1],
    ),
}


@pytest.mark.parametrize("cause", OTHER_CAUSES)
def test_what_else_the_page_shows_is_never_stale(client, article, address, discussion, cause):
    make_approved(discussion=discussion)
    client.get(address)
    tag = client.get(address)["ETag"]

    OTHER_CAUSES[cause](article, discussion)

    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_an_article_that_is_taken_back_is_gone_at_once(client, article, address):
    tag = client.get(address)["ETag"]

    change_article(article, published_at=timezone.now() + timedelta(days=1))

    assert client.get(address, headers={"if-none-match": tag}).status_code == 404


def test_what_is_public_is_known_in_the_order_in_which_it_became_so(discussion, moderator):
    first, second = (make_comment(f"Remark {n}.", discussion=discussion) for n in range(2))
    second.approve(by=moderator, seen=0)
    first.approve(by=moderator, seen=0)
    second.undo(by=moderator, seen=1)
    second.approve(by=moderator, seen=2)

    in_order = Publication.objects.filter(discussion=discussion).order_by("number")

    assert [publication.comment for publication in in_order] == [first, second]
    assert DiscussionVersion.objects.differing() == []
    assert DiscussionVersion.objects.get(pk=discussion.pk).published_count == 2


def test_what_is_missing_beside_the_record_is_made_from_it(discussion, moderator):
    comments = [make_approved(f"Remark {n}.", discussion=discussion) for n in range(3)]
    known = version(discussion)
    Publication.objects.filter(comment=comments[1]).delete()
    assert DiscussionVersion.objects.differing() == [comments[1].pk]

    DiscussionVersion.objects.renew()

    assert DiscussionVersion.objects.differing() == []
    assert version(discussion) > known
    DiscussionVersion.objects.all().delete()
    DiscussionVersion.objects.renew()
    assert DiscussionVersion.objects.get(pk=discussion.pk).published_count == 3


# Nothing of one reader in another's copy.


def test_two_readers_of_one_copy_have_forms_of_their_own(address, discussion):
    first, second = (seen(Client(), address) for _ in range(2))

    for name in ("csrfmiddlewaretoken", "ticket"):
        assert value_of(name, first) != value_of(name, second)
    assert len({key_of(value_of("ticket", page)) for page in (first, second)}) == 2
    assert len(kept_pages.kept) == 1


def test_nothing_that_is_kept_holds_a_token_or_a_ticket(address):
    page = seen(Client(), address)

    for shelf in (kept_pages.kept, threads_shown.kept, form_shown.kept):
        text = repr(list(shelf._kept.values()))
        assert value_of("csrfmiddlewaretoken", page) not in text
        assert value_of("ticket", page) not in text


def test_the_form_of_a_kept_page_takes_a_comment_and_one_that_was_not_sent_again_too(address, settings):
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600)}
    seen(Client(), address)
    reader = Client(enforce_csrf_checks=True)
    page = seen(reader, address)
    tag = reader.get(address)["ETag"]
    assert reader.get(address, headers={"if-none-match": tag}).status_code == 304

    sent = {name: value_of(name, page) for name in ("csrfmiddlewaretoken", "ticket", "page")}
    answer = reader.post(
        "/comments/submit/", sent | {"name": "Leyla", "text": "The bridge is old and narrow."}
    )

    assert answer.status_code == 303
    assert Comment.objects.get().name == "Leyla"


def test_a_copy_does_not_hold_for_a_browser_that_lost_its_cookie(client, address):
    client.get(address)
    tag = client.get(address)["ETag"]

    del client.cookies["csrftoken"]

    assert client.get(address, headers={"if-none-match": tag}).status_code == 200
    assert Client().get(address, headers={"if-none-match": tag}).status_code == 200


def test_a_copy_does_not_hold_until_its_ticket_is_too_old(client, address, monkeypatch):
    client.get(address)
    tag = client.get(address)["ETag"]
    later = kept_pages.time.time() + 6 * 3600 + 1

    monkeypatch.setattr(kept_pages.time, "time", lambda: later)

    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_a_copy_in_one_language_holds_in_no_other(client, address):
    tags = {}
    for language in ("en", "ar", "ckb", "kmr", "tr"):
        client.get(address, headers={"accept-language": language})
        answer = client.get(address, headers={"accept-language": language})
        assert {part.strip() for part in answer["Vary"].split(",")} >= {"Cookie", "Accept-Language"}
        tags[language] = answer["ETag"]
    assert len(set(tags.values())) == 5

    for language in tags:
        known = ", ".join(tag for other, tag in tags.items() if other != language)
        headers = {"accept-language": language, "if-none-match": known}
        assert client.get(address, headers=headers).status_code == 200


def test_whoever_is_signed_in_sees_their_own_page_and_leaves_nothing_behind(client, address, discussion):
    make_approved(discussion=discussion)
    guest = Client()
    guest.get(address)
    tag = guest.get(address)["ETag"]
    client.force_login(make_user("leyla", first_name="Leyla Secret"))

    page = client.get(address, headers={"if-none-match": tag})

    assert page.status_code == 200
    assert "ETag" not in page
    assert "Leyla Secret" in page.content.decode()
    assert "Leyla Secret" not in seen(Client(), address)
    assert "Leyla Secret" not in repr(kept_pages.kept._kept)


def test_a_guest_who_is_suspended_is_told_and_nobody_else(client, article, address, settings):
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600)}
    seen(Client(), address)
    page = seen(client, address)
    sent = {name: value_of(name, page) for name in ("csrfmiddlewaretoken", "ticket", "page")}
    client.post("/comments/submit/", sent | {"name": "Leyla", "text": "The bridge is old and narrow."})
    comment = Comment.objects.get()
    comment.author.block(comment=comment, by=make_editor(), seen=0, reason="Threats again and again.")
    from comments import standing_shown

    standing_shown.remembered.clear()

    assert "comments-standing" in seen(client, address)
    assert "comments-standing" not in seen(Client(), address)


def test_what_an_address_says_beside_a_place_changes_nothing_that_is_kept(address):
    first = seen(Client(), address, utm_source="<script>secret</script>")

    assert "secret" not in first
    assert "secret" not in seen(Client(), address)
    assert len(kept_pages.kept) == 1


def test_a_copy_is_for_its_reader_alone_and_is_asked_about_each_time(client, address):
    assert client.get(address)["Cache-Control"] == "private, no-cache"
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": tag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Cache-Control"] == "private, no-cache"
    assert "Cookie" in again["Vary"]


@pytest.mark.parametrize("known", ["", "*x", '"', "W/", '"' * 500, 'W/"x", ,,', "é"])
def test_a_forged_tag_holds_for_nothing(client, address, known):
    assert client.get(address, headers={"if-none-match": known}).status_code == 200


def test_places_are_not_for_search_engines_and_the_page_is(client, address):
    assert "X-Robots-Tag" not in client.get(address)
    for query in ({"from": 1}, {"after": "1.1"}, {"since": 1}, {"reply_to": 1}):
        assert client.get(address, query)["X-Robots-Tag"] == "noindex"


# What a process keeps.


def test_a_shelf_lets_go_of_what_was_asked_for_least_lately(settings):
    settings.COMMENTS = settings.COMMENTS | {"KEPT_MEGABYTES": 1}
    shelf = Shelf(share=1)
    for name in "abc":
        shelf.put(name, name.upper(), 400_000)
        shelf.get("a")

    assert [shelf.get(name) for name in "abc"] == ["A", None, "C"]
    assert shelf.size == 800_000
    shelf.put("huge", "H", 2_000_000)
    assert (shelf.get("huge"), len(shelf), shelf.size) == (None, 0, 0)


def test_a_site_may_keep_nothing(address, settings, discussion):
    settings.COMMENTS = settings.COMMENTS | {"KEPT_MEGABYTES": 0}
    make_approved("It stands here.", discussion=discussion)

    assert "It stands here." in seen(Client(), address)
    assert len(kept_pages.kept) == len(threads_shown.kept) == 0


def test_addresses_on_a_kept_page_are_of_the_scheme_it_was_asked_under(client, address, settings):
    """Where the site does not say where it lives, they are made from the request."""
    settings.COMMENTS = settings.COMMENTS | {"BASE_URL": ""}
    client.get(address)

    page = client.get(address, secure=True).content.decode()

    assert f'"url":"https://testserver{address}"' in page


def test_a_wording_that_came_to_be_seen_after_a_later_one_is_shown(client, address, discussion):
    """Two editors at once: whoever began first may end last."""
    guideline, last = Guideline.objects.in_order().first(), GuidelineWording.objects.latest("pk").pk
    worded = {"guideline": guideline, "language": "en", "text": "Said anew."}
    GuidelineWording.objects.create(pk=last + 2, version=2, title="The later one", **worded)
    assert "The later one" in seen(client, address)

    GuidelineWording.objects.create(pk=last + 1, version=3, title="The one that took longer", **worded)

    assert "The one that took longer" in seen(client, address)
