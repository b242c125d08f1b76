"""What somebody who knows a comment can hold against what was published of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from comments.models import Comment, Decision, SealedRow
from comments.sealing.canonical import row_line, seal_line
from comments.sealing.documents import documents, facts_salt
from comments.sealing.forms import form_of


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A sealed row, and what its first digest is made of."""

    row: SealedRow
    facts: str

    @property
    def salt(self) -> str:
        return facts_salt(self.row.seed)

    @property
    def number(self) -> int:
        """Of a decision: one that waits for a seal may come before others that are under one."""
        return json.loads(self.facts)["number"]

    @property
    def line(self) -> str:
        return row_line(self.row)

    @property
    def seal_line(self) -> str:
        return seal_line(self.row.seal)


def sealed_comment(comment: Comment) -> ShownRow | None:
    """None while it waits for a seal."""
    return next(iter(_shown("comment", [comment.pk])), None)


def sealed_decisions(comment: Comment, told: Decision | None) -> list[ShownRow]:
    """Of every decision up to the one that its author has been told, those taken back among them."""
    if told is None:
        return []
    decisions = comment.decisions.filter(number__lte=told.number)
    return _shown("decision", decisions.values_list("pk", flat=True))


def _shown(kind: str, keys: Iterable[int]) -> list[ShownRow]:
    named = [str(key) for key in keys]
    rows = SealedRow.objects.filter(kind=kind, key__in=named).select_related("seal").order_by("number")
    found = {form: documents(kind, named, form) for form in {form_of(row.seal) for row in rows}}
    told = [(row, found[form_of(row.seal)].get(row.key)) for row in rows]
    return [ShownRow(row, document.facts_told) for row, document in told if document]
