"""An account without a password is asked for a code from its mailbox before it is given away or erased."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from newsroom import settings as shipped
from newsroom.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
EMAIL = "leyla@example.org"
DOORS = ["account_data", "account_erase"]
ASKED = "/accounts/code/"


@pytest.fixture(autouse=True)
def forgotten_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def reader(client) -> User:
    """As one is who only ever signed in with an account elsewhere."""
    user = make_user("leyla", email=EMAIL)
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


@pytest.fixture
def send(client, reader, django_capture_on_commit_callbacks):
    def press() -> str:
        """The code in the mail."""
        with django_capture_on_commit_callbacks(execute=True):
            client.post(ASKED, {"send": "yes"})
        return re.search(r"^\d{8}$", mail.outbox[-1].body, re.MULTILINE).group()

    return press


def enter(client, code: str, **fields):
    return client.post(ASKED, {"code": code} | fields)


def is_let_in(client) -> bool:
    return client.get(reverse("account_data")).status_code == 200


@pytest.mark.parametrize("door", DOORS)
def test_both_doors_ask_for_it(client, reader, door):
    for act in (client.get, client.post):
        answer = act(reverse(door))

        assert answer.status_code == 302
        assert answer["Location"].startswith(ASKED)
    assert User.objects.filter(pk=reader.pk).exists()


def test_looking_at_the_page_sends_nothing(client, reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = client.get(ASKED).content.decode()

    assert EMAIL in page
    assert 'name="code"' not in page
    assert mail.outbox == []


def test_the_code_lets_in(client, send):
    code = send()
    assert mail.outbox[0].to == [EMAIL]
    page = client.get(ASKED).content.decode()
    assert 'name="code"' in page
    assert page.count("comments-button--quiet") == 1  # another code is not what to press next

    enter(client, code)

    assert is_let_in(client)


def test_it_leads_on_to_where_they_were_going(client, send):
    there = reverse("account_data")
    client.get(there)

    answer = enter(client, send(), next=there)

    assert answer["Location"] == there


@pytest.mark.parametrize("spell", ["{} ", "{}\u200f", "\u00a0{}"], ids=["space", "mark", "hard space"])
def test_it_may_be_typed_as_it_comes(client, send, spell):
    enter(client, spell.format(send()))

    assert is_let_in(client)


def test_it_may_be_typed_in_arabic_digits(client, send):
    enter(client, send().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))

    assert is_let_in(client)


@pytest.mark.parametrize("code", ["", "0", "x", "\x00", "9" * 41])
def test_what_is_no_code_lets_nobody_in(client, send, code):
    send()

    answer = enter(client, code)

    assert answer.status_code == 200
    assert not is_let_in(client)


def test_without_a_code_sent_none_is_right(client, reader):
    assert enter(client, "12345678").status_code == 200
    assert not is_let_in(client)


def test_guessing_has_an_end(client, send):
    code = send()
    wrong = str((int(code) + 1) % 10**8).zfill(8)
    for _ in range(5):
        enter(client, wrong)

    enter(client, code)

    assert not is_let_in(client)


def test_who_tries_at_one_moment_with_others_gets_no_further(client, send):
    """Each of them has read the session before any other has written it."""
    code = send()
    as_sent = dict(client.session)
    wrong = str((int(code) + 1) % 10**8).zfill(8)
    for _ in range(5):
        enter(client, wrong)
        session = client.session
        session.update(as_sent)
        session.save()

    enter(client, code)

    assert not is_let_in(client)


def test_another_code_has_tries_of_its_own(client, send):
    wrong = str((int(send()) + 1) % 10**8).zfill(8)
    for _ in range(5):
        enter(client, wrong)

    enter(client, send())

    assert is_let_in(client)


def test_it_gets_old(client, send):
    code = send()

    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        enter(client, code)

        assert not is_let_in(client)


def test_it_is_good_once(client, send):
    code = send()
    enter(client, code)

    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        assert not is_let_in(client)  # that was long ago
        enter(client, code)
        assert not is_let_in(client)


def test_another_code_takes_the_place_of_the_first(client, send):
    first, second = send(), send()
    assert first != second

    enter(client, first)
    assert not is_let_in(client)
    enter(client, second)
    assert is_let_in(client)


def test_it_is_not_in_the_session(client, send):
    code = send()

    assert code not in str(dict(client.session))


def test_nobody_is_sent_codes_without_end(client, reader, settings):
    settings.ACCOUNT_RATE_LIMITS = shipped.ACCOUNT_RATE_LIMITS

    answers = [client.post(ASKED, {"send": "yes"}).status_code for _ in range(7)]

    assert answers == [302] * 5 + [429] * 2


def test_who_has_a_password_is_asked_for_that(client, reader):
    reader.set_password("a lantern over the northern road")
    reader.save()
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(reverse("account_data"))["Location"].startswith(reverse("account_reauthenticate"))
    assert client.get(ASKED)["Location"].startswith(reverse("account_reauthenticate"))


def test_who_has_no_address_either_is_told_what_to_do(client, reader):
    EmailAddress.objects.filter(user=reader).update(verified=False)

    page = client.get(reverse("account_data"), follow=True).content.decode()

    assert "Sign out and in again" in page


def test_strangers_are_asked_to_sign_in(client):
    assert reverse("account_login") in client.get(ASKED)["Location"]


def test_a_code_that_went_to_the_address_before_lets_nobody_in(client, reader, send):
    code = send()
    EmailAddress.objects.filter(user=reader).update(email="new@example.org")
    User.objects.filter(pk=reader.pk).update(email="new@example.org")

    enter(client, code)

    assert not is_let_in(client)


@pytest.mark.parametrize(
    ("door", "fields"),
    [
        ("account_set_password", {"password1": "a-Long-one-77x", "password2": "a-Long-one-77x"}),
        ("account_email", {"action_add": "", "email": "somebody@else.example"}),
        ("account_email", {"action_remove": "", "email": EMAIL}),
        ("mfa_activate_totp", {"code": "123456"}),
        ("mfa_generate_recovery_codes", {}),
        ("socialaccount_connections", {"account": "1"}),
    ],
)
def test_nobody_gets_what_they_could_answer_with_the_next_time(client, reader, send, door, fields):
    before = _ways_in(reader)

    answer = client.post(reverse(door), fields)

    assert answer["Location"].startswith(ASKED)
    assert _ways_in(reader) == before


def test_whoever_answers_goes_on_where_they_were_stopped(client, reader, send):
    passwords = {"password1": "a-Long-one-77x", "password2": "a-Long-one-77x"}
    way = client.post(reverse("account_set_password"), passwords)["Location"]

    enter(client, send(), **dict(parse_qsl(urlsplit(way).query)))

    reader.refresh_from_db()
    assert reader.check_password("a-Long-one-77x")


def _ways_in(reader: User) -> tuple:
    reader.refresh_from_db()
    addresses = EmailAddress.objects.filter(user=reader).values_list("email", flat=True)
    return reader.has_usable_password(), *addresses
