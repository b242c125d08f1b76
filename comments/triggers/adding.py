"""What no new row may be, though its columns alone would be allowed.

Most of it keeps what was added later from passing for what was there before. What is left is for a seal to
show: a new fact with today's date is one, whoever adds it.
"""

from __future__ import annotations

from comments.models import (
    Comment,
    Decision,
    DecisionGuideline,
    Erasure,
    Escalation,
    Finding,
    GuidelineWording,
    HoldLifting,
    MarkedWords,
    Note,
    Report,
    RowErasure,
    Screening,
    Seal,
    SealedRow,
    Standing,
    Unsealed,
)
from comments.sealing.canonical import FIRST_PREVIOUS
from comments.sealing.documents import PARTS
from comments.triggers.rules import (
    Rule,
    comment_of,
    erasable,
    is_erased,
    literal,
    quoted,
    standing_decision,
    table,
)

DATE_AND_TIME = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][ T]*"


def insert_rules(model) -> list[Rule]:
    rules = []
    if erasable(model) and model is not Comment:
        rules += [_no_words_after_erasing(model)]
    if model in PARTS:
        rules += [_comes_with_its_head(model)]
    return rules + _own_rules(model)


def _own_rules(model) -> list[Rule]:
    name = model._meta.db_table
    if model is Comment:
        return [
            Rule("NEW.status <> 'pending'", f"{name}.status follows the decisions: a new comment is pending")
        ]
    if model is Decision:
        return [_numbered(model), _undoes_what_stands(), _by_somebody(), *_of_one_comment()]
    if model in (Screening, Escalation):
        return [_numbered(model)]
    if model is Standing:
        return [_numbered(model, "key")]
    if model is Erasure:
        return [_not_on_hold()]
    if model is RowErasure:
        return [_row_not_on_hold(Report), _row_not_on_hold(Note)]
    if model is DecisionGuideline:
        return [_of_a_rejection(model)]
    if model is MarkedWords:
        return [_of_a_rejection(model), _within_the_text(model, "decision__comment")]
    if model is Finding:
        return [_within_the_text(model, "verdict__screening__comment")]
    if model is GuidelineWording:
        return [_next_version(), _worded_now()]
    if model is Seal:
        return [_on_top()]
    if model is SealedRow:
        return [_under_the_newest()]
    return []


def _comes_with_its_head(model) -> Rule:
    """Only what is sealed shows on SQLite that it was there before; PostgreSQL knows who added what."""
    path = PARTS[model]
    head = path.split("__")[-1]
    of_head = f"kind = {literal(head)} AND key = CAST({comment_of(model, 'NEW', path)} AS varchar(40))"
    added_now = f"transaction = pg_current_xact_id()::text::bigint AND {of_head}"
    is_sealed = f"EXISTS (SELECT 1 FROM {table(SealedRow)} WHERE {of_head})"
    return Rule(
        is_sealed,
        f"{model._meta.db_table}: what is part of a {head} is added with it",
        on_postgresql=f"{is_sealed} OR NOT EXISTS (SELECT 1 FROM {table(Unsealed)} WHERE {added_now})",
    )


def _no_words_after_erasing(model) -> Rule:
    """Nothing would empty them any more."""
    columns = erasable(model)
    filled = " OR ".join(
        f"NEW.{quoted(column)} IS NOT NULL" if empty == "NULL" else f"NEW.{quoted(column)} <> ''"
        for column, empty in columns.items()
    )
    return Rule(
        f"({filled}) AND {is_erased(model, 'NEW')}",
        f"{model._meta.db_table}: the comment is erased, so {', '.join(columns)} stay empty",
    )


def _numbered(model, of: str = "comment") -> Rule:
    """One after another, so that nothing can be added before or far after what is there."""
    column = model._meta.get_field(of).column
    newest = f"SELECT MAX(number) FROM {table(model)} WHERE {quoted(column)} = NEW.{quoted(column)}"
    return Rule(
        f"NEW.number <> COALESCE(({newest}), 0) + 1",
        f"{model._meta.db_table}.number is one more than the newest of the {of}",
    )


def _not_on_hold() -> Rule:
    return Rule(
        _is_on_hold("NEW.comment_id"),
        f"{Erasure._meta.db_table}: a legal hold on the comment is in force",
    )


def _row_not_on_hold(model) -> Rule:
    """A hold on a comment holds what was reported of it, and what was noted on it."""
    comment = f"SELECT comment_id FROM {table(model)} WHERE id = CAST(NEW.key AS bigint)"
    return Rule(
        f"NEW.kind = {literal(model._meta.model_name)} AND {_is_on_hold(f'({comment})')}",
        f"{RowErasure._meta.db_table}: a legal hold on the comment is in force",
    )


def _is_on_hold(comment: str) -> str:
    lifted = f"SELECT 1 FROM {table(HoldLifting)} l WHERE l.escalation_id = e.id"
    return (
        f"EXISTS (SELECT 1 FROM {table(Escalation)} e WHERE e.comment_id = {comment} "
        f"AND NOT EXISTS ({lifted}))"
    )


def _undoes_what_stands() -> Rule:
    standing = standing_decision("id", "NEW.comment_id")
    return Rule(
        f"NEW.outcome = 'undone' AND NEW.undoes_id <> COALESCE({standing}, 0)",
        f"{Decision._meta.db_table}.undoes names the decision of the comment that stands",
    )


def _by_somebody() -> Rule:
    imported = f"SELECT 1 FROM {table(Comment)} WHERE id = NEW.comment_id AND source <> ''"
    return Rule(
        f"NEW.by_id IS NULL AND (NEW.number <> 1 OR NOT EXISTS ({imported}))",
        f"{Decision._meta.db_table}.by names who decided: only an import brings what was decided elsewhere",
    )


def _of_one_comment() -> list[Rule]:
    """The evidence and the appeal that it names are the comment's own."""
    name = Decision._meta.db_table
    return [
        Rule(
            f"NEW.{column} IS NOT NULL AND {comment_of(Decision, 'NEW', path)} <> NEW.comment_id",
            f"{name}.{column} is of another comment",
        )
        for column, path in (
            ("screening_id", "screening__comment"),
            ("appeal_id", "appeal__decision__comment"),
        )
    ]


def _of_a_rejection(model) -> Rule:
    rejected = f"SELECT 1 FROM {table(Decision)} WHERE id = NEW.decision_id AND outcome = 'rejected'"
    return Rule(f"NOT EXISTS ({rejected})", f"{model._meta.db_table}: only a rejection has them")


def _within_the_text(model, path: str) -> Rule:
    comment = comment_of(model, "NEW", path)
    length = f"SELECT LENGTH(text) FROM {table(Comment)} WHERE id = {comment}"
    return Rule(f'NEW."end" > ({length})', f"{model._meta.db_table}.end lies within the comment's text")


def _next_version() -> Rule:
    wording = table(GuidelineWording)
    same = "guideline_id = NEW.guideline_id AND language = NEW.language"
    newest = f"SELECT MAX(version) FROM {wording} WHERE {same}"
    return Rule(
        f"NEW.version <> COALESCE(({newest}), 0) + 1",
        f"{GuidelineWording._meta.db_table}.version is one more than the newest in the language",
    )


def _worded_now() -> Rule:
    """Decisions are shown under the words of their day, so words of the past would change what was told.

    An hour is left for clocks that differ.
    """
    sealed = f"(SELECT sealed_at FROM {table(Seal)} ORDER BY number DESC LIMIT 1)"
    same = (
        f"SELECT 1 FROM {table(GuidelineWording)} w WHERE w.guideline_id = NEW.guideline_id "
        "AND w.language = NEW.language AND"
    )
    # SQLite keeps times as texts. Written in another way, with a T or an offset, one would sort elsewhere.
    # And it takes for a time what is none to us: 'now', the number of a day, a date alone.
    at = "julianday(NEW.worded_at)"
    return Rule(
        f"{at} IS NULL OR NEW.worded_at NOT GLOB {literal(DATE_AND_TIME)} "
        f"OR {at} < julianday({sealed}) - 1 / 24.0 OR EXISTS ({same} julianday(w.worded_at) > {at})",
        f"{GuidelineWording._meta.db_table}.worded_at is not before what was worded or sealed already",
        on_postgresql=f"NEW.worded_at < {sealed} - interval '1 hour' "
        f"OR EXISTS ({same} w.worded_at > NEW.worded_at)",
    )


def _on_top() -> Rule:
    newest = f"FROM {table(Seal)} ORDER BY number DESC LIMIT 1"
    return Rule(
        f"NEW.number <> COALESCE((SELECT number {newest}), 0) + 1 "
        f"OR NEW.previous <> COALESCE((SELECT digest {newest}), {literal(FIRST_PREVIOUS)})",
        f"{Seal._meta.db_table}: a seal follows from the newest",
    )


def _under_the_newest() -> Rule:
    """The numbers of a seal's rows are taken by them, each once, so none is added later."""
    newest = f"(SELECT id, last, rows FROM {table(Seal)} ORDER BY number DESC LIMIT 1) s"
    among = "s.id = NEW.seal_id AND NEW.number > s.last - s.rows AND NEW.number <= s.last"
    return Rule(
        f"NOT EXISTS (SELECT 1 FROM {newest} WHERE {among})",
        f"{SealedRow._meta.db_table}: a row comes with its seal",
    )
