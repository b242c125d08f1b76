"""Who wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from comments.models.addressed import accounts_with_proven, proven_email_of
from comments.models.comment_queryset import until

if TYPE_CHECKING:
    from comments.models.comment import Comment
    from comments.models.standing import Standing

AT_ONCE = 500  # named in one statement
RECORDED = 500  # the newest comments that a record speaks of, so that its cost has an end


class AuthorQuerySet(models.QuerySet["Author"]):
    def of_account(self, user) -> Author:
        author, _ = self.get_or_create(kind=Author.Kind.ACCOUNT, key=str(user.pk), defaults={"user": user})
        if author.user_id is None:  # forgotten, save for a standing that goes on
            author.user = user
            author.save(update_fields=["user"])
        return author

    def of_browser(self, key: str) -> Author:
        author, _ = self.get_or_create(kind=Author.Kind.BROWSER, key=key)
        return author

    def with_proven(self, address: str) -> list[Author]:
        """Whoever has proven that the address is theirs. What an account says of itself is not enough."""
        return list(self.filter(user__in=accounts_with_proven(address)).select_related("user"))

    def brought_in(self, source: str, names: Iterable[str]) -> dict[str, Author]:
        """Who is known by these names within the source; made where missing."""
        keys = {f"{source}:{name}": name for name in names}
        known = self.filter(kind=Author.Kind.IMPORT, key__in=keys)
        missing = keys.keys() - set(known.values_list("key", flat=True))
        new = [Author(kind=Author.Kind.IMPORT, key=key) for key in sorted(missing)]
        self.bulk_create(new, ignore_conflicts=True)  # type: ignore[arg-type]
        return {keys[author.key]: author for author in known.all()}

    def who_left_nothing(self) -> AuthorQuerySet:
        """Asked whether there is one of each: joined with all of them, very many would be read."""
        left = (
            apps.get_model("comments", model).objects.filter(author=OuterRef("pk"))
            for model in ("Comment", "Report", "Attribution")
        )
        return self.filter(*(~Exists(rows) for rows in left))

    def lock(self, authors: Iterable[int]) -> None:
        """Until the transaction ends, in the one order in which they are taken."""
        keys = sorted(set(authors))
        for first in range(0, len(keys), AT_ONCE):
            few = self.filter(pk__in=keys[first : first + AT_ONCE]).order_by("pk")
            list(few.select_for_update(no_key=True).values_list("pk"))


class Author(models.Model):
    """An identity that comments share: an account, a browser's signed cookie, or one brought by an import.

    A name alone has no standing: anyone can type one. Not permanent, as identities merge once one is proven.
    """

    class Kind(models.TextChoices):
        ACCOUNT = "account"
        BROWSER = "browser"
        IMPORT = "import"

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=200)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comment_author",
    )
    made_at = models.DateTimeField(auto_now_add=True)
    language = models.CharField(max_length=12, blank=True)  # they last read the site in; to write to them in

    objects = AuthorQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="author_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def read_in(self, language: str) -> None:
        """Keep what language they were spoken to in, if it is another than before."""
        if self.language != language:
            self.language = language
            self.save(update_fields=["language"])

    # Verbs. Each is set over one of the author's comments; `seen` is how many standings its bearer had when
    # the moderator looked. All raise StandingNeedsReason, NobodyToRestrict, StandingChanged, MayNotBlock.

    def hold(
        self, *, comment, by, seen: int, note: str, until: datetime | None = None, **bound_to
    ) -> Standing:
        """Have moderators look twice. Nothing changes for the author. Raises EndIsPast too."""
        return self._set("held", comment=comment, by=by, seen=seen, note=note, until=until, **bound_to)

    def suspend(
        self, *, comment, by, seen: int, until: datetime, reason: str, note: str = "", **bound_to
    ) -> Standing:
        """Take no comments until a time. Raises EndRequired, EndIsPast, NetworkBlockTooLong too."""
        return self._set(
            "suspended", comment=comment, by=by, seen=seen, until=until, reason=reason, note=note, **bound_to
        )

    def block(
        self,
        *,
        comment,
        by,
        seen: int,
        reason: str,
        until: datetime | None = None,
        note: str = "",
        **bound_to,
    ) -> Standing:
        """Take no comments any more; of a network, only for a time. Raises what suspend raises."""
        return self._set(
            "blocked", comment=comment, by=by, seen=seen, until=until, reason=reason, note=note, **bound_to
        )

    def lift(self, *, comment, by, seen: int, reason: str, note: str = "", **bound_to) -> Standing:
        """End what is in force. Raises NothingToLift too."""
        return self._set("lifted", comment=comment, by=by, seen=seen, reason=reason, note=note, **bound_to)

    # Questions.

    @property
    def proven_email(self) -> str:
        """An address somebody answers for. What is typed into a form anyone can type."""
        return proven_email_of(self.user) if self.user else ""

    @property
    def choices_key(self) -> str:
        """What the account wants to be written to about stands under it: see `MailChoice`."""
        return f"author:{self.pk}"

    @property
    def record(self) -> dict[str, int]:
        """How many of the author's newest comments were approved, rejected, are waiting, and in all."""
        return self._recorded()

    def record_beside(self, comment: Comment) -> dict[str, int]:
        """The same, and how many of these came in until `comment`, itself among them."""
        return self._recorded(until_this=Count("pk", filter=until(comment)))

    def _recorded(self, **further: Count) -> dict[str, int]:
        newest = self.comments.order_by("-received_at", "-pk")[:RECORDED]
        return newest.aggregate(
            approved=Count("pk", filter=Q(status="approved")),
            rejected=Count("pk", filter=Q(status="rejected")),
            pending=Count("pk", filter=Q(status="pending")),
            withdrawn=Count("pk", filter=Q(status="withdrawn")),
            total=Count("pk"),
            **further,
        )

    def _set(self, kind: str, *, comment, **facts) -> Standing:
        """`bound_to` of the verbs is `subject`: the author, unless their address or network is meant."""
        from comments.models.standing import Standing

        if comment.author_id != self.pk:
            raise ValueError("A standing is set over a comment of the author's own.")
        return Standing.objects.set(kind=kind, comment=comment, **facts)
