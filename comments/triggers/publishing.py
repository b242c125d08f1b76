"""How what is public follows the record: once a comment's status has changed, in the same transaction."""

from __future__ import annotations

from comments.models import Comment, Decision, DiscussionVersion, Publication
from comments.triggers.queue import Reaction
from comments.triggers.rules import table


def publishing() -> list[Reaction]:
    return [Reaction(Comment, "shown", "UPDATE", (_counted(), _taken_away(), _published()))]


def _counted() -> str:
    """The discussion's version, where readers see the change. Two who change it wait for each other here."""
    versions = table(DiscussionVersion)
    is_public = "CASE WHEN NEW.status = 'approved' THEN 1 ELSE 0 END"
    was_public = "CASE WHEN OLD.status = 'approved' THEN 1 ELSE 0 END"
    # Of what begins a thread readers see a tombstone while a reply is public, whatever became of it.
    replies = f"SELECT 1 FROM {table(Comment)} r WHERE r.thread_id = NEW.id AND r.status = 'approved'"
    return (
        f"INSERT INTO {versions} (discussion_id, version, published_count) "
        f"SELECT NEW.discussion_id, 1, {is_public} WHERE OLD.status <> NEW.status "
        f"AND (OLD.status = 'approved' OR NEW.status = 'approved' OR EXISTS ({replies})) "
        f"ON CONFLICT (discussion_id) DO UPDATE SET version = {versions}.version + 1, "
        f"published_count = {versions}.published_count + {is_public} - {was_public}"
    )


def _taken_away() -> str:
    return f"DELETE FROM {table(Publication)} WHERE comment_id = NEW.id AND NEW.status <> 'approved'"


def _published() -> str:
    number = f"SELECT version FROM {table(DiscussionVersion)} WHERE discussion_id = NEW.discussion_id"
    decided = (
        f"SELECT decided_at FROM {table(Decision)} d WHERE d.comment_id = NEW.id "
        "ORDER BY d.number DESC LIMIT 1"
    )
    return (
        f"INSERT INTO {table(Publication)} (comment_id, discussion_id, number, published_at) "
        f"SELECT NEW.id, NEW.discussion_id, ({number}), ({decided}) "
        "WHERE NEW.status = 'approved' AND OLD.status <> 'approved'"
    )
