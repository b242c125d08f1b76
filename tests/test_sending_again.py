"""Whoever goes back after sending finds their words in a new form: sent again, they are the same comment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_user,
    number,
)
from tests.readers import TEXT, send, the_comment
from tests.test_racing import ROUNDS, at_once, split

EMAIL = "aram@example.org"


@pytest.fixture
def article(db):
    return make_article()


def test_the_same_words_lead_to_the_first_receipt(client, article):
    first, second = (send(client, article, email=EMAIL) for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert second["Location"] == first["Location"] == the_comment().receipt.get_absolute_url()


def test_an_account_is_led_there_from_whichever_browser(article):
    user, browsers = make_user("leyla"), (Client(), Client())
    for browser in browsers:
        browser.force_login(user)

    first, second = (send(browser, article, name=None) for browser in browsers)

    assert second["Location"] == first["Location"] == the_comment().receipt.get_absolute_url()


@pytest.mark.parametrize(
    "other",
    [{"text": "And the southern one."}, {"name": "Rojda"}, {"email": EMAIL}],
    ids=["words", "name", "address"],
)
def test_whatever_else_was_typed_makes_another(client, article, other):
    send(client, article)

    send(client, article, **other)

    assert Comment.objects.count() == 2


def test_nobody_else_is_led_to_it(client, article):
    first = send(client, article)

    second = send(Client(), article)

    assert second["Location"] != first["Location"]
    assert Comment.objects.count() == 2


def test_the_same_network_leads_nobody_to_it(client, article):
    """Whole carriers share one, and what is published can be copied with its name."""
    first = send(client, article)
    the_comment().approve(by=make_moderator(), seen=0)

    second = send(Client(), article)

    one, two = Comment.objects.order_by("pk")
    assert one.network == two.network != ""
    assert second["Location"] == two.receipt.get_absolute_url() != first["Location"]


def test_a_forged_cookie_leads_nobody_to_it(client, article):
    first, stranger = send(client, article), Client()
    stranger.cookies["comments_author"] = the_comment().author.key

    assert send(stranger, article)["Location"] != first["Location"]


def test_whoever_thanks_two_readers_thanks_both_and_each_once(client, article):
    discussion = make_discussion(article)
    answered = [make_approved(f"Remark {n}.", discussion=discussion) for n in range(2)]

    for comment in (*answered, *answered):
        send(client, article, text="Thank you!", in_reply_to=str(comment.pk))

    thanks = Comment.objects.filter(text="Thank you!").order_by("pk")
    assert [each.in_reply_to for each in thanks] == answered


def test_under_another_article_it_is_another(client, article):
    send(client, article)

    send(client, make_article())

    assert Comment.objects.count() == 2


def test_later_on_it_is_another(client, article, time_machine):
    send(client, article)

    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    send(client, article)

    assert Comment.objects.count() == 2


def test_what_was_taken_back_can_be_sent_again_once(client, article):
    send(client, article)
    the_comment().withdraw()

    first, second = (send(client, article) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert [each.status for each in Comment.objects.order_by("pk")] == ["withdrawn", "pending"]


def test_what_was_rejected_meanwhile_leads_to_where_that_is_told(client, article):
    first = send(client, article)
    the_comment().reject(by=make_moderator(), seen=0, guidelines=["relevance"])

    assert send(client, article)["Location"] == first["Location"]


def test_what_is_written_anew_without_a_change_is_another_and_that_only_once(client, article):
    send(client, article)
    token = the_comment().receipt.token

    first, second = (send(client, article, in_place_of=token) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("between", [TEXT, "The southern road floods."], ids=["without a change", "changed"])
def test_what_is_written_anew_a_second_time_is_another_and_that_only_once(client, article, between):
    """And leads to none of the earlier ones, which say the same."""
    send(client, article)
    send(client, article, text=between, in_place_of=the_comment().receipt.token)
    newest = Comment.objects.latest("pk")

    first, second = (send(client, article, in_place_of=newest.receipt.token) for _ in range(2))

    third = Comment.objects.latest("pk")
    assert first["Location"] == second["Location"] == third.receipt.get_absolute_url()
    assert [each.text for each in Comment.objects.order_by("pk")] == [TEXT, between, TEXT]
    assert third.rewriting.earlier == newest


def test_nobody_is_asked_for_second_thoughts_twice(client, article):
    rude = {"text": "You are an idiot."}
    first = send(client, article, asked="1", **rude)

    assert send(client, article, **rude)["Location"] == first["Location"]


@pytest.mark.parametrize("how", ["closed", "slowed down"])
def test_a_discussion_that_takes_no_more_still_leads_there(client, article, how):
    first, discussion = send(client, article), the_comment().discussion
    if how == "closed":
        discussion.close()
    else:
        discussion.slow_down(by=make_editor(), seconds=3600)

    assert send(client, article)["Location"] == first["Location"]


def test_what_came_by_no_form_is_taken_each_time(article):
    first = make_comment(discussion=make_discussion(article))

    assert make_comment(discussion=first.discussion, author=first.author) != first


def by_two_forms(article, slow_seconds: int = 0):
    """The same words from two tabs, sent at the same moment."""
    discussion = make_discussion(article, slow_seconds=slow_seconds)
    author = make_comment("Hello.").author

    def send_it():
        return make_comment(discussion=discussion, author=author, form_key=f"form-{next(number)}")

    return at_once(send_it, send_it)


@pytest.mark.parametrize("slow_seconds", [0, 60])
def test_from_two_tabs_at_once_it_is_one_comment(committed_db, slow_seconds):
    for _ in range(ROUNDS):
        (one, two), refused = split(by_two_forms(make_article(), slow_seconds))

        assert not refused
        assert one == two
