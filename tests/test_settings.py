"""A wrong environment is refused at the start, by name, with what to do."""

from __future__ import annotations

import subprocess
import sys
from email import message_from_bytes, policy

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from newsroom import settings as site
from newsroom.environment import Environment
from tests.production import PRODUCTION, ROOT, VARIABLES, environment_of, settings_of

FAULTY = [
    ("DEBUG", "banana"),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 60),
    ("SECRET_KEY", "django-insecure-" + PRODUCTION["SECRET_KEY"]),
    ("PORT", "http"),
    ("PORT", "70000"),
    ("SITE_URL", "news.example"),
    ("SITE_URL", "http://news.example"),
    ("SITE_URL", "https://news.example/comments"),
    ("SITE_URL", "https://news.example:port"),
    ("SITE_URL", "https://me:password@news.example"),
    ("SITE_URL", "ftp://news.example"),
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "https://news.example"),
    ("ALLOWED_HOSTS", "news.example,,www.news.example"),
    ("CSRF_TRUSTED_ORIGINS", "news.example"),
    ("CSRF_TRUSTED_ORIGINS", "https://news.example/path"),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "many"),
    ("VAR_DIR", "/dev/null/var"),
    ("DATABASE_URL", "mysql://user:hunter2@db/news"),
    ("DATABASE_URL", "postgres://user:hunter2@db:port/news"),
    ("DATABASE_URL", "postgres://user:hunter2@db"),
    ("DATABASE_URL", "hunter2"),
    ("DATABASE_URL", "sqlite://:memory:"),
    ("DATABASE_URL", "sqlite:////dev/null/news.sqlite3"),
    ("EMAIL_URL", "gopher://user:hunter2@mail.example"),
    ("EMAIL_URL", "submission://user:hunter2@mail.example:port"),
    ("DEFAULT_FROM_EMAIL", "The Meridian"),
    ("DEFAULT_FROM_EMAIL", "Tribune, The <comments@news.example>"),
    ("DEFAULT_FROM_EMAIL", "News: daily <comments@news.example>"),
    ("DEFAULT_FROM_EMAIL", "comments@news.example, news@news.example"),
    ("TIME_ZONE", "Mars"),
    ("TIME_ZONE", "../etc/passwd"),
]


@pytest.fixture
def production(tmp_path) -> dict[str, str]:
    return PRODUCTION | {"VAR_DIR": str(tmp_path)}


def test_a_production_environment_passes_the_deployment_check(production):
    started = start(production, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert started.returncode == 0, started.stderr
    assert "no issues" in started.stdout


def test_mails_that_reach_nobody_are_pointed_out(production):
    del production["EMAIL_URL"]

    started = start(production, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert started.returncode == 1
    assert "newsroom.W001" in started.stderr


def test_a_machine_for_development_needs_only_debug(tmp_path):
    started = start({"DEBUG": "1", "VAR_DIR": str(tmp_path)}, "manage.py", "check")

    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize("command", [("manage.py", "check"), ("-c", "import newsroom.wsgi")])
def test_without_debug_nothing_insecure_starts(command, tmp_path):
    started = start({"VAR_DIR": str(tmp_path)}, *command)

    assert started.returncode == 1
    assert [line.split(":")[0] for line in started.stderr.splitlines()] == [
        "The environment is not right.",
        "  SECRET_KEY is not set",
        "  SITE_URL is not set",
    ]


@pytest.mark.parametrize(("name", "value"), FAULTY)
def test_a_faulty_variable_is_named_and_its_value_is_not(name, value, production):
    faults = faults_of(production | {name: value})

    assert list(faults) == [name]
    assert "hunter2" not in faults[name]


def test_every_fault_is_named_at_once(production):
    faults = faults_of(production | dict(FAULTY))

    assert set(faults) == {name for name, _ in FAULTY}


def test_an_empty_variable_is_never_taken_for_a_missing_one():
    faults = faults_of(dict.fromkeys(VARIABLES, ""))

    assert set(faults) == set(VARIABLES)
    assert all("is set but empty" in fault for fault in faults.values())


@pytest.mark.parametrize(
    ("name", "value", "setting", "expected"),
    [
        ("SITE_URL", "https://news.example/", "SITE_URL", "https://news.example"),
        (
            "ALLOWED_HOSTS",
            "news.example,www.news.example",
            "ALLOWED_HOSTS",
            ["news.example", "www.news.example"],
        ),
        ("CSRF_TRUSTED_ORIGINS", "https://a.example:444", "CSRF_TRUSTED_ORIGINS", ["https://a.example:444"]),
        ("TRUSTED_PROXIES", "2", "ALLAUTH_TRUSTED_PROXY_COUNT", 2),
        ("TIME_ZONE", "Europe/Istanbul", "TIME_ZONE", "Europe/Istanbul"),
        ("EMAIL_URL", "submission://u:p@mail.example:587", "EMAIL_USE_TLS", True),
        ("EMAIL_URL", "submission://u:p%40ss@mail.example:587", "EMAIL_HOST_PASSWORD", "p@ss"),
    ],
)
def test_a_right_value_is_taken(name, value, setting, expected, production):
    assert settings_of(production | {name: value})[setting] == expected


def test_without_allowed_hosts_only_the_site_itself_is_served(production):
    assert settings_of(production)["ALLOWED_HOSTS"] == ["news.example"]


def test_options_in_the_address_of_a_database_stay(production):
    settings = settings_of(production | {"DATABASE_URL": "postgres://u:p@db/news?sslmode=verify-full"})

    database = settings["DATABASES"]["default"]
    assert database["OPTIONS"]["sslmode"] == "verify-full"
    assert database["OPTIONS"]["pool"]


def test_a_database_that_is_away_is_given_up_within_seconds_and_then_looked_for_anew(production):
    settings = settings_of(production | {"DATABASE_URL": "postgres://u:p@db/news"})

    pool = settings["DATABASES"]["default"]["OPTIONS"]["pool"]
    # Not given up before those who wait for it: they would wait for nobody.
    assert pool["timeout"] <= pool["reconnect_timeout"] <= 10


def test_every_variable_is_documented(production, monkeypatch):
    read = record_reads(monkeypatch)
    manual = (ROOT / "docs" / "operating.md").read_text()

    settings_of(production)

    assert set(read) == set(VARIABLES)
    assert [name for name in read if f"| `{name}` |" not in manual] == []


def start(variables: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        env=environment_of(variables),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def faults_of(variables: dict[str, str]) -> dict[str, str]:
    """The line of each variable that is refused."""
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(variables)
    return {line.split()[0]: line for line in str(refused.value).splitlines()[1:]}


def record_reads(monkeypatch) -> list[str]:
    names: list[str] = []
    real = Environment.read

    def read(self, kind, name, *args, **kwargs):
        names.append(name)
        return real(self, kind, name, *args, **kwargs)

    monkeypatch.setattr(Environment, "read", read)
    return names


@pytest.mark.django_db
def test_who_is_throttled_is_not_forgotten_because_many_others_are():
    """Django's default keeps 300 and forgets a third of more, which anybody could bring about."""
    kept = site.CACHES["default"]
    cache = DatabaseCache(kept["LOCATION"], kept)
    for number in range(400):
        cache.set(f"throttled:{number}", [number], timeout=300)

    assert all(cache.get(f"throttled:{number}") == [number] for number in range(400))


@pytest.mark.parametrize("name", ["Tribune, The", "News: daily", 'The "Sun"', "صحيفة، اليوم, الآن", "A (B)"])
def test_mails_come_from_the_site_whatever_it_is_called(production, name):
    sender = settings_of(production | {"SITE_NAME": name})["DEFAULT_FROM_EMAIL"]

    mail = EmailMessage(from_email=sender, to=["leyla@example.org"])
    sent = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    (address,) = sent["From"].addresses
    assert (address.display_name, address.addr_spec) == (name, "comments@news.example")
