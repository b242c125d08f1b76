"""Accounts that were closed while a legal hold kept something of theirs: a row stays, which that leads to."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError

from comments.models import Attribution, Author, Comment, Report, TrailEntry
from comments.models.account_closing import closed_among, facts_of_account
from comments.models.forgetting import forget_authors


def authors_of(entries: Collection[TrailEntry]) -> set[int]:
    """Whoever sent or claimed what was put off. It can be told only before it is erased."""
    reports = {report for entry in entries if (report := entry.details.get("report"))}
    comments = {entry.comment_id for entry in entries if "report" not in entry.details}
    found = Comment.objects.filter(pk__in=comments).values_list("author", flat=True)
    claimed = Attribution.objects.filter(comment__in=comments).values_list("author", flat=True)
    reported = Report.objects.filter(pk__in=reports).values_list("author", flat=True)
    return {author for authors in (found, claimed, reported) for author in authors if author}


def remove_closed(authors: Collection[int]) -> None:
    """What is left of their accounts, unless something else is held. Who works with one again keeps it."""
    found = Author.objects.filter(pk__in=authors, user__isnull=False).select_related("user")
    left = {author: author.user for author in found if author.user and not author.user.is_active}
    if not left:
        return
    closed = closed_among(str(user.pk) for user in left.values())
    gone = {
        author.pk: user for author, user in left.items() if (str(user.pk), facts_of_account(user)) in closed
    }
    forget_authors(gone, accounts=True)
    for user in gone.values():
        try:
            with transaction.atomic():
                user.delete()
        except (ProtectedError, RestrictedError, IntegrityError):
            continue  # another comment of theirs is held, or the site itself still needs it
