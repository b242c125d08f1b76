"""Finding a person as they are asked for, in one way for the desk, the commands and whoever comes next."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from comments.models.comment import Comment
from comments.models.person import Person
from comments.refusals import NobodyFound
from comments.text import is_storable

EMAIL, ACCOUNT, RECEIPT, COMMENT = "email", "account", "receipt", "comment"
LONGEST_NUMBER = 18  # digits that fit into the database, whatever they are


def find_person(*, by: str, sought: str) -> Person:
    """Whoever it leads to, by one of the ways above. Raises NobodyFound, which says what is wrong with it.

    An address that nobody used leads to a person of whom nothing is kept: see `is_nobody`.
    """
    found = {EMAIL: _of_email, ACCOUNT: _of_account, RECEIPT: _of_receipt, COMMENT: _of_comment}
    sought = sought.strip()
    return found[by](sought if is_storable(sought) else "")


def _of_email(address: str) -> Person:
    if "@" not in address:
        raise NobodyFound(_("This is no e-mail address."))
    return Person.of_email(address)


def _of_account(name: str) -> Person:
    User = get_user_model()
    try:
        return Person.of_account(User.objects.get_by_natural_key(name))
    except User.DoesNotExist:
        raise NobodyFound(_("No account has this user name.")) from None


def _of_receipt(address: str) -> Person:
    person = Person.of_receipt(address)
    if not person.authors:
        raise NobodyFound(_("This is no receipt of ours, or its comment is erased."))
    return person


def _of_comment(written: str) -> Person:
    """As on its page, with or without the address before it: #comment-4711."""
    number = written.rpartition("#")[2].removeprefix("comment-")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        raise NobodyFound(_("This is no number of a comment."))
    status = Comment.objects.filter(pk=int(number)).values_list("status", flat=True).first()
    if status is None:
        raise NobodyFound(_("There is no comment with this number."))
    if status == Comment.Status.ERASED:
        raise NobodyFound(_("This comment is erased already."))
    return Person.of_comment(int(number))
