"""Whom a standing is bound to: an author, a proven e-mail, or a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from comments.addresses import spellings

if TYPE_CHECKING:
    from comments.models.author import Author
    from comments.models.comment import Comment


class Subject(models.TextChoices):
    AUTHOR = "author", _("this author")
    EMAIL = "email", _("their e-mail address")
    NETWORK = "network", _("their network")


@dataclass(frozen=True, slots=True)
class Bearer:
    """`keys` name it, the present one first: a digest of an address is another once the secret key is.

    An address is kept as a keyed digest only, as a network is: enough to know it again, too little to read.
    """

    subject: Subject
    keys: tuple[str, ...]
    author: Author | None  # no network is an author's alone


def bearers_of(author: Author, network: str) -> list[Bearer]:
    """All whose standing is this author's when they write from this network."""
    bearers = [Bearer(Subject.AUTHOR, (f"author:{author.pk}",), author)]
    if email := author.proven_email:
        bearers.append(Bearer(Subject.EMAIL, email_keys(email), author))
    if network:
        bearers.append(Bearer(Subject.NETWORK, network_keys(network), None))
    return bearers


def bearer_of(comment: Comment, subject: str) -> Bearer | None:
    """Of a comment's author; None where nothing is known by which to know them again."""
    if comment.author is None:
        return None
    bearers = bearers_of(comment.author, comment.network)
    return next((bearer for bearer in bearers if bearer.subject == subject), None)


def network_keys(network: str) -> tuple[str, ...]:
    """What a comment keeps of its network is forgotten with it; a standing has a digest of its own.

    It bore the very same before, so that is looked for too.
    """
    digest = salted_hmac("comments.standing", network, algorithm="sha256").hexdigest()
    return (f"network:{digest}", network) if network else ()


def email_keys(email: str) -> tuple[str, ...]:
    """Under the secret key, and under those it replaced; however its domain is written."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    addresses = dict.fromkeys(each.strip().lower() for each in spellings(email))
    digests = (
        salted_hmac("comments.email", address, secret=secret, algorithm="sha256")
        for secret in secrets
        for address in addresses
    )
    return tuple(f"email:{digest.hexdigest()}" for digest in digests)
