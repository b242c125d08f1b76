"""A pytest plugin: tests run in an environment of their own, on SQLite, or with `--database postgres` there.

It has to stand before pytest-django, which reads the settings as soon as it can.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.postgres import Cluster, Missing

# What a developer or a host may have set for the site, and what must not reach the tests.
SITE_VARIABLES = (
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_URL",
    "PORT",
    "SECRET_KEY",
    "SITE_NAME",
    "SITE_URL",
    "TIME_ZONE",
    "SEALS_FILE",
    "SEAL_KEY_FILE",
    "ERASURES_FILE",
    "SIGN_IN_WITH",
    "SIGN_UP",
    "FEED_TAG",
    "TRUSTED_PROXIES",
)
FOLDER = "NEWSROOM_TEST_FOLDER"  # set for the workers of one run, which share it
opened: list[Cluster] = []
missing: list[Missing] = []


def pytest_addoption(parser) -> None:
    group = parser.getgroup("databases")
    group.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default=os.environ.get("TEST_DATABASE", "sqlite"),
        help="what to run on; postgres starts a server for this run alone",
    )
    group.addoption(
        "--database-required",
        action="store_true",
        default=os.environ.get("CI", "").lower() in ("1", "true"),
        help="fail where the database cannot be had, instead of running nothing (so with CI=true)",
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config, parser, args):
    options = early_config.known_args_namespace
    if FOLDER not in os.environ:
        for name in SITE_VARIABLES:
            os.environ.pop(name, None)
        os.environ["DEBUG"] = "1"
        os.environ[FOLDER] = os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="newsroom-tests-")
        atexit.register(_end, Path(os.environ[FOLDER]))
        if not (options.help or options.version):
            os.environ["DATABASE_URL"] = _database_url(options)
    _settle()
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session) -> None:
    if missing:
        # Only now, as pytest has no words for an end before its beginning.
        pytest.exit(f"Nothing was tested on PostgreSQL: {missing[0]}", returncode=0)


def _database_url(options) -> str:
    if options.database == "postgres":
        try:
            opened.append(Cluster.started())
            return opened[0].url
        except Missing as reason:
            if options.database_required:
                raise pytest.UsageError(f"Nothing can be tested on PostgreSQL: {reason}") from None
            missing.append(reason)
    return f"sqlite:///{os.environ[FOLDER]}/newsroom.sqlite3"


def _settle() -> None:
    """Settings that let tests be quick and quiet. All else is as the site has it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # In a file, as in service: threads that share one in memory do not wait for each other's locks.
        database["TEST"] = {"NAME": f"{os.environ[FOLDER]}/test.sqlite3"}


def _end(folder: Path) -> None:
    for cluster in opened:
        cluster.stop()
    shutil.rmtree(folder, ignore_errors=True)
