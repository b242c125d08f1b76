"""What a form is given when it is shown: a key, so that it makes one comment, and the time, signed."""

from __future__ import annotations

from uuid import uuid4

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from comments.conf import setting

_signer = TimestampSigner(salt="comments.form")


def new_ticket() -> str:
    return _signer.sign(uuid4().hex)


def key_of(ticket: str) -> str | None:
    """The form's key; None for a ticket that is not ours."""
    try:
        return _signer.unsign(ticket)
    except BadSignature:
        return None


def is_too_old(ticket: str) -> bool:
    return _is_older(ticket, setting("FORM_SECONDS")[1])


def is_too_young(ticket: str) -> bool:
    """Sent faster than a person fills in a form. With 0 none is, even where another's clock is ahead."""
    fewest = setting("FORM_SECONDS")[0]
    return fewest > 0 and not _is_older(ticket, fewest)


def _is_older(ticket: str, seconds: int) -> bool:
    try:
        _signer.unsign(ticket, max_age=seconds)
    except SignatureExpired:
        return True
    return False
