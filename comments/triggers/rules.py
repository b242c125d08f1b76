"""What the database refuses and what it sets by itself, read from the models.

The SQL here is understood by SQLite and by PostgreSQL alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import router
from django.db.models import UniqueConstraint

from comments.models import (
    Comment,
    Decision,
    Erasure,
    Permanent,
    RowErasure,
    SealedRow,
    Withdrawal,
)

# Rows that say where a comment stands: each of them, once added, has the comment's status set anew.
FACTS = (Decision, Withdrawal, Erasure)


@dataclass(frozen=True, slots=True)
class Rule:
    """`condition` is SQL over OLD and NEW; where it is true the statement is refused with `message`."""

    condition: str
    message: str
    on_postgresql: str = ""  # in its place there, where one SQL cannot say it


def permanent_models(alias: str) -> list[type[Permanent]]:
    """Every table of permanent rows that lives in this database."""
    models = (model for model in apps.get_models() if issubclass(model, Permanent) and model._meta.managed)
    return [model for model in models if not model._meta.proxy and router.allow_migrate_model(alias, model)]


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def table(model) -> str:
    return quoted(model._meta.db_table)


def columns(model, names) -> dict[str, str]:
    """The columns of the named fields, each with what an erasure leaves in it, as SQL."""
    fields = [field for field in model._meta.local_concrete_fields if field.name in names]
    if unknown := set(names) - {field.name for field in fields}:
        raise ImproperlyConfigured(f"{model.__name__} has no fields {sorted(unknown)} to change or erase.")
    return {field.column: "NULL" if field.null else "''" for field in sorted(fields, key=lambda f: f.column)}


def mutable(model) -> set[str]:
    """What may change at any time, if only to be emptied: see `update_rules`."""
    return set(columns(model, model.may_change | model.forgettable))


def erasable(model) -> dict[str, str]:
    """Columns that only an erasure empties. One that may change at any time needs no leave to be emptied."""
    return columns(model, model.erasable - model.may_change - model.forgettable)


def fillable(model) -> set[str]:
    return set(columns(model, model.fillable))


def unique_keys(model) -> list[list[str]]:
    """The columns of the primary key and of every other key that the table allows only once."""
    meta = model._meta
    keys = [[field.name] for field in meta.local_concrete_fields if field.unique]
    keys += [list(names) for names in meta.unique_together]
    for constraint in meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            if constraint.condition is not None or constraint.expressions:
                raise ImproperlyConfigured(
                    f"{constraint.name}: a permanent row's unique key is made of plain fields and has no "
                    "condition, or REPLACE could get past it."
                )
            keys.append(list(constraint.fields))
    return [[meta.get_field(name).column for name in key] for key in keys]


def comment_of(model, row: str, path: str) -> str:
    """The id of the comment that `row` (OLD or NEW) belongs to, following the lookups of `path`."""
    first, *rest = path.split("__") if path else [model._meta.pk.name]
    field = model._meta.get_field(first)
    expression = f"{row}.{quoted(field.column)}"
    for name in rest:
        model = field.related_model
        field = model._meta.get_field(name)
        expression = (
            f"(SELECT {quoted(field.column)} FROM {table(model)} "
            f"WHERE {quoted(model._meta.pk.column)} = {expression})"
        )
    return expression


def is_erased(model, row: str = "OLD") -> str:
    comment = comment_of(model, row, model.comment_path)
    with_comment = f"EXISTS (SELECT 1 FROM {table(Erasure)} WHERE comment_id = {comment})"
    alone = _is_erased_alone(model, row)
    return f"({with_comment} OR {alone})" if alone else with_comment


def _is_erased_alone(model, row: str) -> str:
    """Whether it was erased without its comment. What its seal keeps of it is emptied with it."""
    if model is SealedRow:
        same = f"kind = {row}.kind AND key = {row}.key"
    elif model.erasable_alone:
        key = f"CAST({row}.{quoted(model._meta.pk.column)} AS varchar(40))"
        same = f"kind = {literal(model._meta.model_name)} AND key = {key}"
    else:
        return ""
    return f"EXISTS (SELECT 1 FROM {table(RowErasure)} WHERE {same})"


def standing_decision(column: str, comment: str) -> str:
    """Of the newest decision that was not undone."""
    decision = table(Decision)
    return (
        f"(SELECT d.{column} FROM {decision} d WHERE d.comment_id = {comment} AND d.outcome <> 'undone' "
        f"AND NOT EXISTS (SELECT 1 FROM {decision} u WHERE u.undoes_id = d.id) "
        "ORDER BY d.number DESC LIMIT 1)"
    )


def status_by_facts(comment: str) -> str:
    """Where the rows say that a comment stands. The one place that decides it."""
    return (
        f"(CASE WHEN EXISTS (SELECT 1 FROM {table(Erasure)} WHERE comment_id = {comment}) THEN 'erased' "
        f"WHEN EXISTS (SELECT 1 FROM {table(Withdrawal)} WHERE comment_id = {comment}) THEN 'withdrawn' "
        f"ELSE COALESCE({standing_decision('outcome', comment)}, 'pending') END)"
    )


def follow(model) -> str:
    """What sets the comment's status once a fact has been added."""
    comment = comment_of(model, "NEW", model.comment_path)
    return f"UPDATE {table(Comment)} SET status = {status_by_facts(comment)} WHERE id = {comment}"


def update_rules(model) -> list[Rule]:
    rules = [
        Rule(
            f"NEW.{quoted(column)} <> OLD.{quoted(column)} AND NEW.{quoted(column)} <> {empty}",
            f"{model._meta.db_table}.{column} is permanent: it can only be emptied",
        )
        for column, empty in columns(model, model.forgettable).items()
    ]
    if model is Comment:
        follows = f"NEW.status <> {status_by_facts('OLD.id')}"
        rules.append(
            Rule(follows, f"{model._meta.db_table}.status follows the decisions: it is not set by hand")
        )
    return rules
