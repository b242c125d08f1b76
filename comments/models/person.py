"""All that is kept about one person, to be given to them or erased: the law asks by person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q

from comments import refusals
from comments.models.account_closing import close_account
from comments.models.author import Author, accounts_with_proven
from comments.models.bearer import email_keys
from comments.models.comment import Comment
from comments.models.erasure import Erasure
from comments.models.forgetting import forget_authors
from comments.models.kept import Kept
from comments.models.mail_choice import MailChoice
from comments.models.note import Note
from comments.models.put_off import put_off
from comments.models.report import Report
from comments.models.row_erasure import RowErasure
from comments.models.seal import one_sealer_at_a_time
from comments.models.standing import Standing
from comments.models.trail import TrailEntry
from comments.text import is_storable, settled_note

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure of a person came to. `held` are comments that a legal hold keeps, reports and all.

    Of their accounts, so many were closed with it and so many are still there.
    """

    comments: int
    reports: int
    notes: int
    held: tuple[int, ...] = ()
    closed: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Found by an account, an e-mail address or a receipt. Nothing is read until it is asked for.

    An address that was typed into a form leads to what it was typed with and no further: it may be somebody
    else's, and whoever asks for it must not be given, or rid of, another's comments.
    """

    authors: frozenset[int] = frozenset()
    email: str = ""
    comment: int | None = None  # one alone, of whoever wrote it
    users: frozenset[int] = frozenset()  # accounts, those included with which nothing was sent

    @classmethod
    def of_account(cls, user) -> Person:
        """Whoever signs in to this account: what was sent while signed in, or claimed for it."""
        return cls._of_accounts([user.pk])

    @classmethod
    def of_email(cls, address: str) -> Person:
        """Whoever reads mail at this address: what was sent with it, and the accounts that have it."""
        address = address.strip()
        if not address or not is_storable(address):
            return cls()
        return cls._of_accounts([user.pk for user in accounts_with_proven(address)], email=address)

    @classmethod
    def of_receipt(cls, token: str) -> Person:
        """Whoever wrote the comment that the receipt is of. Its whole address will do for the token."""
        token = token.strip().partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
        if not token or not is_storable(token):
            return cls()
        authors = Author.objects.filter(comments__receipt__token=token)
        return cls(authors=frozenset(authors.values_list("pk", flat=True)))

    @classmethod
    def of_comment(cls, number: int) -> Person:
        """Whoever wrote it, as far as this comment goes."""
        return cls(comment=number)

    @classmethod
    def _of_accounts(cls, users: Iterable[Any], *, email: str = "") -> Person:
        users = frozenset(users)
        authors = Author.objects.filter(user__in=users).values_list("pk", flat=True)
        return cls(authors=frozenset(authors), email=email, users=users)

    # Verbs.

    @transaction.atomic
    def erase(
        self,
        *,
        by: AbstractUser | None,
        request: str,
        leaving_held: bool = False,
        closing: bool = False,
        seen: str = "",
    ) -> Erased:
        """Erase everything of theirs, or nothing. Twice is harmless.

        `by` is the editor who does it, None where people do it themselves: the record must not lead back to
        them. `request` is a file number, no personal data. A legal hold on any of it refuses all of it
        (UnderLegalHold), unless `leaving_held`: then what is held stays, is named, and goes once the hold is
        lifted. With `closing` the accounts go too. `seen` is the digest of what was looked at before, where
        it was: anything else is not erased. Raises KeptChanged, TextRefused, and what closing an account
        raises.
        """
        request = settled_note(request, limit=Erasure.LONGEST_REQUEST)
        one_sealer_at_a_time()
        reporters = self._lock()
        kept, accounts = self.kept, list(self.accounts)
        if seen and seen != kept.digest:
            raise refusals.KeptChanged
        held = set(kept.held)
        if held and not leaving_held:
            raise refusals.UnderLegalHold(Comment.objects.get(pk=min(held)))
        free, reports = set(kept.comments) - held, self.reports.exclude(comment__in=held)
        erased = Erased(
            comments=len(free),
            reports=reports.count(),
            notes=len(kept.notes),
            held=tuple(sorted(held)),
            closed=len(accounts) if closing else 0,
            open=0 if closing else len(accounts),
        )
        put_off(
            comments=held & set(kept.comments),
            reports=self.reports.filter(comment__in=held),
            by=by,
            request=request,
        )
        # Before what leads from an account to all that is theirs is cut.
        for account in accounts if closing else ():
            close_account(account, by=by, request=request)
        Erasure.objects.erase_all(free, by=by, request=request)
        RowErasure.objects.erase("report", reports, by=by, request=request)
        RowErasure.objects.erase("note", self.notes, by=by, request=request)
        forget_authors(self.authors, accounts=True)
        forget_authors(reporters - self.authors)
        return erased

    def export(self, *, by: AbstractUser | None, request: str, internal: bool = False) -> Iterator[str]:
        """All that is kept about them, as one JSON object, part by part: see docs/record.md for its form.

        That something was given stands in the trail: when, by which editor and under which request, `by` and
        `request` as above. To whom does not: it would tie their comments together for good. `internal` adds
        what moderators noted and the checks found: for an editor to read before it is given. Raises
        TextRefused.
        """
        from comments.models.person_export import exported

        details = {"request": settled_note(request, limit=Erasure.LONGEST_REQUEST), "internal": internal}
        TrailEntry.objects.record(act="data given", by=by, details=details)
        return exported(self, internal=internal)

    # Questions.

    @property
    def comments(self) -> models.QuerySet[Comment]:
        all_comments = Comment.objects.all()
        # Each found by an index of its own: asked for in one breath, the whole table would be read.
        return all_comments.filter(
            pk__in=all_comments.filter(author__in=self.authors)
            .values("pk")
            .union(
                # What was claimed is an account's too, though a browser wrote it.
                all_comments.filter(attribution__author__in=self.authors).values("pk"),
                all_comments.left_at(self.email).values("pk"),
                all_comments.filter(pk=self.comment).exclude(status=Comment.Status.ERASED).values("pk"),
            )
        )

    @property
    def reports(self) -> models.QuerySet[Report]:
        """What they reported, of others' comments."""
        theirs = Report.objects.filter(author__in=self.authors).values("pk")
        return Report.objects.filter(pk__in=theirs.union(Report.objects.left_at(self.email).values("pk")))

    @property
    def standings(self) -> models.QuerySet[Standing]:
        return Standing.objects.filter(author__in=self.authors)

    @property
    def notes(self) -> models.QuerySet[Note]:
        """What moderators noted of them, and not of a comment."""
        return Note.objects.filter(author__in=self.authors).exclude(text="")

    @property
    def mail_choices(self) -> models.QuerySet[MailChoice]:
        """What they want to be written about, by account and by address."""
        accounts = list(Author.objects.filter(pk__in=self.authors).select_related("user"))
        addresses = {self.email, *(author.proven_email for author in accounts)} - {""}
        keys = [author.choices_key for author in accounts]
        keys += [key for address in sorted(addresses) for key in email_keys(address)]
        return MailChoice.objects.filter(key__in=keys).order_by("pk")

    @property
    def held(self) -> models.QuerySet[Comment]:
        """What a legal hold keeps: their comments, and those that they reported."""
        theirs = self.comments.values("pk").union(self.reports.values("comment"))
        return Comment.objects.filter(pk__in=theirs).on_hold()

    @property
    def accounts(self) -> models.QuerySet:
        """What they sign in with."""
        users = get_user_model()._default_manager
        return users.filter(Q(pk__in=self.users) | Q(comment_author__in=self.authors)).order_by("pk")

    @property
    def kept(self) -> Kept:
        return Kept(
            comments=_numbers(self.comments),
            reports=_numbers(self.reports),
            notes=_numbers(self.notes),
            held=_numbers(self.held),
            accounts=tuple(str(account.pk) for account in self.accounts),
        )

    @property
    def is_nobody(self) -> bool:
        """Nothing is kept about them here."""
        kept = (self.comments, self.reports, self.standings, self.notes, self.accounts)
        return not any(rows.exists() for rows in kept)

    # Private.

    def _lock(self) -> set[int]:
        """Wait for whoever is acting on any of it, and who is sending more. Tells by whom the reports are."""
        comments = set(self.comments.values_list("pk", flat=True))
        reports = list(self.reports.values_list("comment", "author"))
        Comment.objects.lock(comments | {comment for comment, _author in reports})
        reporters = {author for _comment, author in reports if author}
        Author.objects.lock(self.authors | reporters)
        return reporters


def _numbers(rows: models.QuerySet) -> tuple[int, ...]:
    return tuple(rows.order_by("pk").values_list("pk", flat=True))
