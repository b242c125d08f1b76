"""Two sign up with names that look alike: one has it, the other is told, and nothing else typed is lost."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from comments.models import TakenName
from comments.names import name_key
from comments.refusals import NameTaken
from newsroom import usernames
from newsroom.models import User
from tests.factories import make_comment, make_user
from tests.test_racing import at_once
from tests.test_signing_in_with import choose_name, come_back, provider

pytestmark = pytest.mark.django_db
__all__ = ["provider"]
PASSWORD = "a lantern over the northern road"
# allauth finds only the first two alike. The second a of the last is a Cyrillic one.
ALIKE = ("leyla.k", "LEYLA.K", "leyla_k", "Leylа.K")


@pytest.fixture(autouse=True)
def forgotten_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = False


def sign_up(name: str, *, client: Client | None = None):
    fields = {"username": name, "email": f"{name.encode().hex()}@example.org"}
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    return (client or Client()).post(reverse("account_signup"), fields | passwords)


@pytest.fixture
def looked_at_too_early(monkeypatch):
    """The form was looked at when nobody had the name yet."""
    monkeypatch.setattr(TakenName.objects, "refuse", lambda name: None)


@pytest.mark.parametrize("name", ALIKE)
def test_the_database_lets_no_second_one_in(looked_at_too_early, name):
    sign_up("leyla.k")

    answer = sign_up(name)

    assert User.objects.count() == 1
    assert answer.status_code == 200
    assert "username" in answer.context["form"].errors


def test_the_loser_keeps_what_was_typed(looked_at_too_early):
    sign_up("leyla.k")

    page = sign_up("leyla_k").content.decode()

    assert 'value="leyla_k"' in page
    assert "@example.org" in page
    assert "choose another one" in page
    assert PASSWORD not in page


def test_the_loser_can_choose_again(looked_at_too_early):
    client = Client()
    sign_up("leyla.k")
    sign_up("leyla_k", client=client)

    assert sign_up("rojda", client=client).status_code == 302
    assert User.objects.count() == 2
    assert EmailAddress.objects.count() == 2


def test_who_comes_from_a_provider_can_choose_again_too(client, provider, looked_at_too_early):
    sign_up("leyla")
    come_back(client)

    refused = choose_name(client, "l.eyla")
    assert "username" in refused.context["form"].errors
    choose_name(client, "rojda")

    assert sorted(User.objects.values_list("username", flat=True)) == ["leyla", "rojda"]
    assert "_auth_user_id" in client.session


def test_a_name_that_staff_were_given_meanwhile_is_refused_too(looked_at_too_early):
    make_user("ines", is_staff=True)

    assert "username" in sign_up("i_nes").context["form"].errors


def test_staff_may_be_two_of_one_name():
    for username in ("nora1", "nora2"):
        make_user(username, first_name="Nora", last_name="Lindqvist", is_staff=True)

    assert TakenName.objects.filter(key=name_key("Nora Lindqvist")).count() == 2


def test_an_account_that_staff_rename_gives_its_name_free(looked_at_too_early):
    sign_up("leyla.k")
    user = User.objects.get()
    user.username = "ronahi"
    user.save()

    assert sign_up("leyla_k").status_code == 302


def test_staff_may_rename_an_account_to_what_another_has():
    for name in ("leyla", "rojda"):
        sign_up(name)
    renamed = User.objects.get(username="rojda")
    renamed.username = "LEYLA"

    renamed.save()

    assert not renamed.taken_comment_name.is_chosen


def test_the_constraint_is_the_databases_own():
    one, other = make_user("leyla"), make_user("LEYLA")
    TakenName.objects.choose(make_user("rojda"))
    TakenName.objects.filter(user=one).update(is_chosen=True)

    with pytest.raises(IntegrityError):
        TakenName.objects.filter(user=other).update(is_chosen=True)


def test_names_without_a_letter_are_like_no_other(monkeypatch):
    monkeypatch.setattr(usernames, "refuse_taken", lambda name: None)
    for user in (make_user("__"), make_user("--")):
        TakenName.objects.filter(user=user).update(key="")
        TakenName.objects.choose(user)

    assert not TakenName.objects.filter(is_chosen=True).exists()


def test_a_guest_who_signed_with_it_before_has_written_what_they_wrote():
    """Just as if they had sent it a day before: guests take no names."""
    comment = make_comment(name="leyla.k")

    assert sign_up("leyla.k").status_code == 302
    comment.refresh_from_db()
    assert comment.name == "leyla.k"
    with pytest.raises(NameTaken):
        make_comment(name="LEYLA.K")


def test_two_at_once(committed_db, settings):
    settings.SIGN_UP = True
    for turn in range(5):
        names = (f"leyla.{'abcde'[turn]}", f"leyla_{'abcde'[turn]}")

        answers = at_once(*(lambda name=name: sign_up(name) for name in names))

        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert User.objects.count() == turn + 1
    connection.close()
