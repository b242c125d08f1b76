"""What each role needs, table by table, read from the models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import models, router
from django.db.migrations.recorder import MigrationRecorder

from comments.models import (
    Author,
    CountedMonth,
    Discussion,
    Permanent,
    Seal,
    SealedRow,
    Unsealed,
    Verification,
)
from comments.triggers.rules import erasable, fillable, mutable

# Written by `migrate` alone.
MIGRATED = frozenset({ContentType, Permission})
# The record hangs on them.
KEPT = frozenset({Author, Discussion})
# What the web process could otherwise say of itself.
SEALING = frozenset({Seal, SealedRow, Verification})


class Role(StrEnum):
    WEB = "web"  # takes comments and decisions
    WORKER = "worker"  # all of that, and seals the record
    READER = "reader"  # verifies and counts, and changes nothing


@dataclass(frozen=True, slots=True)
class Needed:
    """Of one table. `columns` are those that may be updated where not all may."""

    table: str
    privileges: tuple[str, ...]
    columns: tuple[str, ...] = ()


def needed(role: Role, alias: str) -> Iterator[Needed]:
    """In the order of the tables' names."""
    found = {model._meta.db_table: _of_model(role, model) for model in _models(alias)}
    found |= {table: _of_others(role, table, ("SELECT", "INSERT", "UPDATE", "DELETE")) for table in _caches()}
    migrations = MigrationRecorder.Migration._meta.db_table
    found[migrations] = Needed(migrations, ("SELECT",))  # what there is to verify hangs on them
    return (each for _table, each in sorted(found.items()) if each.privileges)


def _models(alias: str) -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and router.allow_migrate_model(alias, model):
            yield model


def _caches() -> Iterator[str]:
    for name in settings.CACHES:
        if isinstance(caches[name], BaseDatabaseCache):
            yield str(settings.CACHES[name]["LOCATION"])


def _of_model(role: Role, model: type[models.Model]) -> Needed:
    table = model._meta.db_table
    if role is Role.READER:
        return Needed(table, ("SELECT",) if model._meta.app_label == "comments" else ())
    if issubclass(model, Permanent):
        columns = mutable(model) | set(erasable(model)) | fillable(model)
        adds = model not in SEALING or role is Role.WORKER
        return Needed(table, ("SELECT", "INSERT") if adds else ("SELECT",), tuple(sorted(columns)))
    return Needed(table, _of_present_state(role, model))


def _of_present_state(role: Role, model: type[models.Model]) -> tuple[str, ...]:
    if model in MIGRATED:
        return ("SELECT",)
    if model is Unsealed:
        # Whoever could take a row out of the line would keep it from being sealed. The triggers put it in.
        return ("SELECT", "DELETE") if role is Role.WORKER else ("SELECT",)
    if model is CountedMonth:
        # Or the web process could tell the public other figures.
        return ("SELECT", "INSERT", "UPDATE") if role is Role.WORKER else ("SELECT",)
    if model in KEPT:
        return ("SELECT", "INSERT", "UPDATE")
    return ("SELECT", "INSERT", "UPDATE", "DELETE")


def _of_others(role: Role, table: str, privileges: tuple[str, ...]) -> Needed:
    return Needed(table, () if role is Role.READER else privileges)
