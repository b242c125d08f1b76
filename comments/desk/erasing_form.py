"""Whom or what an editor wants to erase, and that they mean it. The verbs decide."""

from __future__ import annotations

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from comments.desk.places import LARGEST_KEY, is_key
from comments.models import Erasure, Person

COMMENT, ACCOUNT, EMAIL, RECEIPT = "comment", "account", "email", "receipt"
WAYS = {
    EMAIL: _("everything sent with this e-mail address"),
    ACCOUNT: _("everything of the account with this user name"),
    RECEIPT: _("everything by who wrote this receipt’s comment"),
    COMMENT: _("the one comment with this number"),
}


class FindForm(forms.Form):
    """Sent by POST: an address or a receipt must stand in no log."""

    by = forms.ChoiceField(label=_("What is asked for"), choices=WAYS.items())
    sought = forms.CharField(
        label=_("Address, user name, receipt or number"),
        max_length=400,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **{"label_suffix": ""} | options)

    @property
    def person(self) -> Person:
        """Nobody, where there is none. Asked for once the form is valid."""
        sought = self.cleaned_data["sought"]
        match self.cleaned_data["by"]:
            case "email":
                return Person.of_email(sought)
            case "receipt":
                return Person.of_receipt(sought)
            case "account":
                return _of_account(sought)
        number = sought.lstrip("#").removeprefix("comment-")
        return Person.of_comment(int(number)) if is_key(number) and int(number) <= LARGEST_KEY else Person()


class EraseForm(FindForm):
    """The same again, and what takes it from looking to doing."""

    by = forms.ChoiceField(choices=WAYS.items(), widget=forms.HiddenInput)
    sought = forms.CharField(max_length=400, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    request = forms.CharField(
        label=_("File number of the request"),
        help_text=_("It stays in the record: no name and no address."),
        max_length=Erasure.LONGEST_REQUEST,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    leaving_held = forms.BooleanField(
        label=_("Leave what a legal hold keeps, erase the rest"), required=False
    )

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **{"auto_id": "erase_%s"} | options)  # beside the other form


def _of_account(name: str) -> Person:
    User = get_user_model()
    try:
        return Person.of_account(User.objects.get_by_natural_key(name))
    except User.DoesNotExist:
        return Person()
