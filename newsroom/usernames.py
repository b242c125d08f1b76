"""What an account may call itself: its comments are signed with it."""

from __future__ import annotations

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import TakenName
from comments.refusals import NameTaken
from comments.text import MAX_NAME_LENGTH


def refuse_address(name: str) -> None:
    """It would be published with every comment."""
    if "@" in name:
        raise ValidationError(_("Choose a name that is no e-mail address: it is shown with your comments."))


def refuse_taken(name: str) -> None:
    try:
        TakenName.objects.refuse(name)
    except NameTaken as refusal:
        raise ValidationError(str(refusal)) from refusal


validators = [
    refuse_address,
    UnicodeUsernameValidator(
        message=gettext_lazy("A user name is made of letters, digits, dots, hyphens and underscores.")
    ),
    MaxLengthValidator(MAX_NAME_LENGTH),
    refuse_taken,
]
