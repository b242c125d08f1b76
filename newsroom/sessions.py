"""What a session keeps of how its reader signed in: that they did, and nothing to know them by.

It outlives the account, and nobody can tell from outside whose it is.
"""

from __future__ import annotations

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpRequest

NAMING = frozenset({"email", "username", "phone", "uid"})


def without_names(*, request: HttpRequest, **kwargs) -> None:
    """Receives `authentication_step_completed`, sent once it was written down."""
    records = request.session[AUTHENTICATION_METHODS_SESSION_KEY]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {name: said for name, said in record.items() if name not in NAMING} for record in records
    ]
