"""What is sealed together: a row of the record, and the rows that are part of it from the start.

Every permanent model is sealed, and `comments.sealing.forms` says which of its columns. A part added later to
a row that is sealed already changes that row's digest, and so is found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, Field, IntegerField, QuerySet
from django.utils import timezone

from comments import clock
from comments.models import (
    Comment,
    Decision,
    DecisionGuideline,
    Finding,
    FoldedWords,
    MarkedWords,
    Permanent,
    Seal,
    SealedRow,
    Verdict,
)
from comments.sealing.canonical import canonical, plain, sha256
from comments.sealing.forms import FACTS, FORMS, NEWEST, PEOPLE, WORDS, sealed_columns
from comments.sealing.unreadable import UNREADABLE, no_text_is_unreadable

# Rows that come with another and are sealed in it, with the lookups that lead there.
PARTS: dict[type[Permanent], str] = {
    DecisionGuideline: "decision",
    MarkedWords: "decision",
    Verdict: "screening",
    Finding: "verdict__screening",
}
# Seals are not sealed by themselves but by the next one; folded words follow from words that are sealed.
APART = frozenset({Seal, SealedRow, FoldedWords})
NUMBER = re.compile("[0-9]{1,18}")  # that any column of numbers holds


@cache
def heads() -> dict[str, type[Permanent]]:
    """The models whose rows are sealed each by itself, by kind."""
    models = [model for model in apps.get_models() if issubclass(model, Permanent)]
    return {kind_of(model): model for model in models if model not in APART and model not in PARTS}


def kind_of(model: type[Permanent]) -> str:
    return str(model._meta.model_name)


@dataclass(slots=True)
class Document:
    """A row with its parts: what stays of it, what says who was behind it, and what an erasure empties."""

    kind: str
    key: str
    at: datetime | None  # when it was added, by its own account
    facts: dict[str, Any]
    people: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    forgettable: dict[str, Any] = field(default_factory=dict)  # no longer sealed, but once it was

    @property
    def facts_told(self) -> str:
        """The text whose digest is published."""
        return canonical(self.facts)

    @property
    def has_words(self) -> bool:
        """Whether there is, or is left, anything to erase."""
        return any(value not in (None, "") for row in _rows(self.words) for value in row.values())

    def digests(self, *, seed: str, salt: str) -> dict[str, str]:
        return {
            "facts": sha256(facts_salt(seed) + self.facts_told),
            "people": sha256(people_salt(seed) + canonical(self.people)) if self.people else "",
            "words": sha256(salt + canonical(self.words)) if self.has_words else "",
        }

    def words_as_once(self, *, salt: str) -> str:
        """The digest of the words under seals of when what is forgettable was sealed with them."""
        return sha256(salt + canonical(self.words | self.forgettable)) if self.has_words else ""


def facts_salt(seed: str) -> str:
    """May be shown to who may know the facts; it leads to no other digest."""
    return sha256(f"{seed}facts")


def people_salt(seed: str) -> str:
    return sha256(f"{seed}people")


def comments_of(kind: str, keys: Collection[str]) -> dict[str, int | None]:
    """Of those rows of the kind that are there: the comment each belongs to."""
    model = heads()[kind]
    rows = _rows_with(model, keys)
    if model.comment_path:
        return {str(pk): comment for pk, comment in rows.values_list("pk", f"{model.comment_path}__pk")}
    is_comment = model is Comment
    return {str(pk): pk if is_comment else None for pk in rows.values_list("pk", flat=True)}


def documents(kind: str, keys: Collection[str], form: int = NEWEST) -> dict[str, Document]:
    """Those rows of the kind that are there, by key."""
    found = {row.pk: _document(kind, row, form) for row in _rows_with(heads()[kind], keys)}
    for part, path in PARTS.items():
        if path.split("__")[-1] == kind and kind_of(part) in FORMS[form]:
            _add_parts(found, part, path, form)
    return {document.key: document for document in found.values()}


def readable_documents(
    kind: str, keys: Collection[str], form: int = NEWEST
) -> tuple[dict[str, Document], frozenset[str]]:
    """The same, and the keys of those that are there and cannot be read."""
    try:
        with no_text_is_unreadable():
            return documents(kind, keys, form), frozenset()
    except UNREADABLE:
        if len(keys) == 1:
            return {}, frozenset(keys)
    found: dict[str, Document] = {}
    unreadable: frozenset[str] = frozenset()
    for half in (list(keys)[::2], list(keys)[1::2]):
        some, others = readable_documents(kind, half, form)
        found, unreadable = found | some, unreadable | others
    return found, unreadable


def _rows_with(model: type[Permanent], keys: Collection[str]) -> QuerySet:
    key = model._meta.pk
    if isinstance(getattr(key, "target_field", key), IntegerField):
        # One that is no number is nobody's.
        keys = [each for each in keys if NUMBER.fullmatch(each)]
    return model._default_manager.filter(pk__in=keys)


def _document(kind: str, row: Permanent, form: int) -> Document:
    columns = _columns(row, form)
    forgettable = {str(name): plain(getattr(row, name)) for name in row.forgettable}
    return Document(kind, str(row.pk), _own_time(row), *columns, forgettable)


def _add_parts(found: dict[Any, Document], part: type[Permanent], path: str, form: int) -> None:
    name, parts = kind_of(part), defaultdict(list)
    for row, head in _with_head(part, path, found):
        parts[head].append(_columns(row, form))
    for head, rows in parts.items():
        facts, people, words = zip(*rows, strict=True)
        document = found[head]
        document.facts[name] = list(facts)
        if any(people):
            document.people[name] = list(people)
        if any(words):
            document.words[name] = list(words)


def _with_head(part: type[Permanent], path: str, found: dict[Any, Document]):
    rows = part._default_manager.filter(**{f"{path}__in": list(found)}).order_by("pk")
    heads_of = dict(rows.values_list("pk", f"{path}__pk"))
    return [(row, heads_of[row.pk]) for row in rows if row.pk in heads_of]


def _columns(row: Permanent, form: int) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    parts: dict[str, dict[str, Any]] = {FACTS: {}, PEOPLE: {}, WORDS: {}}
    for part, column in sealed_columns(type(row), form):
        parts[part][str(column.column)] = plain(getattr(row, column.attname))
    return parts[FACTS], parts[PEOPLE], parts[WORDS]


def _own_time(row: Permanent) -> datetime | None:
    """When it says it was added. What an import brought was decided elsewhere, at any time."""
    if isinstance(row, Decision) and row.by_id is None:
        return None
    times = [column for column in row._meta.local_concrete_fields if _is_set_by_us(column)]
    return getattr(row, times[-1].attname) if times else None


def _is_set_by_us(column: Field) -> bool:
    return isinstance(column, DateTimeField) and column.default in (clock.now, timezone.now)


def _rows(words: dict[str, Any]) -> list[dict[str, Any]]:
    parts = [row for value in words.values() if isinstance(value, list) for row in value]
    return [{name: value for name, value in words.items() if not isinstance(value, list)}, *parts]
