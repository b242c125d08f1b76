"""Closing a reader's account: it and all that was written with it are erased."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from comments.models import Author, Erased, MailChoice, Person
from comments.models.bearer import email_keys
from newsroom.accounts import proven_email
from newsroom.models import AccountMail, User

REQUEST = "closed by its reader"


class StaffAccount(Exception):
    """Their decisions are the record, and say who made them."""


@transaction.atomic
def close(user: User) -> Erased:
    """Erase words and account, both or neither. What a legal hold keeps stays. Raises StaffAccount."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.is_staff:
        raise StaffAccount
    keys = [author.choices_key for author in Author.objects.filter(user=user)]
    # Only what they have proven to be theirs: an address that they merely entered is somebody else's.
    verified = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = {proven_email(user), *verified}
    AccountMail.objects.filter(user=user).delete()
    erased = Person.of_account(user).erase(by=None, request=REQUEST, leaving_held=True)
    MailChoice.objects.filter(key__in=keys).delete()
    for address in filter(None, addresses):
        AccountMail.objects.filter(address__iexact=address).delete()
        # Who wants no mails there gets none after this either.
        MailChoice.objects.filter(key__in=email_keys(address), is_wanted=True).delete()
    _remove(user)
    return erased


def _remove(user: User) -> None:
    """All of it; where a comment on hold still points there, what is left names and lets in nobody."""
    try:
        with transaction.atomic():
            user.delete()
    except (ProtectedError, IntegrityError):
        for rows in (user.emailaddress_set, user.authenticator_set, user.socialaccount_set):  # type: ignore[attr-defined]
            rows.all().delete()
        user.username, user.email, user.first_name, user.last_name = f"erased-{user.pk}", "", "", ""
        user.is_active = False
        user.set_unusable_password()
        user.save()
