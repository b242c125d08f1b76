"""What somebody wants to be written to about."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction

from comments import clock


class Topic(models.TextChoices):
    DECISIONS = "decisions"  # what became of one's comments, appeals and reports
    REPLIES = "replies"  # to what one wrote with one's account
    GUEST_REPLIES = "guest_replies"  # to what one wrote as a guest, under an address proven since


# A guest asked for the decision alone.
WANTED_UNASKED = {Topic.DECISIONS: True, Topic.REPLIES: True, Topic.GUEST_REPLIES: False}


class MailChoiceQuerySet(models.QuerySet["MailChoice"]):
    def wants(self, keys: Iterable[str], topic: str) -> bool:
        """Whoever goes by several keys and has said no under any of them is left in peace."""
        said = set(self.filter(key__in=list(keys), topic=topic).values_list("is_wanted", flat=True))
        if said:
            return False not in said
        return WANTED_UNASKED[Topic(topic)]

    @transaction.atomic
    def choose(self, keys: Iterable[str], topics: dict[str, bool]) -> None:
        for key in keys:
            for topic, is_wanted in topics.items():
                said = {"is_wanted": is_wanted, "chosen_at": clock.now()}
                self.update_or_create(key=key, topic=topic, defaults=said)


class MailChoice(models.Model):
    """A present state: it is theirs to change. `key` names an account, or an address by a keyed digest."""

    key = models.CharField(max_length=80)
    topic = models.CharField(max_length=20, choices=Topic)
    is_wanted = models.BooleanField()
    chosen_at = models.DateTimeField(default=clock.now)

    objects = MailChoiceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["key", "topic"], name="mail_chosen_once")]

    def __str__(self) -> str:
        return f"{self.key} · {self.topic} · {'yes' if self.is_wanted else 'no'}"
