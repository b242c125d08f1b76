"""Of a closed account nothing is left beside the record either: no session, cache or log names it."""

from __future__ import annotations

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.urls import reverse

from comments.models import Author
from newsroom import settings as shipped
from newsroom.closing import close
from newsroom.models import User
from tests.factories import make_comment, make_escalated, make_user

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "leyla@example.org", "a lantern over the northern road"


@pytest.fixture
def reader(settings) -> User:
    settings.ACCOUNT_RATE_LIMITS = False
    user = make_user("leyla", email=EMAIL, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


@pytest.fixture
def superuser(client) -> User:
    superuser = make_user("nadia", is_staff=True, is_superuser=True)
    client.force_login(superuser)
    return superuser


def sessions() -> str:
    return json.dumps([session.get_decoded() for session in Session.objects.all()])


@pytest.mark.parametrize("login", ["leyla", EMAIL])
def test_a_session_does_not_say_who_signed_in(client, reader, login):
    """It stays where they signed in elsewhere, and cannot be looked for."""
    client.post(reverse("account_login"), {"login": login, "password": PASSWORD})

    assert "password" in sessions()
    assert "leyla" not in sessions()


def test_asking_once_more_goes_on_without_it(client, reader):
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.get(reverse("account_erase")).status_code == 200
    assert "leyla" not in sessions()


def test_what_is_counted_stands_under_digests(settings):
    settings.CACHES = shipped.CACHES
    name = "allauth:rl:allauth.account:login:30/m/ip:ip:203.0.113.7"
    caches["default"].set(name, [1.0])

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM newsroom_cache")
        ((key,),) = cursor.fetchall()

    assert caches["default"].get(name) == [1.0]
    assert "203.0.113.7" not in key
    assert "login" not in key


def told() -> set[str]:
    return set(LogEntry.objects.values_list("object_repr", flat=True))


def rename(client, user: User) -> None:
    """As staff do, of which the admin keeps a line."""
    address = reverse("admin:newsroom_user_change", args=[user.pk])
    shown = client.get(address).context["adminform"].form.initial
    form = {name: value for name, value in shown.items() if isinstance(value, str)}
    form |= {"first_name": "Leyla", "date_joined_0": "2026-01-01", "date_joined_1": "08:00:00"}
    assert client.post(address, form).status_code == 302


def test_the_log_of_the_admin_forgets_whose_it_was(client, reader, superuser):
    rename(client, reader)
    assert told() == {"leyla"}

    close(reader)

    assert told() == {f"erased-{reader.pk}"}


def test_so_it_does_where_a_hold_keeps_the_row(client, reader, superuser):
    make_escalated(make_comment(author=Author.objects.of_account(reader)))
    rename(client, reader)

    close(reader)

    assert told() == {f"erased-{reader.pk}"}


@pytest.mark.parametrize("way", ["one", "some"])
def test_an_account_that_is_deleted_in_the_admin_is_not_named_by_its_log(client, reader, superuser, way):
    if way == "one":
        client.post(reverse("admin:newsroom_user_delete", args=[reader.pk]), {"post": "yes"})
    else:
        form = {"action": "delete_selected", "_selected_action": [reader.pk], "post": "yes"}
        client.post(reverse("admin:newsroom_user_changelist"), form)

    assert not User.objects.filter(pk=reader.pk).exists()
    assert told() == {f"erased-{reader.pk}"}


def log_what_they_sign_in_with(user: User, by: User) -> None:
    """As the admin does where staff changed it."""
    made = [
        EmailAddress.objects.get(user=user),
        Authenticator.objects.create(user=user, type="totp", data={}),
        SocialAccount.objects.create(user=user, provider="openid_connect", uid=EMAIL),
    ]
    for each in made:
        LogEntry.objects.log_actions(by.pk, [each], CHANGE, "Leyla", single_object=True)
        LogEntry.objects.filter(object_id=each.pk).update(object_repr=EMAIL)


@pytest.mark.parametrize("way", ["deleted", "closed"])
def test_nor_is_what_they_signed_in_with(client, reader, superuser, way):
    log_what_they_sign_in_with(reader, superuser)
    others = make_user("rojda", email="rojda@example.org")
    other = EmailAddress.objects.create(user=others, email=others.email, verified=True, primary=True)
    LogEntry.objects.log_actions(superuser.pk, [other], CHANGE, "", single_object=True)

    if way == "deleted":
        client.post(reverse("admin:newsroom_user_delete", args=[reader.pk]), {"post": "yes"})
    else:
        close(reader)

    assert not User.objects.filter(pk=reader.pk).exists()
    assert {named for named in told() if not named.startswith("erased-")} == {others.email}
