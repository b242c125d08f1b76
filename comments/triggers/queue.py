"""How the queue follows the record: what is run once a row of these tables has been added.

A screening is not among them: it is whole only with the last of its verdicts, and whoever keeps it renews
the queue then.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from comments.models import (
    Appeal,
    Author,
    Comment,
    Discussion,
    Escalation,
    LeftForLater,
    Report,
    Resolution,
)
from comments.models.queue_rows import recounted, renewed
from comments.triggers.rules import FACTS, comment_of, follow, table


@dataclass(frozen=True, slots=True)
class Reaction:
    """After `event` on a row of `model`: statements over NEW or OLD, of the comment where there is one."""

    model: type[models.Model]
    name: str
    event: str
    statements: tuple[str, ...]
    comment: str = ""
    as_owner: bool = False  # with the rights of who owns the tables, whoever added the row

    @property
    def locks(self) -> tuple[str, ...]:
        """For PostgreSQL: the comment, then its author, then their entries: nobody waits in a ring."""
        if not self.comment:
            return ()
        author = f"(SELECT author_id FROM {table(Comment)} WHERE id = {self.comment})"
        return (
            f"PERFORM 1 FROM {table(Comment)} WHERE id = {self.comment} FOR NO KEY UPDATE",
            f"PERFORM 1 FROM {table(Author)} WHERE id = {author} FOR NO KEY UPDATE",
        )


def reactions() -> list[Reaction]:
    decided = [_followed(model) for model in FACTS]
    return [
        *decided,
        _renewing(Comment, "INSERT", "NEW.id"),
        _renewing(Report, "INSERT", "NEW.comment_id"),
        _renewing(Appeal, "INSERT", comment_of(Appeal, "NEW", Appeal.comment_path)),
        _renewing(Escalation, "INSERT", "NEW.comment_id"),
        _renewing(Resolution, "INSERT", comment_of(Resolution, "NEW", Resolution.comment_path)),
        _renewing(LeftForLater, "INSERT", "NEW.comment_id"),
        _renewing(LeftForLater, "UPDATE", "NEW.comment_id"),
        _renewing(LeftForLater, "DELETE", "OLD.comment_id"),
        _moved_page(),
    ]


def _followed(model) -> Reaction:
    """A decision, withdrawal or erasure: the status, the comment's entry, and its author's other entries."""
    comment = comment_of(model, "NEW", model.comment_path)
    author = f"(SELECT author_id FROM {table(Comment)} WHERE id = {comment})"
    statements = (follow(model), *renewed(f"({comment})"), recounted(author))
    return Reaction(model, "follow", "INSERT", statements, comment)


def _renewing(model, event: str, comment: str) -> Reaction:
    return Reaction(model, f"queue_{event.lower()}", event, tuple(renewed(f"({comment})")), comment)


def _moved_page() -> Reaction:
    """A page that moves to another section takes along what waits under it."""
    entries = table(Comment._meta.get_field("queue_entry").related_model)
    statement = (
        f"UPDATE {entries} SET section = NEW.section WHERE discussion_id = NEW.id AND section <> NEW.section"
    )
    return Reaction(Discussion, "queue_update", "UPDATE", (statement,))
