"""Mails that anybody can have sent to an address they know: no more of them than of those about comments."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from comments.conf import DEFAULTS
from newsroom.models import AccountMail
from tests.factories import make_user, number

KNOWN, UNKNOWN = "leyla@example.org", "nobody@example.org"
PASSWORD = "a lantern over the northern road"


@pytest.fixture(autouse=True)
def counted_anew(db):
    cache.clear()
    user = make_user("leyla", email=KNOWN)
    EmailAddress.objects.create(user=user, email=KNOWN, verified=True, primary=True)
    yield
    cache.clear()


def sign_up(client, address: str, **facts) -> None:
    name = f"reader-{next(number)}"
    fields = {"username": name, "email": address, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(reverse("account_signup"), fields, **facts).status_code == 302


def forget_password(client, address: str, **facts) -> None:
    client.post(reverse("account_reset_password"), {"email": address}, **facts)


@pytest.mark.parametrize(("most", "seconds"), DEFAULTS["MAILS_TO_ONE_ADDRESS"], ids=["an hour", "a day"])
@pytest.mark.parametrize("address", [KNOWN, UNKNOWN])
@pytest.mark.parametrize("door", [sign_up, forget_password])
def test_nobody_buries_a_reader_in_them(client, time_machine, door, address, most, seconds):
    began, times = timezone.now(), most + 4
    for n in range(times):
        time_machine.move_to(began + timedelta(seconds=n * seconds // times))
        # In capitals or not, and from wherever they come.
        door(client, address.upper() if n % 2 else address, REMOTE_ADDR=f"192.0.{n}.1")

    assert 4 < AccountMail.objects.filter(address__iexact=address).count() <= most
