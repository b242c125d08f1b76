"""One click in the mail program, or a button behind the link in the mail, and no login."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments import notices
from comments.letters import stop_url
from comments.models import Author, MailChoice, Notice
from tests.factories import make_approved, make_author, make_comment, make_moderator, make_opened, make_user

pytestmark = pytest.mark.django_db

EMAIL = "leyla@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def deliver() -> list:
    notices.deliver_due(now=timezone.now() + timedelta(minutes=1))
    return mail.outbox


def address_in(message) -> str:
    """What a mail program sends to, out of the header."""
    header = message.message()["List-Unsubscribe"]
    assert header.startswith("<")
    assert header.endswith(">")
    return header[1:-1].removeprefix("http://127.0.0.1:8000")


@pytest.fixture
def decided():
    """Opened, decided, and not told yet."""
    comment = make_opened(email=EMAIL)
    mail.outbox.clear()
    comment.approve(by=make_moderator(), seen=0)
    return comment


def stop(comment) -> str:
    return stop_url(comment.notices.earliest("pk")).removeprefix("http://127.0.0.1:8000")


def test_every_mail_says_how_in_the_header_and_in_both_parts(decided):
    [message] = deliver()

    assert message.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in (message.body, message.alternatives[0].content):
        assert address_in(message) in part


def test_one_click_of_a_mail_program_stops_them(decided):
    stranger = Client(enforce_csrf_checks=True)
    [message] = deliver()

    answer = stranger.post(address_in(message), ONE_CLICK)

    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    make_comment(email=EMAIL).approve(by=make_moderator(), seen=0)
    assert len(deliver()) == 1


def test_a_body_in_parts_is_taken_too(decided):
    answer = Client().post(
        stop(decided),
        b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 200
    assert not MailChoice.objects.get().is_wanted


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_it_stops_nothing(client, decided, method):
    answer = getattr(client, method)(stop(decided))

    assert answer.status_code == 200
    assert not MailChoice.objects.exists()
    assert len(deliver()) == 1


@pytest.mark.parametrize("method", ["put", "delete", "options"])
def test_no_other_way_does(client, decided, method):
    assert getattr(client, method)(stop(decided)).status_code == 405
    assert not MailChoice.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, {"List-Unsubscribe": ""}, {"all": "yes"}, {"x": "y" * 10_000}, {"topic": "replies"}]
)
def test_whatever_stands_in_the_body_it_stops(client, decided, body):
    client.post(stop(decided), body)

    assert deliver() == []
    assert Notice.objects.get(kind="decision").last_error == "not wanted"


def test_it_can_be_taken_back(client, decided):
    client.post(stop(decided), ONE_CLICK)

    page = client.post(stop(decided), {"again": "yes"}).content.decode()

    assert "Stop these mails?" in page
    assert len(deliver()) == 1


def test_all_sorts_can_be_stopped_at_once(client, decided):
    client.post(stop(decided), {"all": "yes"})

    assert set(MailChoice.objects.values_list("topic", "is_wanted")) == {
        ("decisions", False),
        ("replies", False),
        ("guest_replies", False),
    }


def test_taking_all_back_asks_for_nothing_that_was_not_asked_for(client, decided):
    client.post(stop(decided), {"all": "yes", "again": "yes"})

    assert list(MailChoice.objects.values_list("topic", "is_wanted")) == [("decisions", True)]


def test_the_address_is_kept_as_a_digest_alone(client, decided):
    client.post(stop(decided), ONE_CLICK)

    assert EMAIL not in str(list(MailChoice.objects.values()))


@pytest.mark.parametrize("spelled", [EMAIL, "LEYLA@example.org"])
def test_it_holds_for_the_address_whoever_types_it(client, decided, spelled):
    client.post(stop(decided), ONE_CLICK)
    comment = make_approved()
    comment.report(author=make_author(), guideline="abuse", email=spelled)
    comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])

    assert deliver() == []


def test_it_holds_for_nobody_else(client, decided):
    client.post(stop(decided), ONE_CLICK)
    make_comment(email="rojda@example.org")

    assert [message.to for message in deliver()] == [["rojda@example.org"]]


def test_it_outlives_a_change_of_the_sites_key(client, decided, settings):
    client.post(stop(decided), ONE_CLICK)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "k" * 60
    settings.SECRET_KEY_FALLBACKS = [old]

    assert deliver() == []
    assert client.post(stop(decided), ONE_CLICK).status_code == 200


def test_a_link_from_before_the_key_changed_still_works(client, decided, settings):
    link = stop(decided)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "k" * 60

    assert client.post(link, ONE_CLICK).status_code == 200
    assert deliver() == []


def test_an_account_that_unsubscribes_by_mail_finds_it_among_its_choices(client):
    user = make_user(email=EMAIL)
    comment = make_comment(author=Author.objects.of_account(user), email=EMAIL)
    Client().post(stop(comment), ONE_CLICK)
    client.force_login(user)

    form = client.get("/comments/mails/").context["form"]

    assert form.initial == {"decisions": False, "replies": True, "guest_replies": False}


def test_turning_it_on_again_there_is_enough(client):
    user = make_user(email=EMAIL)
    comment = make_comment(author=Author.objects.of_account(user), email=EMAIL)
    Client().post(stop(comment), ONE_CLICK)
    client.force_login(user)

    client.post("/comments/mails/", {"decisions": "on", "replies": "on"})

    assert len(deliver()) == 1


def test_its_link_is_not_in_the_log(decided, capsys):
    Client().post(stop(decided), ONE_CLICK)
    Client().get(f"{stop(decided)}nowhere/")

    token = stop(decided).split("/")[-3]
    assert token not in capsys.readouterr().err
