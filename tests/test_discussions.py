"""Editors open, close, slow down and cap discussions; what is refused is said and kept."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from comments import refusals
from comments.models import Comment, Discussion, Overload, TrailEntry, WaitingCap
from comments.waiting import remembered
from tests.desk_pages import page
from tests.factories import (
    make_approved,
    make_article,
    make_author,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_user,
)
from tests.readers import send, words_kept
from tests.test_racing import at_once, split

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_desk_discussions")
CAPS = reverse("admin:comments_desk_caps")
FULL_SITE = "So many comments wait to be read"
FULL_PAGE = "So many comments on this page wait to be read"


def address(act: str, discussion: Discussion) -> str:
    return reverse(f"admin:comments_desk_discussion{act}", args=[discussion.pk])


def cap_site(most: int | None, most_on_page: int | None = None):
    remembered.clear()
    return WaitingCap.objects.set(by=make_editor(), most=most, most_on_page=most_on_page)


def decide_oldest(number: int) -> None:
    for comment in list(Comment.objects.awaiting_decision().oldest_first()[:number]):
        comment.approve(by=make_moderator(), seen=0)
    remembered.clear()


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def test_a_discussion_closes_on_a_date_by_itself(client):
    article = make_article()
    discussion = make_discussion(article)
    discussion.close(by=make_editor(), at=timezone.now() + timedelta(days=1))

    assert "It takes comments until" in page(client.get(article.get_absolute_url()))
    assert make_comment(discussion=discussion)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        text = page(client.get(article.get_absolute_url()))
        assert "This discussion is closed." in text
        assert 'id="comment-form"' not in text
        with pytest.raises(refusals.DiscussionClosed):
            make_comment(discussion=discussion)


def test_a_discussion_closed_since_the_form_was_read_refuses_it():
    stale = make_discussion()
    Discussion.objects.get(pk=stale.pk).close(by=make_editor())

    with pytest.raises(refusals.DiscussionClosed):
        make_comment(discussion=stale)


def test_in_a_slow_discussion_an_author_waits_and_others_do_not():
    discussion, author = make_discussion(), make_author()
    discussion.slow_down(by=make_editor(), seconds=120)
    make_comment(discussion=discussion, author=author)

    with pytest.raises(refusals.TooSoon, match="everyone can write here once in 2 minutes"):
        make_comment(discussion=discussion, author=author)
    assert make_comment(discussion=discussion)
    assert make_comment(author=author)
    with time_machine.travel(timezone.now() + timedelta(seconds=121)):
        assert make_comment(discussion=discussion, author=author)


def test_who_writes_too_soon_is_told_politely_and_keeps_every_word(client):
    article = make_article()
    make_discussion(article).slow_down(by=make_editor(), seconds=300)
    send(client, article, text="The first of two.")

    answer = send(client, article, text="The second of two, too soon.")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 200
    assert "slowed down: everyone can write here once in 5 minutes" in page(answer)
    assert words_kept(answer, "The second of two, too soon.")
    assert "once in 5 minutes" in page(client.get(article.get_absolute_url()))


def test_the_same_form_sent_twice_in_a_slow_discussion_is_one_comment():
    discussion, author = make_discussion(), make_author()
    discussion.slow_down(by=make_editor(), seconds=300)
    facts = {"discussion": discussion, "author": author, "form_key": "k"}

    assert make_comment(**facts) == make_comment(**facts)


def test_beyond_the_cap_readers_are_told_why_and_keep_every_word(client):
    article = make_article()
    make_comment(discussion=make_discussion(article))
    cap_site(1)

    text = page(client.get(article.get_absolute_url()))
    assert FULL_SITE in text
    assert 'id="comment-form"' not in text
    answer = send(client, article, text="I had begun before it was full.")
    assert answer.status_code == 409
    assert FULL_SITE in page(answer)
    assert words_kept(answer, "I had begun before it was full.")
    assert Comment.objects.count() == 1


def test_a_full_page_takes_no_more_and_the_others_do(client):
    article, other = make_article(), make_article()
    discussion = make_discussion(article)
    discussion.cap(by=make_editor(), most=1)
    make_comment(discussion=discussion)

    assert FULL_PAGE in page(client.get(article.get_absolute_url()))
    with pytest.raises(refusals.Overloaded, match="on this page"):
        make_comment(discussion=discussion)
    assert FULL_PAGE not in page(client.get(other.get_absolute_url()))
    assert make_comment(discussion=make_discussion(other))


def test_a_page_without_a_cap_of_its_own_has_that_of_every_page():
    cap_site(None, most_on_page=1)
    discussion, busy = make_discussion(), make_discussion()
    busy.cap(by=make_editor(), most=2)
    make_comment(discussion=discussion)
    make_comment(discussion=busy)

    with pytest.raises(refusals.Overloaded):
        make_comment(discussion=discussion)
    assert make_comment(discussion=busy)


def test_before_editors_set_a_cap_that_of_the_settings_counts(settings):
    settings.COMMENTS = {**settings.COMMENTS, "MOST_WAITING": 1}
    discussion = make_discussion()
    make_comment(discussion=discussion)

    with pytest.raises(refusals.Overloaded):
        make_comment(discussion=discussion)
    cap_site(None)
    assert make_comment(discussion=discussion)


def test_a_full_site_opens_again_when_a_fifth_is_decided_and_not_before():
    discussion = make_discussion()
    cap_site(10)
    for _ in range(10):
        make_comment(discussion=discussion)

    decide_oldest(1)
    with pytest.raises(refusals.Overloaded):
        make_comment(discussion=discussion)
    decide_oldest(1)
    assert make_comment(discussion=discussion)
    assert make_comment(discussion=discussion)
    with pytest.raises(refusals.Overloaded):
        make_comment(discussion=discussion)
    ended, still = Overload.objects.order_by("pk")
    assert ended.ended_at is not None
    assert still.ended_at is None


def test_looking_at_a_full_page_changes_nothing(client):
    article = make_article()
    cap_site(1)
    make_comment(discussion=make_discussion(article))
    before = list(Overload.objects.values())
    decide_oldest(1)

    assert FULL_SITE not in page(client.get(article.get_absolute_url()))
    assert list(Overload.objects.values()) == before


def test_lifting_a_cap_ends_what_it_began():
    make_comment(discussion=make_discussion())
    cap_site(1)
    assert Overload.objects.going_on().count() == 1

    cap_site(None)

    assert Overload.objects.going_on().count() == 0
    assert make_comment()


@pytest.mark.parametrize("most", [0, -1, 1_000_001])
def test_a_cap_that_is_none_is_refused(most):
    with pytest.raises(refusals.CapRefused):
        cap_site(most)
    with pytest.raises(refusals.CapRefused):
        make_discussion().cap(by=make_editor(), most=most)


@pytest.mark.parametrize("seconds", [-1, 24 * 3600 + 1])
def test_a_pace_that_is_none_is_refused(seconds):
    with pytest.raises(refusals.PaceRefused):
        make_discussion().slow_down(by=make_editor(), seconds=seconds)


@pytest.mark.django_db(transaction=True)
def test_of_many_comments_at_once_no_more_than_the_cap_are_taken(committed_db):
    discussion = make_discussion()
    cap_site(3)
    authors = [make_author() for _ in range(6)]

    def write(author):
        read = Discussion.objects.get(pk=discussion.pk)
        return Comment.objects.submit(discussion=read, author=author, name="Aram", text="At once.")

    results = at_once(*(partial(write, author) for author in authors))

    won, refused = split(results)
    assert len(won) == 3
    assert {type(refusal) for refusal in refused} == {refusals.Overloaded}
    assert Overload.objects.count() == 1


def test_without_a_cap_taking_a_comment_counts_nothing(django_assert_max_num_queries):
    discussion = make_discussion()

    with django_assert_max_num_queries(1):
        assert Overload.objects.make_room(discussion) == []


def test_what_editors_did_to_a_discussion_is_on_the_trail():
    discussion, editor = make_discussion(), make_editor()
    discussion.close(by=editor)
    discussion.reopen(by=editor)
    discussion.slow_down(by=editor, seconds=60)
    discussion.cap(by=editor, most=5)

    entries = TrailEntry.objects.filter(comment=None).order_by("pk")
    assert [entry.act for entry in entries] == [
        "discussion closed",
        "discussion opened",
        "discussion slowed",
        "discussion capped",
    ]
    assert {entry.by for entry in entries} == {editor}
    assert entries.last().details == {"discussion": discussion.pk, "most_waiting": 5}


def test_the_page_of_a_discussion_sets_all_of_it(client, editor):
    discussion = make_discussion()
    tomorrow = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    assert client.post(address("_close", discussion), {"at": tomorrow}).status_code == 303
    assert client.post(address("_slow", discussion), {"slow_seconds": "90"}).status_code == 303
    assert client.post(address("_cap", discussion), {"most_waiting": "7"}).status_code == 303

    discussion.refresh_from_db()
    assert discussion.closed_at.strftime("%Y-%m-%dT%H:%M") == tomorrow
    assert (discussion.slow_seconds, discussion.most_waiting) == (90, 7)
    assert client.post(address("_close", discussion)).status_code == 303
    discussion.refresh_from_db()
    assert not discussion.is_open
    assert client.post(address("_reopen", discussion)).status_code == 303
    discussion.refresh_from_db()
    assert discussion.closed_at is None
    history = page(client.get(address("", discussion)))
    assert "slowed down to one comment in 90 s" in history
    assert "may have waiting: 7" in history


@pytest.mark.parametrize(
    ("act", "sent", "said"),
    [
        ("_close", {"at": ""}, "Give a day and a time."),
        ("_close", {"at": "soon"}, "Give a day and a time."),
        ("_close", {"at": "2020-01-01T10:00"}, "That time is over."),
        ("_slow", {"slow_seconds": "-1"}, "greater than or equal to 0"),
        ("_slow", {"slow_seconds": "90000"}, "from 0 seconds to 24 hours"),
        ("_slow", {"slow_seconds": "9" * 30}, "less than or equal to"),
        ("_slow", {"slow_seconds": "quick"}, "Enter a whole number."),
        ("_cap", {"most_waiting": "0"}, "greater than or equal to 1"),
        ("_cap", {"most_waiting": "2000000"}, "from 1 to 1000000"),
    ],
)
def test_what_cannot_be_set_is_refused_with_a_message(client, editor, act, sent, said):
    discussion = make_discussion()

    answer = client.post(address(act, discussion), sent)

    assert answer.status_code == 422
    assert said in page(answer)
    discussion.refresh_from_db()
    assert (discussion.closed_at, discussion.slow_seconds, discussion.most_waiting) == (None, 0, None)


def test_the_caps_of_the_site_are_set_at_the_desk(client, editor):
    assert client.post(CAPS, {"most": "500", "most_on_page": "", "note": "Two are ill."}).status_code == 303

    assert (WaitingCap.objects.in_force().most, WaitingCap.objects.in_force().most_on_page) == (500, None)
    assert "Two are ill." in page(client.get(CAPS))
    assert client.post(CAPS, {"most": "0"}).status_code == 422
    assert client.post(CAPS, {"most": "many"}).status_code == 422


def test_discussions_are_listed_with_what_waits_and_found_by_title(client, editor):
    discussion = make_discussion(make_article(headline="The boat on Lake Zerin"))
    make_approved(discussion=discussion)
    make_comment(discussion=discussion)
    make_discussion(make_article(headline="Twelve years for Mill Lane")).close()

    found = client.get(LIST, {"title": "lake ZERIN"})
    assert [(row.waiting, row.published, row.total) for row in found.context["rows"]] == [(1, 1, 2)]
    closed = client.get(LIST, {"state": "closed"})
    assert [row.discussion.title for row in closed.context["rows"]] == ["Twelve years for Mill Lane"]
    for state in ("open", "closing", "slowed", "full", "nonsense"):
        assert client.get(LIST, {"state": state}).status_code == 200
    assert client.get(LIST, {"title": "a\x00%_'\"", "after": "x"}).status_code == 200


def test_the_list_of_discussions_takes_as_many_queries_for_many_as_for_few(
    client, editor, django_assert_max_num_queries
):
    for _ in range(12):
        make_comment(discussion=make_discussion())

    with django_assert_max_num_queries(12):
        client.get(LIST)


@pytest.mark.parametrize(
    ("role", "look", "edit"),
    [
        (None, 302, 302),
        (lambda: make_user(is_staff=True), 403, 403),
        (make_moderator, 200, 403),
        (make_editor, 200, 303),
    ],
)
def test_who_may_see_discussions_at_the_desk_and_who_may_change_them(client, role, look, edit):
    discussion = make_discussion()
    if role:
        client.force_login(role())

    for looked_at in (LIST, CAPS, address("", discussion)):
        assert client.get(looked_at).status_code == look
    for act, sent in (("_close", {}), ("_reopen", {}), ("_slow", {"slow_seconds": 1}), ("_cap", {})):
        assert client.post(address(act, discussion), sent).status_code == edit
    client.post(CAPS, {"most": "5"})
    assert (WaitingCap.objects.newest() is not None) == (edit == 303)
    discussion.refresh_from_db()
    assert discussion.slow_seconds == (1 if edit == 303 else 0)
