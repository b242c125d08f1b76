"""That an account was closed. It leaves no row of its own, so this alone can say it to a restored backup."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.utils.module_loading import import_string

from comments.conf import setting
from comments.models.row_erasure import list_apart
from comments.models.trail import TrailEntry

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AbstractUser

ACT = "account closed"


def close_account(user: AbstractBaseUser, *, by: AbstractUser | None, request: str) -> None:
    """As the site closes its accounts, with all that was written with it. May raise what that raises."""
    import_string(setting("CLOSE_ACCOUNT"))(user, by=by, request=request)


def record_closing(user: AbstractBaseUser, *, by: AbstractUser | None, request: str) -> None:
    """For who closes accounts to call, in the same transaction and before the account goes."""
    details = {"account": str(user.pk), "facts": facts_of_account(user), "request": request}
    entry = TrailEntry.objects.record(act=ACT, by=by, details=details)
    list_apart("account", [entry.pk])


def facts_of_account(user: AbstractBaseUser) -> str:
    """A digest of what never changes of it: by it another account under the same number is told from it.

    In whole seconds, as Django's admin cuts the rest off whenever somebody saves an account there.
    """
    joined = getattr(user, "date_joined", None)
    facts = [str(user.pk), int(joined.timestamp()) if joined else None]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def is_told_apart(user: AbstractBaseUser) -> bool:
    """Whether those facts are of no other: a number is given again after a restore, any other key is not."""
    return getattr(user, "date_joined", None) is not None or not str(user.pk).isdigit()


def closings() -> models.QuerySet[TrailEntry]:
    return TrailEntry.objects.filter(act=ACT).order_by("pk")


def closed_among(keys: Iterable[str]) -> set[tuple[str, str]]:
    """Key and facts of each account of these that was closed."""
    told = closings().filter(details__account__in=list(keys)).values_list("details", flat=True)
    return {(details["account"], details["facts"]) for details in told}
