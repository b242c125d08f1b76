"""A database that has the capitals of Turkish is named: addresses in capitals are not found in it."""

from __future__ import annotations

import pytest
from django.db import connection

from comments import system_checks
from comments.system_checks import check_capitals
from tests.roles import SUPERUSER, psycopg_as

pytestmark = pytest.mark.django_db
IN_TURKISH = """
TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'tr' LC_COLLATE 'C' LC_CTYPE 'C'
"""


@pytest.fixture
def turkish(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows the capitals of ASCII only")
    if connection.pg_version < 150000:
        pytest.skip("PostgreSQL makes such a database since 15")
    name = f"turkish {connection.settings_dict['NAME'][-9:]}"
    with psycopg_as(SUPERUSER) as superuser:
        superuser.execute(f'CREATE DATABASE "{name}" {IN_TURKISH}')
        with psycopg_as(SUPERUSER, database=name) as there:
            yield there
        superuser.execute(f'DROP DATABASE "{name}"')


def test_plain_capitals_are_not_named():
    assert check_capitals(databases=["default"]) == []


def test_turkish_capitals_are_named(turkish, monkeypatch):
    monkeypatch.setattr(system_checks, "connection", turkish)

    [found] = check_capitals(databases=["default"])

    assert found.id == "comments.W052"
