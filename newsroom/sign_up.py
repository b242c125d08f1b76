"""Where accounts are made. Of two who choose names that look alike at once, one is told to choose again."""

from __future__ import annotations

from allauth.account import views as account_views
from allauth.socialaccount import views as social_views
from allauth.socialaccount.internal.flows.signup import redirect_to_signup
from allauth.socialaccount.models import SocialLogin

from comments.refusals import NameTaken


class TellsOfTakenNames:
    """Beside its field, with all that was typed but passwords: those are never sent back."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except NameTaken as refusal:
            form.add_error("username", str(refusal))
            return self.form_invalid(form)  # type: ignore[attr-defined]


class SignupView(TellsOfTakenNames, account_views.SignupView):
    pass


class SocialSignupView(TellsOfTakenNames, social_views.SignupView):
    def form_valid(self, form):
        arrived = self.sociallogin.serialize()
        answer = super().form_valid(form)
        if form.errors:
            # allauth has forgotten who came from the provider; with another name they may still come in.
            redirect_to_signup(self.request, SocialLogin.deserialize(arrived))
        return answer
