"""The guidelines in force, as readers are shown them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db import connection

from comments.directions import direction
from comments.guidelines import INTRODUCTION
from comments.keeping import Shelf
from comments.models import Guideline, GuidelineWording
from comments.models.guideline import chosen, languages_wanted

kept = Shelf(share=0.01)


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
    wordings = GuidelineWording.objects.filter(guideline__retired_at=None).select_related("guideline")
    in_order = wordings.order_by("guideline__position", "guideline_id")
    worded = [chosen(group, language) for _, group in groupby(in_order, attrgetter("guideline_id"))]
    return [ShownGuideline(w.guideline_id, w.title, w.text, w.language) for w in worded if w]


def guidelines_of_state(language: str, state: str) -> list[ShownGuideline]:
    """The same, read once of each `guidelines_state`."""
    found = kept.get((language, state))
    if found is None:
        found = guidelines_shown(language)
        kept.put((language, state), found, 2 * sum(len(each.title) + len(each.text) for each in found))
    return found


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
