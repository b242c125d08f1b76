"""What is kept of an account beside its comments, to be given to its reader."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from newsroom.models import User


def kept_of(user: User) -> dict[str, Any]:
    """Neither passwords nor the secrets of second factors: whoever has those can sign in."""
    return {
        "made_at": _time(user.date_joined),
        "last_signed_in_at": _time(user.last_login),
        "addresses": [
            {"email": each.email, "is_verified": each.verified, "is_primary": each.primary}
            for each in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "signs_in_with": [
            {
                "provider": each.provider,
                "name_there": each.uid,
                "since": _time(each.date_joined),
                "last_at": _time(each.last_login),
                "told_by_it": each.extra_data,
            }
            for each in SocialAccount.objects.filter(user=user).order_by("pk")
        ],
        "second_factors": [
            {"kind": each.type, "since": _time(each.created_at), "last_used_at": _time(each.last_used_at)}
            for each in Authenticator.objects.filter(user=user).order_by("pk")
        ],
    }


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
