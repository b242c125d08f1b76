"""The record, closed: rows under digests, each seal on top of the one before it."""

from __future__ import annotations

from django.db import connection, connections, models
from django.db.models import Func, Q
from django.db.models.functions import Now

from comments import clock
from comments.models.comment import Comment
from comments.models.permanent import Permanent

DIGEST_LENGTH = 64
LOCK = 0x5EA1  # in PostgreSQL's advisory locks; nobody else's in this app


def one_sealer_at_a_time() -> None:
    """Until the transaction ends: for sealers, and for who empties rows that no comment's lock stands for.

    SQLite lets one write at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK])


class ThisTransaction(Func):
    """The number of the transaction that is going on. SQLite has one writer and needs none."""

    template = "0"
    output_field = models.BigIntegerField()
    allowed_default = True

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="(pg_current_xact_id()::text::bigint)", **context)


class OldestRunning(Func):
    """Every transaction with a lower number has ended."""

    template = "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
    output_field = models.BigIntegerField()


class NotYetBegun(Func):
    """No transaction of this database has this number or a higher one."""

    template = "(pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"
    output_field = models.BigIntegerField()


class OurOwn(Func):
    """NULL where this transaction has written nothing yet."""

    template = "(pg_current_xact_id_if_assigned()::text::bigint)"
    output_field = models.BigIntegerField()


class Seal(Permanent):
    """Closes the rows that came since the last one. What it says of them can be told to anybody."""

    number = models.PositiveIntegerField(unique=True)
    # Of which form of comments/sealing/forms.py its rows are; NULL where it is older than their numbers.
    form = models.PositiveSmallIntegerField(null=True)
    sealed_at = models.DateTimeField(default=clock.now)
    previous = models.CharField(max_length=DIGEST_LENGTH)  # digest of the seal before; zeros on the first
    rows = models.PositiveIntegerField()
    last = models.PositiveBigIntegerField()  # the number of its last row
    root = models.CharField(max_length=DIGEST_LENGTH)  # over the lines of its rows
    complete = models.BooleanField()  # nothing else waited to be sealed
    key = models.CharField(max_length=DIGEST_LENGTH, blank=True)  # digest of the public key, where signed
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)  # over all of the above
    signature = models.CharField(max_length=88, blank=True)

    def __str__(self) -> str:
        return f"seal {self.number} {self.digest}"


class SealedRow(Permanent):
    """What a seal says of one row of the record, its parts included. See docs/record.md for each digest.

    `seed` and `salt` keep anybody from guessing what a published digest stands for. An erasure takes the
    salt, and with it what the digest of the words could be held against; the other two stay verifiable.
    """

    erasable = frozenset({"comment", "salt"})
    comment_path = "comment"

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="sealed_rows")
    number = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, related_name="sealed_rows")
    seed = models.CharField(max_length=32)
    salt = models.CharField(max_length=32, blank=True)
    facts = models.CharField(max_length=DIGEST_LENGTH)
    people = models.CharField(max_length=DIGEST_LENGTH, blank=True)  # which users; empty where none
    words = models.CharField(max_length=DIGEST_LENGTH, blank=True)  # what an erasure empties

    class Meta(Permanent.Meta):
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="row_sealed_once")]

    def __str__(self) -> str:
        return f"{self.number} · {self.kind} {self.key}"


class UnsealedQuerySet(models.QuerySet["Unsealed"]):
    def settled(self) -> UnsealedQuerySet:
        """Of transactions that have ended, so that nothing can still come in before them; and our own."""
        if connections[self.db].vendor == "sqlite":
            return self.all()
        # A number that is still to come was given in another cluster, from which this one was restored.
        ended = Q(transaction__lt=OldestRunning()) | Q(transaction__gte=NotYetBegun())
        return self.filter(ended | Q(transaction=OurOwn()))


class Unsealed(models.Model):
    """A row that waits for a seal. The database adds one with every row, the sealer takes it away."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    transaction = models.BigIntegerField(db_default=ThisTransaction())
    since = models.DateTimeField(db_default=Now())

    objects = UnsealedQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name_plural = "unsealed"
        indexes = [models.Index(fields=["kind", "key"], name="unsealed_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
