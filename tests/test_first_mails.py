"""An address typed into a form gets one mail, and no second one until somebody has opened the first."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import notices
from comments.letters import letter_url, stop_url
from comments.models import Attribution, Author, Notice, Opening
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_moderator,
    make_opened,
    make_user,
)

pytestmark = pytest.mark.django_db
EMAIL = "leyla@example.org"
LATER = timedelta(minutes=1)


def deliver(after=LATER) -> list[str]:
    """Subjects of all that ever went out."""
    notices.deliver_due(now=timezone.now() + after)
    return [message.subject for message in mail.outbox]


def path(url: str) -> str:
    return url.removeprefix("http://127.0.0.1:8000")


def letter(comment, kind: str = "receipt") -> str:
    return path(letter_url(comment.notices.get(kind=kind)))


@pytest.fixture
def unopened():
    """Decided, and its receipt mailed."""
    comment = make_comment(email=EMAIL)
    deliver()
    comment.approve(by=make_moderator(), seen=0)
    return comment


def test_a_second_mail_waits_for_the_first_to_be_opened(unopened):
    assert len(deliver()) == 1
    assert unopened.notices.get(kind="decision").held_at


def test_following_the_link_opens_nothing(client, unopened):
    """Programs that look mails over do that."""
    for method in (client.get, client.head):
        assert method(letter(unopened)).status_code == 200

    assert len(deliver()) == 1
    assert not Opening.objects.exists()


def test_the_button_behind_it_does_and_the_decision_follows(client, unopened):
    deliver()

    answer = client.post(f"{letter(unopened)}open/")

    assert answer["Location"] == unopened.receipt.get_absolute_url()
    assert len(deliver()) == 2
    assert client.get(letter(unopened))["Location"] == unopened.receipt.get_absolute_url()


def test_the_button_needs_no_cookie(unopened):
    assert Client(enforce_csrf_checks=True).post(f"{letter(unopened)}open/").status_code == 302
    assert Opening.objects.count() == 1


def test_pressing_it_twice_is_one_opening(client, unopened):
    for _ in range(2):
        client.post(f"{letter(unopened)}open/")

    assert Opening.objects.count() == 1


@pytest.mark.parametrize("spelled", [EMAIL, "Leyla@Example.ORG"])
def test_another_comment_with_the_address_brings_no_second_mail(spelled):
    make_comment(email=EMAIL)
    make_comment(email=spelled)

    assert len(deliver()) == 1


def test_nor_does_a_report(unopened):
    reported = make_approved()
    reported.report(author=make_author(), guideline="abuse", email=EMAIL)
    reported.reject(by=make_moderator(), seen=1, guidelines=["abuse"])

    assert len(deliver()) == 1


def test_a_first_mail_does_not_say_that_what_was_rejected_is_under_the_article():
    reported = make_approved()
    reported.report(author=make_author(), guideline="abuse", email=EMAIL)
    reported.reject(by=make_moderator(), seen=1, guidelines=["abuse"])

    deliver()

    [sent] = mail.outbox
    for words in (sent.body, sent.alternatives[0].content):
        assert letter(reported, "report") in words
        assert "under the article" not in words


def test_an_opened_report_lets_receipts_through(client):
    reported = make_approved()
    reported.report(author=make_author(), guideline="abuse", email=EMAIL)
    reported.reject(by=make_moderator(), seen=1, guidelines=["abuse"])
    deliver()

    answer = client.post(f"{letter(reported, 'report')}open/")
    make_comment(email=EMAIL)

    assert answer["Location"] == reported.get_absolute_url()  # never the receipt, which is another's
    assert len(deliver()) == 2


def test_what_was_decided_meanwhile_is_told_by_the_decision_alone(client):
    first, second = make_comment(email=EMAIL), make_comment("It does.", email=EMAIL)
    deliver()
    second.approve(by=make_moderator(), seen=0)
    deliver()

    client.post(f"{letter(first)}open/")

    assert [subject[:12] for subject in deliver()] == ["We have your", "Your comment"]


def test_an_accounts_own_address_needs_no_opening():
    user = make_user(email=EMAIL)
    comment = make_comment(author=Author.objects.of_account(user), email=EMAIL)
    comment.approve(by=make_moderator(), seen=0)

    assert len(deliver()) == 2
    assert comment.receipt.token in mail.outbox[0].body


def test_nor_does_what_was_claimed_for_it(unopened):
    Attribution.objects.claim(author=Author.objects.of_account(make_user(email=EMAIL)), email=EMAIL)

    assert len(deliver()) == 2


def test_what_waited_when_it_was_claimed_goes_out(unopened):
    deliver()

    Attribution.objects.claim(author=Author.objects.of_account(make_user(email=EMAIL)), email=EMAIL)

    assert len(deliver()) == 2


def held_answer() -> Notice:
    """To a report by a guest, whose address has had its one mail for another report."""
    for text in ("It is a lie.", "It never floods."):
        reported = make_approved(text)
        reported.report(author=make_author(), guideline="abuse", email=EMAIL)
        reported.reject(by=make_moderator(), seen=1, guidelines=["abuse"])
    deliver()
    return Notice.objects.exclude(held_at=None).get(kind="report")


def test_an_answer_to_a_report_goes_out_when_an_account_proves_the_address():
    """Though there is no comment to be claimed."""
    answer = held_answer()

    claimed = Attribution.objects.claim(author=Author.objects.of_account(make_user(email=EMAIL)), email=EMAIL)

    assert claimed == 0
    assert len(deliver()) == 2
    answer.refresh_from_db()
    assert answer.sent_at


def test_an_address_that_an_account_has_but_has_not_proven_opens_nothing(settings):
    settings.COMMENTS = settings.COMMENTS | {"PROVEN_EMAIL": "newsroom.accounts.proven_email"}
    user = make_user(email=EMAIL)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=False, primary=True)
    Author.objects.of_account(user)

    assert held_answer().sent_at is None


def test_a_first_mail_has_nothing_that_anybody_typed():
    comment = make_comment("Unmistakable marzipan.", name="Leyla the Unmistakable", email=EMAIL)
    Notice.objects.filter(kind="receipt").update(dropped_at=timezone.now())
    comment.reject(by=make_moderator(), seen=0, guidelines=["threats"], explanation="You wrote marzipan.")

    deliver()

    [message] = mail.outbox
    for part in (message.body, message.alternatives[0].content):
        assert "marzipan" not in part
        assert "Unmistakable" not in part
        assert comment.receipt.token not in part
        assert letter_url(comment.notices.get(kind="decision")) in part


def test_once_opened_the_decision_says_what_the_moderator_added():
    comment = make_opened(email=EMAIL)
    comment.reject(by=make_moderator(), seen=0, guidelines=["threats"], explanation="You name her street.")

    deliver()

    assert "You name her street." in mail.outbox[-1].body


def test_one_that_is_on_its_way_makes_the_next_one_wait(settings):
    make_comment(email=EMAIL)
    make_comment(email=EMAIL)
    now = timezone.now() + LATER
    first = Notice.objects.take(now=now)

    assert Notice.objects.take(now=now) is None
    assert not Notice.objects.exclude(held_at=None).exists()
    first.drop("SMTPRecipientsRefused 550")
    assert Notice.objects.take(now=now + 2 * LATER) is not None


def test_addresses_do_not_wait_for_each_other():
    make_comment(email=EMAIL)
    make_comment(email="rojda@example.org")

    assert len(deliver()) == 2


def test_an_erased_comment_leads_nowhere(client, unopened):
    address = letter(unopened)
    stop = path(stop_url(unopened.notices.get(kind="receipt")))
    unopened.erase(by=None, request="2026/1")

    page = client.get(address).content.decode()

    assert "This comment was erased" in page
    assert client.post(f"{address}open/")["Location"] == address
    assert "We keep no address" in client.post(stop).content.decode()
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    "spoil",
    [lambda t: t[:-1], lambda t: "1" + t, lambda t: t + "x", lambda t: "x", lambda t: "%00"],
    ids=["cut", "another", "longer", "nonsense", "nul"],
)
@pytest.mark.parametrize("door", ["", "open/", "stop/"])
def test_a_forged_link_leads_nowhere(client, unopened, spoil, door):
    token = letter(unopened).split("/")[-2]
    address = f"/comments/letter/{spoil(token)}/{door}"

    assert client.post(address).status_code in (404, 405)
    assert client.get(address).status_code in (404, 405)


@pytest.mark.parametrize("door", ["", "stop/"])
def test_a_link_that_was_cut_off_says_so_and_how_to_go_on(client, unopened, door):
    token = letter(unopened).split("/")[-2]

    answer = client.get(f"/comments/letter/{token[:-3]}/{door}")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "This link leads nowhere any more" in page
    assert f'href="{reverse("comments:mine")}"' in page
    assert "no-store" in answer["Cache-Control"]


def test_a_link_outlives_its_key_for_as_long_as_that_is_kept(client, unopened, settings):
    address = letter(unopened)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "k" * 60
    assert client.get(address).status_code == 404

    settings.SECRET_KEY_FALLBACKS = [old]

    assert client.get(address).status_code == 200


def test_a_link_of_ten_years_ago_still_leads_to_the_comment(client, unopened):
    address = letter(unopened)

    with time_machine.travel(timezone.now() + timedelta(days=3650), tick=False):
        assert client.post(f"{address}open/")["Location"] == unopened.receipt.get_absolute_url()
        assert "Write to me again" in client.post(f"{address}stop/").content.decode()


def test_the_pages_are_kept_from_caches_searches_and_other_sites(client, unopened):
    for address in (letter(unopened), f"{letter(unopened)}stop/"):
        answer = client.get(address)

        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "strict-origin"
