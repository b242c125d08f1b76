"""A role can do what any role can that it is a member of; so it is refused, and named, by that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import CommandError
from django.db import connection

from comments.privileges.system_check import check_ownership
from comments.sealing.system_check import check_line
from comments.system_checks import check_house_model, check_migrations
from comments.triggers.system_check import check_constraints
from tests.roles import SUPERUSER, connected_as, granted, psycopg_as, roles

WEB, WORKER, READER, BETWEEN, OTHER = (
    "climbing web",
    "climbing worker",
    "climbing reader",
    "between",
    "an other",
)


@pytest.fixture
def superuser(committed_db) -> Iterator:
    """Roles that were granted what they need, and two more; what a test did to them goes with it."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    names = {"web": named(WEB), "worker": named(WORKER), "reader": named(READER)}
    with roles(**names), psycopg_as(SUPERUSER) as ours:
        for name in (BETWEEN, OTHER):
            ours.execute(f'CREATE ROLE "{named(name)}"')
        yield ours
        for name in (BETWEEN, OTHER):
            ours.execute(f'DROP OWNED BY "{named(name)}"')
            ours.execute(f'DROP ROLE "{named(name)}"')


def named(name: str) -> str:
    """Roles are of the whole server: each run at the same time has its own."""
    return f"{name} {connection.settings_dict['NAME'][-9:]}"


def owner() -> str:
    return connection.settings_dict["USER"]


def quoted_database() -> str:
    return '"' + connection.settings_dict["NAME"] + '"'


def warned(role: str) -> str:
    """As the site's own process says it."""
    with connected_as(named(role)):
        return " ".join(each.msg for each in check_ownership(databases=["default"]))


def assert_told(said: str) -> None:
    assert said in warned(WEB)
    with pytest.raises(CommandError) as refused:
        granted(web=named(WEB))
    assert said in str(refused.value)


def join(superuser, role: str, of: str, through: str = "") -> None:
    """PostgreSQL writes `NOINHERIT` of who joins: it can still say SET ROLE."""
    superuser.execute(f'ALTER ROLE "{named(role)}" NOINHERIT')
    if through:
        superuser.execute(f'GRANT "{named(through)}" TO "{named(role)}"')
        role = through
    superuser.execute(f'GRANT "{of}" TO "{named(role)}"')


def said_of_migrations(role: str) -> list[str]:
    with connected_as(named(role)):
        return [each.msg for each in check_migrations(databases=["default"])]


def test_whoever_may_not_look_at_the_migrations_is_told_so(superuser):
    superuser.execute(f'ALTER ROLE "{named(OTHER)}" LOGIN')

    assert said_of_migrations(OTHER) == ["This role may not read which migrations were applied."]
    assert said_of_migrations(READER) == []


@pytest.mark.parametrize("check", [check_constraints, check_house_model, check_line])
def test_what_needs_more_than_that_is_then_not_asked(superuser, check):
    superuser.execute(f'ALTER ROLE "{named(OTHER)}" LOGIN')

    with connected_as(named(OTHER)):
        assert check(databases=["default"]) == []


def test_roles_that_are_members_of_none_are_not_named(superuser):
    assert [warned(role) for role in (WEB, WORKER, READER)] == ["", "", ""]


@pytest.mark.parametrize("through", ["", BETWEEN])
def test_a_web_role_that_is_a_member_of_the_workers(superuser, through):
    join(superuser, WEB, named(WORKER), through)

    assert_told(f"is a member of {named(WORKER)!r}, which holds ")
    assert "INSERT on comments_seal" in warned(WEB)
    with pytest.raises(
        CommandError, match=f"'{named(WEB)}' is a member of '{named(WORKER)}', and so may do all"
    ):
        granted(web=named(WEB), worker=named(WORKER))


def test_one_that_becomes_a_member_of_a_worker_that_holds_nothing_yet(superuser):
    superuser.execute(f'DROP OWNED BY "{named(WORKER)}"')
    join(superuser, WEB, named(WORKER))

    with pytest.raises(CommandError, match="and so may do all"):
        granted(web=named(WEB), worker=named(WORKER))


def test_a_worker_that_is_a_member_of_the_web_role_can_do_no_more(superuser):
    join(superuser, WORKER, named(WEB))

    assert warned(WORKER) == ""
    assert granted(web=named(WEB), worker=named(WORKER)).startswith("BEGIN;")


def test_a_reader_that_is_a_member_of_the_web_role(superuser):
    join(superuser, READER, named(WEB))

    with pytest.raises(CommandError, match=f"is a member of '{named(WEB)}', which holds"):
        granted(reader=named(READER))


def test_one_who_signs_in_as_a_member_of_what_was_granted_is_not_named(superuser):
    superuser.execute(f'ALTER ROLE "{named(BETWEEN)}" LOGIN')
    superuser.execute(f'ALTER ROLE "{named(OTHER)}" LOGIN')
    join(superuser, BETWEEN, named(WEB))
    join(superuser, OTHER, named(WORKER))
    for name in (BETWEEN, OTHER):
        superuser.execute(f'ALTER ROLE "{named(name)}" INHERIT')

    assert [warned(role) for role in (BETWEEN, OTHER)] == ["", ""]


@pytest.mark.parametrize("through", ["", BETWEEN])
def test_a_member_of_the_owner(superuser, through):
    join(superuser, WEB, owner(), through)

    assert_told(f"is a member of {owner()!r}, which owns tables of the site")


@pytest.mark.parametrize(
    ("attribute", "said"),
    [
        ("SUPERUSER", "is a superuser"),
        ("CREATEROLE", "may make roles"),
        ("BYPASSRLS", "is held by no row security"),
        ("REPLICATION", "may replicate the database"),
    ],
)
@pytest.mark.parametrize("through", [None, BETWEEN], ids=["itself", "of a member"])
def test_an_attribute_of_its_own_or_of_a_role_that_it_can_become(superuser, attribute, said, through):
    if through is None:
        superuser.execute(f'ALTER ROLE "{named(WEB)}" {attribute}')
        assert_told(said)
        return
    superuser.execute(f'ALTER ROLE "{named(OTHER)}" {attribute}')
    join(superuser, WEB, named(OTHER), through)
    assert_told(f"is a member of {named(OTHER)!r}, which {said}")


@pytest.mark.parametrize(
    ("mighty", "said"),
    [
        ("pg_write_all_data", "writes into every table"),
        ("pg_maintain", "locks and rewrites every table"),
        ("pg_write_server_files", "writes the server's files"),
        ("pg_read_server_files", "reads the server's files"),
        ("pg_execute_server_program", "runs programs on the server"),
        ("pg_create_subscription", "has rows come in"),
    ],
)
def test_a_member_of_a_role_that_goes_past_all_grants(superuser, mighty, said):
    if not superuser.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [mighty]).fetchone():
        pytest.skip("This PostgreSQL has no such role")
    join(superuser, WEB, mighty, BETWEEN)

    assert_told(f"is a member of {mighty!r}, which {said}")


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        ("DELETE ON comments_comment", "DELETE on comments_comment"),
        ("UPDATE (digest) ON comments_comment", "UPDATE on comments_comment"),
        ("CREATE ON SCHEMA public", "CREATE on the schema"),
        ("CREATE ON DATABASE {database}", "CREATE on the database"),
    ],
)
@pytest.mark.parametrize("way", ["itself", "member", "everybody"])
def test_what_was_granted_by_hand(superuser, grant, said, way):
    """Its own and everybody's are taken back by what is printed; another role's are not."""
    grant = grant.format(database=quoted_database())
    if way == "member":
        join(superuser, WEB, named(OTHER), BETWEEN)
    to = {"itself": f'"{named(WEB)}"', "member": f'"{named(OTHER)}"', "everybody": "PUBLIC"}[way]
    superuser.execute(f"GRANT {grant} TO {to}")
    try:
        assert said in warned(WEB)
        if way == "member":
            assert_told(f"is a member of {named(OTHER)!r}, which holds {said}")
        else:
            superuser.execute(granted(web=named(WEB)))
            assert warned(WEB) == ""
    finally:
        superuser.execute(f"REVOKE {grant} FROM {to}")


def test_what_another_than_the_owner_granted_is_not_taken_back_by_the_owner(superuser):
    superuser.execute(f'GRANT DELETE ON comments_comment TO "{named(OTHER)}" WITH GRANT OPTION')
    superuser.execute(f'SET ROLE "{named(OTHER)}"')
    superuser.execute(f'GRANT DELETE ON comments_comment TO "{named(WEB)}"')
    superuser.execute("RESET ROLE")

    try:
        assert_told("holds DELETE on comments_comment")
    finally:
        superuser.execute(f'REVOKE DELETE ON comments_comment FROM "{named(OTHER)}" CASCADE')
