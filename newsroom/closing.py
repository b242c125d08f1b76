"""Closing a reader's account: it and all that was written with it are erased."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import CharField, ProtectedError, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from comments.models import Author, Erased, MailChoice, Person
from comments.models.account_closing import record_closing
from comments.models.bearer import email_keys
from comments.models.seal import one_sealer_at_a_time
from comments.refusals import Refusal
from newsroom.accounts import proven_email
from newsroom.models import AccountMail, User

REQUEST = "closed by its reader"


class StaffAccount(Refusal):
    """Their decisions are the record, and say who made them."""

    def __init__(self, user: User) -> None:
        super().__init__(
            _("%(name)s is an account of the newsroom. Take its staff status away before you close it.")
            % {"name": user.get_username()}
        )


@transaction.atomic
def close(user: User, *, by: User | None = None, request: str = REQUEST) -> Erased:
    """Erase words and account, both or neither. What a legal hold keeps stays until it is lifted.

    `by` is the editor who does it, None where its reader does. Raises StaffAccount.
    """
    # Before the account, as whoever erases a person takes them: otherwise two would wait for each other.
    one_sealer_at_a_time()
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.is_staff:
        raise StaffAccount(user)
    record_closing(user, by=by, request=request)
    keys = [author.choices_key for author in Author.objects.filter(user=user)]
    # Only what they have proven to be theirs: an address that they merely entered is somebody else's.
    verified = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = {proven_email(user), *verified}
    AccountMail.objects.filter(user=user).delete()
    erased = Person.of_account(user).erase(by=by, request=request, leaving_held=True)
    MailChoice.objects.filter(key__in=keys).delete()
    for address in filter(None, addresses):
        AccountMail.objects.filter(address__iexact=address).delete()
        # Who wants no mails there gets none after this either.
        MailChoice.objects.filter(key__in=email_keys(address), is_wanted=True).delete()
    _remove(user)
    return erased


def _remove(user: User) -> None:
    """All of it; where a comment on hold still points there, what is left names and lets in nobody."""
    unnamed_in_the_admins_log(User.objects.filter(pk=user.pk))
    try:
        with transaction.atomic():
            user.delete()
    except (ProtectedError, IntegrityError):
        for rows in _of_theirs([user.pk]):
            rows.delete()
        user.username, user.email, user.first_name, user.last_name = f"erased-{user.pk}", "", "", ""
        user.is_active, user.last_login = False, None
        user.set_unusable_password()
        user.save()


def _of_theirs(users: list[int]) -> list[QuerySet]:
    """What they sign in with, each row of which goes by an address or a name."""
    return [model.objects.filter(user__in=users) for model in (EmailAddress, Authenticator, SocialAccount)]


def unnamed_in_the_admins_log(users: QuerySet[User]) -> None:
    """What staff did with these accounts, and with what is theirs, stays there; whose it was does not."""
    for rows in [users, *_of_theirs(list(users.values_list("pk", flat=True)))]:
        _unname(rows)


def _unname(rows: QuerySet) -> None:
    """Their log says of which by its number alone."""
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    of_these = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(rows.model), object_id__in=keys
    )
    of_these.update(object_repr=Concat(Value("erased-"), "object_id", output_field=CharField()))
