"""The link in a mail that needs no login: it opens what the mail is about, and stops further ones.

A receipt's own address proves nothing of a mailbox: whoever sent the comment, and typed the address, has it
too. This one stands in the mail alone.
"""

from __future__ import annotations

from urllib.parse import urljoin

from django.core import signing
from django.urls import reverse

from comments.conf import setting
from comments.models import Notice

SALT = "comments.letter"


def letter_url(notice: Notice) -> str:
    return _address("comments:letter", notice)


def stop_url(notice: Notice) -> str:
    return _address("comments:letter_stop", notice)


def notice_of(token: str) -> Notice:
    """Raises LookupError for what we never signed. It has no end: a mail may be read in ten years."""
    try:
        pk = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature as fault:
        raise LookupError("No such letter.") from fault
    notices = Notice.objects.select_related("report__author", "comment__author__user", "comment__discussion")
    notice = notices.filter(pk=pk).first()
    if notice is None:
        raise LookupError("No such letter.")
    return notice


def token_of(notice: Notice) -> str:
    return signing.Signer(salt=SALT).sign(str(notice.pk))


def _address(name: str, notice: Notice) -> str:
    return urljoin(setting("BASE_URL"), reverse(name, args=[token_of(notice)]))
