"""What every test may ask for."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import hypothesis
import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.test import TransactionTestCase

from comments import form_shown, guidelines_shown, kept_pages, standing_shown, threads_shown, waiting
from comments.conf import DEFAULTS
from comments.triggers import lifted
from newsroom import health, sitemaps

flush = TransactionTestCase._fixture_teardown


def flush_and_seed(self) -> None:
    """A test that commits ends in a flush: the triggers would refuse it, and the guidelines would be gone."""
    for alias in self._databases_names(include_mirrors=False):
        with lifted(connections[alias]):
            flush(self)
            import_module("comments.migrations.0002_guidelines").seed(
                apps, SimpleNamespace(connection=connections[alias])
            )


TransactionTestCase._fixture_teardown = flush_and_seed
# Which comments are drawn hangs on their salt. A test that is about evidence would fail at one in fifty.
DEFAULTS["EVIDENCE_HIDDEN_SHARE"] = 0
# And on a machine with too much to do, the checks that come last would have said nothing for want of time.
DEFAULTS["SCREENING_BUDGET_MS"] = 60_000
# Nor may an example of a property be refused because the machine was slow just then.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture
def committed_db(transactional_db):
    """The database's connection, where what a test does is committed. For races and migrations."""
    return connection


@pytest.fixture
def taken_back(db):
    """What a test does behind the triggers leaves rows that refer to none: gone before anybody looks."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What a process keeps outlives the test it was made in; the next one's rows have the same numbers."""
    waiting.remembered.clear()
    standing_shown.remembered.clear()
    guidelines_shown.remembered.clear()
    guidelines_shown.kept.clear()
    form_shown.kept.clear()
    kept_pages.kept.clear()
    threads_shown.kept.clear()
    sitemaps.remembered.clear()
    sitemaps.kept.clear()
    # A test asks again as soon as it has broken something.
    health.readiness.seconds = 0
    health.readiness.forget()
