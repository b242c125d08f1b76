"""Signing in with an account elsewhere, at a provider that speaks OpenID Connect on a socket."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from comments.models import Attribution
from newsroom.accounts import SocialAccountAdapter, proven_email
from newsroom.models import User
from tests.factories import make_comment, make_user
from tests.production import PRODUCTION, settings_of

EMAIL = "leyla@example.org"
LOGIN, CALLBACK = "/accounts/oidc/club/login/", "/accounts/oidc/club/login/callback/"


class Provider:
    """What it says of its reader can be set; so can that it is out of order."""

    def __init__(self) -> None:
        self.reader = {
            "sub": "77",
            "email": EMAIL,
            "email_verified": True,
            "name": "Moderator of The Meridian",
        }
        self.token = {"access_token": "t", "token_type": "Bearer"}
        self.configuration: dict = {}
        self.is_broken = False
        provider = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.answer()

            def answer(self) -> None:
                body = (
                    b"out of order" if provider.is_broken else json.dumps(provider.said(self.path)).encode()
                )
                self.send_response(500 if provider.is_broken else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def said(self, path: str) -> dict:
        if path == "/token":
            return self.token
        if path == "/userinfo":
            return self.reader
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
        } | self.configuration

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def provider(settings, db) -> Iterator[Provider]:
    provider = Provider()
    app = {
        "provider_id": "club",
        "name": "The Readers’ Club",
        "client_id": "us",
        "secret": "s",
        "settings": {"server_url": provider.url, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    settings.ACCOUNT_RATE_LIMITS = False
    yield provider
    provider.stop()


def go_there(client) -> dict[str, str]:
    """Where the button leads, as the provider is asked."""
    answer = client.post(LOGIN)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def come_back(client, **fields):
    asked = go_there(client)
    return client.get(CALLBACK, {"code": "c", "state": asked["state"]} | fields)


def choose_name(client, name: str = "leyla", email: str = EMAIL):
    return client.post(reverse("socialaccount_signup"), {"username": name, "email": email})


def test_the_page_offers_it_as_a_button(client, provider):
    page = client.get(reverse("account_login")).content.decode()

    assert "Go on with The Readers’ Club" in page
    assert f'method="post" action="{LOGIN}' in page


def test_looking_at_the_address_goes_nowhere(client, provider):
    """Or another site could sign a reader in."""
    answer = client.get(LOGIN)

    assert answer.status_code == 200
    assert "Go on with The Readers’ Club" in answer.content.decode()


def test_the_provider_is_asked_with_a_proof_that_the_answer_is_for_us(client, provider):
    asked = go_there(client)

    assert asked["client_id"] == "us"
    assert asked["redirect_uri"] == f"http://testserver{CALLBACK}"
    assert asked["code_challenge_method"] == "S256"
    assert asked["state"]


def test_who_comes_for_the_first_time_chooses_a_name(client, provider):
    guests = make_comment(email=EMAIL)

    assert come_back(client)["Location"].startswith(reverse("socialaccount_signup"))
    choose_name(client)

    user = User.objects.get(username="leyla")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert proven_email(user) == EMAIL
    assert user.get_full_name() == ""  # what they are called there would be under their comments
    assert Attribution.objects.get().comment == guests
    assert not user.has_usable_password()


def test_a_name_that_speaks_for_the_site_is_refused_here_too(client, provider):
    come_back(client)

    answer = choose_name(client, "moderator")

    assert "username" in answer.context["form"].errors
    assert not SocialAccount.objects.exists()


def test_who_comes_again_is_let_in(client, provider):
    come_back(client)
    choose_name(client)
    client.logout()

    come_back(client)

    assert "_auth_user_id" in client.session
    assert User.objects.count() == 1


@pytest.mark.parametrize("said", [False, None, "false", 0, []])
def test_an_address_the_provider_does_not_vouch_for_is_verified_by_us(
    client, provider, said, django_capture_on_commit_callbacks
):
    provider.reader["email_verified"] = said
    make_comment(email=EMAIL)
    come_back(client)

    with django_capture_on_commit_callbacks(execute=True):
        choose_name(client)

    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.get().verified
    assert not Attribution.objects.exists()
    assert mail.outbox[0].to == [EMAIL]


def test_an_address_of_another_account_lets_nobody_in(client, provider):
    """Whoever runs a provider could claim any address."""
    victim = make_user("victim", email=EMAIL)
    EmailAddress.objects.create(user=victim, email=EMAIL, verified=True, primary=True)

    come_back(client)
    choose_name(client)

    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.filter(user=victim).exists()


def test_where_sign_up_is_closed_strangers_stay_out(client, provider, settings):
    settings.SIGN_UP = False

    come_back(client)
    choose_name(client)

    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "forged"},
        {"state": ""},
        {"error": "access_denied"},
        {"error": "server_error"},
        {"code": "", "error": "<script>alert(1)</script>"},
    ],
    ids=["forged", "no state", "denied", "error", "script"],
)
def test_an_answer_that_is_none_lets_nobody_in(client, provider, fields):
    answer = come_back(client, **fields)

    assert answer.status_code < 500
    assert "<script>alert(1)" not in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "reader",
    [
        {},
        {"sub": ""},
        {"sub": None},
        {"sub": ["77"]},
        {"sub": "77", "email": "x\r\nBcc: spy@example.org"},
        {"sub": "77", "email": [EMAIL], "email_verified": True},
        {"sub": "77", "preferred_username": {"first": "leyla"}},
        [],
        "77",
        None,
    ],
)
def test_a_provider_that_says_nonsense_lets_nobody_in(client, provider, reader):
    provider.reader = reader

    answer = come_back(client)

    assert answer.status_code < 500
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "token",
    [
        None,
        [],
        7,
        {"access_token": None},
        {"access_token": ["t"]},
        {"access_token": "t", "id_token": "no.token.at all"},
        {"access_token": "t", "id_token": {"sub": "77"}},
        {"access_token": "t", "expires_in": "soon"},
    ],
)
def test_a_token_that_is_none_lets_nobody_in(client, provider, token):
    provider.token = token

    answer = come_back(client)

    assert answer.status_code < 500
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "said",
    [
        {"authorization_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": 7},
        {"token_endpoint_auth_methods_supported": None},
        {"jwks_uri": ["https://id.example"]},
        {"issuer": ""},
    ],
)
def test_a_provider_that_is_set_up_wrongly_is_said_to_be(client, provider, said):
    provider.configuration = said

    answer = client.post(LOGIN, follow=True)

    assert answer.status_code < 500
    assert "Signing in failed" in answer.content.decode()


def test_a_fault_of_ours_is_not_taken_for_the_providers(client, provider, monkeypatch):
    def fall(*args, **kwargs):
        raise TypeError("our own")

    monkeypatch.setattr(SocialAccountAdapter, "populate_user", fall)

    with pytest.raises(TypeError, match="our own"):
        come_back(client)


def test_no_more_is_kept_of_a_reader_than_is_needed(client, provider):
    provider.reader |= {"birthdate": "1990-01-01", "phone_number": "+90"}
    come_back(client)
    choose_name(client)

    kept = str(SocialAccount.objects.get().extra_data)
    assert "1990" not in kept
    assert "+90" not in kept
    assert "Meridian" not in kept


@pytest.mark.parametrize("end", ["broken", "gone"])
def test_a_provider_that_does_not_answer_is_said_to(client, provider, end):
    provider.is_broken = end == "broken"
    if end == "gone":
        provider.stop()

    answer = client.post(LOGIN, follow=True)

    assert answer.status_code < 500
    assert "Signing in failed" in answer.content.decode()


def test_a_provider_nobody_named_does_not_exist(client, provider):
    assert client.post("/accounts/oidc/other/login/").status_code == 404


# By configuration.

CLUB = {
    "SIGN_IN_WITH": "club",
    "OIDC_CLUB_URL": "https://id.club.example/realms/readers",
    "OIDC_CLUB_CLIENT_ID": "us",
    "OIDC_CLUB_SECRET": "s",
}


@pytest.fixture
def production(tmp_path) -> dict[str, str]:
    return PRODUCTION | {"VAR_DIR": str(tmp_path)}


def test_a_provider_is_named_by_the_environment(production):
    settings = settings_of(production | CLUB)

    [app] = settings["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert (app["provider_id"], app["name"], app["client_id"]) == ("club", "Club", "us")
    assert "https://id.club.example" in settings["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"]


def test_its_sign_in_page_may_be_elsewhere(production):
    settings = settings_of(production | CLUB | {"OIDC_CLUB_SIGN_IN_ORIGIN": "https://login.example/oauth"})

    actions = settings["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"]
    assert "https://login.example" in actions
    assert "https://id.club.example" not in actions


@pytest.mark.parametrize("name", ["OIDC_CLUB_URL", "OIDC_CLUB_CLIENT_ID", "OIDC_CLUB_SECRET"])
def test_what_is_missing_is_named(production, name):
    without = {key: value for key, value in CLUB.items() if key != name}

    with pytest.raises(ImproperlyConfigured, match=f"{name} is not set"):
        settings_of(production | without)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SIGN_IN_WITH", "club,club"),
        ("SIGN_IN_WITH", "Club"),
        ("SIGN_IN_WITH", "../club"),
        ("SIGN_IN_WITH", "club,"),
        ("OIDC_CLUB_URL", "http://id.club.example"),
        ("OIDC_CLUB_URL", "id.club.example"),
        ("OIDC_CLUB_URL", "https://id.club.example; script-src *"),
        ("OIDC_CLUB_URL", "https://[id.club.example"),
        ("OIDC_CLUB_URL", "https://id.club.example:port"),
        ("OIDC_CLUB_URL", "https://us:secret@id.club.example"),
        ("OIDC_CLUB_URL", "https://id.club.example/?realm=readers"),
        ("OIDC_CLUB_URL", "https://id.club.example/#readers"),
        ("OIDC_CLUB_CLIENT_ID", "us and them"),
        ("OIDC_CLUB_SECRET", "s3cret\nMORE=1"),
        ("OIDC_CLUB_NAME", "The\nClub"),
        ("OIDC_CLUB_SIGN_IN_ORIGIN", "https://a.example 'unsafe-inline'"),
    ],
)
def test_what_is_not_right_is_named_without_its_value(production, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"{name} is not right") as refused:
        settings_of(production | CLUB | {name: value})

    assert value not in str(refused.value)
