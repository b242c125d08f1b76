"""What a moderator has set for themselves: how the desk treats them, and the slices they come back to."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from comments import refusals
from comments.digits import number


class PreferenceManager(models.Manager["Preference"]):
    def of(self, moderator) -> Preference:
        """Theirs, or what goes for everyone who has set nothing."""
        return self.filter(moderator=moderator).first() or Preference(moderator=moderator)

    def set(self, moderator, *, masks: bool, skips_held: bool, uses_keys: bool = True) -> None:
        chosen = {"masks": masks, "skips_held": skips_held, "uses_keys": uses_keys}
        self.update_or_create(moderator=moderator, defaults=chosen)


class Preference(models.Model):
    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    masks = models.BooleanField(default=False)  # slurs and threats, until pressed
    skips_held = models.BooleanField(default=True)  # what another moderator has open
    uses_keys = models.BooleanField(default=True)  # single letters, digits and signs, without Ctrl or Alt

    objects = PreferenceManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"preference of {self.moderator_id}"


class SavedSliceManager(models.Manager["SavedSlice"]):
    @transaction.atomic
    def save_as(self, name: str, *, moderator, query: str) -> SavedSlice:
        """Under a name of one's own choosing; the same name again means another slice from now on."""
        name = " ".join(name.replace("\x00", "").split())[: SavedSlice.NAME_LENGTH]
        if not name:
            raise refusals.SliceNotSaved(_("Give the slice a name to save it under."))
        others = self.filter(moderator=moderator).exclude(name=name)
        if others.count() >= SavedSlice.MOST:
            raise refusals.SliceNotSaved(
                _("%(n)s slices are saved already. Remove one first.") % {"n": number(SavedSlice.MOST)}
            )
        saved, _is_new = self.update_or_create(moderator=moderator, name=name, defaults={"query": query})
        return saved


class SavedSlice(models.Model):
    """Filters and an order, kept by their query string."""

    MOST, NAME_LENGTH = 20, 40

    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH)
    query = models.CharField(max_length=1000, blank=True)

    objects = SavedSliceManager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["moderator", "name"], name="slice_saved_once")]

    def __str__(self) -> str:
        return self.name
