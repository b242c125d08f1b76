"""Which columns are sealed, spelled out: a form that rows are sealed under is never changed.

Read from the models, a column that is added next year would change the digest of every row that was ever
sealed. So whoever adds one that is to be sealed, or moves one, adds a form as the second is: the one before,
with the whole of each kind that differs, and its digests in tests/test_sealed_forms.py. What was sealed under
1 is verified under 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Field

from comments.models import Permanent

FACTS, PEOPLE, WORDS = "facts", "people", "words"


@dataclass(frozen=True, slots=True)
class Columns:
    """Of one kind, by their names in the database."""

    facts: tuple[str, ...]
    people: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def part_of(self, column: str) -> str:
        """Empty where it is not sealed."""
        parts = {FACTS: self.facts, PEOPLE: self.people, WORDS: self.words}
        return next((part for part, columns in parts.items() if column in columns), "")

    @property
    def all(self) -> tuple[str, ...]:
        return self.facts + self.people + self.words


def _of(facts: str, *, people: str = "", words: str = "") -> Columns:
    return Columns(tuple(facts.split()), tuple(people.split()), tuple(words.split()))


FORMS: dict[int, Mapping[str, Columns]] = {
    1: MappingProxyType(
        {
            "appeal": _of("id decision_id appealed_at", words="statement"),
            "attribution": _of("id comment_id attributed_at", words="author_id"),
            "badge": _of("comment_id", words="kind"),
            "comment": _of(
                "id discussion_id thread_id in_reply_to_id digest interface_language page_language language "
                "submitted_at received_at source source_key",
                words="author_id name email text salt form_key",
            ),
            "decision": _of(
                "id comment_id number outcome guideline_id source decided_at evidence_hidden undoes_id "
                "appeal_id screening_id",
                people="by_id",
                words="explanation",
            ),
            "decisionguideline": _of("id decision_id guideline_id"),
            "erasure": _of("id comment_id request erased_at", people="by_id"),
            "escalation": _of(
                "id comment_id number group_id kind escalated_at", people="by_id", words="note"
            ),
            "finding": _of("id verdict_id start end kind is_quotation", words="reason"),
            "guideline": _of("code"),
            "guidelinewording": _of(
                "id guideline_id language version title text worded_at", people="worded_by_id"
            ),
            "holdlifting": _of("id escalation_id lifted_at", people="by_id", words="reason"),
            "housemodel": _of("id stored digest decisions figures trained_at", people="by_id"),
            "housemodeluse": _of("id model_id since", people="by_id"),
            "markedwords": _of("id decision_id start end"),
            "note": _of("id comment_id author_id written_at", people="by_id", words="text"),
            "notice": _of("id comment_id kind decision_id report_id due_at message_id", words="standing_id"),
            "opening": _of("id notice_id opened_at"),
            "overload": _of("id discussion_id cap began_at"),
            "receipt": _of("id comment_id given_at", words="token"),
            "report": _of(
                "id comment_id guideline_id after_number reported_at", words="author_id note email"
            ),
            "resolution": _of("id escalation_id resolved_at", people="by_id", words="note"),
            "rowerasure": _of("id kind key request erased_at", people="by_id"),
            "screening": _of("id comment_id number screened_at score language versions"),
            "secondreading": _of("id decision_id outcome guideline_id read_at", people="by_id"),
            "standing": _of(
                "id subject author_id key number kind until set_at",
                people="by_id",
                words="comment_id reason note",
            ),
            "term": _of("id effect words is_phrase guideline_id language grade note"),
            "termchange": _of("number term_id act at note digest", people="by_id"),
            "trailentry": _of("id at act comment_id details", people="by_id"),
            "verdict": _of("id screening_id guideline_id verdict score reason"),
            "verification": _of("id verified_at seal digest problems first"),
            "waitingcap": _of("number most most_on_page set_at note", people="set_by_id"),
            "withdrawal": _of("id comment_id withdrawn_at"),
        }
    ),
}
# The language in which its author reads the site leaves the facts, which strangers are told.
FORMS[2] = MappingProxyType(
    {
        **FORMS[1],
        "comment": _of(
            "id discussion_id thread_id in_reply_to_id digest page_language language submitted_at "
            "received_at source source_key",
            people="interface_language",
            words="author_id name email text salt form_key",
        ),
    }
)
NEWEST = max(FORMS)


def form_of(seal) -> int:
    """Seals from before forms were numbered are of the first."""
    return 1 if seal.form is None else seal.form


@cache
def sealed_columns(model: type[Permanent], form: int) -> tuple[tuple[str, Field], ...]:
    """Each column that the form names, with the part that it stands in.

    Raises ImproperlyConfigured where one is not there, and where the newest form forgets one.
    """
    faults = [*missing(model, form), *(forgotten(model) if form == NEWEST else ())]
    if faults:
        raise ImproperlyConfigured(" ".join(faults))
    named = FORMS[form][_kind(model)]
    fields = {str(field.column): field for field in model._meta.local_concrete_fields}
    return tuple((named.part_of(column), fields[column]) for column in named.all)


def missing(model: type[Permanent], form: int) -> Iterator[str]:
    """What rows that are sealed already are digested of cannot go, nor be called otherwise."""
    there = {str(field.column) for field in model._meta.local_concrete_fields}
    if named := FORMS[form].get(_kind(model)):
        for column in named.all:
            if column not in there:
                yield f"{model.__name__} has no column {column!r}, which form {form} of the seals names."


def forgotten(model: type[Permanent]) -> Iterator[str]:
    """Columns that the newest form names in no part, or in another than their model says."""
    named = FORMS[NEWEST].get(_kind(model), Columns(()))
    for field in model._meta.local_concrete_fields:
        part, is_in = _part(model, field), named.part_of(str(field.column))
        if part != is_in:
            yield (
                f"{model.__name__}.{field.name} belongs into {part or 'no part'} of what is sealed, and form "
                f"{NEWEST} names it in {is_in or 'none'}."
            )


def _part(model: type[Permanent], field: Field) -> str:
    if field.name in model.may_change | model.fillable | model.forgettable:
        return ""  # a present state, what the code learned to compute later, or what is kept for a while
    if field.name in model.erasable:
        return WORDS
    is_of_people = field.name in model.personal or field.related_model is get_user_model()
    return PEOPLE if is_of_people else FACTS


def _kind(model: type[Permanent]) -> str:
    return str(model._meta.model_name)
