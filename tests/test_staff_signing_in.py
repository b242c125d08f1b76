"""Staff were given their accounts by staff: no address of theirs may keep them from the desk."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.urls import reverse

from newsroom.models import User
from tests.factories import make_editor, make_user

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "ines@news.example", "a lantern over the northern road"


@pytest.fixture(autouse=True)
def forgotten_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def editor() -> User:
    """As an editor makes one in the admin."""
    editor = make_editor("ines")
    editor.email = EMAIL
    editor.set_password(PASSWORD)
    editor.save()
    return editor


def sign_in(client, login: str = "ines"):
    return client.post(reverse("account_login"), {"login": login, "password": PASSWORD})


def is_at_the_desk(client) -> bool:
    return client.get(reverse("admin:comments_desk")).status_code == 200


def test_who_is_made_by_createsuperuser_comes_in(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", username="nadia", email=EMAIL, interactive=False, verbosity=0)

    sign_in(client, "nadia")

    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("login", ["ines", EMAIL])
def test_who_is_made_in_the_admin_comes_in(client, editor, login):
    sign_in(client, login)

    assert is_at_the_desk(client)


def test_looking_at_the_page_of_their_address_locks_nobody_out(client, editor):
    sign_in(client)
    client.get(reverse("account_email"))
    client.post(reverse("account_email"), {"email": "new@news.example", "action_add": "yes"})
    client.logout()

    sign_in(client)

    assert is_at_the_desk(client)


def test_an_address_that_nobody_verified_locks_nobody_out(client, editor):
    EmailAddress.objects.create(user=editor, email=EMAIL, verified=False, primary=True)

    sign_in(client)

    assert is_at_the_desk(client)


def test_a_reader_who_has_not_verified_theirs_stays_out(client):
    reader = make_user("leyla", email="leyla@example.org", password=PASSWORD)
    EmailAddress.objects.create(user=reader, email=reader.email, verified=False, primary=True)

    sign_in(client, "leyla")

    assert "_auth_user_id" not in client.session
