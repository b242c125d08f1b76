"""Finding a person on the command line: by account, e-mail address or receipt."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, CommandParser

from comments.management.plain_spoken import PlainSpokenCommand
from comments.models import Person, find_person
from comments.models.person_sought import ACCOUNT, EMAIL, RECEIPT

WAYS = tuple(f"--{way}" for way in (ACCOUNT, EMAIL, RECEIPT))


class PersonCommand(PlainSpokenCommand):
    def run_from_argv(self, argv: list[str]) -> None:
        super().run_from_argv(_joined(argv))


def add_arguments(parser: CommandParser) -> None:
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--account", metavar="USER", help="whoever signs in under this user name")
    ways.add_argument("--email", metavar="ADDRESS", help="whoever reads mail at this address")
    ways.add_argument("--receipt", metavar="RECEIPT", help="whoever wrote this receipt's comment")


def person_of(options: dict[str, str | None]) -> Person | None:
    """None where no way was given. Raises NobodyFound."""
    ways = [(way, options[way]) for way in (ACCOUNT, EMAIL, RECEIPT) if options.get(way) is not None]
    if len(ways) > 1:
        raise CommandError("Name the person in one way.")
    return next((find_person(by=way, sought=str(sought)) for way, sought in ways), None)


def editor_of(name: str):
    User = get_user_model()
    try:
        user = User.objects.get_by_natural_key(name)
    except (User.DoesNotExist, ValueError) as error:
        raise CommandError(f"There is no user {name!r}.") from error
    if not user.has_perm("comments.erase_comment"):
        raise CommandError(f"{name} may not erase comments: put them into the group Editors.")
    return user


def _joined(argv: list[str]) -> list[str]:
    """One receipt in 64 begins with a hyphen, names may: without `=` it would be taken for an option."""
    joined, words = [], iter(argv)
    for word in words:
        sought = next(words, None) if word in WAYS else None
        joined.append(word if sought is None else f"{word}={sought}")
    return joined
