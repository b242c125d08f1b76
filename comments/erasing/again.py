"""Doing listed erasures again, on a backup of the time before them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import transaction

from comments.conf import setting
from comments.erasing.listed import ACCOUNT, Listed, NotListed, batches, facts_of_any_form, lines_of
from comments.models import Comment, Erasure, Note, Report, RowErasure
from comments.models.account_closing import close_account, closed_among, facts_of_account, is_told_apart
from comments.models.put_off import put_off
from comments.models.seal import one_sealer_at_a_time
from comments.refusals import Refusal

MOST_NAMED = 100  # of each kind of trouble; the rest is counted


@dataclass
class Again:
    """What came of it. `missing` came in after the backup, so there is nothing to erase."""

    erased: int = 0
    missing: int = 0
    troubles: Counter = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)

    def refuse(self, kind: str, sentence: str) -> None:
        self.troubles[kind] += 1
        if self.troubles[kind] <= MOST_NAMED:
            self.named.append(sentence)


@transaction.atomic
def erase_again(path: Path, *, by) -> Again:
    """All that can be, in one transaction. Twice is harmless. Raises OSError."""
    one_sealer_at_a_time()
    again = Again()
    for few in batches(_read(path, again)):
        for kind in sorted({listed.kind for listed in few}):
            _erase(kind, [listed for listed in few if listed.kind == kind], by, again)
    return again


def _read(path: Path, again: Again) -> Iterator[Listed]:
    for number, line in lines_of(path):
        try:
            yield Listed.read(line)
        except NotListed:
            again.refuse("unreadable", f"Line {number} cannot be read.")


def _erase(kind: str, few: list[Listed], by, again: Again) -> None:
    if kind == ACCOUNT:
        _close(few, by, again)
        return
    facts = facts_of_any_form(kind, [listed.key for listed in few])
    held = _held(kind, list(facts))
    by_request: dict[str, list[str]] = defaultdict(list)
    later: dict[str, list[str]] = defaultdict(list)
    for listed in few:
        there = facts.get(listed.key)
        if there is None:
            again.missing += 1
        elif listed.facts not in there:
            again.refuse("another", f"{kind} {listed.key} is another than the one that was erased.")
        elif listed.key in held:
            again.refuse("held", f"{kind} {listed.key} is under a legal hold.")
            later[listed.request].append(listed.key)
        else:
            by_request[listed.request].append(listed.key)
    for request, keys in by_request.items():
        again.erased += _erase_rows(kind, keys, by=by, request=request)
    for request, keys in later.items():
        _put_off(kind, keys, by=by, request=request)


def _close(few: list[Listed], by, again: Again) -> None:
    """Each by the site itself, which alone knows what hangs on an account."""
    closed = closed_among(listed.key for listed in few)
    users = get_user_model()._default_manager
    for listed in few:
        if (listed.key, listed.facts) in closed:
            continue
        # Asked for each time: what was closed again after an earlier restore stands in the list twice.
        if (user := users.filter(pk=listed.key).first()) is None:
            again.missing += 1
        elif facts_of_account(user) != listed.facts:
            again.refuse("another", f"account {listed.key} is another than the one that was closed.")
        elif not is_told_apart(user):
            again.refuse("another", f"account {listed.key} may be another's by now: it has no date_joined.")
        elif not setting("CLOSE_ACCOUNT"):
            again.refuse("open", f"account {listed.key} stays: COMMENTS['CLOSE_ACCOUNT'] is empty.")
        elif _close_one(user, listed, by, again):
            closed.add((listed.key, listed.facts))


def _close_one(user, listed: Listed, by, again: Again) -> bool:
    try:
        close_account(user, by=by, request=listed.request)
    except Refusal as refusal:
        again.refuse("open", f"account {listed.key} stays: {refusal}")
        return False
    again.erased += 1
    return True


def _erase_rows(kind: str, keys: list[str], *, by, request: str) -> int:
    if kind == "comment":
        return Erasure.objects.erase_all(map(int, keys), by=by, request=request)
    rows = (Note if kind == "note" else Report).objects.filter(pk__in=keys)
    return RowErasure.objects.erase(kind, rows, by=by, request=request)


def _put_off(kind: str, keys: list[str], *, by, request: str) -> None:
    """As the first time: it goes once the hold is lifted."""
    if kind == "comment":
        put_off(comments=map(int, keys), reports=[], by=by, request=request)
    else:
        put_off(comments=[], reports=Report.objects.filter(pk__in=keys), by=by, request=request)


def _held(kind: str, keys: list[str]) -> set[str]:
    """What is erased already is held by nothing."""
    if kind == "note":
        return set()
    if kind == "report":
        held = Report.objects.filter(pk__in=keys, comment__in=Comment.objects.on_hold())
        done = RowErasure.objects.filter(kind=kind, key__in=keys).values_list("key", flat=True)
        return set(map(str, held.values_list("pk", flat=True))) - set(done)
    held = Comment.objects.on_hold().filter(pk__in=keys).exclude(status=Comment.Status.ERASED)
    return set(map(str, held.values_list("pk", flat=True)))
