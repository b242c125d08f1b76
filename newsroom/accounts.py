"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from newsroom.demo import staff


class AccountAdapter(DefaultAccountAdapter):
    """Staff are made by staff; readers need no account yet."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def authenticate(self, request, **credentials):
        """The demo's password is public: it opens nothing where a demo database went into service."""
        if not settings.DEBUG and credentials.get("password") == staff.PASSWORD:
            return None
        return super().authenticate(request, **credentials)
