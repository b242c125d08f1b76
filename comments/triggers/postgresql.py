"""The triggers in PostgreSQL's words: a function and up to three triggers for each table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import dedent, indent

from django.db.backends.utils import truncate_name

from comments.models import Comment
from comments.triggers.adding import insert_rules
from comments.triggers.queue import Reaction
from comments.triggers.rules import (
    FACTS,
    Rule,
    comment_of,
    erasable,
    fillable,
    is_erased,
    literal,
    mutable,
    quoted,
    table,
    update_rules,
)
from comments.triggers.trigger import PREFIX, Place, Trigger

# As the catalogue counts them: pg_trigger.tgtype.
ROW, BEFORE, INSERT, DELETE, UPDATE, TRUNCATE = 1, 2, 4, 8, 16, 32
EVENTS = {"INSERT": INSERT, "UPDATE": UPDATE, "DELETE": DELETE, "TRUNCATE": TRUNCATE}


def triggers(model, schema: str | None) -> Iterator[Trigger]:
    guard, name = _guard(model), model._meta.db_table
    events = INSERT | UPDATE | DELETE if _on_insert(model) else UPDATE | DELETE
    yield _trigger(model, name, BEFORE | ROW | events, guard, schema)
    yield _trigger(model, f"{name}_truncate", BEFORE | TRUNCATE, guard, schema)


def reacting(reaction: Reaction, schema: str | None) -> Trigger:
    name, kind = f"{reaction.model._meta.db_table}_{reaction.name}", ROW | EVENTS[reaction.event]
    statements = "\n".join(f"{statement};" for statement in (*reaction.locks, *reaction.statements))
    if reaction.when:
        statements = f"IF {reaction.when} THEN\n{statements}\nEND IF;"
    body = _body(f"{statements}\nRETURN NULL;")
    return _trigger(reaction.model, name, kind, body, schema, as_owner=reaction.as_owner)


def found(connection) -> dict[Place, str]:
    """Our triggers in the database that are in force, each as `_shown` would have it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT t.tgname, c.relname, t.tgtype, p.prosecdef, array_to_string(p.proconfig, ' '), p.prosrc
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE starts_with(t.tgname, %s) AND t.tgqual IS NULL AND t.tgattr = ''::int2vector
              AND pg_table_is_visible(c.oid) AND (t.tgenabled = 'A'
                OR t.tgenabled = 'O' AND current_setting('session_replication_role') <> 'replica')
            """,
            [PREFIX],
        )
        return {(name, on): _shown(on, *shown) for name, on, *shown in cursor.fetchall()}


def columns(cursor) -> dict[str, set[str]]:
    """Of each table."""
    cursor.execute(
        """
        SELECT c.relname, array_agg(a.attname::text) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND pg_table_is_visible(c.oid)
        GROUP BY c.relname
        """
    )
    return {table_name: set(names) for table_name, names in cursor.fetchall()}


def strangers(connection, tables: list[str], ours: list[Place]) -> list[str]:
    """What is at work on these tables and is not ours. What inherits from one is read as part of it; an
    unlogged one is emptied when the server has crashed, and no trigger is asked.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH guarded AS (SELECT oid, relname, relrowsecurity, relpersistence FROM pg_class
                WHERE relname = ANY (%s) AND relkind = 'r' AND pg_table_is_visible(oid))
            SELECT format('trigger %%s on %%s', t.tgname, c.relname) FROM pg_trigger t
                JOIN guarded c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
                AND (t.tgname, c.relname) NOT IN (SELECT * FROM unnest(%s::name[], %s::name[]))
            UNION ALL SELECT format('rule %%s on %%s', r.rulename, c.relname) FROM pg_rewrite r
                JOIN guarded c ON c.oid = r.ev_class
            UNION ALL SELECT format('row security on %%s', c.relname) FROM guarded c WHERE c.relrowsecurity
            UNION ALL SELECT format('a crash on unlogged %%s', c.relname) FROM guarded c
                WHERE c.relpersistence = 'u'
            UNION ALL SELECT format('table %%s under %%s', i.inhrelid::regclass, c.relname) FROM pg_inherits i
                JOIN guarded c ON c.oid = i.inhparent
            ORDER BY 1
            """,
            [tables, [name for name, on in ours], [on for name, on in ours]],
        )
        return [name for (name,) in cursor.fetchall()]


def drop(cursor, name: str, on: str) -> None:
    """Another site may have its own of this name, in another schema."""
    cursor.execute(f"DROP TRIGGER IF EXISTS {quoted(name)} ON {quoted(on)}")


def schema_of(connection) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return cursor.fetchone()[0]


def _trigger(
    model, what: str, kind: int, body: str, schema: str | None, *, as_owner: bool = False
) -> Trigger:
    """The trigger and its function, which heeds no setting of who asks.

    It looks for tables in our schema first: else a temporary table called like one of ours would be read in
    its place and grant anything. It sees numbers to their last digit: else 0.14 would pass for 0.12. And
    nobody else can hang it on a table of theirs.
    """
    name = truncate_name(f"{PREFIX}{what}", 63)
    when = "BEFORE" if kind & BEFORE else "AFTER"
    events = " OR ".join(event for event, bit in EVENTS.items() if kind & bit)
    each = "ROW" if kind & ROW else "STATEMENT"
    sql = (
        f"CREATE OR REPLACE FUNCTION {quoted(name)}() RETURNS trigger LANGUAGE plpgsql "
        f"SECURITY {'DEFINER' if as_owner else 'INVOKER'} "
        f"SET search_path = {quoted(schema or '')}, pg_temp SET extra_float_digits = 1 "
        f"AS $permanent${body}$permanent$;\n"
        f"REVOKE ALL ON FUNCTION {quoted(name)}() FROM PUBLIC;\n"
        f"CREATE OR REPLACE TRIGGER {quoted(name)} {when} {events} ON {table(model)} "
        f"FOR EACH {each} EXECUTE FUNCTION {quoted(name)}();"
    )
    path = schema if schema and schema.isidentifier() and schema.islower() else quoted(schema or "")
    return Trigger(
        name=name,
        table=model._meta.db_table,
        sql=sql,
        shown=_shown(
            model._meta.db_table, kind, as_owner, f"search_path={path}, pg_temp extra_float_digits=1", body
        ),
    )


def _shown(on: str, kind: int, as_owner: bool, options: str, body: str) -> str:
    return f"{on} {kind} {'owner' if as_owner else 'invoker'} {options} {body}"


def _guard(model) -> str:
    deleted = f"{model._meta.db_table} is permanent: its rows are never deleted"
    return _body(
        f"""
        IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
            {_raise(literal(deleted))}
        ELSIF TG_OP = 'INSERT' THEN
        {_lines(_on_insert(model))}
            RETURN NEW;
        END IF;
        was := {_written("OLD")} - {_array(mutable(model))};
        becomes := {_written("NEW")} - {_array(mutable(model))};
        {_lines(_on_filling(model))}
        -- Whole rows are compared, so that a column added a moment ago is guarded too.
        SELECT min(key) INTO changed FROM jsonb_each(was - {_array(erasable(model))})
            WHERE value IS DISTINCT FROM becomes -> key;
        IF changed IS NOT NULL THEN
            {_raise(f"{literal(model._meta.db_table + '.')} || changed || ' is permanent'")}
        END IF;
        {_lines(_on_erasing(model))}
        {_lines(_refusals(update_rules(model)))}
        RETURN NEW;
        """,
        variables="was jsonb; becomes jsonb; changed text;",
    )


def _written(row: str) -> str:
    """Of each column how JSON writes it. As a value 1.0 would be 1 there, and -0 would be 0."""
    return f"(SELECT jsonb_object_agg(key, value::text) FROM json_each(to_json({row})))"


def _on_insert(model) -> str:
    """Whoever adds a fact waits for whoever is adding one to the same comment, then reads theirs. So does
    whoever adds words about it: an erasure on its way would leave them behind.
    """
    if model is Comment or not (model in FACTS or erasable(model)):
        return _refusals(insert_rules(model))
    comment = comment_of(model, "NEW", model.comment_path)
    lock = f"PERFORM 1 FROM {table(Comment)} WHERE id = {comment} FOR NO KEY UPDATE;"
    return "\n".join([lock, _refusals(insert_rules(model))])


def _on_filling(model) -> str:
    """What is filled for the first time is taken to have been so before."""
    columns = fillable(model)
    if not columns:
        return ""
    return dedent(
        f"""
        IF was IS DISTINCT FROM becomes AND NOT {is_erased(model)} THEN
            SELECT was || COALESCE(jsonb_object_agg(key, becomes -> key), '{{}}') INTO was
                FROM jsonb_each_text(was) WHERE key = ANY ({_array(columns)}) AND value = 'null';
        END IF;
        """
    ).strip()


def _on_erasing(model) -> str:
    columns = erasable(model)
    if not columns:
        return ""
    written = {"NULL": "null", "''": '""'}
    emptied = ", ".join(f"{literal(column)}, {literal(written[empty])}" for column, empty in columns.items())
    permanent = "' is permanent: only an erasure of the comment empties it'"
    together = f"{model._meta.db_table}: an erasure empties {', '.join(columns)} together"
    return dedent(
        f"""
        IF was IS DISTINCT FROM becomes THEN
            SELECT min(key) INTO changed FROM jsonb_each(was) WHERE value IS DISTINCT FROM becomes -> key
                AND (NOT {is_erased(model)} OR becomes -> key <> jsonb_build_object({emptied}) -> key);
            IF changed IS NOT NULL THEN
                {_raise(f"{literal(model._meta.db_table + '.')} || changed || {permanent}")}
            ELSIF NOT becomes @> jsonb_build_object({emptied}) THEN
                {_raise(literal(together))}
            END IF;
        END IF;
        """
    ).strip()


def _refusals(rules: Iterable[Rule]) -> str:
    return "\n".join(
        f"IF {rule.on_postgresql or rule.condition} THEN {_raise(literal(rule.message))} END IF;"
        for rule in rules
    )


def _raise(message: str) -> str:
    # This code is an integrity error to Django; what RAISE gives by itself is not.
    return f"RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = {message};"


def _array(names: Iterable[str]) -> str:
    return f"ARRAY[{', '.join(literal(name) for name in sorted(names))}]::text[]"


def _lines(sql: str) -> str:
    return indent(sql, "            ").strip()


def _body(statements: str, *, variables: str = "") -> str:
    lines = [line for line in dedent(statements).splitlines() if line.strip()]
    declared = f"DECLARE {variables}\n" if variables else ""
    return "\n" + declared + "BEGIN\n" + "\n".join(lines) + "\nEND\n"
