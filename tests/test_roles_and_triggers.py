"""What a role could have beside its grants: a way past the triggers, or their functions on its own tables."""

from __future__ import annotations

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError
from django.db import connection

from tests.full_record import PERMANENT
from tests.roles import SUPERUSER, connected_as, granted, psycopg_as, roles


@pytest.fixture(scope="module")
def web(django_db_setup, django_db_blocker):
    """A role of the server, so that each run at the same time has its own."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has no roles")
        name = f"beside {connection.settings_dict['NAME'][-9:]}"
        with roles(web=name):
            yield name


def warned() -> str:
    checks = run_checks(tags=[Tags.database], databases=["default"], include_deployment_checks=True)
    return " ".join(check.msg for check in checks if check.id == "comments.W040")


@pytest.mark.parametrize(
    ("given", "taken", "said"),
    [
        (
            "GRANT SET ON PARAMETER session_replication_role TO {role}",
            "REVOKE SET ON PARAMETER session_replication_role FROM {role}",
            "may switch triggers off",
        ),
        (
            "GRANT pg_write_all_data TO {role}",
            "REVOKE pg_write_all_data FROM {role}",
            "writes into every table",
        ),
        (
            "CREATE ROLE {group}; GRANT TRIGGER ON comments_comment TO {group}; GRANT {group} TO {role}",
            "DROP OWNED BY {group}; DROP ROLE {group}",
            "holds TRIGGER on comments_comment",
        ),
    ],
    ids=["parameter", "all data", "triggers"],
)
def test_a_role_that_could_get_past_the_triggers_is_refused(committed_db, web, given, taken, said):
    role, group = f'"{web}"', f'"group of {web}"'
    with psycopg_as(SUPERUSER) as superuser:
        if superuser.info.server_version < 150000 and "PARAMETER" in given:
            pytest.skip("before PostgreSQL 15 it is a superuser's alone")
        try:
            superuser.execute(given.format(role=role, group=group))
            with pytest.raises(CommandError, match=said):
                granted(web=web)
            with connected_as(web):
                assert said in warned()
        finally:
            superuser.execute(taken.format(role=role, group=group))


def test_no_role_hangs_our_functions_on_a_table_of_its_own(committed_db, web):
    """They would put into the line for a seal whatever they are given there, as who owns the tables."""
    import psycopg

    with psycopg_as(SUPERUSER) as superuser:
        superuser.execute(f'CREATE SCHEMA of_its_own AUTHORIZATION "{web}"')
        try:
            with psycopg_as(web) as theirs:
                theirs.execute("CREATE TABLE of_its_own.things (id bigint)")
                with pytest.raises(
                    psycopg.errors.InsufficientPrivilege, match="permission denied for function"
                ):
                    theirs.execute(
                        "CREATE TRIGGER made_up AFTER INSERT ON of_its_own.things FOR EACH ROW "
                        "EXECUTE FUNCTION permanent_comments_comment_seal()"
                    )
        finally:
            superuser.execute("DROP SCHEMA of_its_own CASCADE")


def test_nobody_may_run_a_function_of_ours_once_it_is_made(committed_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no functions")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), bool_or(has_function_privilege('public', oid, 'EXECUTE')) FROM pg_proc "
            "WHERE starts_with(proname, 'permanent_')"
        )
        count, is_anybodys = cursor.fetchone()

    assert count > len(PERMANENT)
    assert not is_anybodys


def test_granting_again_takes_our_functions_from_everybody(committed_db, web):
    """As a restore without privileges leaves them."""
    function = "permanent_comments_comment_seal()"
    with psycopg_as(connection.settings_dict["USER"]) as ours:
        ours.execute(f"GRANT EXECUTE ON FUNCTION {function} TO PUBLIC")
        ours.execute(granted(web=web))
        found = ours.execute("SELECT has_function_privilege(%s, %s, 'EXECUTE')", [web, function])

        assert found.fetchone() == (False,)
