"""How the desk treats a moderator, and what it skips for them; asked once a request."""

from __future__ import annotations

from comments.models import Claim, Preference


def preference_of(request) -> Preference:
    if not hasattr(request, "desk_preference"):
        request.desk_preference = Preference.objects.of(request.user)
    return request.desk_preference


def skipped(request) -> list[int]:
    """What others have open, for who wants to skip it."""
    if not preference_of(request).skips_held:
        return []
    if not hasattr(request, "desk_skipped"):
        held = Claim.objects.held_by_others(request.user).values_list("comment", flat=True)
        request.desk_skipped = list(held)
    return request.desk_skipped
