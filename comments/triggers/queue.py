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
from comments.models.queue_rows import counts_otherwise, recounted, renewed
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
    when: str = ""  # where it is not to be run of every such row

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
        _known_better(),
        _moved_page(),
    ]


def _followed(model) -> Reaction:
    """A decision, withdrawal or erasure: the status, which has more follow it, and the comment's entry."""
    comment = comment_of(model, "NEW", model.comment_path)
    return Reaction(model, "follow", "INSERT", (follow(model), *renewed(f"({comment})")), comment)


def _renewing(model, event: str, comment: str) -> Reaction:
    return Reaction(model, f"queue_{event.lower()}", event, tuple(renewed(f"({comment})")), comment)


def _known_better() -> Reaction:
    """What is known of an author, in the entries of all that waits of theirs.

    They are read where the number is another only: read as each of many comments leaves, they would take as
    long as the square of how many there are.
    """
    statements = (recounted("NEW.author_id"),)
    return Reaction(Comment, "known", "UPDATE", statements, when=counts_otherwise())


def _moved_page() -> Reaction:
    """A page that moves to another section takes along what waits under it."""
    entries = table(Comment._meta.get_field("queue_entry").related_model)
    statement = (
        f"UPDATE {entries} SET section = NEW.section WHERE discussion_id = NEW.id AND section <> NEW.section"
    )
    return Reaction(Discussion, "queue_update", "UPDATE", (statement,))
