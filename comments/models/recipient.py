"""Whom a notice goes to, and what is known of their address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comments.addresses import settled_address
from comments.models.author import Author
from comments.models.bearer import email_keys
from comments.models.mail_choice import MailChoice, Topic

if TYPE_CHECKING:
    from comments.models.comment import Comment
    from comments.models.notice import Notice


@dataclass(frozen=True, slots=True)
class Recipient:
    """`keys` are those their choices stand under, of the account and of the address."""

    address: str
    keys: tuple[str, ...]
    is_proven: bool
    topic: str

    @property
    def wants_it(self) -> bool:
        return MailChoice.objects.wants(self.keys, self.topic)


def recipient_of(notice: Notice) -> Recipient:
    if notice.report:
        return _at(notice.report.email, notice.report.author, Topic.DECISIONS)
    if notice.kind == notice.Kind.REPLY:
        return answered_reader(notice.comment)
    account = account_behind(notice.comment)
    recipient = _at(notice.comment.email, account, Topic.DECISIONS)
    if account and account != notice.comment.author:
        # The comment was tied to the account because somebody could read mail to this very address.
        return Recipient(recipient.address, recipient.keys, True, recipient.topic)
    return recipient


def answered_reader(comment: Comment) -> Recipient:
    """Who is told of replies to it: at an address that an account has proven, or nowhere."""
    account = account_behind(comment)
    topic = Topic.REPLIES if account == comment.author else Topic.GUEST_REPLIES
    return _at(account.proven_email if account else "", account, topic)


def authors_behind(comment: Comment) -> set[int]:
    """As whom whoever wrote it may answer: what they say themselves is no news to them."""
    return {author.pk for author in (comment.author, account_behind(comment)) if author is not None}


def account_behind(comment: Comment) -> Author | None:
    """The account that wrote it, or that has proven the address it was left under."""
    if comment.author and comment.author.user_id:
        return comment.author
    attribution = getattr(comment, "attribution", None)
    return attribution.author if attribution else None


def _at(address: str, author: Author | None, topic: str) -> Recipient:
    if not address:
        return Recipient("", (), False, topic)
    keys = email_keys(address)
    if author is None or not author.user_id:
        return Recipient(address, keys, False, topic)
    is_proven = settled_address(author.proven_email).lower() == settled_address(address).lower()
    return Recipient(address, (author.choices_key, *keys), is_proven, topic)
