"""What is public, in the order in which it became so, and how often that has changed."""

from __future__ import annotations

from django.db import connections, models, transaction

from comments.models.comment import Comment
from comments.models.discussion import Discussion


class DiscussionVersionManager(models.Manager["DiscussionVersion"]):
    def renew(self) -> None:
        """Make it and the publications follow the record where they do not: as they are new, for one."""
        self._run(_publish_missing(), _take_back(), _count_again())

    def differing(self) -> list[int]:
        """The comments that are public and not known to be, or the other way round; none in service."""
        known = set(Publication.objects.values_list("comment", flat=True))
        return sorted(known ^ set(Comment.objects.published().values_list("pk", flat=True)))

    def _run(self, *statements: str) -> None:
        with transaction.atomic(using=self.db), connections[self.db].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


class DiscussionVersion(models.Model):
    """A number that grows in every transaction that changes what readers see of a discussion.

    A present state and no fact. The database counts it: see `comments.triggers.publishing`. There is none
    before the first comment is published.
    """

    discussion = models.OneToOneField(
        Discussion, on_delete=models.CASCADE, primary_key=True, related_name="shown"
    )
    version = models.PositiveIntegerField()
    published_count = models.PositiveIntegerField()

    objects = DiscussionVersionManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.discussion_id} · {self.version}"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def after(self, number: int) -> PublicationQuerySet:
        """What was published since the discussion had this version."""
        return self.filter(number__gt=number)

    def newest_first(self) -> PublicationQuerySet:
        return self.order_by("-published_at", "-comment")


class Publication(models.Model):
    """That a comment is public, and the version of its discussion that brought it.

    A present state: the row goes when the comment leaves public view, and comes anew when it returns.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="publication"
    )
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="publications", db_index=False
    )
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["discussion", "number"], name="publication_by_number"),
            models.Index(fields=["discussion", "published_at", "comment"], name="publication_on_page"),
            models.Index(fields=["published_at", "comment"], name="publication_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.number}"


def _publish_missing() -> str:
    published, comments = Publication._meta.db_table, Comment._meta.db_table
    decisions = Comment._meta.get_field("decisions").related_model._meta.db_table
    decided = f"SELECT decided_at FROM {decisions} d WHERE d.comment_id = c.id ORDER BY d.number DESC LIMIT 1"
    missing = (
        f"SELECT c.id, c.discussion_id, COALESCE(({decided}), c.received_at) AS at FROM {comments} c "
        "WHERE c.status = 'approved' "
        f"AND NOT EXISTS (SELECT 1 FROM {published} p WHERE p.comment_id = c.id)"
    )
    return (
        f"INSERT INTO {published} (comment_id, discussion_id, number, published_at) "
        "SELECT m.id, m.discussion_id, COALESCE(v.version, 0) "
        "+ ROW_NUMBER() OVER (PARTITION BY m.discussion_id ORDER BY m.at, m.id), m.at "
        f"FROM ({missing}) AS m LEFT JOIN {DiscussionVersion._meta.db_table} v "
        "ON v.discussion_id = m.discussion_id"
    )


def _take_back() -> str:
    return (
        f"DELETE FROM {Publication._meta.db_table} WHERE comment_id IN "
        f"(SELECT id FROM {Comment._meta.db_table} WHERE status <> 'approved')"
    )


def _count_again() -> str:
    versions, published = DiscussionVersion._meta.db_table, Publication._meta.db_table
    return (
        f"INSERT INTO {versions} (discussion_id, version, published_count) "
        "SELECT d.id, COALESCE(MAX(p.number), 0), COUNT(p.comment_id) "
        f"FROM {Discussion._meta.db_table} d LEFT JOIN {published} p ON p.discussion_id = d.id "
        f"WHERE p.comment_id IS NOT NULL OR d.id IN (SELECT discussion_id FROM {versions}) GROUP BY d.id "
        "ON CONFLICT (discussion_id) DO UPDATE SET published_count = excluded.published_count, version = "
        f"CASE WHEN excluded.version > {versions}.version THEN excluded.version "
        f"ELSE {versions}.version + 1 END "
        f"WHERE excluded.version > {versions}.version "
        f"OR excluded.published_count <> {versions}.published_count"
    )
