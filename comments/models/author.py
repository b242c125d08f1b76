"""Who wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Count, Q


class AuthorQuerySet(models.QuerySet["Author"]):
    def of_account(self, user) -> Author:
        author, _ = self.get_or_create(kind=Author.Kind.ACCOUNT, key=str(user.pk), defaults={"user": user})
        return author

    def of_browser(self, key: str) -> Author:
        author, _ = self.get_or_create(kind=Author.Kind.BROWSER, key=key)
        return author

    def brought_in(self, source: str, names: Iterable[str]) -> dict[str, Author]:
        """Who is known by these names within the source; made where missing."""
        keys = {f"{source}:{name}": name for name in names}
        known = self.filter(kind=Author.Kind.IMPORT, key__in=keys)
        missing = keys.keys() - set(known.values_list("key", flat=True))
        new = [Author(kind=Author.Kind.IMPORT, key=key) for key in keys if key in missing]
        self.bulk_create(new, ignore_conflicts=True)  # type: ignore[arg-type]
        return {keys[author.key]: author for author in known.all()}


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

    objects = AuthorQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="author_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def record(self) -> dict[str, int]:
        """How many of the author's comments were approved, rejected, are waiting, and in all."""
        return self.comments.aggregate(
            approved=Count("pk", filter=Q(status="approved")),
            rejected=Count("pk", filter=Q(status="rejected")),
            pending=Count("pk", filter=Q(status="pending")),
            total=Count("pk"),
        )
