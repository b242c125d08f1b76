"""Finding a person on the command line: by account, e-mail address or receipt."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, CommandParser

from comments.models import Person


def add_arguments(parser: CommandParser) -> None:
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--account", metavar="USER", help="whoever signs in under this user name")
    ways.add_argument("--email", metavar="ADDRESS", help="whoever reads mail at this address")
    ways.add_argument("--receipt", metavar="RECEIPT", help="whoever wrote this receipt's comment")


def person_of(*, account: str | None, email: str | None, receipt: str | None) -> Person | None:
    """None where no way was given. Raises CommandError for an account that does not exist."""
    if account is not None:
        return Person.of_account(user_of(account))
    if email is not None:
        return Person.of_email(email)
    return Person.of_receipt(receipt) if receipt is not None else None


def user_of(name: str):
    User = get_user_model()
    try:
        return User.objects.get_by_natural_key(name)
    except (User.DoesNotExist, ValueError) as error:
        raise CommandError(f"There is no user {name!r}.") from error


def editor_of(name: str):
    user = user_of(name)
    if not user.has_perm("comments.erase_comment"):
        raise CommandError(f"{name} may not erase comments: put them into the group Editors.")
    return user
