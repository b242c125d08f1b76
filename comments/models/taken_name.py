"""Names that no guest can sign with: those of accounts, and of whoever writes the articles."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections, models
from django.db.models import Q

from comments import refusals
from comments.names import KEY_LENGTH, claims_an_office, name_key, people_of, signature_of

BATCH = 1000


class TakenNameManager(models.Manager["TakenName"]):
    def refuse(self, name: str) -> None:
        """Raises NameTaken for a name that a reader could take for somebody else's."""
        if claims_an_office(name):
            raise refusals.NameTaken(is_office=True)
        key = name_key(name)
        if key and self.filter(key=key).exists():
            raise refusals.NameTaken

    def keep_account(self, user) -> None:
        """By what it signs with now: one name for each account."""
        self.update_or_create(user=user, defaults={"key": name_key(signature_of(user))})

    def keep_byline(self, byline: str) -> None:
        self.keep_bylines([byline])

    def keep_bylines(self, bylines: Iterable[str]) -> None:
        """Again is harmless. A byline that is no longer printed stays: its readers remember it."""
        keys = {key for byline in bylines for name in people_of(byline) if (key := name_key(name))}
        keys -= set(self.filter(user=None, key__in=keys).values_list("key", flat=True))
        # Somebody else may be adding the same at this moment.
        self.bulk_create([TakenName(key=key) for key in sorted(keys)], ignore_conflicts=True)

    def fill(self) -> int:
        """Keep the names there were before they were kept. Again is harmless; returns how many accounts."""
        from comments.models.discussion import Discussion

        bylines = Discussion.objects.exclude(byline="").values_list("byline", flat=True).distinct()
        self.keep_bylines(bylines)
        users, filled = get_user_model()._default_manager.filter(taken_comment_name=None), 0
        while few := list(users.order_by("pk")[:BATCH]):
            rows = [TakenName(user=user, key=name_key(signature_of(user))) for user in few]
            self.bulk_create(rows, ignore_conflicts=True)
            filled += len(few)
        return filled


class TakenName(models.Model):
    """A present state: it follows the account, and goes with it. `key` is what look-alikes share."""

    key = models.CharField(max_length=KEY_LENGTH, db_index=True)
    # None for a byline.
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="taken_comment_name"
    )

    objects = TakenNameManager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(user=None), name="byline_taken_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} · {self.user_id or 'byline'}"


def follow_account(*, instance, update_fields=None, raw: bool = False, **kwargs) -> None:
    """Receives `post_save` of accounts: what they sign with may be another now."""
    names = {"username", "first_name", "last_name", instance.USERNAME_FIELD}
    if not raw and (update_fields is None or names & set(update_fields)):
        TakenName.objects.keep_account(instance)


def after_migrating(*, using: str, **kwargs) -> None:
    """Receives `post_migrate`: accounts may be from before their names were kept."""
    tables = connections[using].introspection.table_names()
    if {TakenName._meta.db_table, get_user_model()._meta.db_table} <= set(tables):
        TakenName.objects.db_manager(using).fill()
