"""Names that no guest can sign with: those of accounts, and of whoever writes the articles."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connections, models, transaction
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
        """By what it signs with now: one name for each account. Another one is staff's doing."""
        key = name_key(signature_of(user))
        if not self.filter(user=user, key=key).exists():
            self.update_or_create(user=user, defaults={"key": key, "is_chosen": False})

    def choose(self, user) -> None:
        """What an account is just being made with. Raises NameTaken, and then it must not be made.

        It was free when the form was looked at; of two who choose at this moment the database lets one in.
        """
        chosen = self.exclude(key="").filter(user=user).first()
        if chosen is None:
            return  # without a letter it is like no other
        try:
            with transaction.atomic():
                self.filter(pk=chosen.pk).update(is_chosen=True)
        except IntegrityError as error:
            raise refusals.NameTaken from error
        if self.filter(key=chosen.key).exclude(pk=chosen.pk).exists():
            raise refusals.NameTaken

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
    # By a reader who made the account. Staff, who are given theirs, may be two of one name.
    is_chosen = models.BooleanField(default=False)

    objects = TakenNameManager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(user=None), name="byline_taken_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(is_chosen=True), name="name_chosen_once"),
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
