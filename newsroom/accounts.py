"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Staff are made by staff; readers need no account yet."""

    def is_open_for_signup(self, request) -> bool:
        return False
