"""What other readers see of a discussion, and what they never see."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import clock, guidelines_shown, prepared, reading, standing_shown, waiting
from comments.discussion_read import discussion_read
from comments.reading import NEWEST, OLDEST, Place, threads_read
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_moderator,
    make_rejected,
    make_user,
)

pytestmark = pytest.mark.django_db


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
def approved(discussion, moderator):
    """Makes a published comment in the discussion."""
    return lambda text="A remark.", **facts: make_approved(text, discussion=discussion, by=moderator, **facts)


def shown(client, article, **query) -> str:
    return client.get(article.get_absolute_url(), query).content.decode()


def texts(threads) -> list:
    return [
        [thread.comment and thread.comment.text, *(reply.text for reply in thread.replies)]
        for thread in threads.threads
    ]


def test_a_page_nobody_has_commented_on_says_so_and_makes_no_discussion(client, article):
    assert "Nobody has commented yet." in shown(client, article)
    assert discussion_read(article) is None


def test_only_published_comments_are_counted(client, article, discussion, approved):
    approved()
    approved("Another remark.")
    make_comment("Waits.", discussion=discussion)
    make_rejected("Is rejected.", discussion=discussion)

    assert "2 comments" in shown(client, article)


def test_replies_stand_in_time_order_under_the_comment_that_began_the_thread(discussion, approved):
    first = approved("First.")
    second = approved("Second.")
    reply = approved("Reply to first.", in_reply_to=first)
    approved("Reply to the reply.", in_reply_to=reply)
    approved("Reply to second.", in_reply_to=second)
    approved("Late reply to first.", in_reply_to=first)

    assert texts(threads_read(discussion)) == [
        ["First.", "Reply to first.", "Reply to the reply.", "Late reply to first."],
        ["Second.", "Reply to second."],
    ]


def test_newest_first_turns_the_threads_and_not_the_replies(discussion, approved):
    first = approved("First.")
    approved("Second.")
    approved("Reply one.", in_reply_to=first)
    approved("Reply two.", in_reply_to=first)

    assert texts(threads_read(discussion, Place(NEWEST))) == [
        ["Second."],
        ["First.", "Reply one.", "Reply two."],
    ]


def test_comments_stand_where_their_time_puts_them(discussion, approved):
    approved("Of today.")
    with clock.at(timezone.now() - timedelta(days=365)):
        approved("Of last year.")

    assert texts(threads_read(discussion)) == [["Of last year."], ["Of today."]]


def test_a_reply_names_whom_it_answers_with_a_link_to_it(client, article, approved):
    answered = approved(name="Leyla")
    approved("I agree.", in_reply_to=answered, name="Aram")

    page = shown(client, article)

    assert f'in reply to <a href="#comment-{answered.pk}"><bdi>Leyla</bdi></a>' in page


def test_whom_a_reply_answers_is_found_where_it_stands_on_another_page(
    client, article, approved, monkeypatch
):
    monkeypatch.setattr(reading, "REPLIES_SHOWN", 1)
    monkeypatch.setattr(reading, "REPLIES_PER_PAGE", 1)
    began = approved("Began.")
    answered = approved("First reply.", in_reply_to=began, name="Leyla")
    later = approved("I agree.", in_reply_to=answered)

    page = shown(client, article, **{"from": later.pk})

    link = f'<a href="?from={answered.pk}#comment-{answered.pk}"><bdi>Leyla</bdi></a>'
    assert link in page
    assert f'id="comment-{answered.pk}"' in shown(client, article, **{"from": answered.pk})


def test_a_rejected_comment_with_replies_leaves_a_tombstone(client, article, approved, moderator):
    answered = approved("Words to be removed.", name="Gone Author")
    approved("A reply that stays.", in_reply_to=answered)
    answered.reject(by=moderator, seen=1, guidelines=["abuse"])

    page = shown(client, article)

    assert "A moderator has removed it" in page
    assert "in reply to a comment that is no longer here" in page
    assert "A reply that stays." in page
    assert "Words to be removed." not in page
    assert "Gone Author" not in page
    assert f'id="comment-{answered.pk}"' in page


def test_a_withdrawn_comment_with_replies_leaves_a_tombstone(client, article, approved):
    answered = approved("Words taken back.")
    approved("A reply that stays.", in_reply_to=answered)
    answered.withdraw()

    assert "Its author has withdrawn it." in shown(client, article)


def test_a_rejected_comment_without_replies_leaves_nothing(client, article, approved, moderator):
    comment = approved("Words to be removed.")
    comment.reject(by=moderator, seen=1, guidelines=["abuse"])

    assert f"comment-{comment.pk}" not in shown(client, article)


def test_a_tombstone_goes_with_its_last_reply(client, article, approved, moderator):
    answered = approved("Words to be removed.")
    reply = approved("A reply.", in_reply_to=answered)
    answered.reject(by=moderator, seen=1, guidelines=["abuse"])
    reply.withdraw()

    assert f"comment-{answered.pk}" not in shown(client, article)


def test_readers_words_are_escaped_wherever_they_stand(client, article, approved):
    hostile = "<script>alert(1)</script>"
    answered = approved(hostile, name="<b>Name</b>")
    approved("I agree.", in_reply_to=answered)

    page = shown(client, article, reply_to=answered.pk)

    assert hostile not in page
    assert "<b>Name" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_readers_words_choose_their_own_direction_and_keep_their_lines(client, article, approved):
    approved("سطر أول\nسطر ثان\n\nفقرة")

    page = shown(client, article)

    assert 'dir="auto"><p>سطر أول<br>سطر ثان</p>' in page
    assert "<p>فقرة</p>" in page


def pages_of(discussion, place=None) -> list:
    """All of them, one after another."""
    pages = [threads_read(discussion, place)]
    while pages[-1].next_place and len(pages) < 20:
        pages.append(threads_read(discussion, pages[-1].next_place))
    return pages


@pytest.mark.parametrize("sort", [OLDEST, NEWEST])
def test_pages_follow_each_other_without_a_gap_or_a_repeat(discussion, approved, settings, sort):
    settings.COMMENTS = settings.COMMENTS | {"THREADS_PER_PAGE": 2}
    for n in range(5):
        approved(f"Remark {n}.")

    seen = [thread.comment.text for page in pages_of(discussion, Place(sort)) for thread in page.threads]

    assert seen == sorted(seen, reverse=sort == NEWEST)
    assert len(seen) == 5


@pytest.mark.parametrize("sort", [OLDEST, NEWEST])
def test_comments_of_one_and_the_same_moment_are_all_shown(discussion, approved, settings, sort):
    settings.COMMENTS = settings.COMMENTS | {"THREADS_PER_PAGE": 2}
    with clock.at(timezone.now() - timedelta(days=1)):
        remarks = [approved(f"Remark {n}.") for n in range(5)]

    shown = [thread.pk for page in pages_of(discussion, Place(sort)) for thread in page.threads]

    assert shown == sorted((remark.pk for remark in remarks), reverse=sort == NEWEST)


def test_the_next_page_is_there_when_what_it_follows_is_gone(discussion, approved, settings):
    settings.COMMENTS = settings.COMMENTS | {"THREADS_PER_PAGE": 2}
    remarks = [approved(f"Remark {n}.") for n in range(4)]
    first = threads_read(discussion)

    remarks[1].withdraw()
    remarks[2].withdraw()

    assert texts(threads_read(discussion, first.next_place)) == [["Remark 3."]]


def test_a_thread_of_many_replies_shows_the_first_and_leads_to_the_others(discussion, approved, monkeypatch):
    monkeypatch.setattr(reading, "REPLIES_SHOWN", 2)
    monkeypatch.setattr(reading, "REPLIES_PER_PAGE", 2)
    began = approved("Began.")
    for n in range(5):
        approved(f"Reply {n}.", in_reply_to=began)
    approved("Next thread.")

    first = threads_read(discussion)
    [second, next_thread] = threads_read(discussion, Place(start=first.threads[0].next_reply)).threads
    [last, _] = threads_read(discussion, Place(start=second.next_reply)).threads

    assert texts(first) == [["Began.", "Reply 0.", "Reply 1."], ["Next thread."]]
    assert first.threads[0].hidden == 3
    assert [reply.text for reply in second.replies] == ["Reply 2.", "Reply 3."]
    assert (second.comment.text, second.is_entered, next_thread.is_entered) == ("Began.", True, False)
    assert [reply.text for reply in last.replies] == ["Reply 4."]
    assert last.next_reply is None


@pytest.fixture
def written(monkeypatch) -> list:
    """The questions written while the test runs."""
    made = []

    class Noted(prepared.Written):
        def __init__(self, *arguments) -> None:
            super().__init__(*arguments)
            made.append(self)

    monkeypatch.setattr(prepared, "Written", Noted)
    return made


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_threads_that_are_cut_ask_a_question_that_was_written_before(
    discussion, approved, monkeypatch, written, cut
):
    monkeypatch.setattr(reading, "REPLIES_SHOWN", 1)
    for n in range(cut):
        began = approved(f"Began {n}.")
        for reply in range(2 + n):
            approved(f"Reply {n}.{reply}.", in_reply_to=began)
    approved("Whole.", in_reply_to=approved("Short."))
    expected = [*([f"Began {n}.", f"Reply {n}.0."] for n in range(cut)), ["Short.", "Whole."]]

    assert texts(threads_read(discussion)) == expected
    del written[:]
    assert texts(threads_read(discussion)) == expected
    assert not written


def test_replies_of_one_and_the_same_moment_are_all_shown(discussion, approved, monkeypatch):
    monkeypatch.setattr(reading, "REPLIES_SHOWN", 2)
    monkeypatch.setattr(reading, "REPLIES_PER_PAGE", 2)
    with clock.at(timezone.now() - timedelta(days=1)):
        began = approved("Began.")
        replies = [approved(f"Reply {n}.", in_reply_to=began) for n in range(5)]
    assert {reply.submitted_at for reply in replies} == {began.submitted_at}

    [thread] = threads_read(discussion).threads
    shown = [reply.pk for reply in thread.replies]
    while thread.next_reply and len(shown) < 9:
        [thread] = threads_read(discussion, Place(start=thread.next_reply)).threads
        shown += [reply.pk for reply in thread.replies]

    assert shown == [reply.pk for reply in replies]


def test_a_reply_among_the_first_is_shown_with_those_before_it(discussion, approved, monkeypatch):
    monkeypatch.setattr(reading, "REPLIES_SHOWN", 2)
    began = approved("Began.")
    _, second, _ = [approved(f"Reply {n}.", in_reply_to=began) for n in range(3)]

    [thread] = threads_read(discussion, Place(start=second.pk)).threads

    assert [reply.text for reply in thread.replies] == ["Reply 0.", "Reply 1."]
    assert not thread.is_entered


def test_many_replies_are_not_counted_to_the_end(client, article, approved, monkeypatch):
    monkeypatch.setattr(reading, "REPLIES_SHOWN", 1)
    monkeypatch.setattr(reading, "MOST_COUNTED", 2)
    began = approved("Began.")
    for n in range(2):
        approved(f"Reply {n}.", in_reply_to=began)
    assert "More replies (1)</a>" in shown(client, article)

    approved("Reply 2.", in_reply_to=began)

    assert "More replies</a>" in shown(client, article)


def test_replies_that_are_not_published_are_neither_counted_nor_shown(client, article, discussion, approved):
    began = approved("Began.")
    for n in range(9):
        make_comment(f"Waits {n}.", discussion=discussion, in_reply_to=began)

    page = shown(client, article)

    assert "More replies" not in page
    assert "Waits" not in page


@pytest.mark.parametrize("forged", ["0", "-1", "abc", "9" * 30, "999999", "1;DROP", "٣", ""])
def test_forged_places_in_a_thread_show_it_from_the_first_comment(client, article, approved, forged):
    approved("The first remark.")

    response = client.get(
        article.get_absolute_url(), {"from": forged, "sort": forged, "reply_to": forged, "after": forged}
    )

    assert response.status_code == 200
    assert "The first remark." in response.content.decode()


def test_a_comment_of_another_discussion_is_no_place_in_this_one(client, article, approved):
    approved("The first remark.")

    assert "The first remark." in shown(client, article, **{"from": make_approved("Foreign.").pk})


def test_reply_to_shows_whom_one_answers(client, article, approved):
    answered = approved(name="Leyla")

    response = client.get(article.get_absolute_url(), {"reply_to": answered.pk})

    assert response.context["form"]["in_reply_to"].value() == answered.pk
    assert '<p class="write__answered">' in response.content.decode()


@pytest.mark.parametrize("make", [make_comment, make_rejected])
def test_reply_to_an_unpublished_comment_shows_nothing_of_it(client, article, discussion, make):
    hidden = make("Hidden words.", discussion=discussion, name="Hidden Name")

    page = shown(client, article, reply_to=hidden.pk)

    assert "Hidden" not in page
    assert '<p class="write__answered" hidden>' in page


def test_a_closed_discussion_says_so_and_shows_no_form(client, article, discussion, approved):
    approved("It stays.")
    discussion.close()

    page = shown(client, article)

    assert "This discussion is closed." in page
    assert "It stays." in page
    assert "comment-form" not in page
    assert "reply_to" not in page


def test_the_guidelines_stand_beside_the_form_in_the_pages_language(client):
    page = shown(client, make_article(language="ar"))

    assert '<div lang="ar" dir="rtl">' in page
    assert "لا للشتائم" in page


def test_the_guidelines_lead_to_their_own_page_in_the_same_language(client):
    page = shown(client, make_article(language="ar"))

    address = re.search(r'<p class="rules__all"><a href="([^"]+)"', page)[1]
    assert "لا للشتائم" in client.get(address).content.decode()


def test_guidelines_without_a_wording_in_the_pages_language_stand_in_english(client):
    page = shown(client, make_article(language="fr"))

    assert '<div lang="en" dir="ltr">' in page
    assert "No swearing" in page


def test_the_usual_wait_is_told_before_one_writes(client, article, discussion, approved):
    for n in range(20):
        approved(f"Remark {n}.")

    assert "Decisions usually take about 1 minute." in shown(client, article)


def test_too_few_decisions_tell_no_usual_wait(client, article, approved):
    approved()

    assert "Decisions usually take" not in shown(client, article)


def test_the_permalink_of_a_comment_leads_to_the_page_it_stands_on(client, article, approved, settings):
    settings.COMMENTS = settings.COMMENTS | {"THREADS_PER_PAGE": 1}
    approved("First.")
    second = approved("Second.")
    replies = [approved(f"Reply {n}.", in_reply_to=second) for n in range(reading.REPLIES_SHOWN + 2)]

    for comment in (second, *replies):
        address, _, fragment = comment.get_absolute_url().partition("#")
        assert f'id="{fragment}"' in client.get(address).content.decode()


def queries_of(client, article) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(article.get_absolute_url())
    return len(queries)


def test_a_guests_article_page_takes_six_queries_at_any_length(client, article, approved):
    began = approved()
    short = queries_of(client, article)
    for n in range(60):
        approved(f"Remark {n}.")
        approved(f"Reply {n}.", in_reply_to=began)
    waiting.remembered.clear()

    assert queries_of(client, article) == short <= 6


def test_a_signed_in_article_page_takes_six_with_session_and_user_on_the_first_page_of_a_process(
    client, article, approved
):
    approved()
    client.force_login(make_user(email="leyla@example.org"))
    short = queries_of(client, article)
    for n in range(60):
        approved(f"Remark {n}.")
    guidelines_shown.kept.clear()
    for told in (waiting, standing_shown, guidelines_shown):
        told.remembered.clear()

    # Now something is new to them, too.
    assert queries_of(client, article) == short <= 6


@pytest.mark.parametrize(
    "forged",
    [
        "0.0",
        "1.",
        ".1",
        "1",
        "1.1.1",
        "-1.1",
        "9e9.1",
        f"{'9' * 18}.1",
        f"{'9' * 40}.{'9' * 40}",
        "٣.٣",
        "1.1;--",
    ],
)
def test_a_forged_cursor_is_no_place_or_one_before_or_behind_all(client, article, approved, forged):
    approved("The first remark.")

    for sort in ("oldest", "newest"):
        response = client.get(article.get_absolute_url(), {"after": forged, "sort": sort})
        assert response.status_code == 200


@pytest.mark.parametrize("make", [make_comment, make_rejected])
def test_an_address_with_an_unpublished_comment_tells_no_more_than_one_with_none(
    client, article, discussion, approved, make
):
    approved("The first remark.")
    hidden = make("Hidden.", discussion=discussion)
    approved("The last remark.")

    known, unknown = (shown(client, article, **{"from": pk}) for pk in (hidden.pk, 9_999_999))

    assert "The comment that this address leads to is not public." in known
    assert "The first remark." in known
    assert re.sub(r'value="[^"]+"|from=\d+', "", known) == re.sub(r'value="[^"]+"|from=\d+', "", unknown)
