"""Fills the tables with comments that wait, as quickly as the database takes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from comments.models import QueueEntry
from comments.triggers import lifted
from tests.factories import make_article, make_author, make_discussion, make_moderator

DISCUSSIONS, SECTIONS, BUSY, SAME = 10, 5, 1000, 400
TEXT = "I have lived beside the old bridge for thirty years and nobody from the council ever asked us. " * 2
BEGAN = timezone.now().replace(microsecond=0) - timedelta(days=60)
# What a comment is like hangs on different figures of its number, so that no two slices exclude each other.
LANGUAGES = (
    "CASE i * 31 / 7 % 10 WHEN 0 THEN 'ckb' WHEN 1 THEN 'tr' WHEN 2 THEN 'ar' WHEN 3 THEN 'ar' ELSE 'en' END"
)
VERDICTS = (
    "CASE WHEN g.code = 'personal_attacks' AND c.id * 17 / 13 % 10 < 1 THEN 'look' "
    "WHEN g.code = 'vulgarity' AND c.id * 17 / 13 % 10 < 3 THEN 'look' "
    "WHEN g.code = 'relevance' AND c.id * 29 / 11 % 10 = 9 THEN 'failed' ELSE 'clear' END"
)
SCORES = "CASE WHEN id * 17 / 13 % 10 < 3 THEN 0.5 + (id % 500) / 1000.0 ELSE (id % 400) / 1000.0 END"
FACTS = {
    "name": "'Aram'",
    "email": "''",
    "network": "''",
    "text": f"'{TEXT}'",
    "salt": "'salt'",
    "digest": "'digest'",
    "interface_language": "'en'",
    "page_language": "'en'",
    "source": "''",
}


def fill(size: int) -> None:
    """So many wait; a fifth of their authors have three approved comments. Into an empty database."""
    pages = [make_discussion(make_article(section=f"Section {n % SECTIONS}")) for n in range(DISCUSSIONS)]
    page, author, moderator = pages[0].pk, make_author("busy").pk, make_moderator("leyla").pk
    others = max(size // 10, 5)
    with lifted(connection), _unchecked(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO comments_author (id, kind, key, language, made_at) {_numbers(others)} "
            f"SELECT {author} + i, 'browser', 'b' || i, '', {_at('i')} FROM n"
        )
        # The busy one has a hundred, the others ten each, in all sizes.
        who = f"CASE WHEN i <= {BUSY} AND i % 10 = 5 THEN {author} ELSE {author} + 1 + i % {others} END"
        _add_comments(cursor, size, "pending", f"{page} + i * 37 / 19 % {DISCUSSIONS}", who)
        _add_comments(cursor, others // 5 * 3, "approved", f"{page}", f"{author} + 1 + (i - 1) / 3 * 5")
        cursor.execute(
            "INSERT INTO comments_screening (comment_id, number, screened_at, score, language, versions) "
            f"SELECT id, 1, received_at, {SCORES}, language, '{{}}' FROM comments_comment"
        )
        cursor.execute(
            "INSERT INTO comments_verdict (screening_id, guideline_id, verdict, score, reason) "
            f"SELECT s.id, g.code, {VERDICTS}, 0.1, 'No page to read.' FROM comments_comment c "
            "JOIN comments_screening s ON s.comment_id = c.id CROSS JOIN comments_guideline g"
        )
        cursor.execute(
            'INSERT INTO comments_finding (verdict_id, start, "end", reason, kind, is_quotation) '
            "SELECT id, 2, 20, 'Says so.', '', FALSE FROM comments_verdict WHERE verdict = 'look'"
        )
        cursor.execute(
            "INSERT INTO comments_decision "
            "(comment_id, number, outcome, explanation, by_id, source, decided_at, screening_id, "
            f"evidence_hidden) SELECT c.id, 1, 'approved', '', {moderator}, '', c.received_at, s.id, FALSE "
            "FROM comments_comment c "
            "JOIN comments_screening s ON s.comment_id = c.id WHERE c.status = 'approved'"
        )
        cursor.execute("ANALYZE")
        QueueEntry.objects.fill()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _add_comments(cursor, number: int, status: str, discussion: str, author: str) -> None:
    """Every four hundredth of them says the same."""
    bands = {f"fingerprint_{band}": f"(i / {SAME}) * 10 + {band}" for band in range(1, 6)}
    facts = FACTS | bands | {"discussion_id": discussion, "author_id": author, "language": LANGUAGES}
    facts |= {"status": f"'{status}'", "submitted_at": _at("i"), "received_at": _at("i")}
    cursor.execute(
        f"INSERT INTO comments_comment ({', '.join(facts)}) {_numbers(number)} "
        f"SELECT {', '.join(facts.values())} FROM n"
    )


def _numbers(most: int) -> str:
    return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})"


def _at(seconds: str) -> str:
    moment = f"{BEGAN:%Y-%m-%d %H:%M:%S}"
    if connection.vendor == "postgresql":
        return f"timestamptz '{moment}+00' + {seconds} * interval '1 second'"
    return f"datetime('{moment}', '+' || {seconds} || ' seconds')"


@contextmanager
def _unchecked() -> Iterator[None]:
    """Without looking up what each row refers to: that would take longer than all else."""
    if connection.vendor != "postgresql":
        connection.disable_constraint_checking()
        yield
        connection.enable_constraint_checking()
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE contype = 'f' AND starts_with(conrelid::regclass::text, 'comments_')"
        )
        references = cursor.fetchall()
        for table, name, _definition in references:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    with connection.cursor() as cursor:
        for table, name, definition in references:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition} NOT VALID")
