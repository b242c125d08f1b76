"""How allauth behaves here: who may have an account, what proves an address, and how mails leave."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from comments.models import Attribution, Author, TakenName
from comments.refusals import NameTaken
from newsroom.demo import staff
from newsroom.models import AccountMail, User
from newsroom.secrets_kept import sealed, unsealed

MAILED_CODE = "mailed_code"
VERIFICATION = "allauth.account.stages.EmailVerificationStage"


def proven_email(user: User) -> str:
    """The address that a link was followed to, or that staff answer for as they typed it in themselves."""
    addresses = EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")
    if not addresses:
        return user.email  # made at the desk or by a command: whoever signs up has a row there
    return next((email for email, verified, primary in addresses if verified and primary), "")


def claim_proven(address: EmailAddress) -> None:
    """What guests left under an address belongs with the account that has proven it."""
    Attribution.objects.claim(author=Author.objects.of_account(address.user), email=address.email)


def _way_out(context: dict[str, Any]) -> tuple[str, str]:
    """The link of a mail, if it has one, and what stands on its button."""
    labels = {"activate_url": _("Confirm this address"), "password_reset_url": _("Choose a password")}
    return next(((context[name], label) for name, label in labels.items() if context.get(name)), ("", ""))


class AccountAdapter(DefaultAccountAdapter):
    """Readers' accounts are a setting; staff are made by staff."""

    def is_open_for_signup(self, request) -> bool:
        return bool(settings.SIGN_UP)

    def authenticate(self, request, **credentials):
        """The demo's password is public: it opens nothing where a demo database went into service."""
        if not settings.DEBUG and credentials.get("password") == staff.PASSWORD:
            return None
        return super().authenticate(request, **credentials)

    def get_login_stages(self) -> list[str]:
        ours = f"{VerificationStage.__module__}.{VerificationStage.__name__}"
        return [ours if stage == VERIFICATION else stage for stage in super().get_login_stages()]

    @transaction.atomic
    def save_user(self, request, user: User, form, commit: bool = True) -> User:
        """Raises NameTaken where another account has taken the name since the form was looked at."""
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, user, form, commit)
        except IntegrityError as error:
            if not User.objects.filter(username=user.username).exists():
                raise  # something else is wrong
            raise NameTaken from error
        if commit:
            TakenName.objects.choose(saved)
        return saved

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Whoever only signs in elsewhere has nothing that could be asked for, but a mailbox."""
        methods: list[dict] = super().get_reauthentication_methods(user)
        if methods or not user.is_authenticated or not proven_email(user):
            return methods
        url = reverse("account_mailed_code")
        return [{"id": MAILED_CODE, "description": _("Send me a code"), "url": url}]

    def confirm_email(self, request, email_address: EmailAddress) -> bool:
        is_confirmed: bool = super().confirm_email(request, email_address)
        if is_confirmed:
            claim_proven(email_address)
        return is_confirmed

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Only one that has not taken the place of the other yet: an account is never without an address."""
        return not email_address.primary

    def render_mail(self, template_prefix: str, email, context: dict[str, Any], headers=None) -> EmailMessage:
        """The text, and the same dressed as our other mails."""
        mail = super().render_mail(template_prefix, email, context, headers)
        # Whoever asks for these chose our address; nobody is to be answered by a machine.
        mail.extra_headers["Auto-Submitted"] = "auto-generated"
        if isinstance(mail, EmailMultiAlternatives):
            url, label = _way_out(context)
            dressed = {
                "paragraphs": mail.body.partition("\n-- \n")[0]
                .strip()
                .split("\n\n"),  # what follows is in the frame
                "url": url,
                "label": label,
                "site_name": settings.SITE_NAME,
                "site_url": settings.SITE_URL,
                "language": translation.get_language(),
                "is_right_to_left": translation.get_language_bidi(),
            }
            mail.attach_alternative(render_to_string("account/email/_dressed.html", dressed), "text/html")
        return mail

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox: a mail server that hangs or refuses must not be what a reader waits for."""
        said = {"email": email, "request": self.request, "site_name": settings.SITE_NAME} | context
        AccountMail.objects.post(self.render_mail(template_prefix, email, said), user=context.get("user"))

    def send_notification_mail(self, template_prefix: str, user, context=None, email=None) -> None:
        super().send_notification_mail(template_prefix, user, (context or {}) | {"user": user}, email)


class VerificationStage(EmailVerificationStage):
    """Staff were given their accounts by staff, who answer for the address, or gave none."""

    def handle(self):
        user = self.login.user  # none where a known address signs up once more, which nobody is to notice
        # Nor may an address that they have entered since keep them out: there may be no mail server yet.
        if user and user.is_staff:
            return None, True
        return super().handle()


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """An account elsewhere signs in to one here. Its name there is no name here until its reader chose it."""

    def pre_social_login(self, request, sociallogin) -> None:
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True  # whatever else a provider says there, it is no yes

    def populate_user(self, request, sociallogin, data):
        names = {"first_name": "", "last_name": "", "name": ""}
        return super().populate_user(request, sociallogin, data | names)

    def save_user(self, request, sociallogin, form=None):
        user = super().save_user(request, sociallogin, form)
        for address in EmailAddress.objects.filter(user=user, verified=True):
            claim_proven(address)
        return user


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept so that a copy of the database alone opens nothing."""

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unsealed(encrypted_text)
