"""The guidelines in force, as readers are shown them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL

from comments.directions import direction
from comments.guidelines import INTRODUCTION
from comments.keeping import Remembered, Shelf
from comments.models import Guideline, GuidelineWording
from comments.models.guideline import chosen, languages_wanted
from comments.together import Question, Rows, Told, moment

kept = Shelf(share=0.01)
remembered = Remembered(seconds=60)
COLUMNS = ("guideline_id", "worded_at", "version", "title", "text", "language")


@dataclass(frozen=True, slots=True)
class ShownGuideline:
    code: str
    title: str
    text: str
    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)


def guidelines_shown(language: str) -> list[ShownGuideline]:
    """Each in the wording in force in `language`, else in English, else in any. One query."""
    return _chosen(_question.answer(), language)


def guidelines_of_state(language: str, state: str) -> list[ShownGuideline]:
    """The same, read once of each `guidelines_state`."""
    found = kept.get((language, state))
    if found is None:
        told = _wordings.get()
        # Worded anew since they were told: a page that says so shows them so.
        found = _chosen(told if told.state == state else _question.answer(), language)
        kept.put((language, state), found, 2 * sum(len(each.title) + len(each.text) for each in found))
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    state: str
    wordings: list[GuidelineWording]


def _in_force() -> QuerySet:
    state = RawSQL(guidelines_state_sql(), [], output_field=TextField())  # noqa: S611  SQL of ours
    wordings = GuidelineWording.objects.filter(guideline__retired_at=None).annotate(state=state)
    return wordings.values_list("state", "guideline__position", *COLUMNS)


def _read(rows: Rows) -> _Told:
    """In the order of the guidelines."""
    in_order = sorted(rows, key=lambda row: (row[1], row[2]))
    wordings = [GuidelineWording(**dict(zip(COLUMNS, row[2:], strict=True))) for row in in_order]
    for wording in wordings:
        wording.worded_at = moment(str(wording.worded_at))
    return _Told(rows[0][0] if rows else "", wordings)


def _chosen(told: _Told, language: str) -> list[ShownGuideline]:
    groups = groupby(told.wordings, attrgetter("guideline_id"))
    worded = [chosen(group, language) for _, group in groups]
    return [ShownGuideline(w.guideline_id, w.title, w.text, w.language) for w in worded if w]


_question = Question(_in_force, _read)
_wordings = Told(remembered, "wordings", _question)


def introduction(language: str) -> tuple[str, str]:
    """What stands above them, and its language."""
    wanted = next(tag for tag in languages_wanted(language) if tag in INTRODUCTION)
    return INTRODUCTION[wanted], wanted


def guidelines_state() -> str:
    """Another one whenever other guidelines, other words or another order are in force."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {guidelines_state_sql()}")
        return cursor.fetchone()[0]


def guidelines_state_sql() -> str:
    """The same, to be asked along with something else."""
    joined = "string_agg" if connection.vendor == "postgresql" else "group_concat"
    each = "code || ' ' || CAST(position AS text) || ' ' || COALESCE(CAST(retired_at AS text), '')"
    return (
        f"(SELECT COALESCE({joined}({each}, ','), '') FROM {Guideline._meta.db_table}) "
        # The number too: of two added at once, the one with the smaller id may come to be seen last.
        f"|| (SELECT CAST(COALESCE(MAX(id), 0) AS text) || '/' || CAST(COUNT(*) AS text) "
        f"FROM {GuidelineWording._meta.db_table})"
    )
