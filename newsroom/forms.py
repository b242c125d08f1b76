"""Forms of accounts, in our words: a label stays, a placeholder vanishes as soon as one types."""

from __future__ import annotations

from allauth.account import forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.socialaccount import forms as social_forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from newsroom.models import User

LABELS = {
    "username": _("User name"),
    "email": _("E-mail"),
    "login": _("User name or e-mail"),
    "remember": _("Stay signed in"),
    "oldpassword": _("Present password"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("The same once more"),
    "code": _("Code"),
}
# Written from left to right whatever the page is.
LATIN = ("email", "password", "password1", "password2", "oldpassword", "code")


class InOurWords:
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name == "email":
                # allauth drops a longer one without a word, and the account would have none.
                field.validators.append(MaxLengthValidator(User._meta.get_field("email").max_length))
            if name in LATIN:
                field.widget.attrs["dir"] = "ltr"


class LoginForm(InOurWords, forms.LoginForm):
    pass


class SignupForm(InOurWords, forms.SignupForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        explain_name(self)
        self.fields["password1"].label = LABELS["password"]


class SocialSignupForm(InOurWords, social_forms.SignupForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        explain_name(self)


class AddEmailForm(InOurWords, forms.AddEmailForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail")


class ChangePasswordForm(InOurWords, forms.ChangePasswordForm):
    pass


class SetPasswordForm(InOurWords, forms.SetPasswordForm):
    pass


class ResetPasswordForm(InOurWords, forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(InOurWords, forms.ReauthenticateForm):
    pass


class AuthenticateForm(InOurWords, mfa_forms.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(InOurWords, mfa_forms.ReauthenticateForm):
    pass


class ActivateTOTPForm(InOurWords, totp_forms.ActivateTOTPForm):
    pass


def explain_name(form) -> None:
    form.fields["username"].help_text = _("Your comments are signed with it.")
