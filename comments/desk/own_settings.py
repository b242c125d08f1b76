"""What a moderator sets for themselves: slices to come back to, and how the desk treats them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.desk.doors import deciding, looking_by_post
from comments.desk.holding import slice_of
from comments.desk.places import is_key
from comments.desk.slices import Slice
from comments.models import Preference, SavedSlice
from comments.refusals import Refusal

READY_MADE = {"known": gettext_lazy("All clear, by authors with 3 approved or more")}


@dataclass(frozen=True)
class SliceLink:
    title: str | Promise
    query: str
    key: int | None = None  # of a saved one, to remove it by


def slice_links(moderator) -> list[SliceLink]:
    """The ready-made ones, then one's own by name."""
    ready = [SliceLink(title, Slice(ready=code).query) for code, title in READY_MADE.items()]
    saved = SavedSlice.objects.filter(moderator=moderator).order_by("name")
    return ready + [SliceLink(each.name, each.query, each.pk) for each in saved]


@deciding
def save_slice(request):
    chosen = slice_of(request).at()
    try:
        saved = SavedSlice.objects.save_as(
            request.POST.get("name", ""), moderator=request.user, query=chosen.query
        )
        messages.info(request, _("Saved as “%(name)s”.") % {"name": saved.name})
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return _back(chosen)


@deciding
def remove_slice(request):
    key = request.POST.get("saved", "")
    if is_key(key):
        SavedSlice.objects.filter(moderator=request.user, pk=key).delete()
        messages.info(request, _("The saved slice is removed."))
    return _back(slice_of(request).at())


@looking_by_post
def prefer(request):
    sent: QueryDict = request.POST
    chosen = {name: name in sent for name in ("masks", "skips_held", "uses_keys")}
    Preference.objects.set(request.user, **chosen)
    messages.info(request, _("Kept, for you alone."))
    return _back(slice_of(request))


def _back(chosen: Slice) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:comments_desk") + chosen.query, status=303)
