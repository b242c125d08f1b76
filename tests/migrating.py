"""What tests of migrations share: one applied as `migrate` does, and one that fails."""

from __future__ import annotations

from django.db import connection, migrations
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import pre_migrate

from comments.models import Comment


class Failure(Exception):
    pass


def fail(apps, schema_editor) -> None:
    raise Failure


def apply(*operations, atomic: bool = True, backwards: bool = False) -> None:
    """As `migrate` does: its signal first, then the operations of one migration, or their undoing."""
    migration = migrations.Migration("tried", "comments")
    migration.operations, migration.atomic = list(operations), atomic
    state = MigrationExecutor(connection).loader.project_state()
    pre_migrate.send(
        sender=Comment._meta.app_config, using=connection.alias, plan=[], app_config=Comment._meta.app_config
    )
    with connection.schema_editor(atomic=migration.atomic) as editor:
        (migration.unapply if backwards else migration.apply)(state, editor)
