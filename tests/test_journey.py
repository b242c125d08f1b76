"""The whole way of a comment, as requests: written, waiting, decided, read, told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments import notices
from comments.models import Comment, Guideline, Notice
from tests.desk_pages import act_url, desk_url, names
from tests.factories import make_article, make_moderator
from tests.readers import TEXT, filled_in, send, the_comment

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=1)  # the undo window is over


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def desk():
    """A moderator's browser."""
    browser = Client()
    browser.force_login(make_moderator("nora"))
    return browser


@pytest.fixture
def another_desk():
    browser = Client()
    browser.force_login(make_moderator("tarek"))
    return browser


def page(browser, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def article_page(article) -> str:
    """As somebody sees it who has never been here."""
    return page(Client(), article.get_absolute_url())


def receipt_page(browser, *, after=timedelta(0)) -> str:
    with time_machine.travel(timezone.now() + after):
        return page(browser, the_comment().receipt.get_absolute_url())


def approve(desk, comment, *, seen=0):
    return desk.post(act_url("approve", comment), {"seen": seen}, follow=True)


def links_in(message) -> list[str]:
    return [line for line in message.body.splitlines() if line.startswith("http")]


def open_mail() -> None:
    """The author follows the link in the mail, and presses the button there."""
    notices.deliver_due()
    Client().post(f"{links_in(mail.outbox[-1])[0]}open/")


def reject(desk, comment, *, seen=0, **fields):
    return desk.post(act_url("reject", comment), {"seen": seen, **fields}, follow=True)


def test_a_comment_is_written_waits_is_approved_and_is_read(client, desk, article):
    sent = send(client, article)

    assert sent.status_code == 303
    assert sent["Location"] == the_comment().receipt.get_absolute_url()
    assert TEXT in receipt_page(client)
    assert TEXT not in article_page(article)
    assert TEXT in page(desk, desk_url())

    approve(desk, the_comment())

    assert TEXT in article_page(article)
    assert the_comment().text == TEXT


def test_a_rejected_comment_is_never_read_and_its_author_is_told_why(client, desk, article):
    send(client, article, email="aram@example.org")
    open_mail()

    reject(desk, the_comment(), guideline=["threats"], explanation="You announce what you would do to her.")

    assert TEXT not in article_page(article)
    receipt = receipt_page(client, after=LATER)
    assert Guideline.objects.get(code="threats").wording("en").title in receipt
    assert "You announce what you would do to her." in receipt
    notices.deliver_due(now=timezone.now() + LATER)
    assert [message.subject for message in mail.outbox] == [
        f"We have your comment on “{article.headline}”",
        f"Your comment on “{article.headline}” was not published",
    ]


def test_the_author_learns_nothing_while_it_can_still_be_undone(client, desk, article):
    send(client, article, email="aram@example.org")
    reject(desk, the_comment(), guideline=["threats"], explanation="Too harsh.")

    within = receipt_page(client, after=timedelta(seconds=5))
    notices.deliver_due(now=timezone.now() + timedelta(seconds=5))

    assert "Too harsh." not in within
    assert len(mail.outbox) == 1  # the receipt


def test_what_is_undone_waits_again_and_is_told_to_nobody(client, desk, article):
    send(client, article, email="aram@example.org")
    approve(desk, the_comment())

    desk.post(act_url("undo", the_comment()), {"seen": 1})

    assert TEXT not in article_page(article)
    assert names(desk.get(desk_url())) == ["Aram"]
    notices.deliver_due(now=timezone.now() + LATER)
    assert len(mail.outbox) == 1  # the receipt


def test_a_rejected_author_is_heard_by_another_moderator(client, desk, another_desk, article):
    send(client, article)
    reject(desk, the_comment(), guideline=["threats"])
    receipt = the_comment().receipt.get_absolute_url()
    with time_machine.travel(timezone.now() + LATER):
        asked = client.post(f"{receipt}appeal/", {"statement": "I quoted the court."}, follow=True)
    appeals = desk_url("?state=appeals")

    assert asked.status_code == 200
    approve(desk, the_comment(), seen=1)
    assert the_comment().status == "rejected"
    assert "I quoted the court." in page(another_desk, appeals)
    another_desk.post(act_url("approve", the_comment(), "?state=appeals"), {"seen": 1})

    assert TEXT in article_page(article)


def test_an_answer_stands_under_what_it_answers_once_both_are_approved(client, desk, article):
    send(client, article)
    root = the_comment()
    answer = filled_in(article, name="Leyla", text="They raised it last year.", in_reply_to=root.pk)
    refused = client.post("/comments/submit/", answer)
    approve(desk, root)

    answer = filled_in(article, name="Leyla", text="They raised it last year.", in_reply_to=root.pk)
    taken = client.post("/comments/submit/", answer)

    assert refused.status_code == 409
    assert taken.status_code == 303
    reply = Comment.objects.get(in_reply_to=root)
    assert "They raised it last year." not in article_page(article)
    approve(desk, reply)
    assert "They raised it last year." in article_page(article)


def test_a_form_sent_twice_is_one_comment_and_one_mail(client, article):
    filled = filled_in(article, email="aram@example.org")

    first = client.post("/comments/submit/", filled)
    second = client.post("/comments/submit/", filled)

    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == Notice.objects.count() == 1


def test_of_two_moderators_one_decides_and_the_other_is_told(client, desk, another_desk, article):
    send(client, article)
    approve(desk, the_comment())

    told = reject(another_desk, the_comment(), guideline=["threats"])

    assert "already decided" in told.content.decode()
    assert the_comment().status == "approved"


def test_an_author_takes_a_comment_back(client, desk, article):
    send(client, article, email="aram@example.org")
    approve(desk, the_comment())
    receipt = the_comment().receipt.get_absolute_url()

    client.post(f"{receipt}withdraw/")

    assert TEXT not in article_page(article)
    notices.deliver_due(now=timezone.now() + LATER)
    assert mail.outbox == []


def test_the_mail_leads_to_the_receipt(client, article):
    send(client, article, email="aram@example.org")
    notices.deliver_due()

    reader, link = Client(), links_in(mail.outbox[0])[0]

    assert TEXT not in page(reader, link)
    assert TEXT in reader.post(f"{link}open/", follow=True).content.decode()
    assert TEXT in reader.get(link, follow=True).content.decode()
