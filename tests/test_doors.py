"""The doors: one throttled way in, and headers that hold whatever a page does."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client
from structlog.stdlib import ProcessorFormatter

from tests.factories import make_article, make_moderator, make_user
from tests.production import PRODUCTION, settings_of

pytestmark = pytest.mark.django_db
PASSWORD = "a lantern over the northern road"
LOGIN = "/accounts/login/"
TOO_MANY = "Too many failed login attempts"


@pytest.fixture(autouse=True)
def forgotten_attempts(db):
    cache.clear()


@pytest.fixture
def production(settings, tmp_path):
    """The doors as they are outside DEBUG."""
    doors = settings_of(PRODUCTION | {"VAR_DIR": str(tmp_path)})
    for name, value in doors.items():
        if name.startswith(("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "ALLOWED_HOSTS")):
            setattr(settings, name, value)


@pytest.fixture
def moderator(db):
    moderator = make_moderator("leyla")
    moderator.set_password(PASSWORD)
    moderator.save()
    return moderator


def sign_in(username: str, password: str, *, door: str = LOGIN, address: str = "192.0.2.1", **headers: str):
    client = Client(REMOTE_ADDR=address, headers=headers)
    return client.post(door, {"login": username, "username": username, "password": password}, follow=True)


def is_signed_in(response) -> bool:
    return response.wsgi_request.user.is_authenticated


# Signing in.


def test_staff_sign_in_and_come_back_to_where_they_wanted(client, moderator):
    asked = client.get("/admin/login/?next=/admin/")
    response = client.post(asked.url, {"login": "leyla", "password": PASSWORD})

    assert asked.url.startswith(LOGIN)
    assert response.url == "/admin/"


def test_the_admin_has_no_door_of_its_own(client, moderator):
    response = sign_in("leyla", PASSWORD, door="/admin/login/")

    assert response.redirect_chain[0][0].startswith(LOGIN)
    assert not is_signed_in(response)


def test_a_door_of_the_admin_that_is_hammered_opens_nothing(moderator):
    answers = [sign_in("leyla", PASSWORD, door="/admin/login/") for _ in range(3)]

    assert not any(map(is_signed_in, answers))


def test_an_account_under_attack_from_many_addresses_is_closed_for_a_while(moderator):
    for host in range(5):
        sign_in("leyla", "a guess", address=f"198.51.100.{host}")

    response = sign_in("leyla", PASSWORD, address="203.0.113.9")

    assert not is_signed_in(response)
    assert TOO_MANY in response.content.decode()


def test_an_address_that_tries_many_accounts_is_turned_away(moderator):
    for number in range(10):
        sign_in(f"name-{number}", "a guess", address="198.51.100.1")

    assert not is_signed_in(sign_in("leyla", PASSWORD, address="198.51.100.1"))
    assert is_signed_in(sign_in("leyla", PASSWORD, address="203.0.113.9"))


def test_a_forged_address_helps_nobody(moderator):
    for number in range(10):
        sign_in(f"name-{number}", "a guess", **{"x-forwarded-for": f"198.51.100.{number}"})

    assert not is_signed_in(sign_in("leyla", PASSWORD, **{"x-forwarded-for": "203.0.113.9"}))


def test_behind_a_proxy_readers_are_told_apart(moderator, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        sign_in(f"name-{number}", "a guess", **{"x-forwarded-for": "198.51.100.1"})

    assert not is_signed_in(sign_in("leyla", PASSWORD, **{"x-forwarded-for": "203.0.113.9, 198.51.100.1"}))
    assert is_signed_in(sign_in("leyla", PASSWORD, **{"x-forwarded-for": "198.51.100.1, 203.0.113.9"}))


def test_a_door_that_is_hammered_says_so(moderator):
    answers = [sign_in(f"name-{number}", "a guess").status_code for number in range(31)]

    assert answers[-1] == 429


def test_where_sign_up_is_off_nobody_signs_up(client, settings):
    settings.SIGN_UP = False

    response = client.post(
        "/accounts/signup/", {"username": "aram", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert response.templates[0].name.startswith("account/signup_closed")


def test_a_reader_with_an_account_is_kept_out_of_the_admin(client):
    client.force_login(make_user("rojda"))

    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/login/").status_code == 403


def test_passwords_are_kept_by_argon2id(settings, tmp_path):
    settings.PASSWORD_HASHERS = settings_of(PRODUCTION | {"VAR_DIR": str(tmp_path)})["PASSWORD_HASHERS"]

    assert make_password(PASSWORD).startswith("argon2$argon2id$")


# Headers.


@pytest.fixture(params=["/", "article", LOGIN, "/comments/guidelines/", "/admin/", "/nowhere/"])
def path(request):
    return make_article().get_absolute_url() if request.param == "article" else request.param


def test_every_page_says_what_it_may_load(admin_client, path):
    policy = admin_client.get(path)["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_every_page_carries_the_headers_of_production(admin_client, path, production):
    response = admin_client.get(path, secure=True, headers={"host": "news.example"})

    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


def test_production_speaks_https_only(client, production):
    response = client.get("/", headers={"host": "news.example"})

    assert response.status_code == 301
    assert response.url == "https://news.example/"


def test_a_balancer_may_ask_without_https(client, production):
    assert client.get("/healthz", headers={"host": "news.example"}).status_code == 200
    assert client.get("/readyz", headers={"host": "news.example"}).status_code == 200


def test_cookies_of_production_travel_by_https_only(client, moderator, production):
    client.post(
        LOGIN, {"login": "leyla", "password": PASSWORD}, secure=True, headers={"host": "news.example"}
    )
    client.get(LOGIN, secure=True, headers={"host": "news.example"})

    assert client.cookies["sessionid"]["secure"]
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


def test_a_host_that_is_not_ours_is_refused(client, production):
    assert client.get("/", secure=True, headers={"host": "evil.example"}).status_code == 400


# Logs.


@pytest.fixture
def logged():
    """Reads what the site's own handler wrote, at the level of a site in service."""
    requests = logging.getLogger("django_structlog")
    level_before = requests.level
    requests.setLevel(logging.INFO)
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h.formatter, ProcessorFormatter)]
    written = StringIO()
    before = handler.setStream(written)
    yield written.getvalue
    handler.setStream(before)
    requests.setLevel(level_before)


def test_a_site_in_service_logs_every_request(tmp_path):
    logging_in_service = settings_of(PRODUCTION | {"VAR_DIR": str(tmp_path)})["LOGGING"]

    assert logging_in_service["loggers"]["django_structlog"]["level"] == "INFO"


def test_logs_hold_no_token_and_no_address(client, logged):
    client.get(
        "/comments/receipt/a-secret-token/?from=mail",
        REMOTE_ADDR="192.0.2.77",
        headers={"user-agent": "Phone of Aram"},
    )

    lines = logged()
    assert "request_finished" in lines
    assert "/comments/receipt/…" in lines
    for secret in ("a-secret-token", "192.0.2.77", "Phone of Aram"):
        assert secret not in lines


def test_an_error_is_logged_with_its_traceback_and_without_the_token(client, logged, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("Broken at /comments/receipt/a-secret-token/")

    monkeypatch.setattr("newsroom.views.Article.objects.published", fail)
    client.raise_request_exception = False

    client.get("/")

    lines = logged()
    assert "RuntimeError: Broken at /comments/receipt/…/" in lines
    assert "Traceback" in lines
    assert "a-secret-token" not in lines
