"""Rows by the e-mail address that they were left with: by the same ones on either database."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower
from django.utils.module_loading import import_string

from comments.addresses import is_same, spellings
from comments.conf import setting

# A letter of the part before the @. SQLite takes its capital for another letter, and PostgreSQL takes some of
# them for capitals of plain ones: İ of i. No form takes such an address, but a site's own code may.
BEYOND_ASCII = "[^ -~].*@"

Rows = TypeVar("Rows", bound=QuerySet[Any])


def left_at(rows: Rows, address: str) -> Rows:
    """In capitals or not."""
    if re.match(f".*{BEYOND_ASCII}", address):
        return rows.filter(email__in=_spelt_here(rows, address))
    spelt = [Lower(Value(each)) for each in spellings(address)]
    plain = rows.exclude(email="").exclude(email__regex=BEYOND_ASCII)
    return plain.alias(address=Lower("email")).filter(address__in=spelt)


def accounts_with_proven(address: str) -> list[Any]:
    """Those of whoever has proven that it is theirs, written something or not."""
    accounts = get_user_model()._default_manager.order_by("pk")
    found = Q(email__in=_spelt_here(accounts, address)) if re.match(f".*{BEYOND_ASCII}", address) else Q()
    for each in {each.lower() for each in spellings(address)}:
        found |= Q(email__iexact=each)
    return [account for account in accounts.filter(found) if is_same(proven_email_of(account), address)]


def proven_email_of(user) -> str:
    proven = setting("PROVEN_EMAIL")
    return import_string(proven)(user) if proven else user.email


def _spelt_here(rows: QuerySet, address: str) -> list[str]:
    """All such addresses are read for it; there are hardly any."""
    beyond = rows.filter(email__regex=BEYOND_ASCII).order_by().values_list("email", flat=True).distinct()
    return [each for each in beyond if is_same(each, address)]
