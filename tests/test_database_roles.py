"""A role that does not own the site's tables does all that the site does, and nothing else."""

from __future__ import annotations

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection
from django.test import Client

from comments import notices
from comments.models import Comment, Notice, Seal
from comments.privileges.needed import SEALING, Role, needed
from comments.privileges.owning import lacking
from comments.triggers import missing_triggers
from tests.desk_pages import act_url, desk_url
from tests.factories import make_article, make_comment, make_moderator, make_user
from tests.full_record import COLUMNS, PERMANENT, make_full_record, name_of
from tests.readers import TEXT, send, the_comment
from tests.roles import ODD, SUPERUSER, connected_as, granted, psycopg_as, roles
from tests.sealing import let_others_end, verified
from tests.test_sealing_backlog import BriefWorker

# Columns that no process ever sets anew, whatever it is.
UPDATED = {each.table: set(each.columns) for each in needed(Role.WORKER, "default")}
FIXED = [(m, f) for m, f in COLUMNS if f.column not in UPDATED[m._meta.db_table]]
OF_A_TABLE = (
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
    "DROP TABLE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} ADD COLUMN loophole int",
    "ALTER TABLE {table} RENAME TO elsewhere",
    "ALTER TABLE {table} OWNER TO CURRENT_USER",
    "DROP TRIGGER permanent_{table} ON {table}",
    "CREATE TRIGGER loophole BEFORE UPDATE ON {table} EXECUTE FUNCTION permanent_{table}()",
    "CREATE RULE loophole AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "CREATE INDEX ON {table} ((1))",
    "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
    "COMMENT ON TABLE {table} IS 'ours'",
    "DROP FUNCTION permanent_{table}() CASCADE",
    "ALTER FUNCTION permanent_{table}() SET search_path = pg_temp",
    "CREATE OR REPLACE FUNCTION permanent_{table}() RETURNS trigger LANGUAGE plpgsql "
    "AS $$ BEGIN RETURN NEW; END $$",
)
OF_ALL = (
    "SET session_replication_role = replica",
    "SET ROLE newsroom",
    "SET SESSION AUTHORIZATION newsroom",
    "CREATE TABLE loophole (id int)",
    "CREATE TEMPORARY TABLE comments_erasure (comment_id bigint)",
    "CREATE VIEW loophole AS SELECT 1",
    "CREATE SCHEMA loophole",
    "CREATE FUNCTION loophole() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE loophole",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "ALTER ROLE newsroom PASSWORD 'known'",
    "GRANT newsroom TO CURRENT_USER",
    "DROP OWNED BY newsroom",
    "REASSIGN OWNED BY newsroom TO CURRENT_USER",
    "ALTER SCHEMA public OWNER TO CURRENT_USER",
    "UPDATE pg_trigger SET tgenabled = 'D'",
    "DELETE FROM pg_trigger",
    "COPY comments_comment TO PROGRAM 'true'",
    "COPY comments_comment (text) FROM '/dev/null'",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT setval(pg_get_serial_sequence('comments_comment', 'id'), 1)",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('comments', '9999_loophole', now())",
    "DELETE FROM django_migrations",
    "UPDATE auth_permission SET codename = 'all'",
    "DELETE FROM comments_author",
    "DELETE FROM comments_discussion",
    "UPDATE comments_unsealed SET key = '1'",
    "INSERT INTO comments_unsealed (kind, key) VALUES ('comment', '1')",
)
ONLY_THE_WORKER = (
    "DELETE FROM comments_unsealed",
    "INSERT INTO comments_seal (number) VALUES (1)",
    "INSERT INTO comments_sealedrow (number) VALUES (1)",
    "UPDATE comments_countedmonth SET figures = '{}'",
)
NOT_A_READER = (
    "INSERT INTO comments_comment (text) VALUES ('x')",
    "UPDATE comments_comment SET status = 'approved'",
    "UPDATE comments_discussion SET url = '/'",
    "SELECT * FROM newsroom_user",
    "SELECT * FROM django_session",
    "SELECT * FROM mfa_authenticator",
)


@pytest.fixture(scope="module")
def names(django_db_setup, django_db_blocker):
    """Roles of the server, so that each run at the same time has its own."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has no roles")
        of_this_run = connection.settings_dict["NAME"][-9:]
        each = {"web": f"{ODD} {of_this_run}", "worker": f"worker {of_this_run}"}
        each["reader"] = f"reader {of_this_run}"
        with roles(**each):
            yield each


@pytest.fixture(scope="module")
def connections(names):
    opened = {role: psycopg_as(name) for role, name in names.items()}
    yield opened
    for each in opened.values():
        each.close()


def assert_denied(connection, sql: str) -> None:
    import psycopg

    with connection.transaction(force_rollback=True):
        try:
            connection.execute(sql)
        except psycopg.errors.InsufficientPrivilege:
            return
    pytest.fail(f"Not denied: {sql}")


@pytest.mark.parametrize("role", ["web", "worker", "reader"])
@pytest.mark.parametrize("sql", OF_ALL)
def test_no_role_gets_past_its_grants(connections, role, sql):
    assert_denied(connections[role], sql)


@pytest.mark.parametrize("sql", ONLY_THE_WORKER)
@pytest.mark.parametrize("role", ["web", "reader"])
def test_only_the_worker_seals(connections, role, sql):
    assert_denied(connections[role], sql)


@pytest.mark.parametrize("sql", NOT_A_READER)
def test_a_reader_only_reads_the_record(connections, sql):
    assert_denied(connections["reader"], sql)


@pytest.mark.parametrize("role", ["web", "worker", "reader"])
@pytest.mark.parametrize("model", PERMANENT, ids=name_of)
def test_no_role_takes_a_table_or_its_triggers_away(connections, role, model):
    for sql in OF_A_TABLE:
        assert_denied(connections[role], sql.format(table=model._meta.db_table))


@pytest.mark.parametrize("role", ["web", "worker", "reader"])
@pytest.mark.parametrize(("model", "field"), FIXED, ids=name_of)
def test_no_role_may_even_try_to_change_a_column(connections, role, model, field):
    assert_denied(connections[role], f'UPDATE "{model._meta.db_table}" SET "{field.column}" = DEFAULT')


def test_what_a_role_may_try_the_triggers_refuse(committed_db, names):
    comment = make_comment()
    with connected_as(names["web"]), pytest.raises(Exception, match="is permanent: only an erasure"):
        Comment.objects.filter(pk=comment.pk).update(text="")


def test_the_web_process_does_every_act_and_seals_none(committed_db, names):
    with connected_as(names["web"]), pytest.raises(ProgrammingError, match="permission denied"):
        make_full_record()  # ends with what only the worker may: a verification and a seal

    done = [model for model in PERMANENT if model not in SEALING]
    assert [model for model in done if not model.objects.exists()] == []


def test_the_web_process_is_told_that_it_may_not_seal(committed_db, names):
    make_comment()
    with connected_as(names["web"]), pytest.raises(CommandError, match="may not seal: that is the worker's"):
        call_command("seal_trail")

    assert not Seal.objects.exists()


def test_the_worker_does_every_act_and_seals_and_a_reader_verifies(committed_db, names):
    let_others_end()
    with connected_as(names["worker"]):
        make_full_record()
        Comment.objects.filter(status="rejected").first().erase(by=make_user(), request="2026/7")
        BriefWorker().run()

    with connected_as(names["reader"]):
        assert verified()["as_sealed"]
    assert Seal.objects.exists()


def test_pages_are_served_and_comments_decided_by_the_web_process(committed_db, names, client):
    with connected_as(names["web"]):
        article, desk = make_article(), Client()
        desk.force_login(make_moderator())
        assert client.get("/readyz").content == b"ready\n"

        assert send(client, article).status_code == 303
        assert desk.get(desk_url()).status_code == 200
        desk.post(act_url("approve", the_comment()), {"seen": 0}, follow=True)
        desk.post(act_url("undo", the_comment()), {"seen": 1}, follow=True)
        desk.post(act_url("approve", the_comment()), {"seen": 2}, follow=True)

        assert TEXT in client.get(article.get_absolute_url()).content.decode()
        assert desk.get("/admin/comments/comment/").status_code == 200


def test_mails_leave_by_the_worker(committed_db, names, mailoutbox):
    make_comment(email="aram@example.org")
    with connected_as(names["worker"]):
        notices.deliver_due()

    assert len(mailoutbox) == 1
    assert Notice.objects.exclude(sent_at=None).exists()


def test_who_has_the_grants_lacks_nothing(committed_db, names):
    with connected_as(names["web"]):
        assert lacking(connection) == []
        assert missing_triggers(connection) == []


def named(**options) -> dict[str, str]:
    checks = run_checks(tags=[Tags.database], databases=["default"], **options)
    return {check.id: check.msg for check in checks if check.id in ("comments.E040", "comments.W040")}


def test_a_role_that_lacks_something_is_named(committed_db, names, client):
    """As after an upgrade that brought a table."""
    owner = connection.settings_dict["USER"]
    with psycopg_as(owner) as ours:
        role = '"' + names["web"].replace('"', '""') + '"'
        ours.execute(f"REVOKE INSERT ON comments_report FROM {role}")
        ours.execute(f"REVOKE UPDATE (status) ON comments_comment FROM {role}")
    try:
        with connected_as(names["web"]):
            assert lacking(connection) == ["INSERT on comments_report", "UPDATE on comments_comment"]
            assert "INSERT on comments_report" in named()["comments.E040"]
            assert client.get("/readyz").content == b"not ready: the database role lacks privileges\n"
    finally:
        with psycopg_as(owner) as ours:
            ours.execute(granted(**names))


def test_of_very_many_grants_that_are_missing_the_first_are_named(committed_db, names):
    """As after a restore: `pg_restore --no-privileges` brings none."""
    owner = connection.settings_dict["USER"]
    with psycopg_as(owner) as ours:
        role = '"' + names["web"].replace('"', '""') + '"'
        ours.execute(f"REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public FROM {role}")
    try:
        with connected_as(names["web"]):
            missing = lacking(connection)
            said = named()["comments.E040"]
    finally:
        with psycopg_as(owner) as ours:
            ours.execute(granted(**names))

    assert len(missing) > 100
    assert said.endswith(f" lacks {', '.join(missing[:10])} and {len(missing) - 10} more.")


def test_a_site_that_owns_its_tables_is_named_before_it_serves(committed_db, names):
    assert "owns tables of the site" in named(include_deployment_checks=True)["comments.W040"]

    with connected_as(names["web"]):
        assert named(include_deployment_checks=True) == {}


def test_granting_again_takes_back_what_was_given_by_hand(committed_db, names, connections):
    owner = connection.settings_dict["USER"]
    with psycopg_as(owner) as ours:
        role = '"' + names["web"].replace('"', '""') + '"'
        ours.execute(f"GRANT DELETE, UPDATE (digest) ON comments_comment TO {role}, PUBLIC")
        ours.execute(granted(**names))

    for sql in ("DELETE FROM comments_comment", "UPDATE comments_comment SET digest = DEFAULT"):
        assert_denied(connections["web"], sql)


def test_a_table_with_a_sequence_of_its_own_can_be_added_to(committed_db, names):
    with psycopg_as(connection.settings_dict["USER"]) as ours, ours.transaction(force_rollback=True):
        ours.execute("CREATE SEQUENCE old_keys OWNED BY comments_report.id")
        ours.execute("ALTER TABLE comments_report ALTER id DROP IDENTITY")
        ours.execute("ALTER TABLE comments_report ALTER id SET DEFAULT nextval('old_keys')")
        from comments.privileges import granting

        sequences = ours.execute(granting.SEQUENCES).fetchall()

    assert ("comments_report", "old_keys") in sequences


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({}, "Name a role"),
        ({"web": ""}, "is no name"),
        ({"web": " "}, "is no name"),
        ({"web": "a\nb"}, "is no name"),
        ({"web": "a\x00"}, "is no name"),
        ({"web": "w" * 64}, "too long"),
        ({"web": "ü" * 32}, "too long"),
        ({"web": "PUBLIC"}, "keeps for itself"),
        ({"web": "pg_monitor"}, "keeps for itself"),
        ({"web": "same", "worker": "same"}, "Name each role once"),
        ({"web": SUPERUSER}, "is a superuser"),
        ({"web": "newsroom"}, "owns tables of the site"),
    ],
    ids=str,
)
def test_a_role_that_cannot_be_held_to_its_grants_is_refused(names, said):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")

    with pytest.raises(CommandError, match=said):
        granted(**names)


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ("SCHEMA public", "owns the schema"),
        ("FUNCTION permanent_comments_comment()", "owns functions of the triggers"),
    ],
)
def test_a_role_that_could_drop_a_triggers_function_is_refused(committed_db, names, thing, said):
    owner = connection.settings_dict["USER"]
    role = '"' + names["web"].replace('"', '""') + '"'
    with psycopg_as(SUPERUSER) as superuser:
        schema_owner = superuser.execute(
            "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'public'"
        ).fetchone()[0]
        try:
            superuser.execute(f"ALTER {thing} OWNER TO {role}")
            with pytest.raises(CommandError, match=said):
                granted(**names)
        finally:
            before = schema_owner if thing.startswith("SCHEMA") else owner
            superuser.execute(f"ALTER {thing} OWNER TO {before}")


@pytest.mark.django_db
def test_sqlite_says_that_it_has_no_roles():
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has")

    with pytest.raises(CommandError, match="SQLite has no roles"):
        call_command("database_roles", web="web")
